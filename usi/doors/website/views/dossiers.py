"""Themes and countries as living dossiers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access, compression, languages, pages, reading
from usi.doors.website import dossiers
from usi.spine.actors import descriptions
from usi.spine.publications import kinds
from usi.spine.taxonomy import queries as taxonomy


@access.cached
def themes(request: HttpRequest) -> HttpResponse:
    """List the thematic sections with their sub-themes."""
    request.section = "themes"  # type: ignore[attr-defined]
    return render(request, "website/themes.html", {"sections": dossiers.sections(language=languages.current())})


@access.cached
def countries(request: HttpRequest) -> HttpResponse:
    """List the countries by region, with how much there is of each."""
    request.section = "countries"  # type: ignore[attr-defined]
    return render(request, "website/countries.html", {"regions": dossiers.regions(language=languages.current())})


@access.cached
def theme(request: HttpRequest, handle: str) -> HttpResponse:
    """Show what is new on a theme, who works on it and whom to contact."""
    request.section = "themes"  # type: ignore[attr-defined]
    actor = taxonomy.theme(handle, language=reading.now(request).of_names)
    if actor is None:
        raise Http404
    texts = descriptions.texts_of(actor.pk)
    description = descriptions.describe(actor, texts, reading.now(request).of_names, chosen=reading.asked(request))
    context = dossiers.theme(actor, **_asked(request)) | {"description": description}
    return compression.densely(render(request, "website/theme.html", context))


@access.cached
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is new in a country, its national centres and their affiliations, and whom to contact."""
    request.section = "countries"  # type: ignore[attr-defined]
    actor = taxonomy.country(code, language=reading.now(request).of_names)
    if actor is None:
        raise Http404
    return compression.densely(render(request, "website/country.html", dossiers.country(actor, **_asked(request))))


def _asked(request: HttpRequest) -> dict[str, Any]:
    kind, written = request.GET.get("kind", ""), request.GET.get("written", "")
    return {
        "reader": request.reader,  # type: ignore[attr-defined]
        "language": languages.current(),
        "read": reading.now(request),
        "before": pages.cursor(request),
        "kind": kind if kinds.find(kind) else "",
        "written_in": written if languages.is_language(written) else "",
    }
