"""Form fields over the taxonomy."""

from __future__ import annotations

import functools
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from usi.base import languages
from usi.base.selects import Select
from usi.spine.taxonomy import countries


def _offered() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *countries.choices(languages.current())]


class CountryField(forms.ChoiceField):
    """A country, offered by its name in the reader's language. The names are only looked up when they are shown."""

    widget = Select

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


class _Names(Select):
    """A select whose options are nothing but names: half as heavy as one with codes beside them, and quickly written."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the options in one go; all that goes in is escaped."""
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {})))
        chosen = str(value or "")
        options = _options(languages.current())
        mark = f"<option>{escape(chosen)}\n"
        if chosen and mark in options:
            options = options.replace(mark, mark.replace("<option>", "<option selected>"), 1)
        return mark_safe(f'<select{attributes}><option value="">{escape(str(_("Choose")))}\n{options}</select>')  # noqa: S308


@functools.lru_cache(maxsize=64)
def _options(language: str) -> str:
    return "".join(f"<option>{escape(name)}\n" for _code, name in countries.choices(language))


class CountryByNameField(CountryField):
    """The same for pages that must be light: what is sent is the name, in the language of the page; a code is understood too."""

    widget = _Names

    def to_python(self, value: Any) -> str:
        """Return the code of what was chosen; what is no country stays as it is and is refused."""
        said = super().to_python(value)
        return countries.by_name(said, languages.current()) or countries.find(said) or said

    def prepare_value(self, value: Any) -> Any:
        """Return the name that is marked as chosen."""
        return countries.name(value, languages.current()) if value and countries.is_country(str(value)) else value
