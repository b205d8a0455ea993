"""One writer at a time in this process, in the order they came.

SQLite lets one connection write; the others sleep and look again, and now and then one of them sleeps for seconds while others pass.
Where a crowd writes, waiting in line in the process is both fair and quick. Other databases need none of it.
"""

from __future__ import annotations

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import connection

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _Line:
    """A lock that is handed on to whoever has waited longest; its holder may take it again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._holder: int | None = None
        self._depth = 0

    def acquire(self) -> None:
        with self._guard:
            if self._holder in (None, threading.get_ident()):
                self._holder, self._depth = threading.get_ident(), self._depth + 1
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        ticket.acquire()
        with self._guard:
            self._holder, self._depth = threading.get_ident(), 1

    def release(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            if self._waiting:
                # Nobody who comes now gets in between.
                self._holder = -1
                self._waiting.popleft().release()
            else:
                self._holder = None


_line = _Line()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write, where the database lets only one write."""
    if connection.vendor != "sqlite":
        yield
        return
    _line.acquire()
    try:
        yield
    finally:
        _line.release()


def in_turn(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let a function write in turn; stands outside `transaction.atomic`."""

    @functools.wraps(work)
    def waited(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with turn():
            return work(*args, **kwargs)

    return waited
