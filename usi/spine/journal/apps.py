"""The room as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.journal"
    label = "journal"
