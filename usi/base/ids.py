"""64-bit ids that sort by the time they were made: 47 bits of milliseconds, 16 bits of sequence (as Mastodon's)."""

from __future__ import annotations

import json
import secrets
import threading
from datetime import datetime
from typing import Any

from django.db import models

from usi.base import time

_lock = threading.Lock()
_last = 0


def at(moment: datetime) -> int:
    """Return the smallest id of a moment's millisecond, for use as a bound."""
    return int(moment.timestamp() * 1000) << 16


def new() -> int:
    """Return a new id, larger than any this process has made, even if the clock steps back."""
    global _last
    fresh = at(time.now()) | secrets.randbits(16)
    with _lock:
        _last = fresh if fresh > _last else _last + 1
        return _last


def moment(value: int) -> float:
    """Return the Unix time in seconds at which an id was made."""
    return (value >> 16) / 1000


class IdField(models.BigIntegerField):  # type: ignore[type-arg]
    """A primary key filled with a new time-sorted id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set the defaults of a primary key."""
        kwargs.setdefault("primary_key", True)
        kwargs.setdefault("default", new)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


@models.BigIntegerField.register_lookup
class Among(models.Lookup):  # type: ignore[type-arg]
    """`pk__among=numbers`: like `in`, with one parameter for all, which takes no time for each; for hundreds of numbers and more."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition in SQLite's words."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(list(self.rhs))]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return it in PostgreSQL's."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*params, list(self.rhs)]
