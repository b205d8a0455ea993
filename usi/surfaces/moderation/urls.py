"""Addresses of moderation."""

from django.urls import path, register_converter

from usi.surfaces.moderation import queries
from usi.surfaces.moderation.views import appeal, decide, report


class WhatConverter:
    """What can be moderated."""

    regex = "|".join(queries.WHAT)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(WhatConverter, "moderated")

app_name = "moderation"
urlpatterns = [
    path("report/<moderated:what>/<int:number>/", report.report, name="report"),
    path("report/<moderated:what>/<int:number>/thanks/", report.thanks, name="thanks"),
    path("moderation/", decide.queue, name="queue"),
    path("moderation/<moderated:what>/<int:number>/", decide.case, name="case"),
    path("moderation/<moderated:what>/<int:number>/decisions/", appeal.log, name="log"),
    path("moderation/decisions/<int:number>/take-back/", decide.take_back, name="take_back"),
    path("moderation/decisions/<int:number>/appeal/", appeal.appeal, name="appeal"),
    path("moderation/appeals/<int:number>/answer/", decide.answer, name="answer"),
    path("moderation/appeal/<str:token>/", appeal.appeal_by_mail, name="appeal_by_mail"),
]
