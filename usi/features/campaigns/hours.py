"""Which clocks a country goes by, and when a target works: in its own time zone, on the working days of its country.

Public holidays are not known.
"""

from __future__ import annotations

import functools
import zoneinfo
from datetime import datetime, timedelta

from babel.core import Locale, UnknownLocaleError, get_global

from usi.base import time

# Where a country has several time zones: the one of its seat of government.
_SEATS = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia", "DE": "Europe/Berlin",
    "EC": "America/Guayaquil", "ES": "Europe/Madrid", "FM": "Pacific/Pohnpei", "GL": "America/Nuuk", "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty", "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip


def zone_of(country: str) -> str:
    """Return the IANA name of the time zone of a country's seat of government, UTC where CLDR knows none."""
    zones = get_global("territory_zones").get(country) or ["UTC"]
    return _SEATS.get(country) or str(zones[0])


def zones_near(chosen: str, *countries: str) -> list[str]:
    """Return the time zones to choose from: those of some countries, of several whose clocks run alike one; UTC; `chosen`."""
    found = [zone for country in countries for zone in _zones_in(country, time.now().year)]
    return list(dict.fromkeys([*found, "UTC", chosen]))


@functools.cache
def _zones_in(country: str, year: int) -> tuple[str, ...]:
    alike: dict[tuple[timedelta | None, ...], str] = {}
    known = frozenset(get_global("windows_zone_mapping").values())
    # Of those alike the one whose town is known widely: Denver rather than Boise.
    zones = sorted(get_global("territory_zones").get(country, ()), key=lambda zone: zone not in known)
    for zone in filter(is_zone, [zone_of(country), *zones] if country else ()):
        months = [datetime(year, month, 1, tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset() for month in range(1, 13)]
        alike.setdefault(tuple(months), zone)
    return tuple(alike.values())


@functools.cache
def is_zone(name: str) -> bool:
    """Whether the time zone data have a zone of this IANA name."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@functools.cache
def days_off(country: str) -> frozenset[int]:
    """Return the two days of the week, Monday as 0, on which offices of a country are closed (CLDR week data)."""
    try:
        week = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return frozenset({5, 6})
    first, last = int(week.weekend_start), int(week.weekend_end)
    return frozenset({first, last} if first != last else {5, 6} if last == 6 else {(last - 1) % 7, last})


def is_open(moment: datetime, *, zone: str, country: str, opens: int, shuts: int) -> bool:
    """Whether a moment lies in the working hours."""
    return next_open(moment, zone=zone, country=country, opens=opens, shuts=shuts) == moment


def next_open(moment: datetime, *, zone: str, country: str, opens: int, shuts: int) -> datetime:
    """Return the moment itself where it lies in the working hours, else the next moment at which they begin."""
    place = zoneinfo.ZoneInfo(zone) if is_zone(zone) else zoneinfo.ZoneInfo("UTC")
    local = moment.astimezone(place)
    if local.weekday() not in days_off(country) and opens <= local.hour < shuts:
        return moment
    day = local.replace(hour=opens, minute=0, second=0, microsecond=0)
    if day <= local:
        day += timedelta(days=1)
    while day.weekday() in days_off(country):
        day += timedelta(days=1)
    # Wall-clock arithmetic keeps the hour over a change of the clocks.
    return day.astimezone(moment.tzinfo)
