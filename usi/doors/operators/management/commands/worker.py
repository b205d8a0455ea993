"""`usi worker`: does the background work. `usi run` starts one; a node on several machines may start more."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import autodiscover_modules

from usi.base.queue import huey, pulses
from usi.doors.operators import actions, lifeline

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_BEATS = 5
SECONDS_BETWEEN_PULSES = 1
THREADS = 2


class Command(BaseCommand):
    """Run the worker."""

    help = "Do the background work until told to end."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the supervisor's wish."""
        parser.add_argument("--tied", action="store_true", help="end with the process that started it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all tasks and consume them."""
        if options["tied"]:
            lifeline.hold(parent=int(os.environ["USI_SUPERVISOR"]), by=signal.SIGTERM)
            # On one small machine people who wait for a page come before work that can wait.
            os.nice(5)
        autodiscover_modules("tasks")
        huey.pre_execute(name="fresh connection")(_before)
        huey.post_execute(name="fresh connection")(_after)
        consumer = huey.create_consumer(
            workers=THREADS, initial_delay=0.1, max_delay=1.0, backoff=1.3, check_worker_health=True, graceful_signal="TERM"
        )
        threading.Thread(target=_beat, args=(consumer,), name="heartbeat", daemon=True).start()
        for work, at_once in pulses().items():
            threading.Thread(target=_pulse, args=(work, at_once), name=f"pulse {work.__module__}", daemon=True).start()
        consumer.run()


def _before(task: Any) -> None:
    close_old_connections()


def _after(task: Any, value: Any, error: Any) -> None:
    close_old_connections()


def _pulse(work: Callable[[], int], at_once: int) -> None:
    """Do what is due, then wait; what fails is tried again."""
    while True:
        try:
            if work() >= at_once:
                continue
        except Exception:
            logger.exception("Work that is due every second failed; it is tried again.")
            connection.close()
            time.sleep(SECONDS_BETWEEN_BEATS)
        close_old_connections()
        time.sleep(SECONDS_BETWEEN_PULSES)


def _beat(consumer: Any) -> None:
    """Say every few seconds that the worker runs, as long as its threads do."""
    while True:
        if all(thread.is_alive() for _, thread in consumer.worker_threads):
            _beat_once()
        time.sleep(SECONDS_BETWEEN_BEATS)


def _beat_once() -> None:
    close_old_connections()
    try:
        actions.beat()
    except DatabaseError as error:
        logger.warning("No heartbeat could be written: %s", type(error).__name__)
        connection.close()
