"""The room as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.publications"
    label = "publications"
