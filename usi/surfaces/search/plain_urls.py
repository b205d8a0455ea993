"""The feed of a search: it carries no page language."""

from django.urls import path

from usi.surfaces.search.views import read

app_name = "search_plain"
urlpatterns = [path("feeds/<str:language>/search.<str:format>", read.feed, name="feed")]
