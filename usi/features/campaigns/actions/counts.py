"""Moves the counts by country, in the transaction of the signatures that move them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from usi.features.campaigns import queries
from usi.features.campaigns.models import Signature, SignatureCount

CONFIRMED = (1, 0)
WAITING = (0, 1)
Change = tuple[int, int]


def of(signature: Signature) -> Change:
    """Return what a signature adds to its country."""
    return {Signature.State.CONFIRMED.value: CONFIRMED, Signature.State.WAITING.value: WAITING}.get(str(signature.state), (0, 0))


def add(campaign_id: int, changes: Mapping[str, Change]) -> None:
    """Add (confirmed, waiting) to the counts of countries, in the order of their codes, so that no two writers wait for each other."""
    for country in sorted(changes):
        confirmed, waiting = changes[country]
        if not (confirmed or waiting):
            continue
        row = SignatureCount.objects.filter(campaign_id=campaign_id, country=country)
        moved = {"confirmed": F("confirmed") + confirmed, "waiting": F("waiting") + waiting}
        if not row.update(**moved):
            SignatureCount.objects.bulk_create([SignatureCount(campaign_id=campaign_id, country=country)], ignore_conflicts=True)
            row.update(**moved)


@transaction.atomic
def rebuild(number: int | None = None) -> int:
    """Set the counts of one campaign, or of all, right; returns how many were wrong. Signing may go on meanwhile."""
    lacking = queries.drift(number)
    for campaign in sorted({campaign for campaign, _ in lacking}):
        add(campaign, {country: change for (of_campaign, country), change in lacking.items() if of_campaign == campaign})
    return len(lacking)
