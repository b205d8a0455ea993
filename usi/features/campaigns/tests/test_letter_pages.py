from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import translation

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Campaign, Letter, ModelLetter, Target, Writing
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests import letter_factories as letters
from usi.features.campaigns.tests.factories import html, url
from usi.spine.mail.models import Mail
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def typed(found, **changes):
    data = {
        "targets": [row.pk for row in found], "subject": "Take them back", "body": "Dear Minister", "name": "Rosa Maria", "email": "rosa@example.org",
        "country": "IT", "workplace": "Dockers", "language": "en",
    } | changes  # fmt: skip
    return {name: value for name, value in data.items() if value is not None}


def post(client, ours, made, found, **changes):
    return client.post(url("write", made.pk), typed(found, **changes), headers=ours)


@pytest.fixture
def desk(signed_in):
    union = factories.organisation(name="Garment Workers of Karsa")
    return union, signed_in(factories.member(union, role="editor"))


def test_somebody_writes_in_the_language_of_the_target_with_their_own_beside_it(client, ours, outbox, react):
    made, found = letters.campaign(languages=("el", "ar"), language="el", post={"language": "el"})
    with translation.override("ar"):
        page = html(client.get(url("write", made.pk)))
        assert "body el" in page
        assert "body ar" in page
        assert page.index("body el") < page.index("body ar")
        answer = post(client, ours, made, found, language="el", body="Κύριε υπουργέ")
        assert answer.url == url("written", made.pk)
        assert client.get(answer.url).status_code == 200
    react()
    (mail,) = outbox()
    assert mail["To"] == "rosa@example.org"
    link = url("send_letter", sealing.token(Writing.objects.get().pk)).replace("/en/", "/ar/")
    assert link in mail.get_body(("plain",)).get_content()
    shown = html(client.get(link))
    assert "Κύριε υπουργέ" in shown
    assert Letter.objects.get().state == "waiting"
    mark = shown.split('name="seen" value="')[1].split('"')[0]
    assert client.post(link, {"seen": mark}, headers=ours).status_code == 302
    react()
    sent = outbox()[-1]
    assert sent["To"] == "target0@gov.example"
    assert "rosa@example.org" in sent["Reply-To"]
    assert "Ιταλία" in sent.get_body(("plain",)).get_content()
    assert Letter.objects.get().state == "accepted"
    assert 'name="seen"' not in html(client.get(link))


def test_scanners_that_follow_links_send_and_erase_nothing(client, ours):
    made, found = letters.campaign()
    row = letters.write(made, found)
    token = sealing.token(row.pk)
    for name in ("send_letter", "drop_letter"):
        for method in (client.get, client.head, client.options):
            answer = method(url(name, token))
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex"
        assert client.post(url(name, token), headers={"Origin": "https://evil.example"}).status_code == 403
    assert Letter.objects.get().state == "waiting"
    for name in ("send_letter", "drop_letter"):
        assert client.get(url(name, token[:-1])).status_code == 404
        assert client.post(url(name, token[:-1]), headers=ours).status_code == 404
    assert client.post(url("drop_letter", token), headers=ours).status_code == 200
    assert not Letter.objects.exists()


def test_a_page_that_shows_another_letter_than_there_is_sends_nothing(client, ours):
    made, found = letters.campaign()
    row = letters.write(made, found)
    answer = client.post(url("send_letter", sealing.token(row.pk)), {"seen": "0" * 24}, headers=ours)
    assert answer.status_code == 200
    assert "replaced what stood here" in html(answer)
    assert Letter.objects.get().state == "waiting"


def test_new_repeated_and_sent_addresses_get_the_same_answer(client, ours):
    made, found = letters.campaign()
    first = post(client, ours, made, found)
    second = post(client, ours, made, found, email="ROSA@example.org")
    letters.send(Writing.objects.get())
    third = post(client, ours, made, found)
    assert {(answer.status_code, answer.url, answer.content) for answer in (first, second, third)} == {(302, url("written", made.pk), b"")}
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(("changes", "word"), [
    ({"targets": None}, "Fill in this field"),
    ({"targets": ["1"]}, "Choose one of the values"),
    ({"targets": ["x", "\x00"]}, "Choose one of the values"),
    ({"subject": ""}, "Fill in this field"),
    ({"subject": None}, "Fill in this field"),
    ({"subject": "x" * 151}, "at most 150"),
    ({"body": "\u202e\x00 "}, "Fill in this field"),
    ({"body": "x" * 5001}, "at most 5000"),
    ({"body": "broken �"}, "did not arrive"),
    ({"name": ""}, "Fill in this field"),
    ({"name": "x" * 10_000}, "at most 120"),
    ({"name": "Cheap at https://casino.example"}, "without web"),
    ({"name": "1234"}, "in letters"),
    ({"workplace": "www.casino.example"}, "without web"),
    ({"email": "no address"}, "does not look like"),
    ({"email": "rosa@example.org\r\nBcc: x@example.org"}, "does not look like"),
    ({"country": "XX"}, "Choose one of the values"),
    ({"country": ""}, "Fill in this field"),
])  # fmt: skip
def test_a_form_that_needs_attention_comes_back_with_what_was_typed(client, ours, changes, word):
    made, found = letters.campaign()
    kept = {"body": "My own words", "workplace": "Dockers of the north"}
    answer = post(client, ours, made, found, **(kept | changes))
    page = html(answer)
    assert answer.status_code == 200
    assert "What you typed is still here" in page
    for name, value in kept.items():
        if name not in changes:
            assert value in page
    assert not Writing.objects.exists()
    assert word in page or "Choose one" in page


@pytest.mark.parametrize("words", ["Ελευθερία", "حرية", "חופש", "自由", "आज़ादी", "ነፃነት", "İstanbul'da grev", "😀 e\u0301", "<b>x</b> & 'y'", "=1+1"])
def test_letters_are_taken_in_every_script(client, ours, words, react, outbox):
    made, found = letters.campaign()
    answer = post(client, ours, made, found, subject=words, body=words, name=f"Rosa {words}", workplace=words)
    assert answer.status_code == 302, html(answer)
    row = Writing.objects.get()
    page = html(client.get(url("send_letter", sealing.token(row.pk))))
    assert "<b>x</b>" not in page
    letters.send(row)
    react()
    sent = next(mail for mail in outbox() if mail["To"] == "target0@gov.example")
    assert row.body in sent.get_body(("plain",)).get_content()


@pytest.mark.parametrize(("state", "status"), [("closed", 409), ("draft", 404), ("hidden", 404), ("withdrawn", 404), ("not asked", 404)])
def test_where_nobody_can_write_the_page_says_so(client, ours, state, status):
    made, found = letters.campaign(out=state != "draft")
    if state == "closed":
        campaigns.close(made)
    elif state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    elif state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    elif state == "not asked":
        Campaign.objects.filter(pk=made.pk).update(asks=["sign"])
    assert client.get(url("write", made.pk)).status_code == status
    assert post(client, ours, made, found).status_code == status
    assert not Writing.objects.exists()


def test_one_address_is_not_used_without_end(client, ours):
    made, found = letters.campaign()
    answers = [post(client, ours, made, found, email=f"rosa+{n}@example.org").status_code for n in range(22)]
    assert answers[:20] == [302] * 20
    assert answers[20:] == [429] * 2


def test_a_page_shows_public_addresses_and_no_private_one(client):
    made, _ = letters.campaign(targets=0, out=False)
    letters.target(made, address="open@gov.example", public=True)
    letters.target(made, address="closed@gov.example")
    actions.move(made, to="published", by=made.author)
    page = html(client.get(url("write", made.pk))) + html(client.get(url("page", made.pk)))
    assert "open@gov.example" in page
    assert "closed@gov.example" not in page


def test_targets_who_read_other_languages_are_written_to_apart(client, ours):
    made, _ = letters.campaign(targets=0, out=False, languages=("en", "el"))
    one = letters.target(made, language="el", name="Υπουργός")
    other = letters.target(made, language="en", name="Director")
    actions.move(made, to="published", by=made.author)
    page = html(client.get(url("write", made.pk), {"language": "en"}))
    assert f'value="{other.pk}"' in page
    assert f'value="{one.pk}"' not in page
    assert post(client, ours, made, [one], language="el").status_code == 302
    assert Writing.objects.get().letter_language == "el"


def test_the_campaign_page_offers_it_only_where_it_can_be_done(client):
    made, _ = letters.campaign()
    assert url("write", made.pk) in html(client.get(url("page", made.pk)))
    ModelLetter.objects.all().delete()
    assert url("write", made.pk) not in html(client.get(url("page", made.pk)))
    other, _ = letters.campaign()
    campaigns.close(other)
    assert url("write", other.pk) not in html(client.get(url("page", other.pk)))


def test_the_pages_ask_no_more_with_many_targets(client, desk, django_assert_num_queries):
    union, officer = desk
    few, _ = letters.campaign(union=union, targets=1)
    many, found = letters.campaign(union=union, targets=12)
    for _ in range(3):
        letters.sent(many, found)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name in ("page", "write", "targets", "letters", "letter_text"):
        for made in (few, many):
            officer.get(url(name, made.pk))
        with CaptureQueriesContext(connection) as one:
            assert officer.get(url(name, few.pk)).status_code == 200
        with CaptureQueriesContext(connection) as other:
            assert officer.get(url(name, many.pk)).status_code == 200
        assert len(one) == len(other), name


def test_targets_cost_the_campaign_page_one_question(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plain, (made, _) = campaigns.campaign(), letters.campaign(targets=5)
    counts = []
    for each in (plain, made):
        with CaptureQueriesContext(connection) as asked:
            client.get(url("page", each.pk))
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 1
    assert counts[1] <= 12


# Officers


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
    assert answer.content.startswith(b"%PDF")
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


def test_mails_wait_until_the_worker_comes(client, ours):
    made, found = letters.campaign()
    post(client, ours, made, found)
    assert not Mail.objects.exists()
    actions.mail_writers()
    assert Mail.objects.count() == 1
    letters.send(Writing.objects.get())
    assert Mail.objects.count() == 1


def test_the_clock_of_the_page_is_the_nodes(client, monkeypatch):
    made, _ = letters.campaign(days=1)
    later = time.now() + timedelta(days=3)
    monkeypatch.setattr(time, "now", lambda: later)
    assert client.get(url("write", made.pk)).status_code == 409
