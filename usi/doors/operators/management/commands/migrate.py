"""Django's own `migrate`, quicker where the database is empty."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from usi.doors.operators import fresh


class Command(migrate.Command):
    """Brings the tables of the database to what the models say."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        if connections[options["database"]].introspection.table_names():
            super().handle(*args, **options)
            return
        with fresh.quickly():
            super().handle(*args, **options)
