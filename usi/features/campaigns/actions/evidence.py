"""Puts evidence beside a campaign, or beside what came of it, and takes it away again, with its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from usi.base import ids, languages, text
from usi.features.campaigns.actions.edit import locked
from usi.features.campaigns.models import Campaign
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.media import actions as media
from usi.spine.media import documents, images
from usi.spine.media.models import Document, Picture
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication

MOST_EVIDENCE = 20
PARTS = {"case": "evidence", "outcome": "outcome_evidence"}


class TooMuchEvidence(Exception):
    """There are as many rows as a campaign can have."""


@dataclass(frozen=True)
class Piece:
    """What a row says of itself; `alt` is what a picture shows."""

    title: str
    language: str
    url: str = ""
    checked_by: str = ""
    alt: str = ""


def add_evidence(
    campaign: Publication, *, by: Actor, piece: Piece, file: documents.Cleaned | images.Drawn | None = None, part: str = "case"
) -> dict[str, Any]:
    """Add a row with a file, or with the address of a page. The file is stored first, and gone again if the row cannot be.

    :raises TooMuchEvidence: if there are `MOST_EVIDENCE` rows
    :raises ValueError: for no title, an unknown language or part, or neither file nor address
    :raises images.PictureRefused: for a picture of which nobody says what it shows
    """
    title = text.line(piece.title)
    if not title or len(title) > 200 or not languages.is_language(piece.language) or (file is None) == (not piece.url):
        raise ValueError("evidence")
    row: dict[str, Any] = {
        "id": str(ids.new()), "title": title, "language": piece.language, "url": piece.url, "format": "", "bytes": 0, "document": 0,
        "picture": 0, "checked_by": text.line(piece.checked_by)[:120],
    }  # fmt: skip
    column = PARTS.get(part, "")
    if not column:
        raise ValueError("part")
    with transaction.atomic():
        _publication, facts = locked(campaign)
        rows = getattr(facts, column)
        if len(rows) >= MOST_EVIDENCE:
            raise TooMuchEvidence
        row |= _stored(file, piece, by) if file is not None else {}
        try:
            _save(facts, column, [*rows, row])
            journal.record("campaign.evidence_added", campaign, by=by.pk, data={"part": part, "row": row["id"], "format": row["format"]})
        except BaseException:
            _drop_files(row)
            raise
    return row


@transaction.atomic
def remove_evidence(campaign: Publication, *, by: Actor, row_id: str, part: str = "case") -> bool:
    """Take a row away, with its file; returns whether it was there."""
    column = PARTS[part]
    _publication, facts = locked(campaign)
    rows = getattr(facts, column)
    found = next((row for row in rows if row.get("id") == row_id), None)
    if found is None:
        return False
    _save(facts, column, [row for row in rows if row is not found])
    if document := Document.objects.filter(pk=found.get("document") or 0).first():
        media.remove_document(document, by=by.pk)
    if picture := Picture.objects.filter(pk=found.get("picture") or 0).first():
        media.remove(picture, by=by.pk)
    publications.pieces_changed(campaign, [f"evidence.{row_id}"])
    journal.record("campaign.evidence_removed", campaign, by=by.pk, data={"part": part, "row": row_id})
    return True


def _save(facts: Campaign, column: str, rows: list[dict[str, Any]]) -> None:
    setattr(facts, column, rows)
    facts.save(update_fields=[column])


def _stored(file: documents.Cleaned | images.Drawn, piece: Piece, by: Actor) -> dict[str, Any]:
    if isinstance(file, documents.Cleaned):
        document = media.take_document(file, by=by.pk)
        return {"url": document.url, "format": "PDF", "bytes": document.bytes, "document": document.pk}
    picture = media.store(file, alt=piece.alt, language=piece.language, by=by.pk)
    width = picture.widths[-1]
    size = default_storage.size(picture.file(width, "jpg"))
    return {"url": picture.url(width), "format": "JPEG", "bytes": size, "picture": picture.pk}


def _drop_files(row: dict[str, Any]) -> None:
    """Delete the files of a row whose transaction is being undone."""
    if row["document"] and (document := Document.objects.filter(pk=row["document"]).first()):
        default_storage.delete(document.file)
    if row["picture"] and (picture := Picture.objects.filter(pk=row["picture"]).first()):
        for width in picture.widths:
            for format in ("webp", "jpg"):
                default_storage.delete(picture.file(width, format))
