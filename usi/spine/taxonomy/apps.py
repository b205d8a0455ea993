"""The room as a Django app."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Names the room."""

    name = "usi.spine.taxonomy"
    label = "taxonomy"
