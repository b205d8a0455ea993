"""Addresses of the newsroom."""

from django.urls import path

from usi.features.newsroom.views import read, write

app_name = "newsroom"
urlpatterns = [
    path("news/", read.list, name="list"),
    path("news/new/", write.new, name="new"),
    path("news/preview/", write.preview, name="preview"),
    path("news/<int:number>/", read.page, name="page"),
    path("news/<int:number>/edit/", write.edit, name="edit"),
    path("news/<int:number>/picture/", write.cover, name="cover"),
    path("news/<int:number>/move/", write.move, name="move"),
    path("news/<int:number>/keep/", write.keep, name="keep"),
    path("news/<int:number>/versions/", write.history, name="history"),
]
