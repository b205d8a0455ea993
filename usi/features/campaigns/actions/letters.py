"""Writes the mails that people who sign are to get. The request only notes which one; the worker writes it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from usi.base import kill, time
from usi.features.campaigns import mails, queries
from usi.features.campaigns.actions import allowance
from usi.features.campaigns.actions.sign import MOST_LETTERS
from usi.features.campaigns.models import Campaign, Pledger, Signature, SupportMessage, Writing
from usi.spine.mail import actions as mail

LETTERS_AT_ONCE = 50
REMIND_AFTER_DAYS = 3


def send_due(*, most: int = LETTERS_AT_ONCE) -> int:
    """Queue the mails that people who signed are to get, oldest first; returns how many signatures were looked at.

    They are written outside any transaction, which would keep others from signing meanwhile. The mails and the note that they are queued
    are saved together; whoever comes second, after a crash or from another worker, finds nothing to do.
    """
    due = Signature.objects.exclude(letter=Signature.Letter.NONE).order_by("signed_at")
    taken = list(due.select_related("campaign__author", "campaign__campaign")[:most])
    # An address has one allowance, whatever it is used for.
    spent = allowance.spent(((row.campaign_id, row.address_key) for row in taken), Pledger, SupportMessage, Writing)
    total = {row.pk: row.letters + spent[bytes(row.address_key or b"")] for row in taken}
    written = [row for row in taken if row.state != Signature.State.WITHDRAWN and total[row.pk] < MOST_LETTERS]
    letters = mails.Letters()
    drafts = [letters.write(row) for row in written]
    with transaction.atomic():
        mail.queue_many(drafts)
        kill.point("letters.queued")
        for (letter, count), rows in _alike(written).items():
            Signature.objects.filter(pk__in=rows, letter=letter, letters=count).update(
                letter=Signature.Letter.NONE, letters=count + 1, mailed_at=time.now()
            )
        silent = [row.pk for row in taken if row not in written]
        Signature.objects.filter(pk__in=silent).update(letter=Signature.Letter.NONE)
    return len(taken)


def _alike(rows: list[Signature]) -> dict[tuple[str, int], list[int]]:
    groups: dict[tuple[str, int], list[int]] = {}
    for row in rows:
        groups.setdefault((row.letter, row.letters), []).append(row.pk)
    return groups


@transaction.atomic
def remind(*, most: int = 1000) -> int:
    """Ask those once again who have not confirmed for three days, while their campaign is open; returns how many."""
    now = time.now()
    open_now = Campaign.objects.filter(closes_at__gt=now, outcome="").values("pk")
    waiting = Signature.objects.filter(
        state=Signature.State.WAITING, letters=1, letter=Signature.Letter.NONE, campaign_id__in=open_now,
        signed_at__lt=now - timedelta(days=REMIND_AFTER_DAYS), signed_at__gt=now - timedelta(days=2 * REMIND_AFTER_DAYS),
    )  # fmt: skip
    numbers = [row for row in waiting.values_list("pk", flat=True)[:most] if row is not None]
    reachable = {row.campaign_id for row in Signature.objects.filter(pk__in=numbers)}
    closed = {number for number in reachable if not queries.signable(number)}
    return Signature.objects.filter(pk__in=numbers).exclude(campaign_id__in=closed).update(letter=Signature.Letter.REMIND)
