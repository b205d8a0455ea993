"""Addresses of the atlas."""

from django.urls import path

from usi.surfaces.atlas import views

app_name = "atlas"
urlpatterns = [
    path("map/", views.world, name="world"),
    path("map/<slug:sheet>.svg", views.picture, name="picture"),
    path("map/<slug:region>/", views.region, name="region"),
]
