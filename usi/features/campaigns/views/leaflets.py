"""The sheet and the poster of a campaign, to be printed in the language of the page that asks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import get_language

from usi.base import access, errors, limits, reading
from usi.base.access import Reader
from usi.features.campaigns import forms, leaflets, policies, queries
from usi.features.campaigns.views.write import to
from usi.spine.publications import versions
from usi.spine.publications.models import Publication, Translation

_TRIES: dict[str, int] = {"times": 60, "seconds": 3600}


@access.cached
def sheet(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give the sheet on which signatures are collected."""
    return _leaflet(request, number, "sheet")


@access.cached
def poster(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give the poster."""
    return _leaflet(request, number, "poster")


def _leaflet(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    language = get_language() or "en"
    campaign = _found(request, number)
    if campaign.campaign.closed:
        return to("page", number)
    if not limits.allow("campaigns.print", limits.caller(request), **_TRIES):
        return errors.too_many(request, seconds=_TRIES["seconds"])
    text = versions.text_in(campaign, reading.now(request))
    via = forms.share_code(request.GET.get("via", "")) or kind
    about = leaflets.cause(campaign, text, campaign.campaign, language=language, via=via)
    response = HttpResponse(leaflets.made(kind, about, language=language), content_type="application/pdf")
    name = "-".join(part for part in (slugify(text.title)[:50].strip("-"), kind, language.lower()) if part)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _found(request: HttpRequest, number: int) -> Publication:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    try:
        return queries.shown(number=number, reader=reader, language=reading.now(request))
    except Http404:
        if not policies.may_see_draft(reader, number=number):
            raise
        return queries.draft(number)


def sizes(campaign: Publication, text: Publication | Translation, *, language: str, via: str = "") -> dict[str, Any]:
    """Return what the links to sheet and poster say of them: their sizes in bytes by kind; nothing once nobody can sign.

    `via` is the share code that they are to carry; without one they carry what they are.
    """
    if campaign.campaign.closed:
        return {}
    return {
        kind: leaflets.size(kind, leaflets.cause(campaign, text, campaign.campaign, language=language, via=via or kind), language=language)
        for kind in ("poster", "sheet")
    }
