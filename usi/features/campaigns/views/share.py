"""How somebody carries a campaign on: words, address, code, motion, and a form for other sites."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from usi.base import access, languages, reading
from usi.base.access import ANONYMOUS, Reader
from usi.features.campaigns import forms, queries
from usi.features.campaigns.views import leaflets, shown
from usi.spine.publications import versions


def frameable(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let any site show a page in a frame: what is signed there counts only once it is confirmed from the mailbox."""
    return wraps(view)(csp_replace({"frame-ancestors": ["*"]})(view))


@access.cached
def share(request: HttpRequest, number: int) -> HttpResponse:
    """Show what can be taken along: address with a code, words, a motion, and the form for other sites."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    language = languages.current()
    campaign = queries.shown(number=number, reader=reader, language=reading.now(request))
    code = forms.share_code(request.GET.get("via", ""))
    context = _text(request, campaign)
    context |= {"via": code, "leaflets": leaflets.sizes(campaign, context["text"], language=language, via=code)}
    return render(request, "campaigns/share.html", context)


@access.cached
@frameable
def embed(request: HttpRequest, number: int) -> HttpResponse:
    """Show the form to sign alone, for a frame on another site. Only what everyone may read."""
    return render(request, "campaigns/embed/form.html", embedded(request, number))


@access.cached
@frameable
def embed_signed(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to look into the mailbox, inside the frame."""
    return render(request, "campaigns/embed/signed.html", _text(request, _public(request, number)))


def embedded(request: HttpRequest, number: int, *, form: forms.SignForm | None = None) -> dict[str, Any]:
    """Return the values of the form in a frame."""
    language, campaign = languages.current(), _public(request, number)
    return _text(request, campaign) | {
        **shown.to_sign(request, form, known=False),
        "tally": queries.tally(number, language=language),
        "organisation": queries.organisation_of(campaign),
    }


def _public(request: HttpRequest, number: int) -> Any:
    return queries.shown(number=number, reader=ANONYMOUS, language=reading.now(request))


def _text(request: HttpRequest, campaign: Any) -> dict[str, Any]:
    text, facts = versions.text_in(campaign, reading.now(request)), campaign.campaign
    return {"campaign": campaign, "facts": facts, "text": text, "aim": queries.aim(facts, text, original=campaign.language)}
