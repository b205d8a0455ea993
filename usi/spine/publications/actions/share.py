"""Passes a publication on to those who follow somebody else than its author."""

from __future__ import annotations

from django.db import transaction

from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import figures
from usi.spine.publications.models import Placement, Publication, Reason


@transaction.atomic
def share(publication: Publication, *, by: Actor) -> Placement:
    """Let a publication appear with an actor who passes it on; sharing twice changes nothing."""
    known = by.pk in figures.actor_ids(publication)
    row, created = Placement.objects.get_or_create(
        publication=publication,
        actor=by,
        reason=Reason.SHARE,
        defaults={"kind": publication.kind, "language": publication.language, "position": publication.position},
    )
    if created:
        if not known and figures.counts(publication):
            figures.add(publication.kind, [by.pk], 1)
        journal.record("publication.shared", publication, by=by.pk)
    return row
