"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from usi.base import access, errors, limits, pages, text
from usi.base.access import Reader
from usi.spine.publications.queries import facts_of
from usi.surfaces.search import queries

TIMES, SECONDS = 60, 60


@access.cached
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds: actors on the first page, publications newest first."""
    request.section = "search"  # type: ignore[attr-defined]
    raw = request.GET.get("q", "")
    asked = queries.clean(raw)
    shown = asked or text.line(raw[: queries.LONGEST])
    context: dict[str, object] = {"q": shown, "asked": asked, "too_short": bool(shown) and not asked}
    if asked:
        if not limits.allow("search", limits.caller(request), times=TIMES, seconds=SECONDS):
            return errors.too_many(request, seconds=SECONDS)
        context |= _found(asked, request.reader, pages.cursor(request))  # type: ignore[attr-defined]
    return render(request, "search/search.html", context)


def _found(asked: str, reader: Reader, before: int) -> dict[str, object]:
    language = get_language() or "en"
    page = queries.publications(asked, reader=reader, language=language, before=before)
    actors = [] if before else [(actor, queries.label(actor)) for actor in queries.actors(asked, language=language)]
    return {"page": page, "facts": facts_of(page.items), "actors": actors}
