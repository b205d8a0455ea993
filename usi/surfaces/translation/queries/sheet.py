"""What the page of one job shows: a sheet of its segments, with what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from usi.surfaces.translation.models import Job, Segment

SIZE = 10


@dataclass(frozen=True)
class Sheet:
    """Some segments in a row, where they stand, and how many there are of each state."""

    rows: Sequence[Segment]
    number: int
    sheets: int
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many segments there are."""
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        """How many are done."""
        return self.counts.get(Segment.State.DONE, 0) + self.counts.get(Segment.State.CHECKED, 0)

    @property
    def next(self) -> int:
        """The number of the sheet after this, 0 where it is the last."""
        return self.number + 1 if self.number < self.sheets else 0


def sheet(job: Job, number: int = 0) -> Sheet:
    """Return a sheet of a job's segments, counted from 1; 0: the first on which something is left to do."""
    counts = dict(job.segments.order_by().values_list("state").annotate(total=Count("pk")))
    sheets = max(1, -(-sum(counts.values()) // SIZE))
    if not number:
        number = (_first_left(job) if job.state == Job.State.IN_WORK else 0) // SIZE + 1
    number = min(max(number, 1), sheets)
    rows = list(job.segments.select_related("by").order_by("place")[(number - 1) * SIZE : number * SIZE])
    return Sheet(rows, number, sheets, counts)


def _first_left(job: Job) -> int:
    ready = (Segment.State.DONE, Segment.State.CHECKED)
    return job.segments.exclude(state__in=ready).order_by("place").values_list("place", flat=True).first() or 0
