"""`usi mail bounce`: takes a message that came back, as the mail server hands it over."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from usi.spine.mail import actions, reports

_CHUNK = 1 << 20


class Command(BaseCommand):
    """Read one message on standard input. What a mail server makes of the exit code: 65 is final, 75 asks it to try again later."""

    help = "Read a message on standard input that reports that one of the node's mails was not delivered, and write it down."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["bounce"], help="what the message is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the report, write it down and say in one line what became of it, without any address."""
        if not settings.MAIL_BOUNCES:
            raise CommandError("USI_MAIL_BOUNCES is not set, so no mail of this node comes back here.", returncode=os.EX_TEMPFAIL)
        try:
            report = reports.read(_message())
        except reports.NoReport as problem:
            raise CommandError(f"Nothing changes: {problem}.", returncode=os.EX_DATAERR) from None
        try:
            news = actions.take_back(report)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used now ({type(error).__name__}); try again.", returncode=os.EX_TEMPFAIL) from None
        if not news:
            self.stdout.write(f"Mail {report.number}: nothing changes, that is known or the mail is not here any more.")
        else:
            self.stdout.write(f"Mail {report.number}: {'bounced' if report.final else 'delayed'}, {report.status}.")


def _message() -> bytes:
    """Return the message, or a little more than can be one; all of it is read, so that the mail server does not think the pipe broke."""
    content = sys.stdin.buffer.read(reports.MOST_BYTES + 1)
    while sys.stdin.buffer.read(_CHUNK):
        pass
    return content
