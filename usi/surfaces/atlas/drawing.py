"""Draws a map as SVG: countries hatched by how much there is, each a link with a name. Classes take their inks from the page's styles."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from usi.base.templatetags.usi import number
from usi.surfaces.atlas import geometry
from usi.surfaces.atlas.projections import WORLD

# From how many on a country is hatched more densely.
STEPS = (1, 5, 20, 100)
# Lines by level: distance, and the path of one tile. Those for phones, where the sheet is a third as wide, are three times as coarse.
_HATCHES = ((7.0, "M0 0V{0}"), (3.5, "M0 0V{0}"), (4.0, "M0 0V{0}M0 0H{0}"))
_PATTERNS = "".join(
    f'<pattern id="map-{place}{mark}" width="{step * times:g}" height="{step * times:g}" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><path class="hatch{mark}" d="{path.format(f"{step * times:g}")}"/></pattern>'
    for mark, times in (("", 1.0), ("w", 2.6))
    for place, (step, path) in enumerate(_HATCHES, 1)
)
LIGHT = {"ground": "#ffffff", "land": "#e0e1d9", "hair": "#b9b8ae", "ink": "#16150f", "red": "#c4160c"}
DARK = {"ground": "#1e1f19", "land": "#33342c", "hair": "#4b4c43", "ink": "#eeefe6", "red": "#d2271a"}


@dataclass(frozen=True)
class Mark:
    """What stands on the map and where it leads: a country by its code, or a place by (longitude, latitude) in degrees."""

    name: str
    url: str
    total: int
    code: str = ""
    at: tuple[float, float] | None = None


def level(total: int) -> int:
    """Return how densely a number is hatched, 0 (none) to 4."""
    return sum(total >= step for step in STEPS)


def legend() -> list[tuple[int, str]]:
    """Return the levels with their meaning in words."""
    ranges = [(n, _("%(first)s to %(last)s") % {"first": number(STEPS[n - 1]), "last": number(STEPS[n] - 1)}) for n in range(1, len(STEPS))]
    return [(0, _("none")), *ranges, (len(STEPS), _("%(first)s or more") % {"first": number(STEPS[-1])})]


def without_code(sheet: str) -> list[str]:
    """Return the names of the land on a sheet that ISO 3166 gives no code."""
    named = {
        "africa": [_("Somaliland")],
        "arab": [_("Somaliland")],
        "asia_pacific": [_("the Siachen Glacier")],
        "europe": [_("Kosovo"), _("Northern Cyprus")],
    }
    return [_("Kosovo"), _("Northern Cyprus"), _("the Siachen Glacier"), _("Somaliland")] if sheet == WORLD else named.get(sheet, [])


def svg(sheet: str, marks: Sequence[Mark], *, title: str, spots: Sequence[Mark] = (), inks: dict[str, str] | None = None) -> SafeString:
    """Return the map of a sheet; with inks of its own it stands alone, without them it takes the page's."""
    drawn = geometry.outlines(sheet)
    by_code = {mark.code: mark for mark in marks}
    radius = 3 if sheet == WORLD else 5
    shapes = [(by_code[code], f'<path d="{path}"/>') for code, path in drawn.shapes.items() if code in by_code]
    circles = [(mark, _circle(*drawn.circles[mark.code], radius + level(mark.total))) for mark in marks if mark.code in drawn.circles]
    placed = [(mark, _circle(*geometry.spot(sheet, *mark.at), radius + 1)) for mark in spots if mark.at]
    parts = [_head(drawn.height, title, inks), _land(drawn), *_groups(shapes), *_dots(circles)]
    if placed:
        parts.append(f'<g class="spot">{"".join(_link(*row) for row in placed)}</g>')
    if drawn.areas:
        parts.append(f'<path class="area" d="{drawn.areas}"/>')
    text = "".join(parts) + "</svg>"
    return mark_safe(_inked(text, inks) if inks else text)  # noqa: S308 - names and addresses are escaped, the rest is our own


def weight(sheet: str, marks: Sequence[Mark], *, title: str) -> int:
    """Return how many bytes the map costs on the line, about: measured once for each sheet and language."""
    return _weight(sheet, title, tuple((mark.code, mark.name, mark.url.partition("?")[0]) for mark in marks))


@functools.lru_cache(maxsize=256)
def _weight(sheet: str, title: str, named: tuple[tuple[str, str, str], ...]) -> int:
    marks = [Mark(name, url, place % 7 * 12, code) for place, (code, name, url) in enumerate(named)]
    return len(gzip.compress(svg(sheet, marks, title=title).encode(), 6))


@functools.lru_cache(maxsize=512)
def cut(sheet: str, code: str, *, dark: bool) -> str:
    """Return a small picture of a country in its region, without words or links."""
    drawn, inks = geometry.outlines(sheet, coarse=True), DARK if dark else LIGHT
    others = "".join(path for each, path in drawn.shapes.items() if each != code)
    here = f'<path d="{drawn.shapes[code]}"/>' if code in drawn.shapes else _circle(*drawn.circles[code], 16)
    areas = f'<path class="area" d="{drawn.areas}"/>' if drawn.areas else ""
    text = f'{_head(drawn.height, "", inks)}{_land(drawn)}<g class="n0"><path d="{others}"/></g><g class="n4 here">{here}</g>{areas}</svg>'
    return _inked(text, inks)


def _head(height: int, title: str, inks: dict[str, str] | None) -> str:
    alone = f'xmlns="http://www.w3.org/2000/svg" width="{geometry.WIDTH}" height="{height}"'
    size = alone if inks else f'class="map{" tall" if height > geometry.WIDTH else ""}" role="group"'
    named = f' aria-label="{escape(title)}"' if title else ""
    patterns = _PATTERNS.partition('<pattern id="map-1w"')[0] if inks else _PATTERNS
    ground = '<path class="ground" d="M0 0h9999v9999h-9999z"/>' if inks else ""
    return f'<svg {size} viewBox="0 0 {geometry.WIDTH} {height}"{named}><defs>{patterns}</defs>{ground}'


def _land(drawn: geometry.Outlines) -> str:
    return f'<path class="land" d="{drawn.land}"/>' if drawn.land else ""


def _groups(rows: Iterable[tuple[Mark, str]]) -> list[str]:
    """Return the groups by level, most first, so that the keyboard comes first to where most is."""
    groups: dict[int, list[tuple[Mark, str]]] = {}
    for mark, figure in rows:
        groups.setdefault(level(mark.total), []).append((mark, figure))
    return [
        f'<g class="n{n}"{_fill(n)}>{"".join(_link(*row) for row in sorted(groups[n], key=lambda row: -row[0].total))}</g>'
        for n in sorted(groups, reverse=True)
    ]


def _dots(rows: list[tuple[Mark, str]]) -> list[str]:
    """Return the small countries, whose circles are too small for hatching: they grow instead."""
    some, none = [row for row in rows if row[0].total], [row for row in rows if not row[0].total]
    some.sort(key=lambda row: -row[0].total)
    return [f'<g class="{kind}">{"".join(_link(*row) for row in found)}</g>' for kind, found in (("n0", none), ("n4", some)) if found]


def _fill(n: int) -> str:
    return f' fill="url(#map-{n})"' if 0 < n < len(STEPS) else ""


def _link(mark: Mark, figure: str) -> str:
    return f'<a href="{escape(mark.url)}"><title>{escape(mark.name)}: {number(mark.total)}</title>{figure}</a>'


def _circle(x: int, y: int, radius: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}"/>'


def _inked(text: str, inks: dict[str, str]) -> str:
    """Return a map whose classes are inks: a picture has no stylesheet, and ours allow none inside it."""
    line = f'stroke="{inks["ink"]}"'
    for old, new in {
        'class="ground"': f'fill="{inks["ground"]}"',
        'class="hatch"': f'fill="none" stroke="{inks["red"]}" stroke-width="1.4"',
        'class="land"': f'fill="{inks["land"]}" stroke="{inks["hair"]}"',
        'class="area"': f'fill="{inks["land"]}" {line} stroke-dasharray="3 3"',
        'class="spot"': f'fill="{inks["ink"]}" stroke="{inks["ground"]}" stroke-width="2"',
        'class="n0"': f'fill="{inks["ground"]}" {line} stroke-width=".8"',
        'class="n4 here"': f'fill="{inks["red"]}" {line} stroke-width="4"',
        'class="n4"': f'fill="{inks["red"]}" {line} stroke-width=".8"',
    }.items():
        text = text.replace(old, new)
    for n in range(1, len(STEPS)):
        text = text.replace(f'class="n{n}"', f'{line} stroke-width=".8"')
    return text
