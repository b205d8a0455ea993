"""Where in its country an organisation is."""

from __future__ import annotations

import re
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.spine.organisations.forms.editing import VersionedForm
from usi.spine.organisations.models import Organisation, Place, Precision

_PAIR = re.compile(r"([-−+]?[0-9]{1,2}(?:\.[0-9]{0,15})?)°?\s*[,;\s]\s*([-−+]?[0-9]{1,3}(?:\.[0-9]{0,15})?)°?")


class PlaceForm(VersionedForm):
    """How exactly to say it, the name of the place, and its coordinates for the map."""

    precision = django_forms.ChoiceField(
        label=_("How exactly do you want to say where you are?"), choices=Precision.choices, widget=django_forms.RadioSelect,
        help_text=_("Say the country only if a more exact place could put anyone in danger. Everybody can read what you choose."),
    )  # fmt: skip
    name = forms.LineField(label=_("Name of the region or town"), max_length=100, required=False)
    coordinates = forms.LineField(
        label=_("Latitude and longitude, for the map"), max_length=60, required=False,
        help_text=_(
            "In degrees, such as 37.9, 23.6. A town is rounded to a tenth of a degree (11 km), a region to a whole degree (111 km). "
            "Nothing more exact is kept."
        ),
    )  # fmt: skip

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return what is kept now."""
        place = Place.objects.filter(organisation=organisation).first()
        if place is None:
            return {"precision": Precision.COUNTRY.value}
        return {"precision": place.precision, "name": place.name, "coordinates": place.coordinates}

    def clean_coordinates(self) -> tuple[float, float] | None:
        """Return latitude and longitude in degrees."""
        value: str = self.cleaned_data["coordinates"]
        if not value:
            return None
        found = _PAIR.fullmatch(value)
        pair = tuple(float(part.replace("−", "-")) for part in found.groups()) if found else ()
        if len(pair) != 2 or abs(pair[0]) > 90 or abs(pair[1]) > 180:
            raise ValidationError(_("Write latitude and longitude in degrees with a point, such as 37.9, 23.6."))
        return pair[0], pair[1]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a region or town, and for the country first."""
        data = super().clean() or {}
        if data.get("precision") in (Precision.REGION, Precision.TOWN):
            if not self.organisation.country:
                self.add_error("precision", _("Say first in which country you are, under “Name and kind”."))
            if not data.get("name") and "name" not in self.errors:
                self.add_error("name", _("Write the name of the region or town."))
        return data

    def changes(self) -> dict[str, Any]:
        """Return what is to be kept."""
        data = self.cleaned_data
        return {"precision": data["precision"], "name": data["name"], "at": data["coordinates"]}
