"""`usi import organisations FILE` and `usi import signatures FILE --campaign N`: lists brought in by whoever runs the node."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

_WHAT = {
    "organisations": "usi.spine.organisations.management.commands.import_organisations",
    "signatures": "usi.features.campaigns.management.commands.import_signatures",
}


class Command(BaseCommand):
    """Hand on to the room that knows the list."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to import; the rest is the room's."""
        lists = parser.add_subparsers(dest="what", required=True, metavar="what", help="What the file lists: organisations or signatures.")
        for what, module in _WHAT.items():
            command = import_module(module).Command()
            command.add_arguments(lists.add_parser(what, help=command.help))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the room's command, saying what it says where we were told to say it."""
        command = import_module(_WHAT[options["what"]]).Command(stdout=self.stdout, stderr=self.stderr)
        command.handle(*args, **options)
