"""Changes a publication's text, keeping every version."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from usi.base import text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import figures
from usi.spine.publications.models import Placement, Publication, Revision

PROSE = ("title", "summary", "body")
FIELDS = {"title", "summary", "body", "language", "cover", "country", "visibility"}


class Stale(Exception):
    """Somebody else has changed it since the version that was being edited; `current` is how it stands now."""

    def __init__(self, current: Publication) -> None:
        """Keep the current text, so that both can be shown."""
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def edit(publication: Publication, *, by: Actor, version: int, note: str = "", **changes: Any) -> Publication:
    """Change fields of the version that the editor saw; a changed text becomes a new version.

    After publication a `note` says what was corrected; readers see it with its date. A translation of an older version stays, and says so.

    :raises Stale: if the version is no longer the current one; nothing is changed
    :raises TypeError: if a field is none of the envelope's editable ones
    """
    if unknown := changes.keys() - FIELDS:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    current: Publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if current.version != version:
        raise Stale(current)
    counted = figures.counts(current)
    cleaned = {name: _clean(name, value) for name, value in changes.items()}
    changed = {name: value for name, value in cleaned.items() if getattr(current, name) != value}
    if not changed and not note:
        return current
    _apply(current, changed)
    if note or changed.keys() & set(PROSE):
        Revision.objects.create(
            publication=current,
            version=current.version,
            title=current.title,
            summary=current.summary,
            body=current.body,
            note=text.line(note),
            by=by,
            at=current.changed_at,
        )
    if "language" in changed:
        Placement.objects.filter(publication=current).update(language=current.language)
    figures.moved(current, counted_before=counted)
    journal.record(
        "publication.edited", current, by=by.pk, data={"version": current.version, "fields": sorted(changed), "correction": bool(note)}
    )
    return current


def _clean(name: str, value: Any) -> Any:
    if name == "title":
        return text.line(value)
    return text.prose(value) if name in PROSE else value


def _apply(current: Publication, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(current, name, value)
    current.version += 1
    current.changed_at = time.now()
    current.save(update_fields=[*changed, "version", "changed_at"])
