from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.base.printing.tests.reading import Read
from usi.features.campaigns import actions, letter_print, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import ModelLetter, Target
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests import letter_factories as letters
from usi.features.campaigns.tests.factories import html, url
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


def test_the_pages_ask_no_more_with_many_targets(desk):
    union, officer = desk
    few, _ = letters.campaign(union=union, targets=1)
    many, found = letters.campaign(union=union, targets=12)
    for _ in range(3):
        letters.sent(many, found)
    for name in ("page", "write", "targets", "letters", "letter_text"):
        for made in (few, many):
            officer.get(url(name, made.pk))
        with CaptureQueriesContext(connection) as one:
            assert officer.get(url(name, few.pk)).status_code == 200
        with CaptureQueriesContext(connection) as other:
            assert officer.get(url(name, many.pk)).status_code == 200
        assert len(one) == len(other), name


def who(**changes):
    data = {
        "name": "The Minister", "office": "Minister of Labour", "organisation": "", "country": "GR", "language": "el", "email": "minister@gov.example",
        "pace": "batch", "hourly": "30", "opens": "9", "shuts": "17", "zone": "",
    } | changes  # fmt: skip
    return {name: value for name, value in data.items() if value is not None}


def test_an_officer_adds_changes_and_takes_away_a_target(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    assert officer.post(url("targets", made.pk), who(), headers=ours).status_code == 302
    row = Target.objects.get()
    assert (row.zone, row.hourly, row.state) == ("Europe/Athens", 30, "mail")
    assert "minister@gov.example" in html(officer.get(url("targets", made.pk)))
    answer = officer.post(url("target", made.pk, row.pk), who(name="The Queen", email="", zone="Asia/Tokyo"), headers=ours)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.name, row.zone, row.state, bytes(row.address)) == ("The Queen", "Asia/Tokyo", "paper", b"")
    assert officer.post(url("target", made.pk, row.pk), {"remove": "1"}, headers=ours).status_code == 302
    assert not Target.objects.exists()


@pytest.mark.parametrize(("changes", "word"), [
    ({"name": ""}, "Fill in this field"), ({"name": "x" * 121}, "at most 120"), ({"office": "x" * 161}, "at most 160"),
    ({"country": "XX"}, "Choose one of the values"), ({"language": "xx"}, "Choose one of the values"), ({"email": "a@b"}, "does not look like"),
    ({"zone": "Mars"}, "We do not know this time zone"), ({"zone": "../../etc/passwd"}, "We do not know"), ({"hourly": "0"}, "greater than or equal to 1"),
    ({"hourly": "many"}, "whole number"), ({"opens": "17", "shuts": "9"}, "after the first one"), ({"pace": "now"}, "Choose one of the values"),
])  # fmt: skip
def test_a_target_that_makes_no_sense_is_sent_back(desk, ours, changes, word):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    answer = officer.post(url("targets", made.pk), who(**changes), headers=ours)
    assert answer.status_code == 200
    assert word in html(answer)
    assert not Target.objects.exists()


def test_after_the_first_letter_only_the_address_can_be_corrected_with_a_reason(desk, ours):
    union, officer = desk
    made, (row,) = letters.campaign(union=union)
    letters.write(made, [row])
    assert "Add somebody" not in html(officer.get(url("targets", made.pk)))
    officer.post(url("targets", made.pk), who(), headers=ours)
    assert Target.objects.count() == 1
    assert 'name="name"' not in html(officer.get(url("target", made.pk, row.pk)))
    answer = officer.post(url("target", made.pk, row.pk), who(name="The Queen", email="new@gov.example"), headers=ours)
    assert "why the address is corrected" in html(answer)
    answer = officer.post(url("target", made.pk, row.pk), who(name="The Queen", email="new@gov.example", note="It bounced"), headers=ours)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.name == "The Minister"
    assert sealing.unseal_target(bytes(row.address)) == "new@gov.example"
    assert "It bounced" in html(officer.get(url("target", made.pk, row.pk)))
    officer.post(url("target", made.pk, row.pk), {"remove": "1"}, headers=ours)
    assert Target.objects.exists()


def test_an_officer_writes_the_proposed_letter_in_several_languages(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    letters.target(made, language="el")
    assert "Still missing" in html(officer.get(url("letter_text", made.pk)))
    for tag in ("el", "ar"):
        data = {"language": tag, "subject": f"Subject {tag}", "body": f"Body {tag}"}
        assert officer.post(url("letter_text", made.pk), data, headers=ours).status_code == 302
    page = html(officer.get(url("letter_text", made.pk)))
    assert "Still missing" not in page
    assert "Body el" in page
    answer = officer.post(url("letter_text", made.pk), {"language": "ar", "subject": "", "body": "Left"}, headers=ours)
    assert "Write a subject" in html(answer)
    officer.post(url("letter_text", made.pk), {"language": "ar", "subject": "", "body": ""}, headers=ours)
    assert list(ModelLetter.objects.values_list("language", flat=True)) == ["el"]
    answer = officer.post(url("letter_text", made.pk), {"language": "xx", "subject": "S", "body": "B"}, headers=ours)
    assert not ModelLetter.objects.filter(language="xx").exists()


def test_the_organiser_sees_numbers_and_nobodys_address(desk):
    union, officer = desk
    made, found = letters.campaign(union=union)
    letters.sent(made, found, address="rosa@example.org", name="Rosa Secret")
    letters.write(made, found)
    page = html(officer.get(url("letters", made.pk)))
    assert "rosa@example.org" not in page
    assert "Rosa Secret" not in page
    assert [row.written for row in queries.numbers(made.pk)] == [2]


def test_letters_that_no_server_takes_are_printed_and_handed_over(desk, ours):
    union, officer = desk
    made, (row,) = letters.campaign(union=union, post={"address": ""})
    for words in ("Take them back", "أعيدوهم إلى العمل", "让他们回来"):
        letters.sent(made, [row], body=words, letter_language="ar" if words[0] == "أ" else "en")
    assert officer.post(url("letters_batch", made.pk, row.pk), headers=ours).status_code == 302
    letters.sent(made, [row])
    ((moment, count),) = queries.numbers(made.pk)[0].batches
    assert count == 3
    link = f"{url('letters_print', made.pk, row.pk)}?batch={quote(moment.isoformat())}"
    assert link.replace("&", "&amp;") in html(officer.get(url("letters", made.pk)))
    answer = officer.get(link)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    made_pdf = Read(answer.content)
    assert (made_pdf.pages, made_pdf.boxes) == (3, 0)
    for piece in ("Takethemback", "让他们回来", "RosaMaria", "TheMinister"):
        assert piece in "".join(made_pdf.text.split())
    for _ in range(2):
        officer.post(url("letters_batch", made.pk, row.pk), {"delivered": moment.isoformat()}, headers=ours)
    (numbers,) = queries.numbers(made.pk)
    assert (numbers.delivered, numbers.printed, numbers.unbatched) == (3, 1, 1)
    assert officer.get(link).status_code == 404


@pytest.mark.parametrize("batch", ["", "x", "2026-13-99T00:00", "2026-11-25", "\x00", "2026-11-25T10:00:00+00:00"])
def test_a_batch_that_is_none_is_not_found(desk, ours, batch):
    union, officer = desk
    made, (row,) = letters.campaign(union=union, post={"address": ""})
    letters.sent(made, [row])
    assert officer.get(url("letters_print", made.pk, row.pk), {"batch": batch}).status_code == 404
    officer.post(url("letters_batch", made.pk, row.pk), {"delivered": batch}, headers=ours)
    assert queries.numbers(made.pk)[0].printed == 1


PAGES = ("targets", "letter_text", "letters")


@pytest.mark.parametrize("role", ["member", "translator", "treasurer", "caseworker", "stranger"])
def test_only_officers_of_the_organisation_see_targets_and_numbers(signed_in, ours, role):
    union = factories.organisation()
    made, (row,) = letters.campaign(union=union, post={"address": ""})
    letters.sent(made, [row])
    actions.make_batch(row, by=made.author)
    moment = queries.numbers(made.pk)[0].batches[0][0].isoformat()
    where = factories.organisation() if role == "stranger" else union
    client = signed_in(factories.member(where, role="owner" if role == "stranger" else role, second_factor=True))
    for name in PAGES:
        assert client.get(url(name, made.pk)).status_code == 404
        assert client.post(url(name, made.pk), who(), headers=ours).status_code == 404
    assert client.get(url("target", made.pk, row.pk)).status_code == 404
    assert client.post(url("target", made.pk, row.pk), {"remove": "1"}, headers=ours).status_code == 404
    assert client.get(url("letters_print", made.pk, row.pk), {"batch": moment}).status_code == 404
    assert client.post(url("letters_batch", made.pk, row.pk), {"delivered": moment}, headers=ours).status_code == 404
    assert queries.numbers(made.pk)[0].printed == 1


def test_the_target_of_another_campaign_is_not_reached_through_ones_own(desk, ours):
    union, officer = desk
    mine, _ = letters.campaign(union=union)
    theirs, (row,) = letters.campaign(post={"address": ""})
    letters.sent(theirs, [row])
    assert officer.get(url("target", mine.pk, row.pk)).status_code == 404
    assert officer.post(url("target", mine.pk, row.pk), {"remove": "1"}, headers=ours).status_code == 404
    assert officer.post(url("letters_batch", mine.pk, row.pk), headers=ours).status_code == 404


def test_get_changes_nothing_on_the_desk(desk):
    union, officer = desk
    made, (row,) = letters.campaign(union=union, post={"address": ""})
    letters.sent(made, [row])
    assert officer.get(url("letters_batch", made.pk, row.pk)).status_code == 405
    assert queries.numbers(made.pk)[0].unbatched == 1


def test_what_people_type_is_printed_and_never_run():
    made, (row,) = letters.campaign(post={"address": ""})
    typed = '#import "/config/settings.py"\n\n#let x = 1\n$ a^2 $ \\ *b* _c_ <label> @ref // gone? /* here */ 😀 ' + "x" * 3000
    letters.sent(made, [row], body=typed, subject="#panic()", name="Rosa #panic()")
    actions.make_batch(row, by=made.author)
    moment = queries.numbers(made.pk)[0].batches[0][0]
    found = Read(letter_print.batch(row, [letter.writing for letter in queries.batch(row, moment)], language="en"))
    for piece in ("#panic()", '#import"/config/settings.py"', "//gone?", "/*here*/"):
        assert piece in "".join(found.text.split())
