"""What a person comes back for: the home feed and the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from usi.base import access, languages, pages, reading
from usi.doors.website import queries
from usi.spine.publications import kinds


@access.members
def home(request: HttpRequest) -> HttpResponse:
    """Show what those one follows said, newest first, and why each item is there; never an empty page."""
    kind, written = request.GET.get("kind", ""), request.GET.get("written", "")
    context = queries.home(
        reader=request.reader,  # type: ignore[attr-defined]
        language=get_language() or "en",
        read=reading.now(request),
        before=pages.cursor(request),
        kind=kind if kinds.find(kind) else "",
        written_in=written if languages.is_language(written) else "",
    )
    return render(request, "website/home.html", context)


@access.members
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader."""
    return render(request, "website/desk.html", queries.desk(reader=request.reader, language=get_language() or "en"))  # type: ignore[attr-defined]
