"""The room as a Django app."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    """Names the room."""

    name = "usi.surfaces.feed"
    label = "feed"
