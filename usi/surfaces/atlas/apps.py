"""The room as a Django app."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    """Names the room."""

    name = "usi.surfaces.atlas"
    label = "atlas"
