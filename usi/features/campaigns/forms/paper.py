"""The forms of what comes back on paper: a sheet that was counted, and a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, time
from usi.features.campaigns.actions.paper import MOST_ON_A_SHEET, Sheet
from usi.features.campaigns.forms.moment import day_field
from usi.spine.taxonomy.fields import CountryField

COUNTRIES = 3


class _Collected(forms.Form):
    """Who collected, where and when."""

    collected_by = forms.LineField(label=_("Collected by"), max_length=120)
    place = forms.LineField(label=_("Where"), max_length=120, required=False)
    collected_on = day_field(_("When"), required=False)

    def clean_collected_on(self) -> date | None:
        """Refuse days to come."""
        day: date | None = self.cleaned_data["collected_on"]
        if day and day > time.now().date():
            raise ValidationError(_("Choose a day up to today."))
        return day

    def sheet(self) -> Sheet:
        """Return where it comes from, once the form is valid."""
        data = self.cleaned_data
        return Sheet(data["collected_by"], data["place"], data["collected_on"])


class SheetForm(_Collected):
    """How many signatures stand on a sheet, by country."""

    another = django_forms.BooleanField(label=_("It is another sheet with the same numbers"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the rows for countries."""
        kwargs.setdefault("auto_id", "sheet_%s")
        super().__init__(*args, **kwargs)
        for number in range(1, COUNTRIES + 1):
            self.fields[f"country_{number}"] = CountryField(required=number == 1)
            self.fields[f"count_{number}"] = django_forms.IntegerField(
                label=_("How many signatures"), min_value=1, max_value=MOST_ON_A_SHEET, required=number == 1
            )
            self.fields[f"count_{number}"].error_messages["invalid"] = _("Write a whole number.")

    @property
    def first(self) -> list[Any]:
        """The fields that everyone fills in."""
        return [self[name] for name in ("country_1", "count_1", "collected_by", "place", "collected_on")]

    @property
    def rest(self) -> list[Any]:
        """The fields of further countries."""
        return [self[f"{name}_{n}"] for n in range(2, COUNTRIES + 1) for name in ("country", "count")]

    @property
    def more_open(self) -> bool:
        """Whether the further countries are shown at once: something stands there."""
        return any(field.value() or field.errors for field in self.rest)

    def clean(self) -> dict[str, Any]:
        """Gather the countries."""
        data = super().clean() or {}
        data["countries"] = {}
        for number in range(1, COUNTRIES + 1):
            code, count = data.pop(f"country_{number}", ""), data.pop(f"count_{number}", None)
            if code and count:
                data["countries"][code] = data["countries"].get(code, 0) + count
            elif code and f"count_{number}" not in self.errors:
                self.add_error(f"count_{number}", _("Say how many signed from this country."))
            elif count and f"country_{number}" not in self.errors:
                self.add_error(f"country_{number}", _("Choose their country."))
        return data


class ListForm(_Collected):
    """A list as CSV."""

    file = django_forms.FileField(
        label=_("List (CSV)"), widget=django_forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=_("The first line names the columns: name, place, country, e-mail. Place and e-mail may be empty."),
    )
    field_order = ("file", "collected_by", "place", "collected_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the two forms of the page apart."""
        kwargs.setdefault("auto_id", "list_%s")
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        """Refuse what would take too long while somebody waits."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(
                _("This file is larger than %(size)s MB. Cut it into parts.") % {"size": settings.MAX_UPLOAD_BYTES // 2**20}
            )
        return file.file
