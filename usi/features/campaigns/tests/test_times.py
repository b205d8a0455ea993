"""Opening and closing are moments on the clocks of the campaign's zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.features.campaigns import actions, hours, queries
from usi.features.campaigns.models import Campaign, latest_closing
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, post, url
from usi.features.campaigns.tests.test_opening import aim
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import queries as publications

pytestmark = pytest.mark.django_db
ATHENS = "Europe/Athens"
# A Wednesday, 15:00 in Athens.
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
SIX = datetime(2026, 6, 30, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 30, 21, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock; it stands at `NOW` first."""

    def stand(moment):
        monkeypatch.setattr(time, "now", lambda: moment)

    stand(NOW)
    return stand


def campaign(*, closes_at=SIX, zone=ATHENS, **fields):
    made = factories.campaign(**fields)
    Campaign.objects.filter(pk=made.pk).update(closes_at=closes_at, zone=zone)
    made.refresh_from_db()
    return made


@pytest.fixture
def desk(clock, signed_in):
    union = organisations.organisation(name="Garment Workers of Karsa")
    return union, signed_in(organisations.member(union, role="editor"))


def started(union):
    """Return a draft on the clocks of Athens."""
    return actions.open(by=union.actor, organisation=union, language="en", title="Take the 400 back", country="GR")


# Whether it is open


@pytest.mark.storage
def test_a_closing_at_six_in_athens_takes_what_comes_before_and_nothing_from_then_on(clock, client, ours):
    made = campaign()
    waiting = factories.sign(made)
    clock(SIX - timedelta(seconds=1))
    assert 'name="email"' in html(client.get(url("page", made.pk)))
    assert post(client, ours, made).status_code == 302
    factories.confirm(waiting)
    late = factories.sign(made)
    clock(SIX)
    answer = post(client, ours, made, email="late@example.org")
    assert answer.status_code == 409
    assert "It could be signed until June 30, 2026, 18:00 (Athens)." in html(answer)
    page = html(client.get(url("page", made.pk)))
    assert "This campaign is closed" in page
    assert 'name="email"' not in page
    with pytest.raises(actions.Closed):
        factories.confirm(late)


@pytest.mark.parametrize(("closes_at", "zone", "last"), [(MIDNIGHT, ATHENS, "June 30, 2026 (Athens)"), (SIX, "UTC", "June 30, 2026, 15:00 (UTC)")])
def test_its_page_and_the_mail_say_the_moment_with_its_zone_and_cards_the_day(clock, client, react, outbox, closes_at, zone, last):
    made = campaign(closes_at=closes_at, zone=zone)
    assert f"Until <b>{last}</b>" in html(client.get(url("page", made.pk)))
    assert "until June 30, 2026<" in html(client.get(url("list")))
    factories.sign(made)
    react()
    (mail,) = (each for each in outbox() if each["To"].startswith("signer"))
    assert f"It is open until {last}." in mail.get_body(("plain",)).get_content()
    assert f"It is open until {last}." in mail.get_body(("html",)).get_content()


def test_a_day_without_a_time_ends_where_the_campaign_is(clock):
    made = campaign(closes_at=MIDNIGHT)
    clock(MIDNIGHT - timedelta(microseconds=1))
    factories.sign(made)
    assert queries.facts(made.pk).closed_on == date(2026, 6, 30)
    clock(MIDNIGHT)
    with pytest.raises(actions.Closed):
        factories.sign(made)
    assert queries.facts(made.pk).last_day == date(2026, 6, 30)


def test_what_was_kept_of_its_page_follows_the_moment(clock, client):
    made = campaign()
    Campaign.objects.filter(pk=made.pk).update(asks=["sign", "support"])
    clock(SIX - timedelta(seconds=1))
    for _ in range(2):
        assert url("support", made.pk) in html(client.get(url("page", made.pk)))
    clock(SIX)
    page = html(client.get(url("page", made.pk)))
    assert url("support", made.pk) not in page
    assert "since <b>June 30, 2026</b>" in page
    assert "The campaign closes." in page


@pytest.mark.storage
def test_lists_stages_and_what_is_alike_follow_the_moment(clock):
    made = campaign(title="Take the sewers back", country="GR")
    Stage = queries.Stage

    def seen():
        facts = queries.facts(made.pk)
        alike = queries.similar(reader=ANONYMOUS, language="en", title="Take the sewers back", country="GR")
        (card,) = publications.facts_of([made]).values()
        return queries.stage(made, facts), card.closed, bool(alike), queries.outcome_due([made.author_id]).exists()

    clock(SIX - timedelta(days=7, seconds=1))
    assert seen() == (Stage.OPEN, False, True, False)
    clock(SIX - timedelta(days=7))
    assert seen() == (Stage.CLOSING, False, True, False)
    clock(SIX - timedelta(seconds=1))
    assert seen() == (Stage.CLOSING, False, True, False)
    clock(SIX)
    assert seen() == (Stage.DUE, True, False, True)


@pytest.mark.parametrize(("now", "days"), [("2026-06-28T20:59", 3), ("2026-06-28T21:00", 2), ("2026-06-30T14:59", 1)])
def test_the_desk_counts_the_days_that_are_left_in_its_zone(clock, now, days):
    made = campaign()
    clock(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert [row.count for row in queries.waits(made.pk) if row.kind == "closing"] == [days]


def test_who_has_not_confirmed_is_reminded_only_while_it_is_open(clock):
    made = campaign()
    clock(SIX - timedelta(days=4))
    factories.sign(made)
    actions.send_due()
    clock(SIX)
    assert actions.remind() == 0
    clock(SIX - timedelta(seconds=1))
    assert actions.remind() == 1


@pytest.mark.storage
def test_names_are_erased_sixty_days_after_the_moment(clock):
    made = campaign()
    factories.confirm(factories.sign(made))
    clock(SIX + timedelta(days=60) - timedelta(seconds=1))
    assert actions.erase() == 0
    clock(SIX + timedelta(days=60))
    assert actions.erase() == 1


def test_translators_are_told_the_moment_and_the_day_in_its_zone(clock):
    late = datetime(2026, 7, 1, 4, tzinfo=UTC)
    made = campaign(closes_at=late, zone="America/New_York")
    call = queries.calls([made.pk])[made.pk]
    assert (call.opens, call.closes, call.zone) == (made.published_at, late, "America/New_York")
    assert queries.facts(made.pk).last_day == date(2026, 6, 30)


def test_the_count_for_other_sites_names_the_moment(clock, client):
    made = campaign()
    assert client.get(factories.count_url(made)).json()["closes_at"] == "2026-06-30T15:00:00Z"


# Three months


def test_three_months_are_counted_in_days_of_its_zone():
    # 23:30 of 10 June in Athens, 11 June in Auckland.
    opening = datetime(2026, 6, 10, 20, 30, tzinfo=UTC)
    assert latest_closing(opening, ATHENS) == datetime(2026, 9, 10, 21, tzinfo=UTC)
    assert latest_closing(opening, "Pacific/Auckland") == datetime(2026, 9, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(("late", "missing"), [(timedelta(0), []), (timedelta(seconds=1), ["three_months"])])
def test_what_would_be_open_for_longer_does_not_come_out(clock, late, missing):
    made = campaign(out=False, closes_at=latest_closing(NOW, ATHENS) + late)
    assert queries.missing(made, queries.facts(made.pk)) == missing
    assert queries.missing(made, queries.facts(made.pk), at=NOW + timedelta(days=1)) == []


# Setting it


@pytest.mark.parametrize(("country", "union", "zone"), [("GR", "BR", ATHENS), ("", "GR", ATHENS), ("DE", "GR", "Europe/Berlin"), ("", "", "UTC")])
def test_a_campaign_goes_by_the_clocks_of_its_country_or_its_organisation(country, union, zone):
    by = organisations.organisation(country=union)
    made = actions.open(by=by.actor, organisation=by, language="en", title="T", country=country)
    assert queries.facts(made.pk).zone == zone


def test_few_zones_are_offered_and_none_twice():
    assert hours.zones_near("UTC", "GR", "GR") == [ATHENS, "UTC"]
    assert hours.zones_near("Asia/Tokyo", "", "") == ["UTC", "Asia/Tokyo"]
    there = hours.zones_near("UTC", "US")
    assert there[0] == "America/New_York"
    assert {"America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu"} <= set(there)
    assert len(there) < 12
    assert len(hours.zones_near("UTC", "RU")) < 14


def test_the_form_takes_a_time_on_the_clocks_it_names(desk, ours):
    union, officer = desk
    made = started(union)
    page = html(officer.get(url("aim", made.pk)))
    assert f'<option value="{ATHENS}" selected>Athens</option>' in page
    assert '<option value="UTC">UTC</option>' in page
    answer = officer.post(url("aim", made.pk), aim(closes_on="2026-06-30", closes_time="18:00", zone=ATHENS), headers=ours)
    assert answer.status_code == 302
    facts = queries.facts(made.pk)
    assert (facts.closes_at, facts.zone) == (SIX, ATHENS)
    page = html(officer.get(url("aim", made.pk)))
    assert 'value="2026-06-30"' in page
    assert 'value="18:00"' in page


@pytest.mark.parametrize(("zone", "closes_at"), [(ATHENS, MIDNIGHT), ("UTC", datetime(2026, 7, 1, tzinfo=UTC))])
def test_a_day_without_a_time_is_kept_as_its_end_and_comes_back_as_that_day(desk, ours, zone, closes_at):
    union, officer = desk
    made = started(union)
    assert officer.post(url("aim", made.pk), aim(closes_on="2026-06-30", zone=zone), headers=ours).status_code == 302
    assert queries.facts(made.pk).closes_at == closes_at
    page = html(officer.get(url("aim", made.pk)))
    assert 'value="2026-06-30"' in page
    assert 'value="00:00"' not in page


BAD = [
    ({"closes_on": "", "closes_time": "18:00"}, "Fill in this field"),
    ({"closes_time": "25:00"}, "Write the time like 18:30"),
    ({"closes_time": "soon"}, "Write the time like 18:30"),
    ({"closes_time": "18:00:30"}, "Write the time like 18:30"),
    ({"closes_time": "\x00 "}, "Write the time like 18:30"),
    ({"closes_on": "2026-06-10", "closes_time": "15:00"}, "This time has passed"),
    ({"closes_on": "2026-06-09", "closes_time": "15:00"}, "Choose a day from today"),
    ({"closes_on": "2026-09-11"}, "Choose a day from today"),
    ({"closes_on": "0001-01-01"}, "Choose a day from today"),
    ({"closes_on": "9999-12-31", "closes_time": "23:59"}, "Choose a day from today"),
]


@pytest.mark.parametrize(("changes", "word"), [*BAD, ({"zone": "Mars/Base"}, "Choose one of the values"), ({"zone": ""}, "Choose one")])
def test_a_bad_closing_says_what_to_do_and_keeps_what_was_typed(desk, ours, changes, word):
    union, officer = desk
    made = started(union)
    typed = aim(closes_on="2026-06-30", closes_time="18:00", zone=ATHENS, target="All that I typed") | changes
    answer = officer.post(url("aim", made.pk), typed, headers=ours)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page
    assert "All that I typed" in page
    for name in {"closes_on", "closes_time"} & changes.keys() if "\x00" not in typed["closes_time"] else ():
        assert not typed[name] or f'value="{typed[name]}"' in page
    assert queries.facts(made.pk).closes_at is None


@pytest.mark.parametrize(("now", "day", "clock_", "word"), [
    ("2026-03-20T12:00", "2026-03-29", "03:30", "Clocks are put forward then"),
    ("2026-10-20T12:00", "2026-10-25", "03:30", "Clocks are put back then"),
])  # fmt: skip
def test_an_hour_that_a_change_of_the_clocks_takes_or_doubles_is_refused(desk, clock, ours, now, day, clock_, word):
    union, officer = desk
    clock(datetime.fromisoformat(now).replace(tzinfo=UTC))
    made = started(union)
    answer = officer.post(url("aim", made.pk), aim(closes_on=day, closes_time=clock_, zone=ATHENS), headers=ours)
    assert word in html(answer)
    assert f'value="{clock_}"' in html(answer)
    assert officer.post(url("aim", made.pk), aim(closes_on=day, closes_time="05:00", zone=ATHENS), headers=ours).status_code == 302


def test_what_closes_before_its_opening_is_refused(desk, ours):
    union, officer = desk
    made = campaign(union=union, out=False)
    actions.move(made, to="scheduled", by=made.author, scheduled_for=NOW + timedelta(days=2))
    seen = queries.facts(made.pk)
    typed = aim(version=seen.version, closes_on="2026-06-12", closes_time="15:00", zone=ATHENS)
    assert "It does not open before that" in html(officer.post(url("aim", made.pk), typed, headers=ours))
    assert queries.facts(made.pk).closes_at == SIX
    assert officer.post(url("aim", made.pk), typed | {"closes_time": "15:01"}, headers=ours).status_code == 302


def test_the_zone_of_what_is_out_stays(clock):
    made = campaign()
    version = queries.facts(made.pk).version
    for change in ({"zone": "UTC"}, {"closes_at": MIDNIGHT}):
        with pytest.raises(actions.NotSo):
            actions.set_aim(made, by=made.author, version=version, **change)
    with pytest.raises(ValueError):
        actions.set_aim(made, by=made.author, version=version, zone="Mars/Base")


# Moving it


def moved(made, **changes):
    return {"closes_on": "2026-06-30", "closes_time": "20:30", "reason": "They meet later", "version": queries.facts(made.pk).version} | changes


def test_an_extension_moves_the_hour_and_shows_both_moments(desk, ours, client):
    union, officer = desk
    made = campaign(union=union)
    page = html(officer.get(url("extend", made.pk)))
    for piece in ("It is open until June 30, 2026, 18:00 (Athens).", "Time zone: Athens", 'value="18:00"'):
        assert piece in page
    assert officer.post(url("extend", made.pk), moved(made), headers=ours).status_code == 302
    assert queries.facts(made.pk).closes_at == SIX + timedelta(hours=2, minutes=30)
    page = html(client.get(url("page", made.pk)))
    assert "The closing moves from June 30, 2026, 18:00 (Athens) to <b>June 30, 2026, 20:30 (Athens)</b>:" in page


@pytest.mark.parametrize(("changes", "word"), [*BAD, ({"closes_on": "2026-09-11", "closes_time": "00:01"}, "Choose a day from today")])
def test_a_bad_extension_says_what_to_do_and_keeps_what_was_typed(desk, ours, changes, word):
    union, officer = desk
    made = campaign(union=union)
    answer = officer.post(url("extend", made.pk), moved(made, **changes), headers=ours)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page
    assert "They meet later" in page
    assert queries.facts(made.pk).closes_at == SIX


def test_no_extension_reaches_past_the_end_of_the_last_day_it_may_have(clock):
    made = campaign()
    version = queries.facts(made.pk).version
    with pytest.raises(actions.NotSo):
        actions.extend(made, by=made.author, version=version, closes_at=latest_closing(NOW, ATHENS) + timedelta(seconds=1), reason="x")
    with pytest.raises(actions.NotSo):
        actions.extend(made, by=made.author, version=version, closes_at=NOW, reason="x")
    actions.extend(made, by=made.author, version=version, closes_at=latest_closing(NOW, ATHENS), reason="x")


# Opening it later


def ask(officer, ours, made, **typed):
    return officer.post(url("move", made.pk), {"to": "scheduled"} | typed, headers=ours)


@pytest.mark.parametrize(("day", "hour", "opens_at"), [
    ("2026-06-12", "09:30", "2026-06-12T06:30"), ("2026-06-12", "", "2026-06-11T21:00"), ("2026-06-10", "15:01", "2026-06-10T12:01"),
    ("2026-06-10", "", None),
])  # fmt: skip
def test_an_opening_is_set_on_its_clocks_and_today_without_a_time_is_at_once(desk, ours, day, hour, opens_at):
    union, officer = desk
    made = campaign(union=union, out=False)
    assert "Time zone: Athens" in html(officer.get(url("edit", made.pk)))
    assert ask(officer, ours, made, opens_on=day, opens_time=hour).status_code == 302
    made.refresh_from_db()
    expected = datetime.fromisoformat(opens_at).replace(tzinfo=UTC) if opens_at else None
    assert (made.state, queries.facts(made.pk).opens_at) == ("in_review", expected)


@pytest.mark.storage
def test_it_opens_at_its_minute(desk, clock, ours, client):
    union, officer = desk
    made = campaign(union=union, out=False)
    ask(officer, ours, made, opens_on="2026-06-12", opens_time="09:30")
    factories.endorse(made)
    assert "It does not open before June 12, 2026, 09:30 (Athens)." in html(officer.get(url("edit", made.pk)))
    opening = datetime(2026, 6, 12, 6, 30, tzinfo=UTC)
    client.logout()
    clock(opening - timedelta(seconds=1))
    assert actions.open_due() == 0
    assert client.get(url("page", made.pk)).status_code == 404
    clock(opening)
    assert actions.open_due() == 1
    assert 'name="email"' in html(client.get(url("page", made.pk)))


@pytest.mark.parametrize(("typed", "word"), [
    ({"opens_on": "", "opens_time": ""}, "Fill in this field"),
    ({"opens_on": "", "opens_time": "09:30"}, "Fill in this field"),
    ({"opens_on": "2026-06-12", "opens_time": "25:00"}, "Write the time like 18:30"),
    ({"opens_on": "soon", "opens_time": "09:30"}, "Write the day like"),
    ({"opens_on": "2026-06-10", "opens_time": "15:00"}, "This time has passed"),
    ({"opens_on": "2026-06-09", "opens_time": ""}, "This time has passed"),
    ({"opens_on": "2026-06-30", "opens_time": "18:00"}, "It closes before that"),
    ({"opens_on": "9999-12-31", "opens_time": ""}, "It closes before that"),
    ({"opens_on": "0001-01-01", "opens_time": "09:30"}, "This time has passed"),
])  # fmt: skip
def test_a_bad_opening_says_what_to_do_and_keeps_what_was_typed(desk, ours, typed, word):
    union, officer = desk
    made = campaign(union=union, out=False)
    answer = ask(officer, ours, made, **typed)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page
    assert all(f'value="{value}"' in page for value in typed.values() if value)
    assert f'action="{url("edit", made.pk)}"' in page
    made.refresh_from_db()
    assert (made.state, queries.facts(made.pk).opens_at) == ("draft", None)


def test_the_outcome_is_decided_on_a_day_of_its_zone(desk, clock, ours):
    union, officer = desk
    made = campaign(union=union, zone="Pacific/Auckland")
    # 11 June already in Auckland.
    clock(datetime(2026, 6, 10, 12, 30, tzinfo=UTC))
    typed = {"outcome": "won", "what_happened": "They came back", "heard": "yes", "version": queries.facts(made.pk).version}
    assert "between the opening and today" in html(officer.post(url("outcome", made.pk), typed | {"on": "2026-06-12"}, headers=ours))
    assert officer.post(url("outcome", made.pk), typed | {"on": "2026-06-11"}, headers=ours).status_code == 302
