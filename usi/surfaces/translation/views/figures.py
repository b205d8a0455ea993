"""How long readers wait, and how much can be read in each language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access
from usi.surfaces.translation import queries


@access.cached
def figures(request: HttpRequest) -> HttpResponse:
    """Show request-to-live time and coverage per language, as numbers and as a chart."""
    spans = queries.spans()
    longest = max((row.median.total_seconds() for row in spans), default=0)
    return render(request, "translation/figures.html", {"coverage": queries.coverage(), "spans": spans, "longest": longest})
