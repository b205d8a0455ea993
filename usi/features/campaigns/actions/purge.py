"""Deletes names that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from usi.base import time
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Signature
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

KEPT_DAYS = 30
_BATCH = 1000


def purge() -> int:
    """Delete every signature that has waited for its confirmation for more than 30 days; returns how many."""
    deleted = 0
    while count := _batch():
        deleted += count
    return deleted


@transaction.atomic
def _batch() -> int:
    bound = time.now() - timedelta(days=KEPT_DAYS)
    waiting = Signature.objects.filter(state=Signature.State.WAITING, signed_at__lt=bound).order_by("pk")
    rows = list(waiting.select_for_update().values_list("pk", "campaign_id", "country")[:_BATCH])
    changes: dict[int, dict[str, counts.Change]] = {}
    for _, campaign, country in rows:
        countries = changes.setdefault(campaign, {})
        countries[country] = (0, countries.get(country, (0, 0))[1] - 1)
    Signature.objects.filter(pk__in=[row[0] for row in rows]).delete()
    for campaign in sorted(changes):
        counts.add(campaign, changes[campaign])
        gone = -sum(waiting for _, waiting in changes[campaign].values())
        journal.record("campaign.unconfirmed_deleted", Publication(pk=campaign), data={"count": gone})
    return len(rows)
