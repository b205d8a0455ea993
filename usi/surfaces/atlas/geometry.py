"""Makes drawable outlines of the vendored geometry, once for each sheet and process."""

from __future__ import annotations

import functools
import itertools
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from usi.spine.taxonomy import countries
from usi.surfaces.atlas.projections import SHEETS, WORLD, Point, Sheet

FILE = Path(__file__).parent / "data" / "countries.json"
WIDTH = 1000
# A country smaller than this on the sheet is drawn as a circle, which one can see and hit.
_CIRCLE_BELOW = {WORLD: 24.0}
_CIRCLE_BELOW_ELSEWHERE = 70.0
_ISLET = 3.0
_COARSE = 2.0
_EDGE = 8
Ring = list[Point]


@dataclass(frozen=True)
class Outlines:
    """A sheet 1,000 wide and `height` high: paths by country, circles by country, all other land, land without a code."""

    height: int
    shapes: dict[str, str]
    circles: dict[str, tuple[int, int]]
    land: str
    areas: str


@dataclass(frozen=True)
class _Globe:
    arcs: list[Ring]
    shapes: dict[str, list[Any]]
    areas: list[Any]
    points: dict[str, Point]


@dataclass(frozen=True)
class _Frame:
    """Places degrees on the sheet."""

    sheet: Sheet
    scale: float
    left: float
    top: float
    height: int

    def place(self, longitude: float, latitude: float) -> Point:
        x, y = self.sheet.project(longitude, latitude)
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def names() -> tuple[str, ...]:
    """Return the sheets: the world and the regions of the network."""
    return (WORLD, *countries.regions())


@functools.cache
def outlines(name: str, *, coarse: bool = False) -> Outlines:
    """Return the outlines of a sheet; what lies outside its region is land without a country. Coarse ones are for small pictures."""
    globe, frame = _globe(), _frame(name, coarse=coarse)
    wanted = countries.codes() if name == WORLD else countries.countries_in(name)
    shapes: dict[str, str] = {}
    circles: dict[str, tuple[int, int]] = {}
    for code in wanted:
        rings = _rings(globe, frame, globe.shapes.get(code, []))
        if sum(_area(ring) for ring in rings) >= _CIRCLE_BELOW.get(name, _CIRCLE_BELOW_ELSEWHERE):
            shapes[code] = _path(rings)
        else:
            circles[code] = _at(frame, *(globe.points.get(code) or _middle(globe, globe.shapes[code])))
    land = [polygon for code, rows in globe.shapes.items() if code not in shapes for polygon in rows]
    return Outlines(frame.height, shapes, circles, _path(_rings(globe, frame, land)), _path(_rings(globe, frame, globe.areas)))


def spot(name: str, longitude: float, latitude: float) -> tuple[int, int]:
    """Return where on a sheet a place is, at its edge if it lies beyond."""
    return _at(_frame(name), longitude, latitude)


@functools.cache
def _globe() -> _Globe:
    topology = json.loads(FILE.read_text("utf-8"))
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        ring = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            ring.append((x * kx + dx, y * ky + dy))
        arcs.append(ring)
    objects = {name: found["geometries"] for name, found in topology["objects"].items()}
    return _Globe(
        arcs,
        {row["id"]: row["arcs"] for row in objects["countries"]},
        [polygon for row in objects["areas"] for polygon in row["arcs"]],
        {row["id"]: (row["coordinates"][0], row["coordinates"][1]) for row in objects["points"]},
    )


@functools.cache
def _frame(name: str, *, coarse: bool = False) -> _Frame:
    sheet = replace(SHEETS[name], tolerance=_COARSE) if coarse else SHEETS[name]
    xs, ys = zip(*(sheet.project(*_near(sheet.middle, corner)) for corner in sheet.corners), strict=True)
    scale = WIDTH / (max(xs) - min(xs))
    return _Frame(sheet, scale, min(xs), min(ys), round((max(ys) - min(ys)) * scale))


def _near(middle: float, point: Point) -> Point:
    """Return a place with its longitude within half a turn of the middle."""
    return (point[0] - middle + 180) % 360 - 180 + middle, point[1]


def _rings(globe: _Globe, frame: _Frame, polygons: Iterable[Any]) -> list[Ring]:
    """Return the rings of polygons on the sheet, cut at its frame, without what is too small to see."""
    found = []
    for polygon in polygons:
        for numbers in polygon:
            ring = _cut(_placed(globe, frame, numbers), frame.height)
            if len(ring) > 2 and _area(ring) >= _ISLET:
                found.append(ring)
    return found


def _placed(globe: _Globe, frame: _Frame, numbers: Sequence[int]) -> Ring:
    """Return a ring on the sheet; nothing of one that reaches too far round the globe.

    Longitudes go on counting beyond 180 degrees, so that a ring across the edge draws no bar across the map.
    """
    middle, parts = frame.sheet.middle, _unwound(globe, numbers)
    every = [point[0] for part in parts for point in part]
    turn = _near(middle, ((min(every) + max(every)) / 2, 0))[0] - (min(every) + max(every)) / 2
    if max(abs(longitude + turn - middle) for longitude in every) > frame.sheet.reach:
        return []
    ring: Ring = []
    for number, part in zip(numbers, parts, strict=True):
        placed = [frame.place(longitude + turn, latitude) for longitude, latitude in part]
        # Always in the arc's own direction: neighbours who share it must get the same line.
        line = _simplified(placed if number >= 0 else placed[::-1], frame.sheet.tolerance)
        ring += (line if number >= 0 else line[::-1])[1 if ring else 0 :]
    return ring


def _unwound(globe: _Globe, numbers: Sequence[int]) -> list[Ring]:
    """Return the arcs of a ring, each point's longitude within half a turn of the one before."""
    parts: list[Ring] = []
    last: float | None = None
    for number in numbers:
        part: Ring = []
        for longitude, latitude in globe.arcs[number] if number >= 0 else globe.arcs[~number][::-1]:
            last = longitude if last is None else _near(last, (longitude, 0))[0]
            part.append((last, latitude))
        parts.append(part)
    return parts


def _simplified(line: Ring, tolerance: float) -> Ring:
    """Return a line without the points one would not see (Douglas and Peucker 1973)."""
    keep, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        off, far = max(((_off(line, place, first, last), place) for place in range(first + 1, last)), default=(0.0, 0))
        if off > tolerance:
            keep.add(far)
            waiting += [(first, far), (far, last)]
    return [line[place] for place in sorted(keep)]


def _off(line: Ring, place: int, first: int, last: int) -> float:
    (px, py), (ax, ay), (bx, by) = line[place], line[first], line[last]
    length = math.hypot(bx - ax, by - ay)
    # A coast that closes on itself has no chord.
    return abs((px - ax) * (by - ay) - (py - ay) * (bx - ax)) / length if length else math.hypot(px - ax, py - ay)


def _cut(ring: Ring, height: int) -> Ring:
    """Return a ring cut at the frame, a little beyond it (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, -_EDGE, 1), (0, WIDTH + _EDGE, -1), (1, -_EDGE, 1), (1, height + _EDGE, -1)):
        kept: Ring = []
        for before, point in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
            inside, was = sign * (point[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if inside != was:
                part = (bound - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
            if inside:
                kept.append(point)
        ring = kept
    return ring


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _middle(globe: _Globe, polygons: Iterable[Any]) -> Point:
    """Return the middle of the largest polygon's outer ring."""
    rings = ([point for part in _unwound(globe, polygon[0]) for point in part] for polygon in polygons)
    ring = max(rings, key=_area)
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _at(frame: _Frame, longitude: float, latitude: float) -> tuple[int, int]:
    x, y = frame.place(*_near(frame.sheet.middle, (longitude, latitude)))
    return round(min(max(x, _EDGE), WIDTH - _EDGE)), round(min(max(y, _EDGE), frame.height - _EDGE))


def _path(rings: Iterable[Ring]) -> str:
    """Return SVG path data in whole units, each point from the one before."""
    parts = []
    for ring in rings:
        grid = [(round(x), round(y)) for x, y in ring]
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in itertools.pairwise(grid) if (ax, ay) != (bx, by)]
        if len(steps) > 1:
            parts.append(f"M{grid[0][0]} {grid[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z".replace(" -", "-"))
    return "".join(parts)
