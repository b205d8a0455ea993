"""`usi restore FILE`: brings a node back from its backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usi.doors.operators import backups


class Command(BaseCommand):
    """Restore a node."""

    help = "Bring database and media back from a backup. Refuses a node that is not empty unless --replace is given."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the permission to replace."""
        parser.add_argument("file", type=Path, help="a file that usi backup wrote")
        parser.add_argument("--replace", action="store_true", help="throw away what the node holds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what came back."""
        try:
            done = backups.restore(options["file"], replace=options["replace"])
        except backups.Refused as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{error.filename or options['file']}: {error.strerror or type(error).__name__}.") from None
        self.stdout.write(f"Restored the backup of {done.made}: {done.files} files, {done.journal.entries} journal entries.")
        if done.journal.fault:
            raise CommandError(f"The journal in the backup does not hold: {done.journal.fault}")
