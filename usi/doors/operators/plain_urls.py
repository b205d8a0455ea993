"""Addresses for whatever watches the node."""

from django.urls import path

from usi.doors.operators import views

app_name = "operators_plain"
urlpatterns = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
