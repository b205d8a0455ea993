"""The room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers people as an actor type."""

    name = "usi.spine.people"
    label = "people"

    def ready(self) -> None:
        """Register the actor type."""
        from usi.spine.people import kind  # noqa: F401
