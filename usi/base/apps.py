"""The foundations as a Django app, so that templates, static files and checks are found."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Registers the check that every view declares who may call it."""

    name = "usi.base"
    label = "base"

    def ready(self) -> None:
        """Register the system checks."""
        from usi.base import checks  # noqa: F401
