"""Deletes names that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from usi.base import time
from usi.features.campaigns.actions import counts
from usi.features.campaigns.actions.letter_erase import purge_letters
from usi.features.campaigns.models import Change, Signature
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

KEPT_DAYS = 30
_BATCH = 1000


def purge() -> int:
    """Delete every signature and letter that has waited for its confirmation for more than 30 days; returns how many signatures."""
    purge_letters(kept_days=KEPT_DAYS)
    deleted = 0
    while count := _batch():
        deleted += count
    return deleted


@transaction.atomic
def _batch() -> int:
    bound = time.now() - timedelta(days=KEPT_DAYS)
    waiting = Signature.objects.filter(state=Signature.State.WAITING, signed_at__lt=bound).order_by("pk")
    rows = list(waiting.select_for_update()[:_BATCH])
    gone: dict[int, list[tuple[counts.Part | None, None]]] = {}
    for row in rows:
        gone.setdefault(row.campaign_id, []).append((counts.part(row), None))
    Signature.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for campaign in sorted(gone):
        Change.objects.bulk_create(counts.changes(campaign, gone[campaign]))
        journal.record("campaign.unconfirmed_deleted", Publication(pk=campaign), data={"count": len(gone[campaign])})
    return len(rows)
