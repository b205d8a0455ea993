"""The atlas: tables first, the map for who asks for it, and the map as a picture of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from usi.base import access, errors, languages, limits
from usi.spine.taxonomy import countries
from usi.spine.taxonomy import queries as taxonomy
from usi.surfaces.atlas import drawing, queries
from usi.surfaces.atlas.geometry import names
from usi.surfaces.atlas.projections import WORLD

TYPE = "image/svg+xml; charset=utf-8"
# A picture of borders alone changes with the node's edition only.
DAY = "public, max-age=86400"
# A theme is counted anew each time it is asked for.
TIMES, SECONDS = 60, 60


@access.cached
@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """Show how much there is in each country of the world."""
    return _page(request, WORLD)


@access.cached
@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    """Show how much there is in each country of a region, and in its towns where organisations say them."""
    if region not in countries.regions():
        raise Http404
    return _page(request, region)


@access.cached
@require_safe
def picture(request: HttpRequest, sheet: str) -> HttpResponse:
    """Give a map with its links as a file of its own."""
    if sheet not in names():
        raise Http404
    if _too_often(request):
        return errors.too_many(request, seconds=SECONDS)
    inks = drawing.DARK if request.GET.get("ink") == "dark" else drawing.LIGHT
    context = _context(request, sheet)
    drawn = drawing.svg(sheet, context["marks"], spots=context["spot_marks"], title=context["title"], inks=inks)
    return HttpResponse(drawn, content_type=TYPE)


@access.cached
@require_safe
def cut(request: HttpRequest, code: str) -> HttpResponse:
    """Give a small picture of a country in its region."""
    if not countries.is_country(code.upper()) or code != code.lower():
        raise Http404
    drawn = drawing.cut(countries.region_of(code.upper()), code.upper(), dark=request.GET.get("ink") == "dark")
    return HttpResponse(drawn, content_type=TYPE, headers={"Cache-Control": DAY})


def _page(request: HttpRequest, sheet: str) -> HttpResponse:
    request.section = "countries"  # type: ignore[attr-defined]
    if _too_often(request):
        return errors.too_many(request, seconds=SECONDS)
    context = _context(request, sheet)
    choice, marks, title = context["choice"], context["marks"], context["title"]
    if request.GET.get("map") == "show":
        context |= {"map": drawing.svg(sheet, marks, spots=context["spot_marks"], title=title), "legend": drawing.legend()}
        context["without_link"] = drawing.without_code(sheet)
    context |= {
        "around": _around(sheet, choice.address(map="show" if "map" in context else "")),
        "weight": drawing.weight(sheet, marks, title=countries.region_name(sheet)),
        "show": f"{request.path}{choice.address(map='show')}#map",
        "hide": f"{request.path}{choice.address()}",
        "file": reverse("atlas:picture", kwargs={"sheet": sheet}) + choice.address(),
        "world": reverse("atlas:world") + choice.address(),
        "kinds": queries.kind_options(),
        "themes": queries.theme_options(context["every_theme"]),
    }
    return render(request, "atlas/page.html", context)


def _too_often(request: HttpRequest) -> bool:
    return bool(request.GET.get("theme")) and not limits.allow("atlas", limits.caller(request), times=TIMES, seconds=SECONDS)


def _context(request: HttpRequest, sheet: str) -> dict[str, Any]:
    """Return what tables and map are made of; both show the same counts."""
    language, region = languages.current(), "" if sheet == WORLD else sheet
    themes = taxonomy.themes(language=language)
    choice = queries.Choice.read(request.GET, themes=themes)
    found = queries.counts(choice, reader=request.reader)  # type: ignore[attr-defined]
    blocks = queries.blocks(found, choice, language=language, region=region)
    spots = queries.spots(region, choice, language=language) if region else []
    rows = [row for block in blocks for row in (*block.rows, *block.empty)]
    return {
        "sheet": sheet,
        "region": region,
        "title": countries.region_name(region) or _("The world"),
        "choice": choice,
        "every_theme": themes,
        "blocks": blocks,
        "total": sum(block.total for block in blocks),
        "spots": spots,
        "marks": [drawing.Mark(row.name, row.url, row.total, code=row.code) for row in rows],
        "spot_marks": [_spot_mark(spot) for spot in spots if spot.at],
    }


def _spot_mark(spot: queries.Spot) -> drawing.Mark:
    total = len(spot.organisations)
    # Where there are several, the table below names them.
    url = spot.organisations[0].get_absolute_url() if total == 1 else "#places"
    return drawing.Mark(f"{spot.name}, {spot.country}", url, total, at=spot.at)


def _around(sheet: str, query: str) -> list[tuple[str, str, bool]]:
    """Return the world and its regions: (name, address, whether it is the one being read)."""
    addresses = [(each, reverse("atlas:region", kwargs={"region": each})) for each in countries.regions()]
    regions = [(countries.region_name(each), address + query, each == sheet) for each, address in addresses]
    return [(_("The world"), reverse("atlas:world") + query, sheet == WORLD), *regions]
