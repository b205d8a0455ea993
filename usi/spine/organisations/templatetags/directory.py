"""Names a country in the reader's language, and lets long addresses break."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from usi.base import languages
from usi.spine.taxonomy import countries

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    return countries.name(code, languages.current())


@register.filter
def breakable(address: str) -> SafeString:
    """Return an address that a narrow column may break behind its signs."""
    return format_html_join("", "{}<wbr>", ((part,) for part in re.findall(r"[^@./_-]*[@./_-]*", address) if part))
