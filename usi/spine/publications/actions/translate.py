"""Puts a text of a publication in another language beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from usi.base import text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import kinds
from usi.spine.publications.models import Publication, Translation

LONGEST_PIECE = 20_000


@transaction.atomic
def translate(
    publication: Publication,
    *,
    language: str,
    title: str,
    summary: str = "",
    body: str = "",
    pieces: Mapping[str, str] | None = None,
    state: str = Translation.State.UNCHECKED,
    of_version: int | None = None,
    translated_by: Actor | None = None,
    checked_by: Actor | None = None,
) -> Translation:
    """Set the text in a language; it belongs to the publication's current version where `of_version` names no other.

    `pieces` that are not named stay as they are, an empty one goes, and one that its kind does not list is left out.
    """
    rows = Translation.objects.select_for_update().filter(publication=publication, language=language)
    kept = rows.values_list("pieces", flat=True).first() or {}
    row, _ = Translation.objects.update_or_create(
        publication=publication,
        language=language,
        defaults={
            "title": text.line(title),
            "summary": text.prose(summary),
            "body": text.prose(body),
            "pieces": _merged(publication, kept, pieces) if pieces else kept,
            "state": state,
            "of_version": publication.version if of_version is None else of_version,
            "translated_by": translated_by,
            "checked_by": checked_by,
            "changed_at": time.now(),
        },
    )
    journal.record(
        "publication.translated", publication, by=translated_by.pk if translated_by else None, data={"language": language, "state": state}
    )
    return row


@transaction.atomic
def pieces_changed(publication: Publication, keys: Iterable[str], *, contradicted: bool = False) -> None:
    """Say that pieces of the original are others now.

    What was said of them in other languages stays to be read, as older than the original, unless it is `contradicted` or its piece is gone.
    """
    changed = set(keys)
    if not changed:
        return
    version = Publication.objects.values_list("version", flat=True).get(pk=publication.pk)
    known = kinds.pieces_of([(publication.pk, publication.kind)]).get(publication.pk, {})
    for row in Translation.objects.select_for_update().filter(publication=publication).order_by("pk"):
        if changed & set(row.pieces):
            row.pieces = {key: said for key, said in row.pieces.items() if key not in changed or (key in known and not contradicted)}
            row.of_version = min(row.of_version, max(0, version - 1))
            row.save(update_fields=["pieces", "of_version"])
    journal.record("publication.pieces_changed", publication, data={"keys": sorted(changed)})


def still_holds(publication: Publication, *, language: str, of_version: int) -> None:
    """Say that a translation of an older version fits the current one too, since nothing that is translated is another now."""
    rows = Translation.objects.filter(publication=publication, language=language, of_version=of_version)
    rows.update(of_version=publication.version)


def _merged(publication: Publication, kept: Mapping[str, str], pieces: Mapping[str, str]) -> dict[str, str]:
    known = kinds.pieces_of([(publication.pk, publication.kind)]).get(publication.pk, {})
    merged = dict(kept)
    for key, said in pieces.items():
        if key in known:
            # A piece of one line stays one: it may stand in a list, a calendar, on a printed sheet.
            merged[key] = (text.prose(said) if "\n" in known[key] else text.line(said))[:LONGEST_PIECE]
    return {key: merged[key] for key in known if merged.get(key)}
