"""Addresses of pictures and documents."""

from django.urls import path

from usi.spine.media import views

app_name = "media_plain"
urlpatterns = [path("media/<path:name>", views.file, name="file")]
