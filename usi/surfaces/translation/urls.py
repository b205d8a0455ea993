"""Addresses of translation."""

from usi.surfaces.translation import urls_reading

app_name = "translation"
urlpatterns = [
    *urls_reading.urlpatterns,
]
