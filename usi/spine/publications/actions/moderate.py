"""Sets what moderators have decided about a publication; the decision's reason stays with the moderation room."""

from __future__ import annotations

from django.db import transaction

from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import figures
from usi.spine.publications.models import Moderation, Publication


@transaction.atomic
def moderate(publication: Publication, *, to: str, by: Actor | None, reason: str = "") -> Publication:
    """Set a publication clear, held or hidden; the author's state of it stays as it is."""
    current: Publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if to not in Moderation.values:
        raise ValueError(to)
    if current.moderation != to:
        counted = figures.counts(current)
        current.moderation = to
        current.save(update_fields=["moderation"])
        figures.moved(current, counted_before=counted)
        journal.record(f"publication.moderation_{to}", current, by=by.pk if by else None, data={"reason": reason})
    return current
