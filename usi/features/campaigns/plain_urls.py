"""The counts as data: they carry no page language."""

from django.urls import path, register_converter

from usi.features.campaigns.views import reach


class CountFormat:
    """One of the formats in which counts are given."""

    regex = "json|csv"

    def to_python(self, value: str) -> str:
        """Return the format."""
        return value

    def to_url(self, value: str) -> str:
        """Return the format."""
        return value


register_converter(CountFormat, "countformat")

app_name = "campaigns_plain"
urlpatterns = [path("campaigns/<int:number>/count.<countformat:format>", reach.count, name="count")]
