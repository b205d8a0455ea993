"""The room as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.mail"
    label = "mail"
