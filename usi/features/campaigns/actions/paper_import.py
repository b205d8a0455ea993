"""Counts a list of signatures from paper, row by row; each name at each place counts once, and none is kept."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from usi.base import ids, kill, time
from usi.features.campaigns import paper_csv, sealing
from usi.features.campaigns.actions.paper import Sheet, move, takes_paper
from usi.features.campaigns.models import Campaign, PaperBatch, PaperRow
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

CREATED, SAME, REFUSED = "created", "same", "refused"
AT_ONCE = 500
SHOWN = 100


@dataclass(frozen=True)
class Line:
    """What became of a row; no name is in it, the line says which it is."""

    line: int
    result: str
    why: str = ""


@dataclass
class Outcome:
    """How many rows were created, the same or refused, and the first that did not count."""

    counts: Counter[str] = field(default_factory=Counter)
    shown: list[Line] = field(default_factory=list)
    batch: PaperBatch | None = None
    write: Callable[[Line], None] = lambda line: None

    @property
    def more(self) -> int:
        """How many rows that did not count are not shown."""
        return self.counts[SAME] + self.counts[REFUSED] - len(self.shown)

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return sum(self.counts.values())

    def add(self, line: Line) -> None:
        """Note what became of a row."""
        self.counts[line.result] += 1
        if line.result != CREATED and len(self.shown) < SHOWN:
            self.shown.append(line)
        self.write(line)


def import_paper(
    campaign: Publication, file: IO[bytes], *, by: Actor | None, sheet: Sheet, dry: bool = False, most: int = 0,
    write: Callable[[Line], None] | None = None,
) -> Outcome:  # fmt: skip
    """Count the rows of a CSV file; the same file, or the same row again, counts nothing twice.

    The file is read to its end before anything is written. Then each `AT_ONCE` rows are one transaction with the count they add, so that
    people can sign meanwhile and a run that was killed is finished by the next. `most` bounds the rows where it is not 0;
    `write` is told what became of each row.

    :raises paper_csv.Problem: if the file is broken or has more rows
    :raises PaperRefused: if the campaign takes nothing from paper
    """
    outcome = Outcome(write=write) if write else Outcome()
    encoding, digest = paper_csv.check(file)
    with transaction.atomic():
        takes_paper(campaign.pk)
    for number, _row in enumerate(paper_csv.rows(file, encoding), 1):
        if number > most > 0:
            raise paper_csv.Problem(_("The list has more than %(most)s rows. Cut it into parts.") % {"most": most})
    chunks = _chunks(paper_csv.rows(file, encoding))
    if dry:
        _look(campaign.pk, chunks, outcome)
        return outcome
    for chunk in chunks:
        _take(campaign, chunk, outcome, by=by, sheet=sheet, digest=digest)
    if outcome.batch is not None:
        data = {"batch": outcome.batch.pk, "rows": dict(sorted(outcome.counts.items())), "digest": digest}
        journal.record("campaign.paper_imported", campaign, by=by.pk if by else None, data=data)
    return outcome


def _chunks(rows: Iterable[paper_csv.Row]) -> Iterator[list[paper_csv.Row]]:
    chunk: list[paper_csv.Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _key(number: int, row: paper_csv.Row) -> bytes:
    return sealing.paper_key(number, name=row.name, place=row.place, country=row.country, email=row.email)


def _take(campaign: Publication, rows: list[paper_csv.Row], outcome: Outcome, *, by: Actor | None, sheet: Sheet, digest: str) -> None:
    lines: list[Line] = []
    with transaction.atomic():
        facts = takes_paper(campaign.pk)
        keys = {row.line: _key(campaign.pk, row) for row in rows if not row.wrong}
        there = {bytes(row.key): row for row in PaperRow.objects.filter(campaign=campaign, key__in=keys.values()).select_related("batch")}
        fresh: dict[bytes, str] = {}
        for row in rows:
            key = keys.get(row.line)
            found = there.get(key) if key else None
            if key is None:
                lines.append(Line(row.line, REFUSED, row.wrong))
            elif key in fresh or (found is not None and found.batch.taken_back_at is None):
                lines.append(Line(row.line, SAME, _("this name at this place has been counted")))
            else:
                fresh[key] = row.country
                lines.append(Line(row.line, CREATED))
        if fresh:
            outcome.batch = _count(facts, campaign, outcome.batch, fresh, there, by=by, sheet=sheet, digest=digest)
        kill.point("paper.counted")
    for line in lines:
        outcome.add(line)


def _count(
    facts: Campaign, campaign: Publication, batch: PaperBatch | None, fresh: dict[bytes, str], there: dict[bytes, PaperRow],
    *, by: Actor | None, sheet: Sheet, digest: str,
) -> PaperBatch:  # fmt: skip
    """Write the rows of a chunk and what they add, in the transaction that found them fresh."""
    if batch is None:
        batch = PaperBatch(
            campaign=campaign, source=PaperBatch.Source.IMPORT, entered_by=by.pk if by else None, digest=digest, at=time.now(),
            **sheet.columns(),
        )  # fmt: skip
        batch.save(force_insert=True)
        journal.record("campaign.paper_import_begun", campaign, by=batch.entered_by, data={"batch": batch.pk, "digest": digest})
    else:
        # Somebody may have taken it back while the rest was being read.
        batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    moved = [there[key] for key in fresh if key in there]
    _leave(moved, {bytes(row.key): fresh[bytes(row.key)] for row in moved})
    PaperRow.objects.filter(pk__in=[row.pk for row in moved]).update(batch=batch)
    PaperRow.objects.bulk_create([PaperRow(id=ids.new(), campaign=campaign, batch=batch, key=key) for key in fresh if key not in there])
    added = Counter(fresh.values())
    batch.countries = dict(Counter(batch.countries) + added)
    batch.total += sum(added.values())
    batch.save(update_fields=["countries", "total"])
    if batch.taken_back_at is None:
        move(facts, added)
    return batch


def _leave(rows: list[PaperRow], countries: dict[bytes, str]) -> None:
    """Take rows off the lists that were taken back, so that these could count again without counting them twice."""
    by_batch: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_batch[row.batch_id][countries[bytes(row.key)]] += 1
    for number, gone in by_batch.items():
        batch = PaperBatch.objects.select_for_update().get(pk=number)
        batch.countries = dict(Counter(batch.countries) - gone)
        batch.total = sum(batch.countries.values())
        batch.save(update_fields=["countries", "total"])


def _look(number: int, chunks: Iterable[list[paper_csv.Row]], outcome: Outcome) -> None:
    """Say what would become of each row. What the file itself repeats is found on disk, so that memory stays bounded."""
    with closing(sqlite3.connect("")) as scratch:
        scratch.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
        for rows in chunks:
            keys = {row.line: _key(number, row) for row in rows if not row.wrong}
            standing = PaperRow.objects.filter(campaign_id=number, key__in=keys.values(), batch__taken_back_at=None)
            there = {bytes(key) for key in standing.values_list("key", flat=True)}
            for row in rows:
                key = keys.get(row.line)
                if key is None:
                    outcome.add(Line(row.line, REFUSED, row.wrong))
                elif key in there or not scratch.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount:
                    outcome.add(Line(row.line, SAME, _("this name at this place has been counted")))
                else:
                    outcome.add(Line(row.line, CREATED))
