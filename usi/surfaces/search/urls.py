"""Addresses of the search."""

from django.urls import path

from usi.surfaces.search.views import read, saved

app_name = "search"
urlpatterns = [
    path("search/", read.search, name="search"),
    path("search/saved/", saved.list, name="saved"),
    path("search/saved/keep/", saved.save, name="save"),
    path("search/saved/<int:number>/forget/", saved.forget, name="forget"),
    path("search/saved/stop/<str:token>/", saved.stop, name="stop"),
]
