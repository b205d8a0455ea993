"""Gives the addresses of those who asked for news to the campaign's organisation, and writes down that it did."""

from __future__ import annotations

import csv
import io
from tempfile import SpooledTemporaryFile
from typing import IO

from django.db import transaction

from usi.base import text
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Consent
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

COLUMNS = ("email", "language", "asked_at", "campaign", "consent", "consent_language")
_IN_MEMORY = 4_000_000
_BATCH = 1000


def export_consents(campaign: Publication, *, by: Actor) -> tuple[IO[bytes], int]:
    """Return the addresses of those who asked for news about a campaign as CSV (UTF-8 with a mark for spreadsheets), and how many.

    Only this campaign's: lists are never pooled. The journal names who took how many, and when, before anybody has the file.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer, count, last = csv.writer(lines), 0, 0
    writer.writerow(COLUMNS)
    rows = Consent.objects.filter(campaign=campaign, subscription__ended_at__isnull=True).select_related("subscription").order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        for row in batch:
            cells = (
                sealing.unseal(bytes(row.subscription.address)), row.subscription.language,
                row.given_at.isoformat(timespec="seconds"), campaign.title, row.text, row.language,
            )  # fmt: skip
            writer.writerow([text.spreadsheet_cell(cell) for cell in cells])
        count, last = count + len(batch), batch[-1].pk
    lines.detach()
    file.seek(0)
    with transaction.atomic():
        journal.record("campaign.consents_exported", campaign, by=by.pk, data={"count": count, "organisation": campaign.author_id})
    return file, count
