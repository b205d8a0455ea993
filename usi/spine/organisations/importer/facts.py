"""Understands a single fact as a source writes it; what is not certain is not understood."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from usi.base import languages, time

WANTED = {
    "language": "a language; a tag such as el is",
    "founded": "a year",
    "members": "a whole number",
    "members_as_of": "a day such as 2024-06-30",
    "website": "an address that begins with http:// or https://",
    "fediverse": "an address such as @name@example.org",
}
MOST_MEMBERS = 2_147_483_647
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:['’  \u202f]\d{3})+")
_FEDIVERSE = re.compile(r"@?[A-Za-z0-9_.-]{1,60}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_is_url = URLValidator(schemes=["http", "https"])


def year(said: str) -> int | None:
    """Return a year of our era in four digits, not one to come."""
    found = int(said) if re.fullmatch(r"[0-9]{4}", said) else 0
    return found if 1000 <= found <= time.now().year else None


def count(said: str) -> int | None:
    """Return a whole number, with or without a sign between the thousands."""
    if _GROUPED.fullmatch(said):
        said = re.sub(r"[^0-9]", "", said)
    found = int(said) if re.fullmatch(r"[0-9]{1,10}", said) else None
    return found if found is not None and found <= MOST_MEMBERS else None


def day(said: str) -> date | None:
    """Return a whole date after ISO 8601."""
    try:
        return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said) else None
    except ValueError:
        return None


def tag(said: str) -> str:
    """Return the tag of a language as BCP 47 writes it."""
    return said.replace("_", "-")


def language(said: str) -> str | None:
    """Return the tag of a language that CLDR knows."""
    return tag(said) if len(said) <= 20 and languages.is_language(tag(said)) else None


def website(said: str) -> str | None:
    """Return a web address."""
    try:
        _is_url(said)
    except ValidationError:
        return None
    return said


def fediverse(said: str) -> str | None:
    """Return an address in the fediverse, of the form @name@host or of a page."""
    return said if _FEDIVERSE.fullmatch(said) else website(said)
