"""The addresses of the whole node. Each room brings its own; pages carry the language, feeds and files do not."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

# Each room names its pages in `urls.urlpatterns` (with a language) and `plain_urls.urlpatterns` (without one). Rooms are asked in this
# order: those whose pages are read most stand first.
PAGES = (
    ("", "usi.doors.website"),
    ("", "usi.features.campaigns"),
    ("", "usi.features.newsroom"),
    ("", "usi.spine.media"),
    ("", "usi.spine.people"),
    ("", "usi.spine.organisations"),
    ("", "usi.spine.taxonomy"),
    ("", "usi.surfaces.feed"),
    ("", "usi.surfaces.search"),
    ("", "usi.surfaces.moderation"),
    ("", "usi.surfaces.translation"),
    ("", "usi.surfaces.atlas"),
    ("", "usi.doors.demonstration"),
    ("", "usi.doors.operators"),
)


def _present(room: str, module: str) -> bool:
    return find_spec(room) is not None and find_spec(f"{room}.{module}") is not None


_pages = [path(prefix, include(f"{room}.urls")) for prefix, room in PAGES if _present(room, "urls")]
urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(f"{room}.plain_urls")) for prefix, room in PAGES if _present(room, "plain_urls")),
    *i18n_patterns(*_pages, prefix_default_language=True),
]

handler400 = "usi.base.errors.bad_request"
handler403 = "usi.base.errors.forbidden"
handler404 = "usi.base.errors.not_found"
handler500 = "usi.base.errors.server_error"
