"""Addresses of the glossary, which `urls.py` takes in."""

urlpatterns = []
