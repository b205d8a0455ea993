"""`usi backup FILE`: the whole node in one file, while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from usi.doors.operators import backups


class Command(BaseCommand):
    """Back the node up."""

    help = "Write database, media and, in the demonstration, the secrets into one tar file (FILE.gz: compressed)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="where to write, for example usi-2027-01-31.tar.gz")
        parser.add_argument("--replace", action="store_true", help="replace the file if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what must be kept apart."""
        target: Path = options["file"].absolute()
        if target.exists() and not options["replace"]:
            raise CommandError(f"{target} exists. Choose another name, or add --replace.")
        try:
            size = backups.make(target)
        except backups.Refused as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{target} cannot be written ({error.strerror or type(error).__name__}). Nothing was left behind.") from None
        self.stdout.write(f"{target}: {size / 1024**2:.1f} MB.")
        if not settings.DEMO:
            self.stdout.write("USI_FIELD_KEY is not in it. Keep it elsewhere: without it the addresses in the backup cannot be read.")
