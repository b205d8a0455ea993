"""Writes the mails that writers of letters are to get. The request only notes which one; the worker writes it."""

from __future__ import annotations

from django.db import transaction

from usi.base import kill, time
from usi.features.campaigns import letter_mails
from usi.features.campaigns.actions import allowance
from usi.features.campaigns.actions.sign import MOST_LETTERS
from usi.features.campaigns.models import Writing
from usi.spine.mail import actions as mail

WRITERS_AT_ONCE = 50


def mail_writers(*, most: int = WRITERS_AT_ONCE) -> int:
    """Queue the mails that writers are to get, oldest first; returns how many writings were looked at.

    They are written outside any transaction, which would keep others from writing meanwhile. The mails and the note that they are queued
    are saved together; whoever comes second, after a crash or from another worker, finds nothing to do.
    """
    due = Writing.objects.exclude(mail=Writing.Mail.NONE).order_by("written_at")
    taken = list(due.select_related("campaign__author", "campaign__campaign")[:most])
    written = _within_limit(taken)
    drafts = [letter_mails.to_writer(row) for row in written]
    with transaction.atomic():
        mail.queue_many(drafts)
        kill.point("writers.queued")
        for row in written:
            same = Writing.objects.filter(pk=row.pk, mail=row.mail, mails=row.mails)
            same.update(mail=Writing.Mail.NONE, mails=row.mails + 1, mailed_at=time.now())
        silent = [row.pk for row in taken if row not in written]
        Writing.objects.filter(pk__in=silent).update(mail=Writing.Mail.NONE)
    return len(taken)


def _within_limit(taken: list[Writing]) -> list[Writing]:
    spent, kept = allowance.spent(((row.campaign_id, row.address_key) for row in taken), *allowance.EVERY_KIND), []
    for row in taken:
        key = bytes(row.address_key)
        if spent[key] < MOST_LETTERS:
            spent[key] += 1
            kept.append(row)
    return kept
