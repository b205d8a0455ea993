"""Pages that everyone may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access, compression, languages, pages, reading
from usi.base.access import Reader
from usi.features.campaigns import policies, queries
from usi.features.campaigns.views import shown
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Moderation, Publication, State


@access.cached
def list(request: HttpRequest) -> HttpResponse:
    """Show the campaigns with their meters, newest first, narrowed by language if asked."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    written = request.GET.get("written", "")
    written = written if languages.is_language(written) else ""
    language, before = reading.now(request), pages.cursor(request)
    page = publications.page(reader=reader, language=language, kind="campaign", written_in=written, before=before)
    context = {
        "page": page, "facts": publications.facts_of(page.items, language), "written": written,
        "may_start": policies.may_start(reader),
        "may_see_waiting": reader.signed_in and policies.may_see_waiting(reader),
    }
    return render(request, "campaigns/list.html", context)


@access.cached
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a campaign in the reader's language where there is such a text; `?original=1` shows the original."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    try:
        campaign = queries.shown(number=number, reader=reader, language=reading.now(request))
    except Http404:
        return _not_out(request, number, reader)
    return compression.densely(render(request, "campaigns/page.html", shown.context(request, campaign)))


def _not_out(request: HttpRequest, number: int, reader: Reader) -> HttpResponse:
    campaign = Publication.objects.filter(pk=number, kind="campaign").select_related("author").first()
    if campaign is None:
        raise Http404
    if campaign.state == State.WITHDRAWN and campaign.moderation == Moderation.CLEAR and campaign.visibility == "public":
        return render(request, "campaigns/withdrawn.html", {"campaign": campaign}, status=410)
    if not policies.may_see_draft(reader, number=number):
        raise Http404
    waiting = {"not_out": True, "may_endorse": policies.may_endorse(reader, number=number)}
    return render(request, "campaigns/page.html", shown.context(request, queries.draft(number)) | waiting)
