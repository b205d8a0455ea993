"""Addresses of the demonstration; elsewhere they are not found."""

from django.urls import path

from usi.doors.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("demonstration/", views.index, name="index"),
    path("demonstration/outbox/<str:name>/", views.mail, name="mail"),
]
