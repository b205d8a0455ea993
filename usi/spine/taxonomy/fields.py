"""Form fields over the taxonomy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import languages
from usi.spine.taxonomy import countries


def _offered() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *countries.choices(languages.current())]


class CountryField(forms.ChoiceField):
    """A country, offered by its name in the reader's language. The names are only looked up when they are shown."""

    def __init__(self, **kwargs: Any) -> None:
        """Let browsers fill it in."""
        kwargs.setdefault("label", _("Country"))
        super().__init__(choices=_offered, **kwargs)
        self.widget.attrs["autocomplete"] = "country"

    def validate(self, value: Any) -> None:
        """Accept the codes of countries."""
        forms.Field.validate(self, value)
        if value and not countries.is_country(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
