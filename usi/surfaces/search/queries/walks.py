"""What walks along the index bring back, newest first, never further than a bound: a word of every text costs no more than a rare one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from usi.surfaces.search import engine
from usi.surfaces.search.models import Index
from usi.surfaces.search.queries import expressions, steps
from usi.surfaces.search.queries.question import FACETS
from usi.surfaces.search.queries.steps import Walk

PER_TIER = 200
MOST_COUNTED = 5000
BOTH = (engine.ACTORS, engine.PUBLICATIONS)
Subject = tuple[str, int]


class Hit(NamedTuple):
    """A document that meets a question: the place of the best tier it was found in, its number, subject, age and facets."""

    tier: int
    id: int
    subject_type: str
    subject_id: int
    position: int
    facets: str

    @property
    def subject(self) -> Subject:
        """Type and id."""
        return self.subject_type, self.subject_id


class Shelf(NamedTuple):
    """The shelf that is read, and for each group the number behind its documents."""

    number: int
    ends: tuple[int, int]

    def bounds(self, group: int) -> tuple[int, int]:
        """Return the numbers of a group: the first that a document may have, and the first behind all."""
        return engine.first(self.number, group), self.ends[group]


def live_shelf() -> Shelf:
    """Return the shelf that is read."""
    number = Index.objects.filter(pk=1).values_list("live", flat=True).first() or 0
    return Shelf(number, engine.ends(number))


def best(found: Iterable[tuple[int, expressions.Tier]], *, shelf: Shelf, per_tier: int = PER_TIER) -> list[Hit]:
    """Return the newest of every tier, given with its place, actors and publications apart, each once, in its best tier."""
    walks = []
    for place, tier in found:
        for group in (engine.ACTORS, engine.PUBLICATIONS):
            if tier.name == "name" and group == engine.PUBLICATIONS:
                continue
            walks.append(Walk(place, tier.expression, *shelf.bounds(group)))
    return _fetch(*steps.over(walks, shelf=shelf.number, most=per_tier)) if walks else []


def are_all(hits: Iterable[Hit], *, per_tier: int = PER_TIER) -> bool:
    """Whether no walk of one tier can have stopped before its end."""
    return max(Counter(hit.subject_type for hit in hits).values(), default=0) < per_tier


def told_apart(hits: Sequence[Hit], found: Iterable[tuple[int, expressions.Tier]], *, shelf: Shelf) -> list[Hit]:
    """Return hits in the first of the tiers that each meets, or as they are: few are read sooner than long lists are walked.

    PostgreSQL alone can ask it of single documents.
    """
    better = list(found)
    if not hits or not better:
        return list(hits)
    with connection.cursor() as cursor:
        cursor.execute(*steps.first_met([(place, tier.expression) for place, tier in better], [hit.id for hit in hits], shelf=shelf.number))
        places = dict(cursor.fetchall())
    return [hit if places[hit.id] is None else hit._replace(tier=places[hit.id]) for hit in hits]


def in_order(
    expression: str, *, shelf: Shelf, group: int, size: int, ascending: bool = False, after: int = 0
) -> list[Hit]:
    """Return a stretch of a group by age, from behind the document `after`."""
    low, high = shelf.bounds(group)
    low, high = (max(low, after + 1), high) if ascending else (low, min(high, after or high))
    hits = _fetch(*steps.over([Walk(0, expression, low, high)], shelf=shelf.number, most=size, ascending=ascending))
    return sorted(hits, key=lambda hit: hit.id, reverse=not ascending)


def _fetch(statement: str, values: list[Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        # Of a document in several tiers the best is kept.
        return list({row[1]: Hit(*row) for row in sorted(cursor.fetchall(), reverse=True)}.values())


class Tally(NamedTuple):
    """How many documents meet a question, whether there are more than were counted, and how many have each facet value."""

    total: int
    more: bool
    values: dict[str, Counter[str]]


def tally(expression: str, *, shelf: Shelf, groups: Sequence[int] = BOTH, without: frozenset[Subject] = frozenset()) -> Tally:
    """Count what meets an expression, by facet; at most the newest `MOST_COUNTED`, leaving out what is on its way out of the index."""
    wanted = [Walk(0, expression, *shelf.bounds(group)) for group in groups]
    walks, values = steps.over(wanted, shelf=shelf.number, most=MOST_COUNTED + 1)
    statement = f"SELECT facets, count(*) FROM (SELECT * FROM ({walks}) every LIMIT %s) w"  # noqa: S608
    values.append(MOST_COUNTED + 1)
    for number, (subject_type, subject_id) in enumerate(sorted(without)):
        statement += f" {'AND' if number else 'WHERE'} NOT (subject_type = %s AND subject_id = %s)"
        values += [subject_type, subject_id]
    with connection.cursor() as cursor:
        cursor.execute(statement + " GROUP BY facets", values)
        rows = cursor.fetchall()
    letters = {letter: name for name, letter in FACETS.items()} | {"m": "month"}
    counts: dict[str, Counter[str]] = {name: Counter() for name in letters.values()}
    total = 0
    for facets, count in rows:
        total += count
        for value in facets.split():
            counts[letters[value[0]]][value[1:]] += count
    return Tally(min(total, MOST_COUNTED), total > MOST_COUNTED, counts)
