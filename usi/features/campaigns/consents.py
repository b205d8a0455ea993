"""The words beside the tick box for news: what people read is what is kept as their consent."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

KIND = "news"
LABEL = _("Send me news about this campaign by e-mail")
HINT = _("The organisers get your address for this, and nobody else. Every mail has a link that ends it.")


def wording(language: str) -> str:
    """Return all that stands beside the box on a page in a language."""
    with translation.override(language):
        return f"{LABEL}. {HINT}"
