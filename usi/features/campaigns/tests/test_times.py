"""Whether a campaign is open is asked of the moment, exactly."""

from datetime import UTC, date, datetime, timedelta

import pytest

from usi.base.access import ANONYMOUS
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign, latest_closing
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, post, url
from usi.features.campaigns.tests.moment_helpers import ATHENS, MIDNIGHT, NOW, SIX, campaign
from usi.spine.publications import queries as publications

pytestmark = pytest.mark.django_db


@pytest.mark.storage
def test_a_closing_at_six_in_athens_takes_what_comes_before_and_nothing_from_then_on(set_clock, client, ours):
    made = campaign()
    waiting = factories.sign(made)
    set_clock(SIX - timedelta(seconds=1))
    assert 'name="email"' in html(client.get(url("page", made.pk)))
    assert post(client, ours, made).status_code == 302
    factories.confirm(waiting)
    late = factories.sign(made)
    set_clock(SIX)
    answer = post(client, ours, made, email="late@example.org")
    assert answer.status_code == 409
    assert "It could be signed until June 30, 2026, 18:00 (Athens)." in html(answer)
    page = html(client.get(url("page", made.pk)))
    assert "This campaign is closed" in page
    assert 'name="email"' not in page
    with pytest.raises(actions.Closed):
        factories.confirm(late)


@pytest.mark.parametrize(("closes_at", "zone", "last"), [(MIDNIGHT, ATHENS, "June 30, 2026 (Athens)"), (SIX, "UTC", "June 30, 2026, 15:00 (UTC)")])
def test_its_page_and_the_mail_say_the_moment_with_its_zone_and_cards_the_day(set_clock, client, react, outbox, closes_at, zone, last):
    made = campaign(closes_at=closes_at, zone=zone)
    assert f"Until <b>{last}</b>" in html(client.get(url("page", made.pk)))
    assert "until June 30, 2026<" in html(client.get(url("list")))
    factories.sign(made)
    react()
    (mail,) = (each for each in outbox() if each["To"].startswith("signer"))
    assert f"It is open until {last}." in mail.get_body(("plain",)).get_content()
    assert f"It is open until {last}." in mail.get_body(("html",)).get_content()


def test_a_day_without_a_time_ends_where_the_campaign_is(set_clock):
    made = campaign(closes_at=MIDNIGHT)
    set_clock(MIDNIGHT - timedelta(microseconds=1))
    factories.sign(made)
    assert queries.facts(made.pk).closed_on == date(2026, 6, 30)
    set_clock(MIDNIGHT)
    with pytest.raises(actions.Closed):
        factories.sign(made)
    assert queries.facts(made.pk).last_day == date(2026, 6, 30)


def test_what_was_kept_of_its_page_follows_the_moment(set_clock, client):
    made = campaign()
    Campaign.objects.filter(pk=made.pk).update(asks=["sign", "support"])
    set_clock(SIX - timedelta(seconds=1))
    for _ in range(2):
        assert url("support", made.pk) in html(client.get(url("page", made.pk)))
    set_clock(SIX)
    page = html(client.get(url("page", made.pk)))
    assert url("support", made.pk) not in page
    assert "since <b>June 30, 2026</b>" in page
    assert "The campaign closes." in page


@pytest.mark.storage
def test_lists_stages_and_what_is_alike_follow_the_moment(set_clock):
    made = campaign(title="Take the sewers back", country="GR")
    Stage = queries.Stage

    def seen():
        facts = queries.facts(made.pk)
        alike = queries.similar(reader=ANONYMOUS, language="en", title="Take the sewers back", country="GR")
        (card,) = publications.facts_of([made], "en").values()
        return queries.stage(made, facts), card.closed, bool(alike), queries.outcome_due([made.author_id]).exists()

    set_clock(SIX - timedelta(days=7, seconds=1))
    assert seen() == (Stage.OPEN, False, True, False)
    set_clock(SIX - timedelta(days=7))
    assert seen() == (Stage.CLOSING, False, True, False)
    set_clock(SIX - timedelta(seconds=1))
    assert seen() == (Stage.CLOSING, False, True, False)
    set_clock(SIX)
    assert seen() == (Stage.DUE, True, False, True)


@pytest.mark.parametrize(("now", "days"), [("2026-06-28T20:59", 3), ("2026-06-28T21:00", 2), ("2026-06-30T14:59", 1)])
def test_the_desk_counts_the_days_that_are_left_in_its_zone(set_clock, now, days):
    made = campaign()
    set_clock(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert [row.count for row in queries.waits(made.pk) if row.kind == "closing"] == [days]


def test_who_has_not_confirmed_is_reminded_only_while_it_is_open(set_clock):
    made = campaign()
    set_clock(SIX - timedelta(days=4))
    factories.sign(made)
    actions.send_due()
    set_clock(SIX)
    assert actions.remind() == 0
    set_clock(SIX - timedelta(seconds=1))
    assert actions.remind() == 1


@pytest.mark.storage
def test_names_are_erased_sixty_days_after_the_moment(set_clock):
    made = campaign()
    factories.confirm(factories.sign(made))
    set_clock(SIX + timedelta(days=60) - timedelta(seconds=1))
    assert actions.erase() == 0
    set_clock(SIX + timedelta(days=60))
    assert actions.erase() == 1


def test_translators_are_told_the_moment_and_the_day_in_its_zone(set_clock):
    late = datetime(2026, 7, 1, 4, tzinfo=UTC)
    made = campaign(closes_at=late, zone="America/New_York")
    call = queries.calls([made.pk])[made.pk]
    assert (call.opens, call.closes, call.zone) == (made.published_at, late, "America/New_York")
    assert queries.facts(made.pk).last_day == date(2026, 6, 30)


def test_the_count_for_other_sites_names_the_moment(set_clock, client):
    made = campaign()
    assert client.get(factories.count_url(made)).json()["closes_at"] == "2026-06-30T15:00:00Z"


def test_three_months_are_counted_in_days_of_its_zone():
    # 23:30 of 10 June in Athens, 11 June in Auckland.
    opening = datetime(2026, 6, 10, 20, 30, tzinfo=UTC)
    assert latest_closing(opening, ATHENS) == datetime(2026, 9, 10, 21, tzinfo=UTC)
    assert latest_closing(opening, "Pacific/Auckland") == datetime(2026, 9, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(("late", "missing"), [(timedelta(0), []), (timedelta(seconds=1), ["three_months"])])
def test_what_would_be_open_for_longer_does_not_come_out(set_clock, late, missing):
    made = campaign(out=False, closes_at=latest_closing(NOW, ATHENS) + late)
    assert queries.missing(made, queries.facts(made.pk)) == missing
    assert queries.missing(made, queries.facts(made.pk), at=NOW + timedelta(days=1)) == []
