"""The room as a Django app."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Registers themes and countries as actor types."""

    name = "usi.spine.taxonomy"
    label = "taxonomy"

    def ready(self) -> None:
        """Register the actor types."""
        from usi.spine.taxonomy import kind  # noqa: F401
