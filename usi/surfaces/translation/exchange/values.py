"""What a file of translations holds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

LARGEST = 5 * 1024 * 1024
MOST_UNITS = 5000
LONGEST = 20_000
ID = re.compile(r"[A-Za-z0-9._:-]{1,80}")


class Refused(Exception):
    """A file is not taken; the message says why and what to do, in the reader's language."""


@dataclass(frozen=True)
class ExchangeUnit:
    """One segment: `id` of letters, digits, `.`, `_`, `:` and `-`; `state` as the desk names it.

    `base` is the `mark` of the target that stood here when the file was made; empty where there was none, or the file does not say.
    """

    id: str
    source: str
    target: str
    state: str = ""
    note: str = ""
    base: str = field(default="", compare=False)


@dataclass(frozen=True)
class ExchangeFile:
    """All segments of one text in one language: `version` is that of the original they come from."""

    subject_uri: str
    version: int
    source_language: str
    target_language: str
    units: list[ExchangeUnit]


@dataclass(frozen=True)
class Parsed:
    """What stood in a file; what it did not say is empty or 0."""

    units: list[ExchangeUnit] = field(default_factory=list)
    subject_uri: str = ""
    version: int = 0
    source_language: str = ""
    target_language: str = ""


# What other tools are told of our states, and what theirs are here: XLIFF's four, and whether PO calls it fuzzy.
TO_XLIFF = {"checked": "final", "done": "translated", "translated": "translated"}
FROM_XLIFF = {"initial": "draft", "translated": "done", "reviewed": "done", "final": "done"}


def mark(target: str) -> str:
    """Return 16 hexadecimal digits by which a target is known again, whatever a tool did to its white space; empty for a blank one."""
    plain = " ".join(target.split())
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() if plain else ""


def checked_id(value: str) -> str:
    """Return an id that every format can carry.

    :raises ValueError: if it is another
    """
    if ID.fullmatch(value) is None:
        raise ValueError(f"{value!r} cannot be the id of a segment in a file.")
    return value
