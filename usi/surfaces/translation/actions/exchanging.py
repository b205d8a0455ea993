"""Takes in what translators typed elsewhere, and reports what does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from usi.base.access import Reader
from usi.surfaces.translation.actions.taking import lock
from usi.surfaces.translation.actions.writing import Typed, write
from usi.surfaces.translation.exchange import ExchangeUnit
from usi.surfaces.translation.models import Job


@dataclass
class Merged:
    """What became of the segments of a file: how many were taken, and those that were not, with a code of why."""

    taken: int = 0
    same: int = 0
    rest: list[tuple[ExchangeUnit, str]] = field(default_factory=list)


@transaction.atomic
def merge(job: Job, *, reader: Reader, units: Iterable[ExchangeUnit]) -> Merged:
    """Take the texts whose segment is still there and whose original is still the same; the rest is reported.

    :raises usi.surfaces.translation.actions.Refused: if the reader may not write there
    """
    current, result = lock(job), Merged()
    rows = {str(row.pk): row for row in current.segments.all()}
    typed: dict[int, Typed] = {}
    units = list(units)
    for unit in units:
        row = rows.get(unit.id)
        if row is None:
            result.rest.append((unit, "unknown"))
        elif " ".join(unit.source.split()) != " ".join(row.source.split()):
            result.rest.append((unit, "changed"))
        elif not unit.target.strip():
            result.rest.append((unit, "empty"))
        else:
            typed[row.pk] = Typed(row.version, unit.target)
    saved = write(current, reader=reader, typed=typed)
    result.taken, result.same = len(saved.written), len(typed) - len(saved.written)
    return result
