"""Reads the numbers of a text, in any script's digits and with a language's separators, so that those of two languages can be compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from usi.base import languages

_SPACES = "\u00a0\u202f\u2009"
_NUMBER = re.compile(rf"\d+(?:[.,'’٬٫{_SPACES}]\d+| \d{{3}}(?!\d))*")
_MYRIADS = {"万": 4, "萬": 4, "亿": 8, "億": 8}
LONGEST = 400


def found(text: str, language: str) -> Counter[str]:
    """Return how often each number stands in a text, each as plain digits with a point before decimals: `٣` is `3`, `1.234,5` in Greek
    is `1234.5`. What is no number by the language's separators, such as a date with points, counts as the numbers it is made of.
    """
    values: Counter[str] = Counter()
    for match in _NUMBER.finditer(text):
        written = _latin(match.group()[:LONGEST])
        read = _read(written, language)
        shift = _MYRIADS.get(text[match.end() : match.end() + 1], 0)
        if len(read) == 1 and shift:
            read = (_shifted(read[0], shift),)
        values.update(read)
    return values


def _latin(written: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in written)


def _read(written: str, language: str) -> tuple[str, ...]:
    if written.isdigit():
        return (_plain(written),)
    # Arabic has signs of its own, which mean the same everywhere, and is as often written with others.
    decimal, groups = ("٫", "٬") if "٫" in written or "٬" in written else _symbols(language)
    whole, _, rest = written.rpartition(decimal) if written.count(decimal) == 1 else (written, "", "")
    parts = re.split(f"[{re.escape(groups)}]", whole)
    if (not rest or rest.isdigit()) and all(part.isdigit() for part in parts) and _grouped(parts):
        return (_plain("".join(parts), rest),)
    return tuple(_plain(part) for part in re.split(r"\D", written) if part)


def _grouped(parts: list[str]) -> bool:
    # Twos before the last three are how India groups.
    middle = {len(part) for part in parts[1:-1]}
    return len(parts) == 1 or (len(parts[0]) <= 3 and len(parts[-1]) == 3 and (middle <= {3} or middle <= {2}))


def _plain(whole: str, rest: str = "") -> str:
    whole, rest = whole.lstrip("0") or "0", rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _shifted(value: str, places: int) -> str:
    whole, _, rest = value.partition(".")
    rest = rest.ljust(places, "0")
    return _plain(whole + rest[:places], rest[places:])


@functools.cache
def _symbols(language: str) -> tuple[str, str]:
    """Return a language's decimal sign and all that may stand between its groups of digits."""
    locale = Locale.parse((language if languages.is_language(language) else "en").replace("-", "_"))
    decimal = get_decimal_symbol(locale)
    groups = {get_group_symbol(locale), "'", "’", " ", *_SPACES}
    if decimal in ".,":
        groups.add("." if decimal == "," else ",")
    return decimal, "".join(sorted(groups - {decimal}))
