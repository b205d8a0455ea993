"""`usi recount`: counts anew what each actor has published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from usi.spine.publications import figures


class Command(BaseCommand):
    """Rebuild the figures."""

    help = "Count anew what each person, organisation, theme and country has published."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and say how many figures there are."""
        with transaction.atomic():
            total = figures.rebuild()
        self.stdout.write(f"{total} figures.")
