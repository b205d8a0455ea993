"""Writes the mails that people who sign are to get. The request only notes which one; the worker writes it."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F

from usi.base import kill, time
from usi.features.campaigns import mails, queries
from usi.features.campaigns.actions.sign import MOST_LETTERS
from usi.features.campaigns.models import Campaign, Signature

AT_ONCE = 100
REMIND_AFTER_DAYS = 3


@transaction.atomic
def send_due(*, most: int = AT_ONCE) -> int:
    """Queue the mails that people who signed are to get, oldest first, both the mails and the note that they are queued or neither.

    Returns how many signatures were looked at.
    """
    rows = Signature.objects.exclude(letter=Signature.Letter.NONE).order_by("signed_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.select_related("campaign__author", "campaign__campaign")[:most])
    written = [row.pk for row in taken if row.state != Signature.State.WITHDRAWN and row.letters < MOST_LETTERS]
    letter = mails.Letters()
    for row in taken:
        if row.pk in written:
            letter.queue(row)
    kill.point("letters.queued")
    Signature.objects.filter(pk__in=[row.pk for row in taken]).update(letter=Signature.Letter.NONE)
    Signature.objects.filter(pk__in=written).update(letters=F("letters") + 1, mailed_at=time.now())
    return len(taken)


@transaction.atomic
def remind(*, most: int = 1000) -> int:
    """Ask those once again who have not confirmed for three days, while their campaign is open; returns how many."""
    now = time.now()
    open_now = Campaign.objects.filter(closes_on__gte=now.date(), outcome="").values("pk")
    waiting = Signature.objects.filter(
        state=Signature.State.WAITING, letters=1, letter=Signature.Letter.NONE, campaign_id__in=open_now,
        signed_at__lt=now - timedelta(days=REMIND_AFTER_DAYS), signed_at__gt=now - timedelta(days=2 * REMIND_AFTER_DAYS),
    )  # fmt: skip
    numbers = [row for row in waiting.values_list("pk", flat=True)[:most] if row is not None]
    reachable = {row.campaign_id for row in Signature.objects.filter(pk__in=numbers)}
    closed = {number for number in reachable if not queries.signable(number)}
    return Signature.objects.filter(pk__in=numbers).exclude(campaign_id__in=closed).update(letter=Signature.Letter.REMIND)
