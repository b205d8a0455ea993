"""`usi install_glossary`: puts the starter glossary of labour terms into the database; what is there already stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand

from usi.surfaces.translation import glossary


class Command(BaseCommand):
    """Put the starter glossary into the database."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Install and say how many names are new."""
        self.stdout.write(f"{glossary.install()} names added.")
