"""The room as a Django app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Registers the node as an actor type."""

    name = "usi.doors.website"
    label = "website"

    def ready(self) -> None:
        """Register the actor type."""
        from usi.doors.website import node  # noqa: F401
