"""Addresses of translation."""

from django.urls import path, register_converter

from usi.surfaces.translation import queries, urls_glossary, urls_reading
from usi.surfaces.translation.views import exchange, figures, trust, wanting, work


class WhatConverter:
    """What can be translated."""

    regex = "|".join(queries.WHAT)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(WhatConverter, "translated")

app_name = "translation"
urlpatterns = [
    *urls_glossary.urlpatterns,
    *urls_reading.urlpatterns,
    path("translate/", work.list, name="list"),
    path("translate/figures/", figures.figures, name="figures"),
    path("translate/checkers/", trust.checkers, name="checkers"),
    path("translate/checkers/<int:number>/take-back/", trust.take_back, name="take_back"),
    path("translate/machine/<slug:handle>/", trust.machine, name="machine"),
    path("translate/want/<translated:what>/<int:number>/", wanting.want, name="want"),
    path("translate/<int:number>/", work.job, name="job"),
    path("translate/<int:number>/take/", work.take, name="take"),
    path("translate/<int:number>/give-back/", work.release, name="release"),
    path("translate/<int:number>/keep/", work.keep, name="keep"),
    path("translate/<int:number>/upload/", exchange.upload, name="upload"),
    path("translate/<int:number>/file.<str:format>", exchange.download, name="download"),
]
