"""Puts letters that no mail server takes on paper, in batches that an officer prints and hands over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from usi.base import time
from usi.features.campaigns.models import Target, TargetLetter
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

MOST_IN_BATCH = 500


@transaction.atomic
def make_batch(target: Target, *, by: Actor) -> int:
    """Put the letters that wait for paper into a batch, oldest first, so that later ones do not mix with them; returns how many."""
    Target.objects.select_for_update().get(pk=target.pk)
    rows = TargetLetter.objects.filter(target=target, state=TargetLetter.State.PRINTED, batched_at__isnull=True, writing__isnull=False)
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_IN_BATCH])
    if chosen:
        TargetLetter.objects.filter(pk__in=chosen).update(batched_at=time.now())
        _note("campaign.letters_batched", target, by, len(chosen))
    return len(chosen)


@transaction.atomic
def mark_delivered(target: Target, *, by: Actor, batch: datetime) -> int:
    """Write down that a printed batch was handed over; returns how many letters were in it, 0 where that was known."""
    rows = TargetLetter.objects.filter(target=target, state=TargetLetter.State.PRINTED, batched_at=batch)
    count = rows.update(state=TargetLetter.State.DELIVERED)
    if count:
        _note("campaign.letters_delivered", target, by, count)
    return count


def _note(verb: str, target: Target, by: Actor, count: int) -> None:
    journal.record(verb, Publication(pk=target.campaign_id), by=by.pk, data={"target": target.pk, "count": count})
