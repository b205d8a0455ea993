from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import crypto, time
from usi.spine.actors import actions as actors
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import actor, publication
from usi.surfaces.moderation import actions, queries
from usi.surfaces.moderation.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def page(what, subject):
    return reverse("moderation:report", kwargs={"what": what, "number": subject.pk})


def send(client, ours, what, subject, **fields):
    return client.post(page(what, subject), {"reason": "spam", "text": "", "contact": ""} | fields, headers=ours)


def test_anybody_can_report_a_publication_a_person_or_an_organisation(client, ours, item, union):
    person = factories.person()
    for what, subject in (("publication", item), ("actor", union.actor), ("actor", person.actor)):
        assert client.get(page(what, subject)).status_code == 200
        answer = send(client, ours, what, subject, text="Look at this", contact="worker@example.org")
        assert answer.status_code == 302
        thanks = client.get(answer.headers["Location"]).content.decode()
        assert "What happens next" in thanks
    assert Report.objects.count() == 3
    assert Report.objects.filter(reporter=None, publication=item).exists()
    assert Entry.objects.filter(verb="moderation.reported", by_id=None).count() == 3


def test_a_signed_in_reporter_is_known_and_needs_no_address(signed_in, ours, item):
    person = factories.person()
    client = signed_in(person)
    assert 'name="contact"' not in client.get(page("publication", item)).content.decode()
    send(client, ours, "publication", item, contact="other@example.org")
    report = Report.objects.get()
    assert report.reporter_id == person.pk
    assert not bytes(report.contact)


def test_the_address_is_encrypted(client, ours, item):
    send(client, ours, "publication", item, contact="worker@example.org")
    report = Report.objects.get()
    assert b"worker" not in bytes(report.contact)
    assert crypto.decrypt(report.contact, context=queries.CONTACT) == "worker@example.org"


def test_the_journal_holds_no_words_and_no_address(client, ours, item):
    send(client, ours, "publication", item, text="My name is Anna", contact="anna@example.org")
    assert all("nna" not in str(entry.data) for entry in Entry.objects.all())


def test_the_same_report_twice_within_a_day_is_one(client, ours, item, signed_in):
    for _ in range(3):
        assert send(client, ours, "publication", item, text="Twice").status_code == 302
    assert Report.objects.count() == 1
    person = factories.person()
    client = signed_in(person)
    for _ in range(2):
        send(client, ours, "publication", item, text="Twice")
    assert Report.objects.count() == 2
    send(client, ours, "publication", item, text="Something new")
    assert Report.objects.count() == 3


def test_a_day_begins_when_the_first_was_sent(item, set_clock):
    hour = timedelta(hours=1)
    midnight = time.now().replace(hour=0, minute=0, second=0, microsecond=0) + 48 * hour
    for hours, expected in ((-1, 1), (1, 1), (22, 1), (24, 2)):
        set_clock(midnight + hours * hour)
        actions.report(item, reason="spam", language="en")
        assert Report.objects.count() == expected, hours


def test_too_many_reports_are_slowed_down(client, ours, item, set_clock):
    set_clock(time.now())
    answers = [send(client, ours, "publication", item, text=str(number)).status_code for number in range(14)]
    assert answers.count(302) == 12
    assert answers[-1] == 429
    assert Report.objects.count() == 12


def test_something_else_needs_words_and_what_was_typed_stays(client, ours, item):
    answer = send(client, ours, "publication", item, reason="other", contact="worker@example.org")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Say in a few words" in html
    assert "worker@example.org" in html
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "nonsense"},
        {"text": "x" * 1_000_000},
        {"contact": "no address"},
        {"contact": "a@example.org\nBcc: b@example.org"},
        {"text": "\ufffd"},
    ],
)
def test_hostile_input_is_refused_politely(client, ours, item, fields):
    assert send(client, ours, "publication", item, **fields).status_code == 200
    assert not Report.objects.exists()


def test_hostile_text_is_cleaned_and_shown_as_text(client, ours, item, moderator, signed_in):
    send(client, ours, "publication", item, text="a\x00b\u202ec <script>alert(1)</script>")
    assert Report.objects.get().text == "abc <script>alert(1)</script>"
    signed_in(moderator)
    for address in (reverse("moderation:queue"), reverse("moderation:case", args=["publication", item.pk])):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_what_a_reader_cannot_see_cannot_be_reported(client, ours, item, union):
    hidden = publications.moderate(publication(author=union.actor, kind="toy"), to="hidden", by=None)
    network = publication(author=union.actor, kind="toy", visibility="network")
    draft = publication(author=union.actor, kind="toy", state="draft")
    for subject in (hidden, network, draft):
        assert client.get(page("publication", subject)).status_code == 404
        assert send(client, ours, "publication", subject).status_code == 404
    theme = actor(type="theme")
    assert client.get(page("actor", theme)).status_code == 404
    actors.set_state(union.actor, state="suspended", by=None)
    assert client.get(page("actor", union.actor)).status_code == 404
    assert client.get(page("publication", item)).status_code == 404
    assert client.get("/en/report/publication/99999999999999999999999/").status_code == 404
    assert client.get("/en/report/country/1/").status_code == 404


def test_a_report_from_another_site_is_refused(client, item):
    assert send(client, {"Origin": "https://evil.example"}, "publication", item).status_code == 403
    assert not Report.objects.exists()


def test_thanks_says_nothing_about_what_cannot_be_seen(client, union):
    hidden = publications.moderate(publication(author=union.actor, kind="toy", title="Secret"), to="hidden", by=None)
    answer = client.get(reverse("moderation:thanks", args=["publication", hidden.pk]))
    assert answer.status_code == 200
    assert "Secret" not in answer.content.decode()
