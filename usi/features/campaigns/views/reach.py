"""Where support comes from, as page and as data."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from usi.base import access, languages, reading, text, time
from usi.base.access import ANONYMOUS, Reader
from usi.features.campaigns import queries
from usi.spine.publications import queries as publications


@access.cached
def reach(request: HttpRequest, number: int) -> HttpResponse:
    """Show all breakdowns of a campaign's signatures, each adding up to the total shown."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    language = languages.current()
    campaign = queries.shown(number=number, reader=reader, language=reading.now(request))
    tally = queries.tally(number, language=language)
    support = queries.endorsements(number, language=language)
    context = {
        "support": support,
        "endorsing": queries.endorsing(support, language=language),
        "campaign": campaign, "facts": campaign.campaign, "tally": tally, "as_of": time.now(),
        "concerned": queries.concerned(campaign, tally, language=language),
    }  # fmt: skip
    return render(request, "campaigns/reach.html", context)


@access.cached
def count(request: HttpRequest, number: int, format: str) -> HttpResponse:
    """Give the counts of a campaign by country and by language of the page as JSON or CSV, for other sites to show."""
    campaign = publications.one(number=number, reader=ANONYMOUS, language="en", kind="campaign")
    facts, tally = queries.facts(number), queries.tally(number, language="en")
    answer = _json(campaign.uri, facts, tally) | {"paper": _paper(campaign.author.name, facts)}
    response = _csv(tally, queries.on_paper(facts, language="en")) if format == "csv" else JsonResponse(answer)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _json(uri: str, facts: Any, tally: queries.Tally) -> dict[str, Any]:
    return {
        "campaign": uri,
        "confirmed": tally.confirmed,
        "waiting": tally.waiting,
        "set_aside": tally.set_aside,
        "goal": facts.goal,
        "closes_at": facts.closes_at,
        "open": not facts.closed,
        "as_of": time.now().isoformat(timespec="seconds"),
        "countries": _sums(tally.countries),
        "languages": _sums(tally.languages),
    }


def _paper(counted_by: str, facts: Any) -> dict[str, Any]:
    """Return what signed on paper, which is in no other number."""
    return {"counted_by": counted_by, "total": facts.on_paper, "countries": facts.paper}


def _sums(rows: list[queries.Row]) -> dict[str, dict[str, int]]:
    return {row.code: {"confirmed": row.confirmed, "waiting": row.waiting, "set_aside": row.set_aside} for row in rows}


def _csv(tally: queries.Tally, paper: list[queries.OnPaper]) -> HttpResponse:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["by", "code", "name", "confirmed", "waiting", "set_aside", "paper"])
    for by, rows in (("country", tally.countries), ("language", tally.languages)):
        writer.writerows([by, row.code, text.spreadsheet_cell(row.name), row.confirmed, row.waiting, row.set_aside, ""] for row in rows)
    writer.writerows(["paper", row.code, text.spreadsheet_cell(row.name), "", "", "", row.count] for row in paper)
    response = HttpResponse(lines.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="count.csv"'
    return response
