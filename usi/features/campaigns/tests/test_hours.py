from datetime import UTC, datetime

import pytest

from usi.features.campaigns import hours
from usi.spine.taxonomy import countries


@pytest.mark.parametrize(("zone", "country", "now", "then"), [
    ("Europe/Athens", "GR", "2026-11-25T08:00", None),  # Wednesday, 10 there
    ("Europe/Athens", "GR", "2026-11-25T06:59", "2026-11-25T07:00"),
    ("Europe/Athens", "GR", "2026-11-25T15:00", "2026-11-26T07:00"),
    ("Europe/Athens", "GR", "2026-11-27T15:00", "2026-11-30T07:00"),  # over the weekend
    ("Asia/Riyadh", "SA", "2026-11-26T15:00", "2026-11-29T06:00"),  # where Friday and Saturday are off
    ("Asia/Tokyo", "JP", "2026-11-26T23:30", "2026-11-27T00:00"),
    ("America/New_York", "US", "2026-11-25T15:00", None),
    ("Europe/Berlin", "DE", "2026-03-27T17:00", "2026-03-30T07:00"),  # the clocks change in between
    ("Nowhere/Land", "GR", "2026-11-25T12:00", None),
])  # fmt: skip
def test_letters_wait_for_the_working_hours_of_the_place(zone, country, now, then):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = hours.next_open(moment, zone=zone, country=country, opens=9, shuts=17)
    assert found == (datetime.fromisoformat(then).replace(tzinfo=UTC) if then else moment)


def test_every_country_has_a_time_zone_and_two_days_off():
    for code in countries.codes():
        assert hours.is_zone(hours.zone_of(code)), code
        assert len(hours.days_off(code)) == 2, code


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "/etc/localtime", "Europe/athens\x00", "x" * 300, "Mars/Base"])
def test_what_is_no_time_zone_is_none(name):
    assert not hours.is_zone(name)
