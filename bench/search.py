"""Times the search over publications in twelve languages that it makes up from the demonstration's words; `run(table)` is the part.

USI_BENCH_GROW=1000000 measures a million as well, which takes a quarter of an hour.
"""

import itertools
import os
import random
import statistics
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.table import Table

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "usi" / "doors" / "demonstration" / "content"
LANGUAGES = ("en", "el", "ar", "es", "fr", "pt-BR", "it", "tr", "sw", "hi", "he", "zh-Hans")
COUNT, LARGE = 100_000, 1_000_000
BATCH, ACTORS, TITLE, SUMMARY, BODY = 2_000, 2_000, 8, 25, 170
LIMITS = {"SQLite": 10, "PostgreSQL": 15}


class Words:
    """The words of a language in the frequencies of a text: a few everywhere, very many seldom."""

    def __init__(self, language: str, rng: random.Random) -> None:
        rows = tomllib.loads((CONTENT / f"articles_{language}.toml").read_text("utf-8"))
        texts = [value for entry in next(iter(rows.values())) for value in entry.values() if isinstance(value, str)]
        real = [word for text in texts for word in text.split() if not word.startswith("http")]
        if language.startswith("zh"):
            letters = sorted({letter for word in real for letter in word if "\u4e00" <= letter <= "\u9fff"})
            real = ["".join(rng.choices(letters, k=rng.choice((1, 2, 2, 2, 3)))) for _ in range(4000)]
        counted: dict[str, int] = {}
        for word in real:
            counted[word] = counted.get(word, 0) + 1
        self.space = "" if language.startswith("zh") else " "
        self.known = sorted(counted, key=lambda word: -counted[word])
        # Real words as often as in real text; one in six from a long tail of words made of their parts.
        weights = [counted[word] for word in self.known]
        heads, tails = [word[:4] for word in self.known], [word[-4:] for word in self.known]
        rare = list(dict.fromkeys(a + b for a, b in zip(rng.choices(heads, k=20_000), rng.choices(tails, k=20_000), strict=True)))
        tail = [1 / (place + 20) for place in range(len(rare))]
        share = sum(weights) / 5 / sum(tail)
        self.known += rare
        self.weights = list(itertools.accumulate([*weights, *(each * share for each in tail)]))
        self.rng = rng

    def some(self, count: int) -> str:
        return self.space.join(self.rng.choices(self.known, cum_weights=self.weights, k=count))

    def one(self) -> str:
        return self.rng.choices(self.known, cum_weights=self.weights)[0]


def vocabularies() -> list[Words]:
    rng = random.Random(7)
    return [Words(language, rng) for language in LANGUAGES]


def fill(count: int, *, already: int = 0) -> int:
    """Add publications; returns the bytes of their text."""
    from bench import data

    moment = datetime(2020, 1, 1, tzinfo=UTC)
    if not already:
        data.actors(moment)
    words, rng, size = vocabularies(), random.Random(already), 0
    columns = ["id", "kind", "uri", "author_id", "language", "title", "summary", "body", "country", "visibility", "state", "moderation", "reason", "version", "position", "published_at", "changed_at", "created_at"]
    for start in range(already, count, BATCH):
        rows, places, texts = [], [], []
        for number in range(start, min(start + BATCH, count)):
            position, chosen = (number + 1) << 16, number % len(LANGUAGES)
            at = moment + timedelta(minutes=number * 2)
            own = words[chosen]
            title, summary, body = own.some(TITLE), own.some(SUMMARY), own.some(BODY)
            size += len(f"{title}{summary}{body}".encode())
            visibility = "network" if number % 37 == 0 else "organisation" if number % 41 == 0 else "public"
            country = ("GR", "FR", "BR", "IN", "KE", "EG", "TR", "ES")[int(rng.random() ** 2 * 8)]
            rows.append((position, "campaign" if number % 20 == 0 else "article", f"p:{number}", rng.randrange(1, 1700), LANGUAGES[chosen], title, summary, body, country, visibility, "published", "clear", "", 1, position, at, at, at))
            places.append((number * 2 + 1, ACTORS - 279 + rng.randrange(20), position, "subject", "article", LANGUAGES[chosen], position))
            if number % 10 == 0:
                other = (chosen + 1) % len(LANGUAGES)
                text = words[other].some(TITLE), words[other].some(SUMMARY), words[other].some(BODY // 2)
                size += len("".join(text).encode())
                texts.append((number + 1, position, LANGUAGES[other], *text, "{}", "checked", 1, at))
        data._insert("publications_publication", columns, rows)
        data._insert("publications_placement", ["id", "actor_id", "publication_id", "reason", "kind", "language", "position"], places)
        data._insert("publications_translation", ["id", "publication_id", "language", "title", "summary", "body", "pieces", "state", "of_version", "changed_at"], texts)
    return size


def questions(how_many: int) -> list[str]:
    """Return what people might type: one to three words of one language, some left out or in quotes, some not to be found."""
    words, rng = vocabularies(), random.Random(11)
    found = []
    for number in range(how_many):
        own = words[number % len(words)]
        asked = " ".join(dict.fromkeys(own.one() for _ in range(rng.choice((1, 1, 2, 2, 3)))))
        if number % 11 == 3:
            asked = f'"{own.some(2)}"'
        if number % 13 == 5:
            asked = f"{asked} -{own.one()}"
        found.append(asked)
    return found


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def timed(how_many: int = 240) -> tuple[float, float]:
    """Return the p95 in milliseconds that the database takes for the hits of a question, and for its facets."""
    from django.db import connection

    from usi.base.access import ANONYMOUS
    from usi.surfaces.search import queries

    # SQLite works in this thread: its own time does not depend on what else the machine does.
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    hits, facets = [], []
    for asked in questions(how_many):
        question = queries.Question.read({"q": asked}, language="en")
        if question.empty:
            continue
        for _ in range(2):
            start = clock()
            found = queries.candidates(question, reader=ANONYMOUS, size=20)
            middle = clock()
            queries.tallies(question, reader=ANONYMOUS, found=found)
            end = clock()
        hits.append((middle - start) * 1000)
        facets.append((end - start) * 1000)
    print(f"   {len(hits)} questions: median {statistics.median(hits):.1f}, worst {max(hits):.1f} ms; with facets {statistics.median(facets):.1f}, {max(facets):.1f} ms", file=sys.stderr)
    return _p95(hits), _p95(facets)


def index_bytes() -> int:
    """Return what the index takes on the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND starts_with(relname, 'search_')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%search_%'")
        return int(cursor.fetchone()[0])


def measure(table: Table, count: int, *, already: int, size: int, factor: int = 1) -> int:
    """Fill up to a count, index it anew and time it; returns the bytes of all text so far."""
    from django.db import connection, transaction

    from usi.surfaces.search import actions

    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    with transaction.atomic():
        size += fill(count, already=already)
    start = time.process_time(), time.perf_counter()
    actions.rebuild()
    spent, waited = time.process_time() - start[0], time.perf_counter() - start[1] - 2
    print(f"   rebuild: {waited:.0f} s, of which this process {spent:.0f} s", file=sys.stderr)
    # On one core: what another process does meanwhile is not counted; PostgreSQL is another process.
    took = spent if name == "SQLite" else waited
    label = f"{name}: {count:,} documents"
    table.add(f"{label}: indexed in a second", count / took, "≥ 3,000", least=3000)
    most = 1 if name == "SQLite" else None
    table.add(f"{label}: index against text ({size / 1e6:,.0f} MB)", index_bytes() / size, "≤ 1" if most else "—", most=most, unit=" ×")
    hits, facets = timed()
    limit = LIMITS[name] * factor
    table.add(f"{label}: a question, p95", hits, f"≤ {limit} ms", most=limit, unit=" ms")
    table.add(f"{label}: with its facets counted, p95", facets, f"≤ {40 * factor} ms", most=40 * factor, unit=" ms")
    return size


def run(table: Table, *, count: int = COUNT, grow: int = 0) -> None:
    """Fill, index, measure; `grow` does it again at that size, at three times the limits. Django is set up on an empty database."""
    size = measure(table, count, already=0, size=0)
    if grow > count:
        measure(table, grow, already=count, size=size, factor=3)


if __name__ == "__main__":
    from bench.lists import Lines

    run(Lines(), grow=int(os.environ.get("USI_BENCH_GROW", "0")))
