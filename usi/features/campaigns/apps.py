"""The room as a Django app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Registers the campaign."""

    name = "usi.features.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Register the kind."""
        from usi.features.campaigns import kind  # noqa: F401
