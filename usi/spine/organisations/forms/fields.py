"""Fields that several of the forms have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import languages
from usi.base.selects import Select
from usi.spine.taxonomy import countries

INTERNATIONAL = "international"
UNKNOWN = "unknown"


class CountryField(django_forms.ChoiceField):
    """A country, or international; `unknown` only where the source did not say."""

    widget = Select

    def __init__(self, *, unknown: bool = False, **kwargs: Any) -> None:
        """Offer all countries in the reader's language."""
        self._unknown = unknown
        kwargs.setdefault("label", _("Country"))
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list[tuple[str, Any]]:
        first: list[tuple[str, Any]] = [("", _("Choose…")), (INTERNATIONAL, _("International, in several countries"))]
        if self._unknown:
            first.append((UNKNOWN, _("Not known")))
        return [*first, *countries.choices(languages.current())]


def place(value: str) -> dict[str, Any]:
    """Return what a value of the field says as facts of an organisation."""
    return {"country": "" if value in (INTERNATIONAL, UNKNOWN) else value, "country_unknown": value == UNKNOWN}


def place_value(country: str, unknown: bool) -> str:
    """Return the field's value for facts of an organisation."""
    return country or (UNKNOWN if unknown else INTERNATIONAL)


def language_choices(present: Iterable[str]) -> list[tuple[str, str]]:
    """Return the languages one can write in, and those that are used already."""
    offered = list(languages.choices(""))
    known = {tag for tag, _name in offered}
    return offered + [(tag, languages.own_name(tag)) for tag in dict.fromkeys(present) if tag not in known]
