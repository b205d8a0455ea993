"""The room as a Django app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.media"
    label = "media"
