"""`usi demo`: fills an empty node with the demonstration network, or prints its log-ins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from usi.doors.demonstration import loader, logins


class Command(BaseCommand):
    """Fill the node, once."""

    help = "Fill an empty node with the demonstration network. --logins only prints how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one option."""
        parser.add_argument("--logins", action="store_true", help="print the log-ins and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if not settings.DEMO:
            raise CommandError("This is not a demonstration node. Set USI_DEMO=on, with a database of its own, to make it one.")
        if not options["logins"]:
            try:
                counts = loader.fill()
            except loader.NotEmpty:
                raise CommandError("The node is not empty. The demonstration is only loaded into an empty one.") from None
            self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
        self.stdout.write(f"Log-ins (password for all: {logins.PASSWORD}; the codes are at {settings.URL}/en/demonstration/):")
        for login, meaning in logins.LOGINS.items():
            self.stdout.write(f"  {logins.address(login):26} {meaning}")
