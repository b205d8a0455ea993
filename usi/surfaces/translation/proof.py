"""What the checks, the memory and the glossary say about the segments of a job: the one place that asks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from usi.surfaces.translation import checks, glossary, memory
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.queries import texts

LONGEST_TITLE = 200


@dataclass
class Help:
    """What stands beside a segment."""

    suggestions: Sequence[Any] = ()
    terms: Sequence[Any] = ()
    faults: Sequence[Any] = field(default_factory=list)


def judge(job: Job, rows: Iterable[Segment]) -> None:
    """Set the state of segments by their text: empty, to be mended, or done."""
    for row in rows:
        if not row.target:
            row.state = Segment.State.CHANGED if row.before_target else Segment.State.EMPTY
        else:
            row.state = Segment.State.DRAFT if any(fault.blocking for fault in faults(job, row)) else Segment.State.DONE


def faults(job: Job, row: Segment, terms: Sequence[Any] = ()) -> list[Any]:
    """Return what is wrong with a segment's text, in the reader's language."""
    found = list(checks.faults(row.source, row.target, from_language=job.from_language, to_language=job.language, terms=terms))
    if texts.is_line(row.piece) and len(row.target) > LONGEST_TITLE:
        said = _("A title has at most %(most)s characters; this one has %(count)s.") % {"most": LONGEST_TITLE, "count": len(row.target)}
        found.append(checks.Fault(code="long", message=said, blocking=True))
    return found


def help_for(job: Job, rows: Sequence[Segment]) -> dict[int, Help]:
    """Return what stands beside each segment."""
    between = {"from_language": job.from_language, "to_language": job.language}
    found = {}
    for row in rows:
        terms = glossary.found_in(row.source, **between)
        needs = row.state in (Segment.State.EMPTY, Segment.State.DRAFT, Segment.State.CHANGED)
        found[row.pk] = Help(
            suggestions=memory.suggest(row.source, **between, limit=3) if needs else (),
            terms=terms,
            faults=faults(job, row, terms) if row.target else (),
        )
    return found
