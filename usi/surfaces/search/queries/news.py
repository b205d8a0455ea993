"""What a saved search finds among what came since it was last looked at. What only changed, or was translated, is not news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from usi.base.access import Reader
from usi.spine.journal.models import Entry
from usi.spine.people.models import Audience
from usi.surfaces.search import engine
from usi.surfaces.search.models import SavedSearch
from usi.surfaces.search.queries import expressions, found, results, walks
from usi.surfaces.search.queries.closeness import Near
from usi.surfaces.search.queries.expressions import Tier
from usi.surfaces.search.queries.results import Result
from usi.surfaces.search.queries.saved import question_of

MOST_NEW, MOST_SHOWN = 2000, 10
_CAME_OUT = ("publication.published", "publication.moderation_clear")
_CREATED = {"verb": "organisation.created", "subject_type": "organisation"}
_AGREED = {"verb": "person.audiences_set", "subject_type": "actor"}
Entries = Any


def news(row: SavedSearch, *, reader: Reader, upto: int) -> list[Result]:
    """Return the newest publications that are news to a saved search, then organisations and people who agreed to be found."""
    entries = Entry.objects.filter(number__gt=row.seen, number__lte=upto)
    publications = _subjects(entries.filter(verb__in=_CAME_OUT, subject_type="publication"))
    actors = _subjects(entries.filter(**_CREATED)) | _agreed(entries, before=row.seen) - {row.person_id}
    lists = _brought_in(entries)

    def came(number: int) -> bool:
        return number in actors or any(first < number < last for first, last in lists)

    shown = _among(row, reader, engine.PUBLICATIONS, publications.__contains__) if publications else []
    return shown + _among(row, reader, engine.ACTORS, came) if actors or lists else shown


def _subjects(entries: Entries) -> set[int]:
    return set(entries.order_by("-number").values_list("subject_id", flat=True)[:MOST_NEW])


def _agreed(entries: Entries, *, before: int) -> set[int]:
    """Return the people who showed something to everyone in these entries, and did not when the entry `before` was written."""
    rows = entries.filter(**_AGREED).order_by("-number").values_list("subject_id", "data")[:MOST_NEW]
    agreed = {number for number, audiences in rows if Audience.PUBLIC in audiences.values()}
    earlier = Entry.objects.filter(**_AGREED, subject_id__in=agreed, number__lte=before).order_by("number")
    last = dict(earlier.values_list("subject_id", "data")) if agreed else {}
    return {number for number in agreed if Audience.PUBLIC not in last.get(number, {}).values()}


def _brought_in(entries: Entries) -> list[tuple[int, int]]:
    """Return the bounds of the ids of organisations that lists brought in."""
    rows = entries.filter(verb="organisations.imported").values_list("data", "subject_id")
    return [(data["since"], last) for data, last in rows if "since" in data]


def _among(row: SavedSearch, reader: Reader, group: int, is_new: Callable[[int], bool]) -> list[Result]:
    """Return what is found in a group of the index and is new, newest first."""
    question = question_of(row)
    if question.empty:
        return []
    tier = Tier("", expressions.anywhere(question, reader), 0)
    hits = walks.in_order(tier.expression, shelf=walks.live_shelf(), group=group, size=MOST_NEW)
    rows = found.visible([hit for hit in hits if is_new(hit.subject_id)], reader=reader, language=row.language, size=MOST_SHOWN)
    return results.show(question, rows, [tier], Near(row.language))
