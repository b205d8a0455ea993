"""`usi journal verify`: checks that no entry of the journal was changed, removed or moved."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usi.spine.journal import chain


class Command(BaseCommand):
    """Verify the journal."""

    help = "Check every entry of the journal against its digest and its neighbours."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["verify"], help="what to do with the journal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and print the digest to note down elsewhere."""
        verdict = chain.verify()
        if verdict.fault:
            raise CommandError(f"{verdict.fault} The {verdict.entries} entries before it hold.")
        self.stdout.write(f"{verdict.entries} entries hold. Head: {verdict.head}")
