"""The room as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Names the room."""

    name = "usi.surfaces.search"
    label = "search"
