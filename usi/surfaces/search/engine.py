"""The words of documents in the database: SQLite's FTS5 or PostgreSQL's tsvector with GIN, behind the same few functions.

Both hold the same tokens in the same order, so both find the same. A token is a folded word, or one with a sign before it that says
what it is: see `queries.tokens`. A document that changes gets another number next to its old one. PostgreSQL drops the old words at once;
SQLite before 3.43 cannot take words out of a table that keeps no text, so they stay there, under a number that no document has, until
the next rebuild; a search never gives a number that no document has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from usi.surfaces.search import postgres

# An id: shelf, then group (publications below actors), then age, with room for some changes.
SHELF_BITS, GROUP_BITS, ROOM = 43, 42, 4
PUBLICATIONS, ACTORS = 0, 1
MOST_TOKENS = 15_000
MERGED_AT_ONCE = 1000
_SIGNS = "^~%=+|$_-"

_SQLITE = (
    "CREATE VIRTUAL TABLE search_words_{0} USING fts5"
    "(words, summary, content='', columnsize=0, detail=full, tokenize=\"ascii tokenchars '{1}'\")",
)
_POSTGRES_INDEX = "CREATE INDEX IF NOT EXISTS search_words_{0}_found ON search_words_{0} USING gin (words) WITH (fastupdate = off)"
# What a hit is made of stands beside the words: thousands are counted without a look into another table.
_POSTGRES = (
    "CREATE TABLE search_words_{0} (id bigint PRIMARY KEY, subject_type varchar(12) NOT NULL, subject_id bigint NOT NULL,"
    " position bigint NOT NULL, facets text NOT NULL, words tsvector NOT NULL)",
    _POSTGRES_INDEX,
)


class Row(NamedTuple):
    """A document, and its text, summary and marks: tokens, parted by spaces; phrases are looked for in the first two."""

    id: int
    subject_type: str
    subject_id: int
    position: int
    facets: str
    text: str
    summary: str
    marks: str


def is_postgres() -> bool:
    """Whether the words lie in PostgreSQL."""
    return connection.vendor == "postgresql"


def install(apps: object, schema_editor: Any) -> None:
    """Create the tables of both shelves."""
    for shelf in (0, 1):
        for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
            schema_editor.execute(statement.format(shelf, _SIGNS))


def remove_tables(apps: object, schema_editor: Any) -> None:
    """Drop the tables of both shelves."""
    for shelf in (0, 1):
        schema_editor.execute(f"DROP TABLE IF EXISTS search_words_{shelf}")


def first(shelf: int, group: int) -> int:
    """Return the number below all documents of a group on a shelf."""
    return shelf << SHELF_BITS | group << GROUP_BITS


def shelf_of(number: int) -> int:
    """Return the shelf of a document."""
    return number >> SHELF_BITS


def ends(shelf: int) -> tuple[int, int]:
    """Return for each group a number behind its documents; in PostgreSQL close behind, so that nothing empty is walked."""
    if not is_postgres():
        return first(shelf, ACTORS), first(shelf + 1, PUBLICATIONS)
    last = f"(SELECT max(id) FROM search_words_{shelf} WHERE id >= %s AND id < %s)"  # noqa: S608
    bounds = [first(shelf, PUBLICATIONS), first(shelf, ACTORS), first(shelf, ACTORS), first(shelf + 1, PUBLICATIONS)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {last} + 1, {last} + 1", bounds)
        publications, actors = cursor.fetchone()
    return publications or bounds[0], actors or bounds[2]


def add(rows: Sequence[Row], *, shelf: int) -> None:
    """Put documents on a shelf, in plain SQL, since there are very many; of a very long text the end is left out, never a mark."""
    with connection.cursor() as cursor:
        columns = "id, subject_type, subject_id, position, facets"
        if is_postgres():
            with cursor.copy(f"COPY search_document ({columns}, shelf) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row[:5], shelf))
            with cursor.copy(f"COPY search_words_{shelf} ({columns}, words) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row[:5], postgres.vector(row.id, row.text, row.summary, row.marks)))
        else:
            insert = f"INSERT INTO search_document ({columns}, shelf) VALUES (%s, %s, %s, %s, %s, {shelf})"  # noqa: S608
            cursor.executemany(insert, [row[:5] for row in rows])
            words = [(row.id, f"{_shortened(row.text)} {row.marks}", row.summary) for row in rows]
            cursor.executemany(f"INSERT INTO search_words_{shelf} (rowid, words, summary) VALUES (%s, %s, %s)", words)  # noqa: S608


def remove(numbers: Iterable[int], *, shelf: int) -> None:
    """Take documents off a shelf where the database can."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM search_words_{shelf} WHERE id = ANY(%s)", [list(numbers)])  # noqa: S608


def clear(*, shelf: int) -> None:
    """Empty a shelf."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(f"TRUNCATE search_words_{shelf}")
        else:
            cursor.execute(f"INSERT INTO search_words_{shelf} (search_words_{shelf}) VALUES ('delete-all')")  # noqa: S608


def begin(*, shelf: int) -> None:
    """Let the database take in a whole shelf: what it would arrange again and again meanwhile, `settle` arranges once."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS search_words_{shelf}_found")
    _set(shelf, automerge=0, crisismerge=1999, hashsize=16 << 20)


def _set(shelf: int, **options: int) -> None:
    if not is_postgres():
        with connection.cursor() as cursor:
            for name, value in options.items():
                cursor.execute(f"INSERT INTO search_words_{shelf} (search_words_{shelf}, rank) VALUES (%s, %s)", [name, value])  # noqa: S608


def settle(*, shelf: int) -> None:
    """Let the database arrange a shelf that was filled, and keep arranging it as things are added (FTS5's own values)."""
    _set(shelf, automerge=4, crisismerge=16, hashsize=1 << 20)
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute("SET maintenance_work_mem = '256MB'")
            cursor.execute(_POSTGRES_INDEX.format(shelf))
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute(f"ANALYZE search_words_{shelf}")
            cursor.execute("ANALYZE search_document")
        else:
            # In steps, so that no other writer waits long; the first, negative one takes in all that lies there (FTS5: 'merge').
            for step in range(100_000):
                cursor.execute("SELECT total_changes()")
                before = cursor.fetchone()[0]
                pages = -MERGED_AT_ONCE if step == 0 else MERGED_AT_ONCE
                cursor.execute(f"INSERT INTO search_words_{shelf} (search_words_{shelf}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
                cursor.execute("SELECT total_changes()")
                if cursor.fetchone()[0] - before < 2:
                    break


def _shortened(tokens: str) -> str:
    if len(tokens) < MOST_TOKENS:
        return tokens
    return " ".join(tokens.split()[:MOST_TOKENS])
