"""Equal-area projections: a country's size on the sheet is its size on the globe.

Angles are in degrees, the sphere's radius is 1, y grows southwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

Point = tuple[float, float]
Project = Callable[[float, float], Point]

# Šavrič, Patterson and Jenny (2018): The Equal Earth map projection.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2


def equal_earth(middle: float) -> Project:
    """Return Equal Earth with a central meridian. Longitudes may exceed 180 degrees, so that a ring across the edge stays whole."""

    def project(longitude: float, latitude: float) -> Point:
        t = math.asin(_M * math.sin(math.radians(latitude)))
        t2, t6 = t * t, t**6
        x = math.radians(longitude - middle) * math.cos(t) / (_M * (_A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)))
        return x, -t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))

    return project


def lambert(middle: float, parallel: float) -> Project:
    """Return Lambert's azimuthal equal-area projection about a point (Snyder 1987, page 182); what lies opposite has no place."""
    sin1, cos1 = math.sin(math.radians(parallel)), math.cos(math.radians(parallel))

    def project(longitude: float, latitude: float) -> Point:
        turn, sin, cos = math.radians(longitude - middle), math.sin(math.radians(latitude)), math.cos(math.radians(latitude))
        depth = 1 + sin1 * sin + cos1 * cos * math.cos(turn)
        scale = math.sqrt(2 / max(depth, 1e-6))
        return scale * cos * math.sin(turn), -scale * (cos1 * sin - sin1 * cos * math.cos(turn))

    return project


@dataclass(frozen=True)
class Sheet:
    """What a map shows: its projection and middle, and the places (longitude, latitude) that its frame must hold.

    `reach` is how far from the middle, in degrees of longitude, a polygon may lie to be drawn at all; `tolerance` how far, in units of a
    sheet 1,000 wide, a point must stand off a line to be kept.
    """

    project: Project
    middle: float
    corners: tuple[Point, ...]
    reach: float = 190
    tolerance: float = 0.6


WORLD = "world"
SHEETS = {
    # Cut through the Bering Strait, where no land is.
    WORLD: Sheet(equal_earth(11.5), 11.5, ((-168.4, 0), (191.4, 0), (11, 84), (-70, -56.5)), tolerance=0.8),
    "africa": Sheet(lambert(20, 1), 20, ((-26, 15), (62, -20), (20, 38), (20, -36)), reach=75),
    "americas": Sheet(lambert(-85, 12), -85, ((-156, 68), (-29, -8), (-85, 76), (-70, -57), (-168, 60)), reach=110),
    "arab": Sheet(lambert(22, 20), 22, ((-18, 21), (61, 22), (10, 38), (36, 38), (44, -13)), reach=75),
    "asia_pacific": Sheet(equal_earth(140), 140, ((43, 35), (231, -24), (80, 56), (170, -48)), reach=115),
    "europe": Sheet(lambert(17, 52), 17, ((-25, 64), (-10, 36), (14, 34.3), (33, 34.3), (47, 39.5), (19, 74.8), (62, 60)), reach=176),
}
