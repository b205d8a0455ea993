"""The room as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers organisations as an actor type."""

    name = "usi.spine.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Register the actor type."""
        from usi.spine.organisations import kind  # noqa: F401
