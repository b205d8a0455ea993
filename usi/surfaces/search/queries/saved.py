"""Reads of the searches that people keep, and what came out since they were last looked at."""

from __future__ import annotations

from urllib.parse import parse_qsl

from usi.base.access import Reader
from usi.spine.journal.models import Entry, Head
from usi.surfaces.search import engine
from usi.surfaces.search.models import Document, SavedSearch
from usi.surfaces.search.queries import expressions, found, results, walks
from usi.surfaces.search.queries.closeness import Near
from usi.surfaces.search.queries.expressions import Tier
from usi.surfaces.search.queries.question import Question
from usi.surfaces.search.queries.results import Result

MOST_NEW, MOST_SHOWN = 2000, 10
_NEWS = ("publication.published", "publication.moderation_clear")


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


def news(row: SavedSearch, *, reader: Reader, upto: int) -> list[Result]:
    """Return what a saved search finds among the publications that came out since it was last looked at."""
    entries = Entry.objects.filter(number__gt=row.seen, number__lte=upto, verb__in=_NEWS, subject_type="publication")
    fresh = set(entries.order_by("-number").values_list("subject_id", flat=True)[:MOST_NEW])
    question = question_of(row)
    if not fresh or question.empty:
        return []
    shelf = walks.live_shelf()
    oldest = Document.objects.filter(shelf=shelf.number, subject_type="publication", subject_id__in=fresh).order_by("pk").first()
    if oldest is None:
        return []
    tier = Tier("", expressions.anywhere(question, reader), 0)
    hits = walks.in_order(
        tier.expression, shelf=shelf, group=engine.PUBLICATIONS, size=MOST_NEW, ascending=True, after=oldest.pk - 1
    )
    kept = [hit for hit in reversed(hits) if hit.subject_id in fresh]
    rows = found.visible(kept, reader=reader, language=row.language, size=MOST_SHOWN)
    return results.show(question, rows, [tier], Near(row.language))
