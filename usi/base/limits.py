"""Limits how often something may be tried, without storing who tried it.

Callers are known by a keyed hash whose key lives in this process's memory and changes every day, so nothing on disk or
in a log can be traced back. Counts are per process.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
from datetime import date

from django.http import HttpRequest

from usi.base import time

_lock = threading.Lock()
_salt: tuple[date, bytes] = (date.min, b"")
_counts: dict[tuple[str, bytes, int], int] = {}


def _today() -> bytes:
    global _salt
    day = time.now().date()
    if _salt[0] != day:
        with _lock:
            if _salt[0] != day:
                _salt = (day, os.urandom(32))
                _counts.clear()
    return _salt[1]


def pseudonym(value: str) -> bytes:
    """Return 16 bytes that stand for a value today, in this process only."""
    return hmac.new(_today(), value.encode("utf-8", "replace"), hashlib.sha256).digest()[:16]


def caller(request: HttpRequest) -> bytes:
    """Return today's pseudonym of the line a request comes from."""
    known: bytes | None = getattr(request, "caller", None)
    return known or pseudonym(request.META.get("REMOTE_ADDR", ""))


def allow(name: str, who: bytes, *, times: int, seconds: int) -> bool:
    """Count one try and return whether it is within so many times per window of seconds."""
    window = int(time.now().timestamp()) // seconds
    key = (f"{name}/{seconds}", who, window)
    with _lock:
        if len(_counts) > 100_000:
            _counts.clear()
        _counts[key] = _counts.get(key, 0) + 1
        return _counts[key] <= times


def forget() -> None:
    """Forget all counts."""
    with _lock:
        _counts.clear()
