"""The task queue. A task is only a hint to look at rows that are due: losing one loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from huey import MemoryHuey, RedisHuey, SqliteHuey


def _make() -> Any:
    if settings.TESTING:
        return MemoryHuey("usi", immediate=False)
    if settings.REDIS_URL:
        return RedisHuey("usi", url=settings.REDIS_URL)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    # A file of its own: in the application's file a task enqueued inside a transaction would wait for itself.
    return SqliteHuey("usi", filename=str(settings.DATA / "queue.sqlite3"), fsync=False)


huey = _make()

_pulses: list[Callable[[], int]] = []


def pulse(work: Callable[[], int]) -> Callable[[], int]:
    """Let the worker call a function every second, in a thread of its own: for work that people wait for.

    It looks for rows that are due, does some of them in short transactions and returns how many; it is called again at once until
    it returns 0. Rows that need it every second cost no hint in the request.
    """
    if work not in _pulses:
        _pulses.append(work)
    return work


def pulses() -> tuple[Callable[[], int], ...]:
    """Return what the worker calls every second."""
    return tuple(_pulses)
