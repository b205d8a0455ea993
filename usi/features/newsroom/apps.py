"""The room as a Django app."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Registers the article."""

    name = "usi.features.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        """Register the kind."""
        from usi.features.newsroom import kind  # noqa: F401
