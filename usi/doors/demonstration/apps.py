"""The room as a Django app."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Names the room."""

    name = "usi.doors.demonstration"
    label = "demonstration"
