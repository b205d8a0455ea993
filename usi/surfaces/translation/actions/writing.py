"""Takes what is typed into segments; two who type into one lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from usi.base import text as cleaning
from usi.base import time
from usi.base.access import Reader
from usi.surfaces.translation import policies, proof
from usi.surfaces.translation.actions.refusals import Conflict, Held, NotAllowed
from usi.surfaces.translation.actions.taking import lock, reserve
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.queries import texts

# A whole text at most: one that could not be cut block by block is one segment.
LONGEST = 100_000


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a segment, and the version of it they saw."""

    version: int
    text: str


@dataclass
class Saved:
    """What came of saving: the segments written, and those that somebody else had changed."""

    job: Job
    written: list[Segment] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@transaction.atomic
def write(job: Job, *, reader: Reader, typed: Mapping[int, Typed]) -> Saved:
    """Keep the texts that differ from what stands in the segments; each one's state follows from the checks. Extends the reservation.

    :raises Held: if somebody else has the text
    :raises NotAllowed: if the reader may neither translate nor check it as it stands
    """
    current = lock(job)
    checking = not policies.may_write(reader, current)
    if checking and current.held():
        raise Held(current.taken_by)
    if checking and not policies.may_check(reader, current):
        raise NotAllowed
    saved = Saved(current)
    for row in current.segments.filter(pk__in=list(typed)).order_by("place"):
        _keep(row, typed[row.pk], saved)
    proof.judge(current, saved.written)
    for row in saved.written:
        if not checking:
            row.by_id = reader.actor_id
        row.save(update_fields=["target", "state", "version", "changed_at", "by"])
    if not checking:
        reserve(current, reader.actor_id)
    return saved


def _keep(row: Segment, typed: Typed, saved: Saved) -> None:
    cleaned = (cleaning.line if texts.is_line(row.piece) else cleaning.prose)(typed.text)[:LONGEST]
    if cleaned == row.target:
        return
    if typed.version != row.version:
        saved.conflicts.append(Conflict(row, cleaned))
        return
    row.target, row.version, row.changed_at = cleaned, row.version + 1, time.now()
    saved.written.append(row)
