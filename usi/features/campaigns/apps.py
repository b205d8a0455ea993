"""The room as a Django app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Names the room."""

    name = "usi.features.campaigns"
    label = "campaigns"
