"""Puts a text of a publication in another language beside it."""

from __future__ import annotations

from django.db import transaction

from usi.base import text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication, Translation


@transaction.atomic
def translate(
    publication: Publication,
    *,
    language: str,
    title: str,
    summary: str = "",
    body: str = "",
    state: str = Translation.State.TRANSLATED,
    translated_by: Actor | None = None,
    checked_by: Actor | None = None,
) -> Translation:
    """Set the text in a language; it belongs to the publication's current version."""
    row, _ = Translation.objects.update_or_create(
        publication=publication,
        language=language,
        defaults={
            "title": text.line(title),
            "summary": text.prose(summary),
            "body": text.prose(body),
            "state": state,
            "of_version": publication.version,
            "translated_by": translated_by,
            "checked_by": checked_by,
            "changed_at": time.now(),
        },
    )
    journal.record(
        "publication.translated", publication, by=translated_by.pk if translated_by else None, data={"language": language, "state": state}
    )
    return row
