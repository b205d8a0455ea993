"""Makes the documents of a hand-over, in the worker: the CSV and the PDF with the names of those who agreed."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import secrets
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from usi.base import kill, text, time
from usi.features.campaigns import leaflets, printing, queries
from usi.features.campaigns.models import HandOver
from usi.spine.journal import actions as journal
from usi.spine.publications import versions
from usi.spine.taxonomy import countries

LEASE = timedelta(minutes=15)
MOST_TRIES = 3
# Forty thousand take two seconds and 200 MB to print; of more, the paper only says where they are.
MOST_PRINTED = 60_000
HANDOVERS_AT_ONCE = 1
Named = tuple[str, str]

logger = logging.getLogger(__name__)


def make_handovers(*, most: int = HANDOVERS_AT_ONCE) -> int:
    """Make the documents that were asked for, oldest first; returns how many hand-overs were looked at.

    They are made outside any transaction, and whoever dies over it is followed by another after `LEASE`, `MOST_TRIES` times.
    """
    taken = _claim(most)
    for row in taken:
        try:
            _make(row)
        except Exception as error:
            # What went wrong may quote a name, so only its kind goes into the log.
            logger.error("Hand-over %s failed: %s", row.pk, type(error).__name__)
            _delete_files(row)
            last = row.tries >= MOST_TRIES
            changes = {"state": HandOver.State.FAILED} if last else {"claimed_at": None}
            HandOver.objects.filter(pk=row.pk, state=HandOver.State.MAKING, name=row.name).update(name="", **changes)
    return len(taken)


@transaction.atomic
def _claim(most: int) -> list[HandOver]:
    """Take rows that nobody works on. Their files are named before they are written, so that none outlives whoever died over them."""
    now = time.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
    rows = HandOver.objects.filter(free, state=HandOver.State.MAKING).order_by("at").select_for_update(skip_locked=True, of=("self",))
    found = list(rows.select_related("campaign__author", "campaign__campaign")[:most])
    for row in found:
        _delete_files(row)
        given_up = row.tries >= MOST_TRIES
        row.state = HandOver.State.FAILED if given_up else HandOver.State.MAKING
        row.claimed_at, row.tries, row.name = now, row.tries + (not given_up), "" if given_up else secrets.token_hex(16)
        row.save(update_fields=["state", "claimed_at", "tries", "name"])
    return [row for row in found if row.state == HandOver.State.MAKING]


def _delete_files(row: HandOver) -> None:
    if row.name:
        for format in ("csv", "pdf"):
            default_storage.delete(row.file(format))


def _make(row: HandOver) -> None:
    tally = queries.tally(row.campaign_id, language=row.language)
    row.confirmed = tally.confirmed
    row.countries = {found.code: found.confirmed for found in tally.signed}
    with tempfile.TemporaryFile() as file:
        row.named, row.csv_sha256, row.csv_bytes = _write_csv(file, row)
        file.seek(0)
        default_storage.save(row.file("csv"), File(file))
    # The count is read first; whoever confirms a moment later is among the names.
    row.confirmed = max(row.confirmed, row.named)
    made = _pdf(row, [(found.name, found.confirmed) for found in tally.signed])
    row.pdf_bytes = len(made)
    default_storage.save(row.file("pdf"), ContentFile(made))
    kill.point("handover.written")
    _ready(row)


@transaction.atomic
def _ready(row: HandOver) -> None:
    fields = ["confirmed", "named", "countries", "csv_sha256", "csv_bytes", "pdf_bytes"]
    row.state = HandOver.State.READY
    current = HandOver.objects.select_for_update().get(pk=row.pk)
    if current.state != HandOver.State.MAKING or current.name != row.name:
        raise RuntimeError("somebody else has made it")
    row.save(update_fields=[*fields, "state"])
    data = {"handover": row.pk, "count": row.confirmed, "names": row.named, "sha256": row.csv_sha256}
    journal.record("campaign.handover_made", row.campaign, data=data)


def _names(row: HandOver) -> Iterator[Named]:
    """Yield country code and name of those who agreed, by country and name, without holding them all."""
    return queries.agreed(row.campaign_id, until=row.at).order_by("country", "name", "pk").values_list("country", "name").iterator(2000)


def _write_csv(file: IO[bytes], row: HandOver) -> tuple[int, str, int]:
    """Write the names; returns how many there are, the digest and the size in bytes."""
    digest, size, named = hashlib.sha256(), 0, 0
    for chunk in _csv_chunks(row):
        content = chunk.encode()
        digest.update(content)
        size += len(content)
        named += chunk.count("\r\n")
        file.write(content)
    # The first line names the columns.
    return named - 1, digest.hexdigest(), size


def _csv_chunks(row: HandOver) -> Iterator[str]:
    lines = io.StringIO()
    writer = csv.writer(lines)
    # A mark by which spreadsheets know UTF-8.
    lines.write("\ufeff")
    writer.writerow(["name", "country", "country_name"])
    for code, name in _names(row):
        writer.writerow([text.spreadsheet_cell(name), code, text.spreadsheet_cell(countries.name(code, row.language)) if code else ""])
        if lines.tell() > 1 << 16:
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue()


def _pdf(row: HandOver, counts: list[tuple[str, int]]) -> bytes:
    printed: list[tuple[str, list[str]]] = []
    if row.named <= MOST_PRINTED:
        for code, names in groupby(_names(row), key=lambda pair: pair[0]):
            printed.append((countries.name(code, row.language) if code else "–", [name for _code, name in names]))
    with translation.override(row.language):
        about = leaflets.cause(row.campaign, versions.text_in(row.campaign, row.language), row.campaign.campaign, language=row.language)
        tally = printing.Tally(
            confirmed=row.confirmed, as_of=row.at.date(), countries=counts, names=printed, csv_sha256=row.csv_sha256
        )  # fmt: skip
        return printing.handover(about, tally, language=row.language)
