"""Writes walks along the index in SQL: from the newest number backwards, or from the oldest on, until enough is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from usi.surfaces.search import engine, postgres


class Walk(NamedTuple):
    """Documents with numbers from `low` to below `high` that meet an expression; `tier` is given back with each."""

    tier: int
    expression: str
    low: int
    high: int


COLUMNS = "id, subject_type, subject_id, position, facets"


def over(walks: Sequence[Walk], *, shelf: int, most: int, ascending: bool = False) -> tuple[str, list[Any]]:
    """Return a statement that gives the first documents of each walk, at most so many, with tier and `COLUMNS`, and its values."""
    order = "ASC" if ascending else "DESC"
    if engine.is_postgres():
        return _postgres(walks, shelf=shelf, most=most, order=order)
    return _sqlite(walks, shelf=shelf, most=most, order=order)


def _sqlite(walks: Sequence[Walk], *, shelf: int, most: int, order: str) -> tuple[str, list[Any]]:
    one = (
        f"SELECT * FROM (SELECT %s AS tier, rowid AS r FROM search_words_{shelf} WHERE search_words_{shelf} MATCH %s"  # noqa: S608
        f" AND rowid >= %s AND rowid < %s ORDER BY rowid {order} LIMIT %s)"
    )
    columns = COLUMNS.replace(", ", ", d.")
    every = " UNION ALL ".join([one] * len(walks))
    # A number that no document has stands for words that are gone.
    statement = f"SELECT w.tier, d.{columns} FROM ({every}) w JOIN search_document d ON d.id = w.r"  # noqa: S608
    return statement, [value for walk in walks for value in (*walk, most)]


# The numbers are written as sums so that nothing but the index over words can lead. Words and stretch are conditions of their own: the
# index then asks of each document only what belongs to one of them, which takes half the time. Stretches come in the order in which they
# are given: the inner part is made anew for each of them, and for no more of them than it takes to find enough.
_IN_STRETCHES = """
SELECT w.tier, found.* FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::bigint[]) w(tier, expression, low, high), LATERAL (
  SELECT here.* FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) s(token, low, high), LATERAL (
    SELECT {columns} FROM search_words_{shelf} i WHERE i.words @@ w.expression::tsquery AND i.words @@ s.token::tsquery
    AND i.id + 0 >= s.low AND i.id + 0 < s.high ORDER BY i.id + 0 {order} LIMIT %s
  ) here WHERE s.low >= w.low AND s.low < w.high LIMIT %s
) found"""


def _postgres(walks: Sequence[Walk], *, shelf: int, most: int, order: str) -> tuple[str, list[Any]]:
    ranges = dict.fromkeys((walk.low, walk.high) for walk in walks)
    stretches = [stretch for low, high in ranges for stretch in postgres.stretches(low, high, ascending=order == "ASC")]
    tiers, wanted, lows, highs = (list(column) for column in zip(*walks, strict=True))
    tokens, begins, ends = (list(column) for column in zip(*stretches, strict=True)) if stretches else ([], [], [])
    return _IN_STRETCHES.format(columns=COLUMNS, shelf=shelf, order=order), [tiers, wanted, lows, highs, tokens, begins, ends, most, most]


def first_met(tiers: Sequence[tuple[int, str]], numbers: Sequence[int], *, shelf: int) -> tuple[str, list[Any]]:
    """Return a statement for PostgreSQL that tells of each document the place of the first expression it meets, and its values."""
    cases = "WHEN words @@ %s::tsquery THEN %s " * len(tiers)
    # Unpacked once for all expressions.
    opened = f"SELECT id, words || '' AS words FROM search_words_{shelf} WHERE id = ANY(%s) OFFSET 0"  # noqa: S608
    values = [value for place, expression in tiers for value in (expression, place)]
    return f"SELECT id, CASE {cases} END FROM ({opened}) opened", [*values, list(numbers)]  # noqa: S608
