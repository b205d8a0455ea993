"""The follow button."""

from django.urls import path

from usi.surfaces.feed import views

app_name = "feed"
urlpatterns = [path("follow/<int:number>/", views.follow, name="follow")]
