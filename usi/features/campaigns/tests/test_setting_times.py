"""Opening and closing are set as a day, perhaps a time, on the clocks of the campaign's zone."""

from datetime import UTC, datetime, timedelta

import pytest

from usi.features.campaigns import actions, hours, queries
from usi.features.campaigns.models import latest_closing
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import aim, html, url
from usi.features.campaigns.tests.moment_helpers import ATHENS, MIDNIGHT, NOW, SIX, campaign
from usi.spine.organisations.tests import factories as organisations

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(set_clock, signed_in):
    union = organisations.organisation(name="Garment Workers of Karsa")
    return union, signed_in(organisations.member(union, role="editor"))


def started(union):
    """Return a draft on the clocks of Athens."""
    return actions.open(by=union.actor, organisation=union, language="en", title="Take the 400 back", country="GR")


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
def test_an_hour_that_a_change_of_the_clocks_takes_or_doubles_is_refused(desk, set_clock, ours, now, day, clock_, word):
    union, officer = desk
    set_clock(datetime.fromisoformat(now).replace(tzinfo=UTC))
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


def test_the_zone_of_what_is_out_stays(set_clock):
    made = campaign()
    version = queries.facts(made.pk).version
    for change in ({"zone": "UTC"}, {"closes_at": MIDNIGHT}):
        with pytest.raises(actions.NotSo):
            actions.set_aim(made, by=made.author, version=version, **change)
    with pytest.raises(ValueError):
        actions.set_aim(made, by=made.author, version=version, zone="Mars/Base")


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


def test_no_extension_reaches_past_the_end_of_the_last_day_it_may_have(set_clock):
    made = campaign()
    version = queries.facts(made.pk).version
    with pytest.raises(actions.NotSo):
        actions.extend(made, by=made.author, version=version, closes_at=latest_closing(NOW, ATHENS) + timedelta(seconds=1), reason="x")
    with pytest.raises(actions.NotSo):
        actions.extend(made, by=made.author, version=version, closes_at=NOW, reason="x")
    actions.extend(made, by=made.author, version=version, closes_at=latest_closing(NOW, ATHENS), reason="x")


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
def test_it_opens_at_its_minute(desk, set_clock, ours, client):
    union, officer = desk
    made = campaign(union=union, out=False)
    ask(officer, ours, made, opens_on="2026-06-12", opens_time="09:30")
    factories.endorse(made)
    assert "It does not open before June 12, 2026, 09:30 (Athens)." in html(officer.get(url("edit", made.pk)))
    opening = datetime(2026, 6, 12, 6, 30, tzinfo=UTC)
    client.logout()
    set_clock(opening - timedelta(seconds=1))
    assert actions.open_due() == 0
    assert client.get(url("page", made.pk)).status_code == 404
    set_clock(opening)
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


def test_the_outcome_is_decided_on_a_day_of_its_zone(desk, set_clock, ours):
    union, officer = desk
    made = campaign(union=union, zone="Pacific/Auckland")
    # 11 June already in Auckland.
    set_clock(datetime(2026, 6, 10, 12, 30, tzinfo=UTC))
    typed = {"outcome": "won", "what_happened": "They came back", "heard": "yes", "version": queries.facts(made.pk).version}
    assert "between the opening and today" in html(officer.post(url("outcome", made.pk), typed | {"on": "2026-06-12"}, headers=ours))
    assert officer.post(url("outcome", made.pk), typed | {"on": "2026-06-11"}, headers=ours).status_code == 302
