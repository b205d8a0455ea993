"""Keeps segments in step with an original: only those whose text changed need work again."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

from usi.base import time
from usi.spine.publications import actions as publications
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.models.work import Subject
from usi.surfaces.translation.queries import texts
from usi.surfaces.translation.queries.texts import Part

_State = Segment.State
_TEXT = ["piece", "place", "source", "tail", "target", "state", "before_source", "before_target", "suggested", "version", "changed_at"]


@dataclass
class _Changes:
    moved: list[Segment] = field(default_factory=list)
    made: list[Segment] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    any: bool = False


def follow(job: Job, subject: Subject) -> bool:
    """Bring a job's segments to its original's text as it stands; returns whether any changed. The caller has locked the job.

    Unchanged segments keep their text and state. A changed one keeps what it was, and what was said of that, beside an empty text.
    """
    pieces = texts.original(subject)
    parts = texts.parts(pieces)
    rows = list(job.segments.order_by("place"))
    changes = _compare(job, rows, parts)
    Segment.objects.filter(pk__in=changes.gone).delete()
    Segment.objects.bulk_create(changes.made, batch_size=200)
    Segment.objects.bulk_update(changes.moved, _TEXT, batch_size=100)
    before, now = (job.of_version, job.from_language), (texts.version_of(subject), texts.language_of(subject))
    if not changes.any and before == now:
        return False
    (job.of_version, job.from_language), job.words = now, texts.words_in(pieces)
    if changes.any:
        job.changed_at, job.suggested_at = time.now(), None
        if job.state in (Job.State.TRANSLATED, Job.State.CHECKED):
            job.state = Job.State.OUTDATED
    job.save(update_fields=["of_version", "words", "from_language", "state", "changed_at", "suggested_at"])
    if job.publication is not None and not changes.any:
        publications.still_holds(job.publication, language=job.language, of_version=before[0])
    return changes.any


def _compare(job: Job, rows: list[Segment], parts: list[Part]) -> _Changes:
    changes = _Changes()
    old = [(texts.group_of(row.piece), row.source) for row in rows]
    new = [(texts.group_of(key), text) for key, text, _ in parts]
    for verb, start, end, at, to in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            for row, place in zip(rows[start:end], range(at, to), strict=True):
                _move(row, place, parts[place], changes)
            continue
        changes.any = True
        _replace(job, rows[start:end], range(at, to), parts, changes)
    return changes


def _replace(job: Job, rows: list[Segment], places: range, parts: list[Part], changes: _Changes) -> None:
    """Give old segments the new texts of the same piece in order; what is left over goes, what is missing is new."""
    left = list(rows)
    for place in places:
        key, text, tail = parts[place]
        row = next((row for row in left if texts.group_of(row.piece) == texts.group_of(key)), None)
        if row is None:
            made = Segment(job=job, piece=key, place=place, source=text, tail=tail, changed_at=time.now())
            changes.made.append(made)
            continue
        left.remove(row)
        _change(row, text)
        _move(row, place, parts[place], changes, changed=True)
    changes.gone += [row.pk for row in left]


def _change(row: Segment, text: str) -> None:
    row.suggested = ""
    if row.state == _State.CHANGED and text == row.before_source:
        row.source, row.target, row.state = text, row.before_target, _State.DONE if row.before_target else _State.EMPTY
        row.before_source = row.before_target = ""
    elif row.target:
        row.before_source, row.before_target = row.source, row.target
        row.source, row.target, row.state = text, "", _State.CHANGED
    else:
        row.source = text
    row.version += 1
    row.changed_at = time.now()


def _move(row: Segment, place: int, part: Part, changes: _Changes, *, changed: bool = False) -> None:
    there = (part[0], place, part[2])
    if changed or (row.piece, row.place, row.tail) != there:
        row.piece, row.place, row.tail = there
        changes.moved.append(row)
