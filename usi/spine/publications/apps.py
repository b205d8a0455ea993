"""The room as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.publications"
    label = "publications"

    def ready(self) -> None:
        """Say in which languages there is something to read."""
        from usi.base import reading
        from usi.spine.publications import versions

        reading.ask_by(versions.languages_there)
