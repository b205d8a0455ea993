"""Writes the mails that writers of letters are to get. The request only notes which one; the worker writes it."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import F

from usi.base import kill, time
from usi.features.campaigns import letter_mails, queries
from usi.features.campaigns.actions.sign import MOST_LETTERS
from usi.features.campaigns.models import Writing

AT_ONCE = 100


@transaction.atomic
def mail_writers(*, most: int = AT_ONCE) -> int:
    """Queue the mails that writers are to get, oldest first, both the mails and the note that they are queued or neither.

    Returns how many writings were looked at.
    """
    rows = Writing.objects.exclude(mail=Writing.Mail.NONE).order_by("written_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.select_related("campaign__author", "campaign__campaign")[:most])
    written = _within_limit(taken)
    for row in written:
        letter_mails.to_writer(row)
    kill.point("writers.queued")
    Writing.objects.filter(pk__in=[row.pk for row in taken]).update(mail=Writing.Mail.NONE)
    Writing.objects.filter(pk__in=[row.pk for row in written]).update(mails=F("mails") + 1, mailed_at=time.now())
    return len(taken)


def _within_limit(taken: list[Writing]) -> list[Writing]:
    by_campaign: dict[int, list[Writing]] = defaultdict(list)
    for row in taken:
        by_campaign[row.campaign_id].append(row)
    kept = []
    for campaign, rows in by_campaign.items():
        spent = queries.mails_spent(campaign, [bytes(row.address_key) for row in rows])
        for row in rows:
            key = bytes(row.address_key)
            if spent[key] < MOST_LETTERS:
                spent[key] += 1
                kept.append(row)
    return kept
