"""What was corrected in a publication since it came out: pieces that a kind lists to be translated, and that its page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from usi.base import prepared
from usi.spine.publications.models import Publication, Revision
from usi.spine.publications.versions import Text, said


@dataclass(frozen=True)
class Correction:
    """What was corrected when, and the language it is said in."""

    at: datetime
    note: str
    language: str


def pieces(numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the notes of corrections of publications, newest first, as a `Kind` lists its pieces; in one query."""
    found: dict[int, dict[str, str]] = {}
    rows = Revision.objects.filter(publication_id__in=numbers, at__gte=F("publication__published_at")).exclude(note="")
    for number, version, note in rows.values_list("publication_id", "version", "note"):
        found.setdefault(number, {})[_key(version)] = note
    return found


def of(publication: Publication, text: Text) -> list[Correction]:
    """Return the corrections of a publication, newest first, as a text of it says them; in one query."""
    out = publication.published_at
    if out is None:
        return []
    rows: Iterable[Revision] = prepared.rows(_noted, number=publication.pk)
    return [Correction(row.at, *said(text, _key(row.version), row.note, publication.language)) for row in rows if row.at >= out]


def _noted(*, number: int) -> Any:
    return Revision.objects.filter(publication_id=number).exclude(note="").defer("title", "summary", "body")


def _key(version: int) -> str:
    return f"corrections.{version}"
