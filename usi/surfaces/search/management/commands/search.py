"""`usi search rebuild`: fills the search index anew while the old one is read."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usi.surfaces.search import actions

WIDTH = 30


class Command(BaseCommand):
    """Rebuild the index."""

    help = "Fill the search index anew; the old one is read until the new one is complete."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["rebuild"], help="what to do with the index")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, show how far it is, and say how many things can be found."""
        self.began, self.shown = time.monotonic(), 0.0
        try:
            found = actions.rebuild(progress=self._progress)
        except actions.Superseded:
            raise CommandError("Another rebuild began meanwhile; it goes on in this one's place.") from None
        self.stderr.write("\r" + " " * (WIDTH + 40) + "\r", ending="")
        self.stdout.write(f"{found} organisations, people, subjects and publications can be found.")

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        step = 0.2 if sys.stderr.isatty() else 10
        if now - self.shown < step and done < total:
            return
        self.shown = now
        share = done / total if total else 1
        rate = done / max(now - self.began, 0.001)
        left = (total - done) / rate if rate else 0
        bar = "█" * int(WIDTH * share) + "░" * (WIDTH - int(WIDTH * share))
        line = f"{bar} {100 * share:3.0f} % · {done} of {total} · {left:.0f} s left "
        self.stderr.write(f"\r{line}" if sys.stderr.isatty() else line, ending="" if sys.stderr.isatty() else "\n")
