"""Fills the other shelf with everything anew while the first is read, then changes over."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from uuid import uuid4

from django.db import transaction

from usi.base import time
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Moderation, Publication, State
from usi.surfaces.search import engine
from usi.surfaces.search.actions import writing
from usi.surfaces.search.models import Document, Index, NameWord

# A rebuild writes more at a time than what follows changes: each commit arranges words once more. Others wait about a fifth of a second.
AT_ONCE = 2000
DELETED_AT_ONCE = 5000
# Whoever asked for the shelf a moment ago has read from it by then.
SECONDS_OF_GRACE = 2.0
Progress = Callable[[int, int], None]


class Superseded(Exception):
    """Another rebuild began meanwhile and goes on in this one's place."""


def rebuild(*, progress: Progress | None = None) -> int:
    """Index everything anew beside what is read, then read the new; returns how many subjects can be found.

    What changes meanwhile is written to both. `progress` is called with (done, all).

    :raises Superseded: if another rebuild began meanwhile; it will finish
    """
    run = uuid4().hex
    shelf = _begin(run)
    total, done, found = _count(), 0, 0
    for subject_type, numbers in _subjects():
        found += writing.write(subject_type, numbers, choose=lambda state: _mine(state, run, shelf))
        done += len(numbers)
        if progress is not None:
            progress(min(done, total), total)
    engine.settle(shelf=shelf)
    old = _change_over(run)
    clock.sleep(SECONDS_OF_GRACE)
    _empty(old)
    NameWord.objects.exclude(shelf=shelf).delete()
    return found


def built() -> bool:
    """Whether the index was ever filled as a whole."""
    return Index.objects.filter(built_at__isnull=False).exists()


def renew() -> bool:
    """Rebuild the index where words of documents that changed or went, or of their names, may still lie in it; returns whether it did."""
    if not Index.objects.filter(left_over__gt=0).exists():
        return False
    rebuild()
    return True


def _begin(run: str) -> int:
    with transaction.atomic():
        state = writing.locked()
        shelf = 1 - state.live
        # Nobody else may write to the shelf while it is emptied.
        Index.objects.filter(pk=1).update(building=None, run=run)
    _empty(shelf)
    with transaction.atomic():
        _check(run)
        engine.begin(shelf=shelf)
        Index.objects.filter(pk=1).update(building=shelf)
    return shelf


def _check(run: str) -> None:
    _mine(writing.locked(), run, 0)


def _mine(state: Index, run: str, shelf: int) -> list[int]:
    if state.run != run:
        raise Superseded
    return [shelf]


def _change_over(run: str) -> int:
    with transaction.atomic():
        _check(run)
        state = writing.locked()
        Index.objects.filter(pk=1).update(live=1 - state.live, building=None, left_over=0, built_at=time.now())
        return state.live


def _empty(shelf: int) -> None:
    while numbers := list(Document.objects.filter(shelf=shelf).values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        Document.objects.filter(pk__in=numbers).delete()
    with transaction.atomic():
        if writing.locked().live != shelf:
            engine.clear(shelf=shelf)


def _count() -> int:
    out = Publication.objects.filter(state=State.PUBLISHED, moderation=Moderation.CLEAR).count()
    return int(out + Actor.objects.active().local().count())


def _subjects() -> Iterator[tuple[Document.Subject, list[int]]]:
    """Return all that may be found, in batches, oldest first."""
    last = 0
    while numbers := list(Actor.objects.active().local().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield writing.ACTOR, numbers
        last = numbers[-1]
    last = 0
    out = Publication.objects.filter(state=State.PUBLISHED, moderation=Moderation.CLEAR)
    while rows := list(out.filter(position__gt=last).order_by("position").values_list("pk", "position")[:AT_ONCE]):
        yield writing.PUBLICATION, [row[0] for row in rows]
        last = rows[-1][1]
