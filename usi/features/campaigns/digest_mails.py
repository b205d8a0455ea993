"""The mail that tells somebody whom a campaign addresses how many have signed. No word of those who signed is in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from usi.base import languages, text
from usi.base.templatetags.usi import number
from usi.features.campaigns import queries, receiving
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Target
from usi.spine.mail.actions import Draft
from usi.spine.publications import versions
from usi.spine.publications.models import Publication

COUNTRIES = 10


def to_target(target: Target, publication: Publication, *, turn: int) -> Draft:
    """Return the mail of one round to one target, in a language the target reads where the interface has it."""
    language = languages.nearest(target.language)
    with translation.override(language):
        context = _context(target, publication, language)
        title, count = context["text"].title, context["tally"].confirmed
        subject = ngettext("%(count)s person has signed: %(title)s", "%(count)s people have signed: %(title)s", count)
        return Draft(
            key=f"campaigns.digest:{target.pk}:{turn}", to=sealing.unseal_target(bytes(target.address)),
            subject=subject % {"count": number(count), "title": title},
            body=text.prose(render_to_string("campaigns/handover/mail/digest.txt", context)) + "\n",
            html=render_to_string("campaigns/handover/mail/digest.html", context),
        )  # fmt: skip


def _context(target: Target, publication: Publication, language: str) -> dict[str, Any]:
    said = versions.text_in(publication, language)
    tally = queries.tally(publication.pk, language=language)
    return {
        "target": target,
        "text": said,
        "provenance": versions.origin(publication, said),
        "author": publication.author.name,
        "aim": queries.aim(publication.campaign, said, original=publication.language),
        "tally": tally,
        "countries": tally.signed[:COUNTRIES],
        "more": max(0, len(tally.signed) - COUNTRIES),
        "received_url": receiving.url(target),
        "language": language,
        "direction": languages.direction(language),
        "node": settings.NODE_NAME,
    }
