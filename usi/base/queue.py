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

_pulses: dict[Callable[[], int], int] = {}


def pulse(work: Callable[[], int], *, at_once: int) -> Callable[[], int]:
    """Let the worker call a function every second, in a thread of its own: for work that people wait for.

    It looks for rows that are due, does up to `at_once` of them in short transactions and returns how many; it is called again without
    a pause while it returns that many. Rows that are due cost no hint in the request.
    """
    _pulses[work] = at_once
    return work


def pulses() -> dict[Callable[[], int], int]:
    """Return what the worker calls every second, and how much each does at once."""
    return dict(_pulses)
