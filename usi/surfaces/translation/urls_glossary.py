"""Addresses of the glossary, which `urls.py` takes in."""

from django.urls import path

from usi.surfaces.translation.views import glossary

urlpatterns = [
    path("glossary/", glossary.table, name="glossary"),
    path("glossary/download/", glossary.download, name="glossary_download"),
    path("glossary/propose/", glossary.propose, name="glossary_propose"),
    path("glossary/waiting/", glossary.waiting, name="glossary_waiting"),
    path("glossary/<int:number>/", glossary.term, name="glossary_term"),
    path("glossary/names/<int:number>/decide/", glossary.decide, name="glossary_decide"),
]
