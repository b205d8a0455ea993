"""Addresses of the pictures without words."""

from django.urls import path

from usi.surfaces.atlas import views

app_name = "atlas_plain"
urlpatterns = [path("map/<slug:code>.svg", views.cut, name="cut")]
