"""How an entry's digest is made, and the check of the whole chain."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from usi.spine.journal.models import Entry, Head

GENESIS = "0" * 64


def digest(*, number: int, at: datetime, verb: str, subject_type: str, subject_id: int, by_id: int | None, data: Any, previous: str) -> str:
    """Return the SHA-256 of an entry's content and of its predecessor's digest, in hexadecimal."""
    content = [number, at.astimezone(UTC).isoformat(), verb, subject_type, subject_id, by_id, data, previous]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: how many entries hold, and the first fault (empty: none)."""

    entries: int
    head: str
    fault: str = ""


def verify() -> Verdict:
    """Check every entry against its digest, its number and its predecessor, and the end against the head."""
    expected, previous = 1, GENESIS
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        fault = _fault(entry, expected, previous)
        if fault:
            return Verdict(expected - 1, previous, fault)
        expected, previous = expected + 1, entry.digest
    head = Head.objects.filter(id=1).first()
    number, last = (head.number, head.digest) if head else (0, GENESIS)
    if (number, last) != (expected - 1, previous):
        return Verdict(
            expected - 1, previous, f"The chain ends at entry {expected - 1}, but its head names entry {number}: entries are missing."
        )
    return Verdict(expected - 1, previous)


def _fault(entry: Entry, expected: int, previous: str) -> str:
    if entry.number != expected:
        return f"Entry {expected} is missing: entry {entry.number} stands in its place."
    if entry.previous != previous:
        return f"Entry {entry.number} does not follow its predecessor: one of them was exchanged or moved."
    made = digest(
        number=entry.number,
        at=entry.at,
        verb=entry.verb,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        by_id=entry.by_id,
        data=entry.data,
        previous=entry.previous,
    )
    return "" if made == entry.digest else f"Entry {entry.number} was changed after it was written."
