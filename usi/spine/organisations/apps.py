"""The room as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.organisations"
    label = "organisations"
