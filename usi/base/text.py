"""Cleans what people type: no control characters, no hidden direction tricks, one normal form."""

from __future__ import annotations

import re
import unicodedata

# Embeddings and overrides (UAX #9) can make a name read as another; isolates and marks are legitimate in prose.
_OVERRIDES = "\u202a\u202b\u202d\u202e\u202c"
_HIDDEN = "\u2060\u2061\u2062\u2063\u2064\u180e\ufeff\u00ad"
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)} | {127: None}
_TABLE = _CONTROL | {ord(char): None for char in _OVERRIDES + _HIDDEN} | {code: None for code in range(0xD800, 0xE000)}
_MARKS_RUN = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def prose(value: str) -> str:
    """Return text of several lines in NFC, without control characters, overrides or stacks of marks."""
    cleaned = value.translate(_TABLE).replace("\r\n", "\n").replace("\r", "\n")
    return _MARKS_RUN.sub(r"\1", unicodedata.normalize("NFC", cleaned)).strip()


def line(value: str) -> str:
    """Return text of one line: as `prose`, with every run of white space as one space."""
    return " ".join(prose(value).split())


# Fillers that count as letters in Unicode and show as nothing.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


def is_visible(value: str) -> bool:
    """Whether there is anything in a text that somebody can see."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK for char in value)


def can_be_named(value: str) -> bool:
    """Whether a text has a letter or a digit, so that it can be read out and looked for."""
    return any(unicodedata.category(char)[0] in "LN" and char not in _BLANK for char in value)


def skeleton(value: str) -> str:
    """Return a form in which names that differ only in case, marks or compatibility shapes are equal."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", value).casefold())
    return "".join(char for char in folded if not unicodedata.combining(char)).replace("ς", "σ")


def spreadsheet_cell(value: str) -> str:
    """Return a value that no spreadsheet runs as a formula (OWASP: CSV injection)."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
