"""`usi install_taxonomy`: puts the themes and countries into the database, or brings them up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from usi.spine.taxonomy import actions


class Command(BaseCommand):
    """Put the themes and countries of the network into the database."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Install and say how many there are."""
        themes, countries = actions.install()
        self.stdout.write(f"{themes} themes, {countries} countries.")
