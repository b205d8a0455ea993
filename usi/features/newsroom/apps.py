"""The room as a Django app."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Names the room."""

    name = "usi.features.newsroom"
    label = "newsroom"
