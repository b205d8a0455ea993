"""Erases what is personal in letters; the numbers of each target stay."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from usi.base import time
from usi.features.campaigns.models import Target, TargetLetter, Writing
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

_BATCH = 1000
_NOT_SENT = (TargetLetter.State.WAITING, TargetLetter.State.QUEUED, TargetLetter.State.PRINTED)


def erase_letters(number: int) -> int:
    """Erase who wrote for a campaign, what they wrote, and the private addresses of its targets; returns how many writings went."""
    gone = 0
    while count := _forget(number):
        gone += count
    with transaction.atomic():
        Target.objects.filter(campaign_id=number, public_address=False).update(address=b"", state=Target.State.PAPER)
        TargetLetter.objects.filter(target__campaign_id=number, state__in=_NOT_SENT).update(state=TargetLetter.State.UNSENT)
        TargetLetter.objects.filter(target__campaign_id=number, address_key__isnull=False).update(address_key=None)
        if gone:
            journal.record("campaign.letters_erased", Publication(pk=number), data={"count": gone})
    return gone


@transaction.atomic
def _forget(number: int) -> int:
    rows = list(Writing.objects.filter(campaign_id=number).values_list("pk", flat=True)[:_BATCH])
    letters = TargetLetter.objects.filter(writing__in=rows)
    letters.filter(state__in=_NOT_SENT).update(state=TargetLetter.State.UNSENT)
    letters.update(writing=None, address_key=None)
    return Writing.objects.filter(pk__in=rows).delete()[1].get("campaigns.Writing", 0)


def purge_letters(*, kept_days: int) -> int:
    """Delete every letter that has waited for its confirmation longer than so many days; returns how many writings went."""
    gone = 0
    while count := _purge(kept_days):
        gone += count
    return gone


@transaction.atomic
def _purge(kept_days: int) -> int:
    old = Writing.objects.filter(state=Writing.State.WAITING, written_at__lt=time.now() - timedelta(days=kept_days)).order_by("pk")
    rows = list(old.select_for_update()[:_BATCH])
    numbers = [row.pk for row in rows]
    TargetLetter.objects.filter(writing__in=numbers).delete()
    Writing.objects.filter(pk__in=numbers).delete()
    for campaign in sorted({row.campaign_id for row in rows}):
        count = sum(1 for row in rows if row.campaign_id == campaign)
        journal.record("campaign.unconfirmed_letters_deleted", Publication(pk=campaign), data={"count": count})
    return len(rows)
