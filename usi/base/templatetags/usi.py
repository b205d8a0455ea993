"""Filters for names, numbers and dates by CLDR."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clocktime
from functools import lru_cache
from typing import Any

from babel import dates, numbers
from django import template
from django.template.base import Parser, Token
from django.utils import timezone

from usi.base import html, languages, moments, time
from usi.base.kept import KeptNode

register = template.Library()


def _locale() -> str:
    return languages.locale(languages.current())


@register.filter
def number(value: int | float) -> str:
    """Write a number as the reader's language does."""
    return _number(value, _locale())


@lru_cache(maxsize=4096)
def _number(value: int | float, locale: str) -> str:
    return numbers.format_decimal(value, locale=locale)


@register.filter
def kilobytes(value: int) -> str:
    """Write the size of a file as `96 KB` or `1.4 MB`, to be isolated from the text around it."""
    if value >= 1_000_000:
        return f"{numbers.format_decimal(round(value / 1_000_000, 1), locale=_locale())}\u00a0MB"
    return f"{numbers.format_decimal(max(1, round(value / 1000)), locale=_locale())}\u00a0KB"


@register.filter
def day(value: date | datetime | None, form: str = "long") -> str:
    """Write a date: `short`, `medium`, `long` or `full`; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return _day(value.year, value.month, value.day, form, _locale())


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, form: str, locale: str) -> str:
    return dates.format_date(date(year, month, day), format=form, locale=locale)


@register.filter
def daytime(value: datetime) -> str:
    """Write a date and time, in UTC and saying so."""
    return dates.format_datetime(value, format="medium", locale=_locale()) + " UTC"


@register.filter
def ago(value: datetime) -> str:
    """Write how long ago something was, as the reader's language says it."""
    delta = value - time.now()
    if abs(delta.days) > 6:
        return day(value, "medium")
    seconds = int(delta.total_seconds())
    # Nobody needs the seconds of what is minutes old, and there are fewer answers to work out.
    return _ago(seconds if abs(seconds) < 90 else round(seconds / 60) * 60, _locale())


@lru_cache(maxsize=4096)
def _ago(seconds: int, locale: str) -> str:
    return dates.format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=locale, threshold=1.2)


@register.filter
def span(value: timedelta) -> str:
    """Write how long something took, in the largest unit that says it well."""
    return dates.format_timedelta(value, locale=_locale(), threshold=1.2)


@register.filter
def clock(value: date | datetime) -> str:
    """Write the time of day of something from today (UTC), else day and month; of a date, always these."""
    if isinstance(value, datetime) and time.now() - value < timedelta(hours=20):
        return dates.format_skeleton("Hm", value, locale=_locale())
    return dates.format_skeleton("MMMd", value, locale=_locale())


@register.filter
def timeofday(value: clocktime, zone: str = "") -> str:
    """Write a time of day, with the town by which its time zone goes."""
    written = dates.format_skeleton("Hm", datetime.combine(date(2000, 1, 1), value), locale=_locale())
    return f"{written} ({town(zone)})" if zone else written


@register.filter
def town(zone: str) -> str:
    """Write the town by which a time zone goes."""
    return moments.town(zone, _locale())


@register.filter
def since(value: datetime, zone: str) -> str:
    """Write when something begins on the clocks of a time zone: the day, and the time unless it begins with the day."""
    return moments.written(*moments.as_start(value, zone), zone, _locale())


@register.filter
def until(value: datetime | None, zone: str) -> str:
    """Write when something ends on the clocks of a time zone: its last day, and the time unless it ends with that day."""
    return moments.written(*moments.as_end(value, zone), zone, _locale()) if value else ""


@register.filter
def iso(value: date | datetime) -> str:
    """Write a machine-readable date for a `time` element."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


@register.filter
def language_name(tag: str) -> str:
    """Name a language in the reader's language."""
    return languages.name(tag, languages.current())


@register.filter
def own_language_name(tag: str) -> str:
    """Name a language in itself."""
    return languages.own_name(tag)


@register.filter
def direction(tag: str) -> str:
    """Return `rtl` or `ltr` for a language."""
    return languages.direction(tag)


@register.filter
def markdown(source: str) -> str:
    """Show Markdown as safe HTML."""
    return html.render(source)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """Look a key up in a dictionary; nothing where there is none."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """Return the page's query string with some values changed; an empty value removes its key."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value in ("", None, 0):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return "?" + params.urlencode() if params else "?"


@register.simple_tag
def percent(value: float, most: float) -> str:
    """Return how much a value is of another, 0 to 100, with a point in every language."""
    share = float(value or 0) / float(most) if float(most or 0) else 0.0
    return f"{min(100.0, max(0.0, 100 * share)):.1f}"


@register.simple_tag
def stamps(count: int, goal: int, sheet: int = 20) -> list[str]:
    """Return the stamps of a dues sheet: `on`, `half` or empty."""
    twentieths = 2 * sheet * count // goal if goal else 0
    return ["on" if twentieths >= 2 * n + 2 else "half" if twentieths == 2 * n + 1 else "" for n in range(sheet)]


@register.simple_tag
def written_languages() -> tuple[tuple[str, str], ...]:
    """Return the languages people write in, for a select."""
    return languages.choices("")


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Write a part of a page once for the same content: `{% kept "name" value … %} … {% endkept %}`; see `usi.base.kept`."""
    _, name, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name, [parser.compile_filter(value) for value in values])
