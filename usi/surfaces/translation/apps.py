"""The room as a Django app."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Names the room."""

    name = "usi.surfaces.translation"
    label = "translation"
