"""Mails that tell those addressed how many have signed."""

from datetime import UTC, datetime, timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories, letter_factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.test_receiving import officer, signed
from usi.spine.journal.models import Entry
from usi.spine.mail import actions as mail
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.usefixtures("clock")]


def test_those_addressed_are_told_each_so_many_and_once_a_day_at_most(outbox, react, clock):
    made = factories.campaign(title="Take them back")
    letter_factories.target(made, language="el", address="a@gov.example")
    letter_factories.target(made, language="ja", address="b@gov.example")
    letter_factories.target(made, address="")
    actions.set_digest(made, by=made.author, active=True, every=50)
    actions.load_signatures(made, [Row(f"Person {n}", f"{n}@example.net", "GR", show_name=True) for n in range(49)])
    assert actions.send_digests() == 0
    actions.load_signatures(made, [Row(f"Person {n}", f"{n}@example.net", "IT") for n in range(49, 60)])
    assert actions.send_digests() == 2
    assert actions.send_digests() == 0
    react()
    mail.deliver_due()
    mails = {letter["To"]: letter for letter in outbox()}
    assert set(mails) == {"a@gov.example", "b@gov.example"}
    body = mails["b@gov.example"].get_body(("plain",)).get_content()
    for said in ("60 people have confirmed", "Greece: 49", "Italy: 11", "1. Take them back", "http://testserver/en/campaigns/received/"):
        assert said in body
    assert "Person" not in str(mails["b@gov.example"])
    assert "/el/campaigns/received/" in mails["a@gov.example"].get_body(("plain",)).get_content()
    actions.load_signatures(made, [Row(f"More {n}", f"m{n}@example.net", "GR") for n in range(60)])
    assert actions.send_digests() == 0
    clock.now += timedelta(days=1)
    assert actions.send_digests() == 2
    entry = Entry.objects.filter(verb="campaign.digest_sent").last()
    assert entry.data["count"] == 120


def test_a_weekly_digest_waits_a_week_and_tells_nothing_where_nobody_signed(clock):
    made = signed(days=60, to="minister@gov.example")
    actions.set_digest(made, by=made.author, active=True)
    start = clock.now
    for days, mails in ((6, 0), (8, 1), (16, 0)):
        clock.now = start + timedelta(days=days)
        assert actions.send_digests() == mails


def crowd(made, count, start=0):
    actions.load_signatures(made, [Row(f"Person {n}", f"{n}@example.net", "GR") for n in range(start, start + count)])


def sends(clock, *hours):
    """Return how many mails the worker queues at these hours of a day of November, in UTC."""
    found = []
    for day, hour in hours:
        clock.now = datetime(2026, 11, day, hour, 41, tzinfo=UTC)
        found.append(actions.send_digests())
    return found


def test_each_is_told_in_its_own_working_hours(clock, outbox, react):
    made = factories.campaign()
    letter_factories.target(made, address="athens@gov.example", opens=9, shuts=17)
    letter_factories.target(made, address="tokyo@gov.example", zone="Asia/Tokyo", country="JP", opens=9, shuts=17)
    letter_factories.target(made, address="lima@gov.example", zone="America/Lima", country="PE", opens=9, shuts=17)
    actions.set_digest(made, by=made.author, active=True, every=50)
    crowd(made, 60)
    # Athens 13:41, Tokyo 20:41, Lima 6:41; three hours on it is morning in Lima, next day in Tokyo.
    assert sends(clock, (25, 11), (25, 12), (25, 14), (25, 23), (26, 0), (26, 1)) == [1, 0, 1, 0, 1, 0]
    react()
    mail.deliver_due()
    assert [letter["To"] for letter in outbox()].count("lima@gov.example") == 1
    assert sorted(letter["To"] for letter in outbox()) == ["athens@gov.example", "lima@gov.example", "tokyo@gov.example"]
    assert [entry.data["count"] for entry in Entry.objects.filter(verb="campaign.digest_sent")] == [60, 60, 60]


def test_what_waits_over_the_weekend_is_one_mail_with_the_count_of_monday(clock, outbox, react):
    made = factories.campaign()
    letter_factories.target(made, address="a@gov.example", opens=9, shuts=17)
    actions.set_digest(made, by=made.author, active=True, every=50)
    # Friday, 19:41 in Athens; Saturday; Sunday; Monday 8:41 and 9:41.
    crowd(made, 60)
    assert sends(clock, (27, 17), (28, 10)) == [0, 0]
    assert queries.digest(made.pk).told == 0
    crowd(made, 60, start=60)
    assert sends(clock, (28, 18), (29, 10), (30, 6), (30, 7), (30, 8)) == [0, 0, 0, 1, 0]
    react()
    mail.deliver_due()
    (letter,) = outbox()
    assert "120 people have confirmed" in letter.get_body(("plain",)).get_content()
    row = queries.digest(made.pk)
    assert (row.told, row.sent_at, row.round) == (120, datetime(2026, 11, 30, 7, 41, tzinfo=UTC), 1)
    # Nobody gets a second one on the same day because the first was late.
    crowd(made, 60, start=120)
    assert sends(clock, (30, 12)) == [0]


@pytest.mark.parametrize("why", ["off", "hidden", "paper"])
def test_who_is_not_to_be_told_any_more_when_work_begins_is_not_told(clock, why):
    made = factories.campaign()
    target = letter_factories.target(made, address="a@gov.example", opens=9, shuts=17)
    actions.set_digest(made, by=made.author, active=True, every=50)
    crowd(made, 60)
    assert sends(clock, (25, 19)) == [0]
    if why == "off":
        actions.set_digest(made, by=made.author, active=False)
    if why == "hidden":
        publications.moderate(made, to="hidden", by=None)
    if why == "paper":
        actions.correct_address(target, by=made.author, address="", note="They read no mail")
    assert sends(clock, (26, 8)) == [0]


@pytest.mark.parametrize("why", ["off", "hidden", "ended", "erased"])
def test_nobody_is_told_of_a_campaign_that_is_silent(why):
    made = signed(to="minister@gov.example")
    actions.load_signatures(made, [Row(f"More {n}", f"m{n}@example.net", "GR") for n in range(60)])
    actions.set_digest(made, by=made.author, active=why != "off", every=50)
    if why == "hidden":
        publications.moderate(made, to="hidden", by=None)
    if why == "ended":
        actions.end(made, by=made.author, version=queries.facts(made.pk).version, outcome="won", on=time.now().date(), what_happened="x", heard="yes")
    if why == "erased":
        Campaign.objects.filter(pk=made.pk).update(erased_at=time.now())
    assert actions.send_digests() == 0


def test_officers_set_how_often(client, signed_in, ours):
    union = organisations.organisation()
    made = signed(union=union, to="minister@gov.example")
    signed_in(officer(union))
    assert "Say after how many" in html(client.post(url("digest", made.pk), {"often": "every"}, headers=ours))
    assert client.post(url("digest", made.pk), {"often": "every", "every": "500"}, headers=ours).status_code == 302
    assert queries.digest(made.pk).every == 500
    page = html(client.get(url("handover", made.pk)))
    assert "/campaigns/received/" in page
    assert 'value="500"' in page
    with pytest.raises(ValueError, match="every"):
        actions.set_digest(made, by=made.author, active=True, every=3)
