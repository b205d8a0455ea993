"""The room as a Django app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Names the room."""

    name = "usi.doors.website"
    label = "website"
