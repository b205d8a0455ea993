"""Addresses of translation."""

from usi.surfaces.translation import urls_glossary

app_name = "translation"
urlpatterns = [*urls_glossary.urlpatterns]
