"""Writes: the worker's sign of life."""

from __future__ import annotations

from usi.base import time
from usi.doors.operators.models import Heartbeat


def beat() -> None:
    """Say that a worker runs."""
    Heartbeat.objects.update_or_create(id=1, defaults={"at": time.now()})
