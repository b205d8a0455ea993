"""The room as a Django app."""

from django.apps import AppConfig


class OperatorsConfig(AppConfig):
    """Names the room."""

    name = "usi.doors.operators"
    label = "operators"
