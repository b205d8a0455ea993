"""Addresses of the front page, the home feed, the desk, the dossiers and the pages about the node."""

from django.urls import include, path

from usi.doors.website.views import about, dossiers, front, home

website = (
    [
        path("", front.front, name="front"),
        path("home/", home.home, name="home"),
        path("desk/", home.desk, name="desk"),
        path("text-only/", front.text_only, name="text_only"),
        path("read/", front.read, name="read"),
        path("about/", about.about, name="about"),
        path("about/verification/", about.verification, name="verification"),
        path("about/accessibility/", about.accessibility, name="accessibility"),
        path("help/", about.help, name="help"),
        path("about/source/", about.source, name="source"),
    ],
    "website",
)
taxonomy = (
    [
        path("themes/", dossiers.themes, name="themes"),
        path("themes/<slug:handle>/", dossiers.theme, name="theme"),
        path("countries/", dossiers.countries, name="countries"),
        path("countries/<slug:code>/", dossiers.country, name="country"),
    ],
    "taxonomy",
)
urlpatterns = [path("", include(website)), path("", include(taxonomy))]
