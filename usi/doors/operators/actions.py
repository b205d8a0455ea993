"""Writes: the worker's sign of life, and what the write-ahead log holds into the database."""

from __future__ import annotations

from django.db import connection

from usi.base import time
from usi.doors.operators.models import Heartbeat


def beat() -> None:
    """Say that a worker runs."""
    Heartbeat.objects.update_or_create(id=1, defaults={"at": time.now()})


def checkpoint() -> int:
    """Bring what the write-ahead log holds into SQLite's file, so that nobody who waits for a page has to; returns 0.

    Left to SQLite, whoever's commit fills a thousand pages writes them all, and those behind wait. A passive checkpoint waits for
    nobody and keeps nobody waiting; the limit that every connection has is high and only met while the worker is away.
    """
    # Within a transaction SQLite refuses it, and there is nothing to bring in yet.
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return 0
