"""Puts a batch of letters on paper: one letter a page, each in its own language."""

from __future__ import annotations

from collections.abc import Sequence

from babel import dates
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, printing
from usi.features.campaigns.models import Target, Writing
from usi.spine.taxonomy import countries


def batch(target: Target, writings: Sequence[Writing], *, language: str) -> bytes:
    """Return the letters to one target as one PDF. `language` is that of the cover's words; five hundred pages take some seconds."""
    to = [part for part in (target.name, target.office, target.organisation, countries.name(target.country, target.language)) if part]
    letters = []
    for writing in writings:
        tag = writing.letter_language
        moment, locale = writing.confirmed_at or writing.written_at, languages.locale(tag)
        day = dates.format_date(moment.date(), format="long", locale=locale)
        sender = [part for part in (writing.name, writing.workplace, countries.name(writing.country, tag)) if part]
        letters.append({"language": tag, "subject": writing.subject, "body": writing.body.split("\n"), "from": sender, "day": day})
    with translation.override(language):
        title = _("Letters to %(name)s") % {"name": target.name}
    data = {"to": to, "to_language": target.language, "letters": letters}
    return printing.pdf("campaigns/print/letters.typ", data, language=language, title=title)
