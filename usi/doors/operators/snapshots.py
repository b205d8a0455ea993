"""A consistent copy of the database while the node runs, and its way back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

SQLITE, POSTGRES = "database/usi.sqlite3", "database/usi.dump"


class Failed(Exception):
    """The database could not be copied or put back; the message says why."""


def member() -> str:
    """Return the name that this node's kind of database has in a backup."""
    return POSTGRES if connection.vendor == "postgresql" else SQLITE


def take(target: Path) -> None:
    """Write a copy of the database as it is at one moment.

    :raises Failed: if that is not possible
    """
    if connection.vendor == "postgresql":
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
    else:
        _copy_sqlite(target)


def put(source: Path) -> None:
    """Replace the database by a copy that `take` made.

    :raises Failed: if that is not possible; the database is as it was then
    """
    if connection.vendor == "postgresql":
        _put_postgres(source)
    else:
        _put_sqlite(source)


def _copy_sqlite(target: Path) -> None:
    name = str(settings.DATABASES["default"]["NAME"])
    if not Path(name).exists():
        raise Failed("There is no database yet. Start the node once with: usi run")
    try:
        origin, copy = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=20), sqlite3.connect(target)
        try:
            # All pages in one step: one reader's view, while writers go on.
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            origin.close()
            copy.close()
    except sqlite3.Error as error:
        raise Failed(f"The database could not be copied ({error}).") from None
    if verdict != "ok":
        raise Failed(f"The database is damaged ({verdict}). Restore the last good backup.")


def _put_sqlite(source: Path) -> None:
    verdict = ""
    try:
        opened = sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)
        verdict = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
        opened.close()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise Failed(f"The database in the backup is damaged ({verdict}).")
    connections.close_all()
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    for ending in ("-wal", "-shm"):
        # The log of the old database must not be applied to the new one.
        name.with_name(name.name + ending).unlink(missing_ok=True)
    os.replace(source, name)


def _put_postgres(source: Path) -> None:
    script = source.with_suffix(".sql")
    _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}", str(source)], to_server=False)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    connections.close_all()
    # Tables of a newer or other version, which the copy does not know, go too.
    drop = "".join(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE;\n" for table in tables)
    first = source.with_suffix(".first.sql")
    first.write_text(drop, "utf-8")
    _run(["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={first}", f"--file={script}"])


def _run(command: Sequence[str], *, to_server: bool = True) -> None:
    values = settings.DATABASES["default"]
    environment = dict(os.environ)
    for variable, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER"), ("PGPASSWORD", "PASSWORD"), ("PGDATABASE", "NAME")):
        if to_server and values.get(key):
            environment[variable] = str(values[key])
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Failed(f"{command[0]} is not installed. Install PostgreSQL's client programs, of the server's version or newer.") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise Failed(f"{command[0]} failed: {lines[-1]}")
