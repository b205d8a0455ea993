"""Times lists at 10,000 and at 1,000,000 publications: first page, page 1,000 by cursor, the home feed."""

import statistics
import time

from django.db import connection, transaction

from bench import data
from bench.table import Table
from usi.base.access import ANONYMOUS, Reader
from usi.spine.actors.models import Actor
from usi.spine.publications import queries

SMALL, LARGE = 10_000, 1_000_000
DEEP = 20_000


def _median(call, times: int = 25) -> float:
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _cursor_at(total: int, items: int) -> int:
    return max(total - items, 40) << 16


def measure(total: int) -> dict[str, float]:
    """Return medians in milliseconds of every list at this size."""
    theme = Actor.objects.get(pk=data.ACTORS - 279)
    union = Actor.objects.get(pk=5)
    reader = Reader(actor_id=data.ACTORS)
    lists = {
        "everything": {}, "one kind": {"kind": "article"}, "one language": {"written_in": "el"}, "theme": {"actor": theme},
        "theme, one kind": {"actor": theme, "kind": "article"}, "organisation": {"actor": union},
    }
    found = {}
    for name, narrow in lists.items():
        found[f"{name}, first page"] = _median(lambda narrow=narrow: queries.page(reader=ANONYMOUS, language="el", **narrow))
        deep = _cursor_at(total, DEEP if total > DEEP else total // 2)
        found[f"{name}, page 1,000"] = _median(lambda narrow=narrow, deep=deep: queries.page(reader=ANONYMOUS, language="el", before=deep, **narrow))
    found["home feed"] = _median(lambda: queries.home(reader=reader, language="el"))
    return found


def _statement_time_of_home() -> float:
    taken = []
    for _ in range(25):
        start = time.perf_counter()
        queries._home_rows(follower_id=data.ACTORS, before=0, size=40, kind="", written_in="")
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def run(table: Table) -> None:
    """Fill, measure, and compare."""
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    with transaction.atomic():
        data.fill(SMALL)
    small = measure(SMALL)
    with transaction.atomic():
        data.fill(LARGE, already=SMALL)
    large = measure(LARGE)
    for what in large:
        if what != "home feed":
            table.add(f"{name}: {what}, 1,000,000 against 10,000", large[what] / small[what], "≤ 2 ×", most=2, unit=" ×")
    budget = 30 if name == "PostgreSQL" else 10
    table.add(f"{name}: home feed with 150 follows, in the database", _statement_time_of_home(), f"≤ {budget} ms", most=budget, unit=" ms")
    table.add(f"{name}: home feed, whole page query", large["home feed"], "—", unit=" ms")
