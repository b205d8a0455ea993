"""Fills a database with very many publications and placements, in plain SQL."""

import random
from datetime import UTC, datetime, timedelta

from django.db import connection

ACTORS = 2000
LANGUAGES = ("en", "el", "ar", "es", "fr", "pt-BR", "it", "tr")
BATCH = 20_000
PROLIFIC = 5


def _insert(table: str, columns: list[str], rows) -> None:
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def actors(moment: datetime) -> None:
    """Create organisations, themes and countries to place publications with, one reader, and whom they follow."""
    types = ["organisation"] * (ACTORS - 280) + ["theme"] * 20 + ["country"] * 259 + ["person"]
    columns = ["id", "type", "handle", "domain", "uri", "name", "summary", "language", "state", "created_at"]
    rows = [(n + 1, kind, f"bench_{n}", "", f"bench:{n}", f"Actor {n}", "", "en", "active", moment) for n, kind in enumerate(types)]
    _insert("actors_actor", columns, rows)
    organisations = ["actor_id", "kind", "short_name", "country", "country_unknown", "website", "fediverse", "claimed", "verified", "demonstration", "version", "search_key", "sort_key", "likeness"]
    _insert("organisations_organisation", organisations, [(n + 1, "union", "", "GR", False, "", "", True, True, False, 1, f"actor {n}", f"actor {n}", f"actor{n}") for n in range(ACTORS - 280)])
    chosen = random.Random(3).sample(range(1, ACTORS - 280), 130) + list(range(ACTORS - 279, ACTORS - 259))
    _insert("actors_follow", ["id", "follower_id", "target_id"], [(n + 1, ACTORS, target) for n, target in enumerate(chosen)])


def publications(count: int, *, first: int, moment: datetime) -> None:
    """Add publications with three and a half placements each; about a fifth of the actors say most of it."""
    rng = random.Random(first)
    columns = ["id", "kind", "uri", "author_id", "language", "title", "summary", "body", "country", "visibility", "state", "moderation", "reason", "version", "position", "published_at", "changed_at", "created_at"]
    placed = ["id", "actor_id", "publication_id", "reason", "kind", "language", "position"]
    for start in range(first, first + count, BATCH):
        rows, places = [], []
        for number in range(start, min(start + BATCH, first + count)):
            position = (number + 1) << 16
            # One says enough to have a page 1,000.
            author = PROLIFIC if number % 40 == 7 else min(int(rng.expovariate(1 / 300)) + 1, ACTORS - 281)
            kind, language = ("campaign" if number % 50 == 0 else "article"), LANGUAGES[int(rng.random() ** 2 * 8)]
            at = moment + timedelta(seconds=number)
            rows.append((position, kind, f"p:{number}", author, language, f"Title {number}", "A summary of some length, as they are.", "", "GR", "public", "published", "clear", "", 1, position, at, at, at))
            subjects = {ACTORS - 279 + rng.randrange(20), ACTORS - 259 + int(rng.random() ** 2 * 258), *([ACTORS - 279 + rng.randrange(20)] if number % 2 or number % 16 == 0 else [])}
            places.append((number * 8 + 1, author, position, "author", kind, language, position))
            places += [(number * 8 + 2 + n, actor, position, "subject", kind, language, position) for n, actor in enumerate(subjects)]
        _insert("publications_publication", columns, rows)
        _insert("publications_placement", placed, places)


def settle() -> None:
    """Bring statistics, and in PostgreSQL the visibility map, up to date, as the database does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def counted() -> tuple[int, int]:
    """Return how many placements and publications there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT COUNT(*) FROM publications_placement), (SELECT COUNT(*) FROM publications_publication)")
        return cursor.fetchone()


def fill(count: int, *, already: int = 0) -> None:
    """Bring the database to so many publications."""
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    if not already:
        actors(moment)
    publications(count - already, first=already, moment=moment)
