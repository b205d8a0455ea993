"""Moments as people say them: a day, perhaps a time, on the clocks of a time zone (IANA name). Moments are aware, in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as clocktime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates


def at(day: date, clock: clocktime, zone: str) -> list[datetime]:
    """Return the moments at which clocks show a time on a day: none where they are put forward over it, two where they are put back."""
    place, shown = ZoneInfo(zone), datetime.combine(day, clock)
    found = {shown.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if moment.astimezone(place).replace(tzinfo=None) == shown)


def start(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins; where clocks are put forward over midnight, that of the change."""
    return datetime.combine(day, clocktime.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def end(day: date, zone: str) -> datetime:
    """Return the moment at which a day is over: the one at which the next begins."""
    return start(day + timedelta(days=1), zone)


def day_of(moment: datetime, zone: str) -> date:
    """Return the day on which a moment falls."""
    return moment.astimezone(ZoneInfo(zone)).date()


def as_start(moment: datetime, zone: str) -> tuple[date, clocktime | None]:
    """Return the day and the time at which something begins; no time where it begins with the day."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), None if start(local.date(), zone) == moment else local.time()


def as_end(moment: datetime, zone: str) -> tuple[date, clocktime | None]:
    """Return the last day of something and the time at which it is over; no time where it ends with that day."""
    day, clock = as_start(moment, zone)
    return (day - timedelta(days=1), None) if clock is None else (day, clock)


@lru_cache(maxsize=4096)
def town(zone: str, locale: str) -> str:
    """Return the town by which a time zone goes in a language."""
    return str(dates.get_timezone_location(zone, locale=locale, return_city=True))


@lru_cache(maxsize=4096)
def written(day: date, clock: clocktime | None, zone: str, locale: str) -> str:
    """Return a moment as a language writes it, with the town of its zone: `June 30, 2026, 18:00 (Athens)`."""
    said = dates.format_date(day, format="long", locale=locale)
    if clock is not None:
        shown = dates.format_skeleton("Hm", datetime.combine(day, clock), locale=locale)
        said = str(dates.get_datetime_format("medium", locale=locale)).replace("'", "").replace("{0}", shown).replace("{1}", said)
    return f"{said} ({town(zone, locale)})"
