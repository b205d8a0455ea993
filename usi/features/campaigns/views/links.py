"""Pages behind the links of mails: how often they are opened, what they show, and that nothing keeps them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from usi.base import access, languages, reading
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Pledger, Signature, SupportMessage
from usi.features.campaigns.views import helping
from usi.spine.publications import versions
from usi.spine.taxonomy import countries

View = Callable[[HttpRequest, str], HttpResponseBase]
LINKS = {"times": 120, "seconds": 600}


def page(*, gone: str = "campaigns/link.html") -> Callable[[View], View]:
    """Declare a view that whoever has a mailed link may open; `gone` answers where `UnknownLink` is raised.

    Opening changes nothing, since scanners follow links: what a button does is posted.
    """

    def declared(view: View) -> View:
        @access.everyone
        @functools.wraps(view)
        def behind(request: HttpRequest, token: str) -> HttpResponseBase:
            request.section = "campaigns"  # type: ignore[attr-defined]
            if refusal := helping.too_often(request, "campaigns.link", LINKS):
                return refusal
            try:
                return quiet(view(request, token))
            except actions.UnknownLink:
                return quiet(render(request, gone, status=404))

        return behind

    return declared


def context(request: HttpRequest, row: Signature | Pledger | SupportMessage, token: str) -> dict[str, Any]:
    """Return what the pages about a row that is led to by mail show."""
    campaign = row.campaign
    return {
        "row": row,
        "campaign": campaign,
        "facts": queries.facts(campaign.pk),
        "country": countries.name(row.country, languages.current()) if row.country else "",
        "text": versions.text_in(campaign, reading.now(request)),
        "token": token,
    }


def quiet(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page with a secret in its address out of caches and search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
