"""Addresses without a language: the root leads to the reader's language; robots and security contacts find their files."""

from django.urls import path

from usi.doors.website.views import about, front

app_name = "website_plain"
urlpatterns = [
    path("", front.root, name="root"),
    path("robots.txt", about.robots, name="robots"),
    path(".well-known/security.txt", about.security, name="security"),
]
