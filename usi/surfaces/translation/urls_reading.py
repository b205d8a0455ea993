"""Addresses of corrections, which `urls.py` takes in."""

from django.urls import path, register_converter

from usi.base import languages
from usi.surfaces.translation.views import correcting


class LanguageConverter:
    """A language tag of those that people can write in."""

    regex = "|".join(sorted(languages.NETWORK, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it; whatever is none leads nowhere."""
        if value not in languages.NETWORK:
            raise ValueError
        return value


register_converter(LanguageConverter, "language")

# `what` tells the two routes of a name apart; without it the last one is meant.
_PUBLICATION, _ACTOR = {"what": "publication"}, {"what": "actor"}

urlpatterns = [
    path("translate/correct/actor/<int:number>/<language:language>/", correcting.correct, _ACTOR, name="correct"),
    path("translate/correct/actor/<int:number>/<language:language>/thanks/", correcting.corrected, _ACTOR, name="corrected"),
    path("translate/correct/<int:number>/<language:language>/", correcting.correct, _PUBLICATION, name="correct"),
    path("translate/correct/<int:number>/<language:language>/thanks/", correcting.corrected, _PUBLICATION, name="corrected"),
    path("translate/corrections/", correcting.corrections, name="corrections"),
    path("translate/corrections/<int:number>/", correcting.correction, name="correction"),
]
