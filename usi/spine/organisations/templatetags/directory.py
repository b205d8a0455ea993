"""Names a country in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from usi.spine.taxonomy import countries

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    return countries.name(code, get_language() or "en")
