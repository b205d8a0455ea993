"""Feeds and permanent addresses: they carry no page language."""

from django.urls import path, register_converter

from usi.base import feeds
from usi.surfaces.feed import views


class FormatConverter:
    """One of the feed formats."""

    regex = "|".join(feeds.TYPES)

    def to_python(self, value: str) -> str:
        """Return the format."""
        return value

    def to_url(self, value: str) -> str:
        """Return the format."""
        return value


register_converter(FormatConverter, "feedformat")

app_name = "feed_plain"
urlpatterns = [
    path("feeds/<slug:language>/all.<feedformat:format>", views.everything, name="all"),
    path("feeds/<slug:language>/kind/<slug:kind>.<feedformat:format>", views.of_kind, name="kind"),
    path("feeds/<slug:language>/written/<slug:written>.<feedformat:format>", views.of_language, name="language"),
    path("feeds/<slug:language>/actor/<slug:handle>.<feedformat:format>", views.of_actor, name="actor"),
    path("actors/<int:number>", views.actor_uri, name="actor_uri"),
    path("publications/<int:number>", views.publication_uri, name="publication_uri"),
]
