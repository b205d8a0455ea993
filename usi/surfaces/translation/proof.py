"""What the checks, the memory and the glossary say about the segments of a job: the one place that asks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from usi.surfaces.translation import checks, glossary, memory
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.queries import texts

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Help:
    """What stands beside a segment."""

    suggestions: Sequence[memory.Suggestion] = ()
    terms: Sequence[glossary.TermHit] = ()
    faults: Sequence[checks.Fault] = ()


def judge(job: Job, rows: Iterable[Segment]) -> None:
    """Set the state of segments by their text: empty, to be mended, or done."""
    rows = list(rows)
    terms = book(job) if rows else None
    for row in rows:
        if not row.target:
            row.state = Segment.State.CHANGED if row.before_target else Segment.State.EMPTY
        else:
            row.state = Segment.State.DRAFT if any(fault.blocking for fault in faults(job, row, terms)) else Segment.State.DONE


def book(job: Job) -> glossary.Book:
    """Return the glossary of a job's languages."""
    return glossary.Book(from_language=job.from_language, to_language=job.language)


def faults(job: Job, row: Segment, terms: glossary.Book | None = None) -> list[checks.Fault]:
    """Return what is wrong with a segment's text, in the reader's language; `terms` where the glossary was read already."""
    hits = (terms or book(job)).found_in(row.source)
    found = list(checks.faults(row.source, row.target, from_language=job.from_language, to_language=job.language, terms=hits))
    if texts.is_line(row.piece) and len(row.target) > LONGEST_TITLE:
        said = _("A title has at most %(most)s characters; this one has %(count)s.") % {"most": LONGEST_TITLE, "count": len(row.target)}
        found.append(checks.Fault(code="long", message=said, blocking=True))
    return found


def help_for(job: Job, rows: Sequence[Segment]) -> dict[int, Help]:
    """Return what stands beside each segment, in three queries; the memory is asked for those that have no text yet."""
    terms, found = book(job), {}
    empty = [row.source for row in rows if not row.target]
    known = memory.suggestions(empty, from_language=job.from_language, to_language=job.language, limit=3)
    for row in rows:
        found[row.pk] = Help(
            suggestions=known.get(row.source, ()) if not row.target else (),
            terms=terms.found_in(row.source),
            faults=faults(job, row, terms) if row.target else (),
        )
    return found
