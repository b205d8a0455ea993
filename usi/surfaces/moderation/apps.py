"""The room as a Django app."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Names the room."""

    name = "usi.surfaces.moderation"
    label = "moderation"
