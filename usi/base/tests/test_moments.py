"""Days and times on the clocks of a zone."""

from datetime import UTC, date, datetime, time

import pytest

from usi.base import moments


def utc(said):
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "day", "clock", "found"), [
    ("Europe/Athens", "2026-06-30", "18:00", ["2026-06-30T15:00"]),
    ("Europe/Athens", "2026-03-29", "03:30", []),  # put forward from 3 to 4
    ("Europe/Athens", "2026-03-29", "02:59", ["2026-03-29T00:59"]),
    ("Europe/Athens", "2026-03-29", "04:00", ["2026-03-29T01:00"]),
    ("Europe/Athens", "2026-10-25", "03:30", ["2026-10-25T00:30", "2026-10-25T01:30"]),  # put back from 4 to 3
    ("Europe/Athens", "2026-10-25", "04:00", ["2026-10-25T02:00"]),
    ("Asia/Kathmandu", "2026-06-30", "18:00", ["2026-06-30T12:15"]),
    ("UTC", "2026-06-30", "00:00", ["2026-06-30T00:00"]),
])  # fmt: skip
def test_a_time_comes_once_twice_or_never(zone, day, clock, found):
    assert moments.at(date.fromisoformat(day), time.fromisoformat(clock), zone) == [utc(each) for each in found]


@pytest.mark.parametrize(("zone", "day", "begins", "ends"), [
    ("Europe/Athens", "2026-06-30", "2026-06-29T21:00", "2026-06-30T21:00"),
    ("Europe/Athens", "2026-03-29", "2026-03-28T22:00", "2026-03-29T21:00"),  # 23 hours
    ("Europe/Athens", "2026-10-25", "2026-10-24T21:00", "2026-10-25T22:00"),  # 25 hours
    ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", "2026-04-24T21:00"),  # begins at one: midnight is left out
    ("Africa/Cairo", "2026-04-23", "2026-04-22T22:00", "2026-04-23T22:00"),
    ("Pacific/Auckland", "2026-06-30", "2026-06-29T12:00", "2026-06-30T12:00"),
])  # fmt: skip
def test_a_day_begins_and_ends_where_it_is_lived(zone, day, begins, ends):
    on = date.fromisoformat(day)
    assert (moments.start(on, zone), moments.end(on, zone)) == (utc(begins), utc(ends))
    assert moments.as_start(utc(begins), zone) == (on, None)
    assert moments.as_end(utc(ends), zone) == (on, None)


def test_a_time_within_a_day_is_said_with_it():
    assert moments.as_end(utc("2026-06-30T15:00"), "Europe/Athens") == (date(2026, 6, 30), time(18))
    assert moments.as_start(utc("2026-06-30T15:00"), "Europe/Athens") == (date(2026, 6, 30), time(18))
    assert moments.day_of(utc("2026-06-30T21:30"), "Europe/Athens") == date(2026, 7, 1)


@pytest.mark.parametrize(("locale", "clock", "zone", "written"), [
    ("en", time(18), "Europe/Athens", "June 30, 2026, 18:00 (Athens)"),
    ("en", None, "Europe/Athens", "June 30, 2026 (Athens)"),
    ("el", time(18), "Europe/Athens", "30 Ιουνίου 2026, 18:00 (Αθήνα)"),
    ("pt_BR", None, "UTC", "30 de junho de 2026 (UTC)"),
])  # fmt: skip
def test_a_moment_is_written_as_the_language_does(locale, clock, zone, written):
    assert moments.written(date(2026, 6, 30), clock, zone, locale) == written
