"""The directory as feeds and files, whose addresses carry no page language."""

from django.urls import path

from usi.spine.organisations.views import directory

app_name = "organisations_plain"
urlpatterns = [
    path("feeds/<str:language>/organisations.<slug:format>", directory.feed, name="feed"),
    path("download/<str:language>/organisations.<slug:format>", directory.download, name="download"),
]
