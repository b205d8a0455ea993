"""Reads of the searches that people keep."""

from __future__ import annotations

from urllib.parse import parse_qsl

from usi.spine.journal.models import Entry, Head
from usi.surfaces.search.models import SavedSearch
from usi.surfaces.search.queries.question import Question


def question_of(row: SavedSearch) -> Question:
    """Return what a saved search asks."""
    return Question.read(dict(parse_qsl(row.address.lstrip("?"))), language=row.language)


def of(person_id: int) -> list[SavedSearch]:
    """Return the searches a person keeps, newest first, each with its question as `question`."""
    rows = list(SavedSearch.objects.filter(person_id=person_id))
    for row in rows:
        row.question = question_of(row)  # type: ignore[attr-defined]
    return rows


def settled() -> int:
    """Return the number of the last journal entry before which everything is in the index."""
    waiting = Entry.objects.undispatched().order_by("number").values_list("number", flat=True).first()
    last = Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    return last if waiting is None else waiting - 1
