"""Selects with hundreds of options, written in one go: a template for each option takes ten times as long."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class Select(forms.Select):
    """One of many; it says what Django's own does, but knows no groups of options."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the select; all that goes in is escaped."""
        chosen = set(self.format_value(value))
        attributes = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        if self.allow_multiple_selected:
            attributes["multiple"] = True
        options = "".join([_option(str(key), str(label), chosen=str(key) in chosen) for key, label in self.choices])
        return mark_safe(f"<select{flatatt(attributes)}>{options}</select>")  # noqa: S308


def _option(key: str, label: str, *, chosen: bool) -> str:
    return f'<option value="{escape(key)}"{" selected" if chosen else ""}>{escape(label)}</option>'


class SelectMultiple(Select, forms.SelectMultiple):
    """Some of many."""
