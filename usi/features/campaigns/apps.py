"""The room as a Django app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Registers the campaign, and listens for mails of campaigns that do not arrive."""

    name = "usi.features.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Register the kind and the listeners."""
        from usi.features.campaigns import kind, returned  # noqa: F401
