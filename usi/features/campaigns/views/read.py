"""Pages that everyone may read, and the counts as data."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from usi.base import access, languages, pages, text, time
from usi.base.access import ANONYMOUS, Reader
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
    language, before = get_language() or "en", pages.cursor(request)
    page = publications.page(reader=reader, language=language, kind="campaign", written_in=written, before=before)
    context = {
        "page": page, "facts": publications.facts_of(page.items), "written": written, "languages": languages.choices(""),
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
        campaign = queries.shown(number=number, reader=reader, language=get_language() or "en")
    except Http404:
        return _not_out(request, number, reader)
    return render(request, "campaigns/page.html", shown.context(request, campaign))


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


@access.cached
def count(request: HttpRequest, number: int, format: str) -> HttpResponse:
    """Give the counts of a campaign by country as JSON or CSV, for other sites to show."""
    campaign = publications.one(number=number, reader=ANONYMOUS, language="en", kind="campaign")
    facts, tally = queries.facts(number), queries.tally(number, language="en")
    response = _csv(tally, queries.on_paper(facts, language="en")) if format == "csv" else JsonResponse(
        {
            "campaign": campaign.uri,
            "confirmed": tally.confirmed,
            "waiting": tally.waiting,
            "goal": facts.goal,
            "closes_on": facts.closes_on,
            "open": not facts.closed,
            "stage": queries.stage(campaign, facts),
            "as_of": time.now().isoformat(timespec="seconds"),
            "countries": {row.code: {"confirmed": row.confirmed, "waiting": row.waiting} for row in tally.countries},
            "paper": {"counted_by": campaign.author.name, "total": facts.on_paper, "countries": facts.paper},
        }
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _csv(tally: queries.Tally, paper: Sequence[queries.OnPaper]) -> HttpResponse:
    on_paper = {row.code: row for row in paper}
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["country", "name", "confirmed", "waiting", "paper"])
    for row in tally.countries:
        found = on_paper.pop(row.code, None)
        writer.writerow([row.code, text.spreadsheet_cell(row.name), row.confirmed, row.waiting, found.count if found else 0])
    writer.writerows([row.code, text.spreadsheet_cell(row.name), 0, 0, row.count] for row in on_paper.values())
    response = HttpResponse(lines.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="count.csv"'
    return response
