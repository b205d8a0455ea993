"""The room as a Django app."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.actors"
    label = "actors"
