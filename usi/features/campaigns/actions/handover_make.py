"""Makes the documents of a hand-over, in the worker: the CSV and the volumes of the PDF with the names of those who agreed."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby, islice
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from usi.base import kill, text, time
from usi.base import printing as sheets
from usi.features.campaigns import leaflets, printing, queries
from usi.features.campaigns.models import HandOver
from usi.spine.journal import actions as journal
from usi.spine.publications import versions
from usi.spine.taxonomy import countries

LEASE = timedelta(minutes=15)
MOST_TRIES = 3
# Forty thousand in many scripts take twenty seconds and 300 MB to print; more are printed in volumes, one after the other.
NAMES_IN_VOLUME = 40_000
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
    for name in row.files():
        default_storage.delete(name)


def _make(row: HandOver) -> None:
    tally = queries.tally(row.campaign_id, language=row.language)
    row.confirmed = tally.confirmed
    row.countries = {found.code: found.confirmed for found in tally.signed}
    # Names are read once, so that somebody who withdraws meanwhile is on paper and in the file, or in neither.
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as names:
        row.named, row.csv_sha256, row.csv_bytes = _write_csv(file, names, row)
        row.volumes = [
            {"names": min(NAMES_IN_VOLUME, row.named - first), "bytes": 0} for first in range(0, max(row.named, 1), NAMES_IN_VOLUME)
        ]
        _hold(row)
        file.seek(0)
        default_storage.save(row.file("csv"), File(file))
        # The count is read first; whoever confirms a moment later is among the names.
        row.confirmed = max(row.confirmed, row.named)
        names.seek(0)
        _print(row, ((code, name) for code, name in csv.reader(names)), [(found.name, found.confirmed) for found in tally.signed])
    _ready(row)


def _hold(row: HandOver) -> None:
    """Note which files there are to be and that somebody still works on them.

    :raises RuntimeError: if another has taken it over, or the names are erased
    """
    mine = HandOver.objects.filter(pk=row.pk, state=HandOver.State.MAKING, name=row.name)
    if not mine.update(claimed_at=time.now(), volumes=row.volumes):
        raise RuntimeError("it is no longer ours")


@transaction.atomic
def _ready(row: HandOver) -> None:
    fields = ["confirmed", "named", "countries", "csv_sha256", "csv_bytes", "volumes"]
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


def _write_csv(file: IO[bytes], names: IO[str], row: HandOver) -> tuple[int, str, int]:
    """Write the names, and once more as they are, for paper; returns how many there are, the digest and the size in bytes."""
    digest, size, named = hashlib.sha256(), 0, 0
    for chunk in _csv_chunks(row, names):
        content = chunk.encode()
        digest.update(content)
        size += len(content)
        named += chunk.count("\r\n")
        file.write(content)
    # The first line names the columns.
    return named - 1, digest.hexdigest(), size


def _csv_chunks(row: HandOver, names: IO[str]) -> Iterator[str]:
    lines = io.StringIO()
    writer, plain = csv.writer(lines), csv.writer(names)
    # A mark by which spreadsheets know UTF-8.
    lines.write("\ufeff")
    writer.writerow(["name", "country", "country_name"])
    for code, name in _names(row):
        plain.writerow([code, name])
        writer.writerow([text.spreadsheet_cell(name), code, text.spreadsheet_cell(countries.name(code, row.language)) if code else ""])
        if lines.tell() > 1 << 16:
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue()


def _print(row: HandOver, names: Iterator[Named], counts: Sequence[tuple[str, int]]) -> None:
    """Print and store one volume after the other, so that no more than one is held."""
    with translation.override(row.language):
        about = leaflets.cause(row.campaign, versions.text_in(row.campaign, row.language), row.campaign.campaign, language=row.language)
    for number, volume in enumerate(row.volumes, 1):
        printed = [
            (countries.name(code, row.language) if code else "–", [name for _code, name in same])
            for code, same in groupby(islice(names, NAMES_IN_VOLUME), key=lambda pair: pair[0])
        ]
        tally = printing.Tally(
            confirmed=row.confirmed, as_of=row.at.date(), countries=counts, names=printed, csv_sha256=row.csv_sha256,
            named=row.named, volume=number, volumes=len(row.volumes),
        )  # fmt: skip
        made = printing.handover(about, tally, language=row.language)
        if len(row.volumes) > 1:
            sheets.forget()
        volume["bytes"] = len(made)
        default_storage.save(row.file("pdf", number), ContentFile(made))
        kill.point("handover.written")
        _hold(row)
