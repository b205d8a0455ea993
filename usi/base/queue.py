"""The task queue. A task is only a hint to look at rows that are due: losing one loses nothing."""

from __future__ import annotations

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
