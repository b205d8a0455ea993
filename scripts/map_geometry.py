"""Makes the compact geometry of the maps from Natural Earth; run by hand when a newer edition is taken, never by a node.

    python scripts/map_geometry.py FOLDER/countries-50m.json usi/surfaces/atlas/data/countries.json

The source is the TopoJSON of the npm package `world-atlas` 2.0.2 (Natural Earth 4.1.0, public domain). What comes out is TopoJSON too, with
ISO 3166-1 alpha-2 codes as ids: `countries` are shapes, `areas` land that the standard gives no code, `points` (longitude, latitude)
whoever has no shape. Neighbours share arcs, so that no simplification tears them apart. Needs Babel, as the project does.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

from babel.core import get_global

Arc = list[tuple[float, float]]
STEP = 0.025
# About five kilometres: finer than a pixel on any of the maps.
TOLERANCE = 0.045
SMALLEST = 0.018
# Natural Earth counts these as part of another country: (code of that, west, south, east, north).
PARTS = {
    "GF": ("FR", -55, 2, -51, 6), "GP": ("FR", -62, 15.8, -61, 16.6), "MQ": ("FR", -61.3, 14.3, -60.7, 15),
    "RE": ("FR", 55, -21.5, 56, -20.7), "YT": ("FR", 45, -13.1, 45.4, -12.5), "SJ": ("NO", -10, 70.5, 35, 82),
    "BQ": ("NL", -69, 11.8, -62, 18),
}  # fmt: skip
# Where it draws nothing at this scale: longitude and latitude. Antarctica would take a fifth of the sheet; Bear Island stands for Svalbard.
POINTS = {
    "AQ": (-57.0, -63.5), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CX": (105.7, -10.5), "GI": (-5.4, 36.1), "GP": (-61.5, 16.2),
    "MQ": (-61.0, 14.6), "RE": (55.5, -21.1), "YT": (45.2, -12.8), "BQ": (-68.3, 12.2), "TK": (-171.8, -9.2), "TV": (179.2, -8.5),
    "UM": (166.6, 19.3), "SJ": (19.0, 74.4),
}  # fmt: skip
LEFT_OUT = {"Antarctica"}


def decoded(topology: dict[str, Any]) -> list[Arc]:
    """Return the arcs in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        found.append(points)
    return found


def simplified(points: Arc) -> Arc:
    """Return a line without the points that stand less than the tolerance off it (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    across = math.cos(math.radians(ay))
    length = math.hypot((bx - ax) * across, by - ay)

    def off(point: tuple[float, float]) -> float:
        px, py = (point[0] - ax) * across, point[1] - ay
        return abs(px * (by - ay) - py * (bx - ax) * across) / length if length else math.hypot(px, py)

    far = max(range(1, len(points) - 1), key=lambda place: off(points[place]))
    if off(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def ring(numbers: list[int], arcs: list[Arc]) -> Arc:
    """Return the points of a ring of arcs; a negative number is the arc backwards."""
    found: Arc = []
    for number in numbers:
        found += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if found else 0 :]
    return found


def area(points: Arc) -> float:
    """Return a ring's area in square degrees, as at the equator."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    across = math.cos(math.radians(points[0][1]))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2 * across


def part_of(code: str, points: Arc) -> str:
    """Return the code of the territory that a polygon of a country is."""
    x, y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    for part, (whole, west, south, east, north) in PARTS.items():
        if whole == code and west < x < east and south < y < north:
            return part
    return code


def polygons(topology: dict[str, Any], arcs: list[Arc]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the polygons by code, and those of land without a code by its English name."""
    numeric = get_global("territory_aliases")
    countries: dict[str, list[Any]] = {}
    areas: dict[str, list[Any]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, number = geometry["properties"]["name"], geometry.get("id")
        if name in LEFT_OUT:
            continue
        every = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in every:
            if number is None:
                areas.setdefault(name, []).append(polygon)
            else:
                countries.setdefault(part_of(numeric[number][0], ring(polygon[0], arcs)), []).append(polygon)
    areas.pop("Indian Ocean Ter.", None)
    return countries, areas


def kept(every: list[Any], arcs: list[Arc]) -> list[Any]:
    """Return the polygons large enough to be seen, and in any case the largest."""
    rows = sorted(every, key=lambda polygon: -area(ring(polygon[0], arcs)))
    return rows[:1] + [polygon for polygon in rows[1:] if area(ring(polygon[0], arcs)) > SMALLEST]


def delta(points: Arc) -> list[list[int]]:
    """Return the points in whole steps from the one before, the first from the corner of the world."""
    grid = [(round((x + 180) / STEP), round((y + 90) / STEP)) for x, y in points]
    found = [list(grid[0])]
    for (ax, ay), (bx, by) in itertools.pairwise(grid):
        if (ax, ay) != (bx, by):
            found.append([bx - ax, by - ay])
    return found


def main(source: str, target: str) -> None:
    """Write the file."""
    topology = json.loads(Path(source).read_text("utf-8"))
    arcs = decoded(topology)
    countries, areas = polygons(topology, arcs)
    for code in POINTS:
        countries.pop(code, None)
    used: dict[int, int] = {}

    def renumbered(number: int) -> int:
        plain = number if number >= 0 else ~number
        place = used.setdefault(plain, len(used))
        return place if number >= 0 else ~place

    def geometries(found: dict[str, list[Any]]) -> list[dict[str, Any]]:
        shapes = ((name, kept(rows, arcs)) for name, rows in sorted(found.items()))
        return [
            {"type": "MultiPolygon", "id": name, "arcs": [[[renumbered(n) for n in one] for one in polygon] for polygon in rows]}
            for name, rows in shapes
        ]

    points = [{"type": "Point", "id": code, "coordinates": list(place)} for code, place in sorted(POINTS.items())]
    objects = {
        name: {"type": "GeometryCollection", "geometries": rows}
        for name, rows in (("countries", geometries(countries)), ("areas", geometries(areas)), ("points", points))
    }
    made = {
        "type": "Topology", "transform": {"scale": [STEP, STEP], "translate": [-180, -90]}, "objects": objects,
        "arcs": [delta(simplified(arcs[number])) for number in used],
    }  # fmt: skip
    Path(target).write_text(json.dumps(made, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
