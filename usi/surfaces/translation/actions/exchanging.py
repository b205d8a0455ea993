"""Takes in what translators typed elsewhere, and reports what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from usi.base.access import Reader
from usi.surfaces.translation import exchange, files
from usi.surfaces.translation.actions.following import follow
from usi.surfaces.translation.actions.refusals import Conflict
from usi.surfaces.translation.actions.taking import lock
from usi.surfaces.translation.actions.writing import Typed, write
from usi.surfaces.translation.models import Job


@dataclass
class Merged:
    """What became of a file: how many parts were taken, those whose text here it replaced (source, text before), and what was not taken.

    `conflicts` are parts that were changed here after the file was made: what stands here stays, and what the file says waits beside it.
    """

    taken: int = 0
    same: int = 0
    replaced: list[tuple[str, str]] = field(default_factory=list)
    rest: list[exchange.Row] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@transaction.atomic
def merge(job: Job, *, reader: Reader, parsed: exchange.Parsed) -> Merged:
    """Take the texts that fit the original and the translation as they stand now; the rest is reported, and so is every text replaced.

    :raises usi.surfaces.translation.actions.Refused: if the reader may not write there
    """
    current = lock(job)
    follow(current, current.subject)
    found = exchange.merge(parsed, files.of(current))
    rows = {str(row.pk): row for row in current.segments.all()}
    fits = {rows[unit.id]: unit.target for unit in found.fits if unit.id in rows}
    saved = write(current, reader=reader, typed={row.pk: Typed(row.version, target) for row, target in fits.items()})
    written = {row.pk for row in saved.written}
    return Merged(
        taken=len(written),
        same=len(found.same) + len(fits) - len(written),
        replaced=[(row.source, row.target) for row in fits if row.pk in written and row.target],
        rest=found.rest,
        conflicts=[Conflict(rows[unit.id], unit.target) for unit in found.conflicts if unit.id in rows],
    )
