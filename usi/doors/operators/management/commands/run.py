"""`usi run`: prepares the node, then keeps web and worker running until it is told to end."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from usi.doors.operators import lifeline, prepare, supervisor


class Command(BaseCommand):
    """Start the node."""

    help = "Prepare and start the node: web server and worker. Ctrl-C ends both."
    # The web server makes the same checks as it starts, and does not start if one fails.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port; it is read before the settings are, see `usi.config.console`."""
        parser.add_argument("--port", type=int, default=settings.PORT, help="port to listen on, instead of USI_PORT")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then become the supervisor: a small process without Django."""
        parent = _parent()
        if parent:
            lifeline.watch(parent=parent)
        try:
            prepare.folder()
            prepare.port(settings.HOST, options["port"])
            prepare.everything(self._say)
            logins = prepare.logins()
        except prepare.NotPossible as error:
            raise CommandError(str(error)) from None
        connections.close_all()
        self._become(self._order(options["port"], logins, parent))

    def _say(self, text: str) -> None:
        self.stderr.write(f"USI: {text}")

    @staticmethod
    def _order(port: int, logins: str, parent: int) -> supervisor.Order:
        return supervisor.Order(
            host=settings.HOST,
            port=port,
            domain=urlsplit(settings.URL).netloc,
            processes=settings.WEB_PROCESSES,
            threads=settings.WEB_THREADS,
            data=str(settings.DATA),
            announcement="\n".join(filter(None, [f"USI is ready: {settings.URL}/", logins, "Ctrl-C ends it."])),
            parent=parent,
        )

    @staticmethod
    def _become(order: supervisor.Order) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        environment = os.environ | {"USI_RUN": json.dumps(order._asdict()), "USI_DATA": str(settings.DATA)}
        os.execve(sys.executable, [sys.executable, "-m", "usi.doors.operators.supervisor"], environment)  # noqa: S606


def _parent() -> int:
    """Return the process whose death ends the node; none for the system's own (1), in a container (0) and under nohup."""
    parent = os.getppid()
    return 0 if parent <= 1 or signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else parent
