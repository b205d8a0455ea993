"""`{% map_cut "KE" "Kenya" %}`: a small picture of a country in its region, which leads to the region's map."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from usi.spine.taxonomy import countries
from usi.surfaces.atlas import drawing, geometry

register = template.Library()
WIDTH = 304


@register.inclusion_tag("atlas/cut.html", takes_context=True)
def map_cut(context: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    """Show it; nothing where there is no such country. In text-only mode there are only the links."""
    region = countries.region_of(code)
    if not region:
        return {"code": ""}
    return {
        "code": code,
        "name": name,
        "region": countries.region_name(region),
        "without_link": drawing.without_code(region),
        "text_only": context.get("text_only"),
        "url": reverse("atlas:region", kwargs={"region": region}),
        "picture": reverse("atlas_plain:cut", kwargs={"code": code.lower()}),
        "width": WIDTH,
        "height": round(geometry.outlines(region, coarse=True).height * WIDTH / geometry.WIDTH),
    }
