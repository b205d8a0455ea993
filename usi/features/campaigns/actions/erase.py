"""Erases who signed, 60 days after closing; the counts by country, language and hour stay."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from usi.base import time
from usi.features.campaigns.actions import counts, forget
from usi.features.campaigns.actions.erase_papers import erase_papers
from usi.features.campaigns.actions.letter_erase import erase_letters
from usi.features.campaigns.models import Campaign, Change, Signature
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

_BATCH = 1000


def erase() -> int:
    """Delete the signatures of campaigns that closed long enough ago; returns how many were deleted."""
    bound = time.now() - timedelta(days=settings.CAMPAIGN_ERASE_DAYS)
    over = Q(closes_at__lte=bound) | Q(ended_at__lte=bound)
    due = Campaign.objects.filter(over, erased_at__isnull=True).values_list("pk", flat=True)
    return sum(_erase(number) for number in due)


def _erase(number: int) -> int:
    # What is not folded yet would be lost with the mark that stops counting anew.
    while Change.objects.filter(campaign_id=number).exists() and counts.fold():
        pass
    Campaign.objects.filter(pk=number).update(erased_at=time.now())
    forget.forget_helpers(number)
    gone = 0
    while count := _batch(number):
        gone += count
    erase_letters(number)
    erase_papers(number)
    with transaction.atomic():
        journal.record("campaign.signatures_erased", Publication(pk=number), data={"count": gone})
    return gone


@transaction.atomic
def _batch(number: int) -> int:
    rows = list(Signature.objects.filter(campaign_id=number).values_list("pk", flat=True)[:_BATCH])
    return Signature.objects.filter(pk__in=rows).delete()[1].get("campaigns.Signature", 0)
