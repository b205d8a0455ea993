"""Times lists at 10,000 and at 1,000,000 publications: first page, page 1,000 by cursor, the home feed.

Usage: `python -m bench.lists` on an empty, migrated database; writes its rows as JSON, one a line.
"""

import json
import statistics
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import data  # noqa: E402
from bench.table import Table  # noqa: E402
from usi.base.access import ANONYMOUS, Reader  # noqa: E402
from usi.spine.actors.models import Actor  # noqa: E402
from usi.spine.publications import queries  # noqa: E402

SMALL, LARGE = 10_000, 1_000_000
DEEP = 20_000
ROUNDS = 45


class Lines(Table):
    """A table that writes its rows for another process."""

    def take(self, row: list[str]) -> None:
        """Write a row."""
        print(json.dumps(row), flush=True)


def medians(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median time of each call in milliseconds; they take turns, so that a busy moment meets all of them."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
        call()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def measure(total: int) -> dict[str, float]:
    """Return medians in milliseconds of every list at this size."""
    theme = Actor.objects.get(pk=data.ACTORS - 279)
    union = Actor.objects.get(pk=data.PROLIFIC)
    reader = Reader(actor_id=data.ACTORS)
    lists = {
        "everything": {}, "one kind": {"kind": "article"}, "one language": {"written_in": "el"}, "theme": {"actor": theme},
        "theme, one kind": {"actor": theme, "kind": "article"}, "organisation": {"actor": union},
    }
    deep = max(total - (DEEP if total > DEEP else total // 2), 40) << 16
    calls: dict[str, Callable[[], object]] = {}
    for name, narrow in lists.items():
        calls[f"{name}, first page"] = lambda narrow=narrow: queries.page(reader=ANONYMOUS, language="el", **narrow)
        calls[f"{name}, page 1,000"] = lambda narrow=narrow: queries.page(reader=ANONYMOUS, language="el", before=deep, **narrow)
    calls["home feed, first page"] = lambda: queries.home(reader=reader, language="el")
    calls["home feed, page 1,000"] = lambda: queries.home(reader=reader, language="el", before=deep)
    calls["home statement"] = lambda: queries._home_rows(follower_id=data.ACTORS, before=0, size=40, kind="", written_in="")
    return medians(calls)


def asked(newest: int) -> dict[str, int]:
    """Return how many queries each page takes."""
    client = Client(headers={"host": "localhost"})
    paths = {
        "front page": "/en/", "article": f"/en/news/{newest}/", "organisation": "/en/organisations/bench_4/",
        "theme page": f"/en/themes/bench_{data.ACTORS - 280}/",
    }
    found = {}
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as queries_made:
            status = client.get(path).status_code
        if status != 200:
            raise SystemExit(f"{path} answers {status}.")
        found[name] = len(queries_made)
    return found


def run(table: Table) -> None:
    """Fill, measure, and compare."""
    name, budget = ("PostgreSQL", 30) if connection.vendor == "postgresql" else ("SQLite", 10)
    with transaction.atomic():
        data.fill(SMALL)
    data.settle()
    few = asked((SMALL - 1) << 16)
    small = measure(SMALL)
    with transaction.atomic():
        data.fill(LARGE, already=SMALL)
    data.settle()
    many = asked((LARGE - 1) << 16)
    large = measure(LARGE)
    statement, _ = large.pop("home statement"), small.pop("home statement")
    for what in large:
        table.add(f"{name}: {what}, 1,000,000 against 10,000", large[what] / small[what], "≤ 2 ×", most=2, unit=" ×")
    table.add(f"{name}: home feed with 150 follows, in the database", statement, f"≤ {budget} ms", most=budget, unit=" ms")
    for page, number in many.items():
        table.add(f"{name}: {page}, queries at 1,000,000 publications", number, "≤ 15", most=15)
        # Each kind that happens to be on a page may ask once for its facts; how much there is must not matter.
        table.add(f"{name}: {page}, queries more than at 10,000", number - few[page], "≤ 1", most=1, least=-1)
    placements, publications = data.counted()
    table.add(f"{name}: publications", publications, "1,000,000", least=LARGE)
    table.add(f"{name}: placements", placements, "3,500,000", least=3_500_000)


if __name__ == "__main__":
    run(Lines())
