"""Discs and rings around a point, exact on the whole Earth.

An `Annulus` says which; `drawn` gives GeoJSON geometries, many at once. The outer rim is drawn a little outside and
the inner rim a little inside of the true circles, so that a drawn ring holds the true one and, with at most a
thousandth more area, nothing that matters besides. Every corner lies exactly on its circle (`Annulus.drawing`), those
on the antimeridian too; only the corners that close a region over a pole do not.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from mapper.geodesy import lonlat
from mapper.geodesy.measure import FARTHEST_M, direct, inverse
from mapper.ground import SIDES, Annulus, Drawing

_EDGE = 1e-3  # of the radius: how far an edge may leave its circle
_WHOLE = 19_950_000.0  # metres: past this a disc is the whole Earth; the cut locus of the antipode begins beyond it
_LEAST_M = 1.0
_MOST_CORNERS = 20_000
_MANY = 10_000  # objects made while nothing is collected
_FINEST = 1e-9  # degrees of azimuth: an edge is not split further

Array = Any


def disc(lon: float, lat: float, radius_m: float) -> dict[str, Any]:
    """Everything within `radius_m` of a point (degrees), as a GeoJSON geometry.

    >>> disc(180, 0, 1000)["type"]
    'MultiPolygon'
    """
    return drawn([Annulus(lon, lat, 0.0, radius_m)])[0]


def ring(lon: float, lat: float, inner_m: float, outer_m: float) -> dict[str, Any]:
    """Everything between two distances of a point (degrees), as a GeoJSON geometry.

    >>> len(ring(57.1208, 30.2783, 500, 900)["coordinates"])
    2
    """
    return drawn([Annulus(lon, lat, max(inner_m, 0.0), outer_m)])[0]


def circle(lon: float, lat: float, radius_m: float) -> dict[str, Any]:
    """The line at a distance of a point (degrees), as a GeoJSON geometry."""
    return drawn([Annulus(lon, lat, radius_m, radius_m)])[0]


def drawn(shapes: Sequence[Annulus], *, sides: int = 0) -> list[dict[str, Any]]:
    """The GeoJSON geometry of each shape, in their order: smooth ones all at once, hard ones one by one.

    `sides` is of how many a circle has, instead of as many as its area asks for.
    """
    shapes = [_drawable(one) for one in shapes]
    plans = [one.drawing(sides) for one in shapes]
    done: list[dict[str, Any] | None] = [None] * len(shapes)
    groups: dict[tuple[int, int, str], list[int]] = {}
    for index, (one, plan) in enumerate(zip(shapes, plans, strict=True)):
        kind = "line" if one.inner_m == one.outer_m else "ring" if one.inner_m > 0 else "disc"
        groups.setdefault((plan.sides, plan.samples, kind), []).append(index)
    for (count, samples, kind), members in groups.items():
        chosen = [shapes[i] for i in members], [plans[i] for i in members]
        found = _smooth(*chosen, sides=count, samples=samples, kind=kind) if samples else repeat(None)
        for index, geometry in zip(members, found, strict=False):
            done[index] = geometry or _hard(shapes[index], plans[index])
    return [found for found in done if found is not None]


def _drawable(one: Annulus) -> Annulus:
    """No circle below a metre: nine decimals could not draw it. A smaller hole is none, a smaller disc is a metre.

    The centre is taken to a ten-thousandth of a millimetre, so that no longitude is 1e-255.
    """
    outer = max(one.outer_m, _LEAST_M)
    inner = outer if one.inner_m == one.outer_m else one.inner_m if one.inner_m >= _LEAST_M else 0.0
    lon, lat = round(one.lon, 12), round(one.lat, 12)
    same = (inner, outer, lon, lat) == (one.inner_m, one.outer_m, one.lon, one.lat)
    return one if same else Annulus(lon, lat, inner, outer)


def area(shape: Annulus) -> Any:
    """The shapely area of a disc or ring."""
    return lonlat.shape(drawn([shape])[0])


def rim(lon: float, lat: float, radius_m: float, *, true_m: float, sides: int = SIDES) -> Array:
    """The corners of a circle as a directed ring, counter-clockwise, refined until every edge keeps to its side.

    Edges are straight in longitude and latitude, as GeoJSON has them. Where `radius_m` is above `true_m` no edge
    comes nearer than `true_m`; where it is below, none goes farther; equal, an edge may do either by a little.
    """
    azimuths = -360.0 * np.arange(sides) / sides
    low, high = true_m * (1 - _EDGE), true_m * (1 + _EDGE)
    if radius_m > true_m:
        low = true_m
    elif radius_m < true_m:
        high = true_m
    while True:
        points = np.column_stack(direct(lon, lat, azimuths, radius_m))
        closed = lonlat.unrolled(np.vstack([points, points[:1]]))
        start, step = closed[:-1], np.diff(closed, axis=0)
        ends = np.append(azimuths[1:], azimuths[0] - 360.0)
        bad = np.zeros(len(start), dtype=bool)
        for share in (0.25, 0.5, 0.75):
            at = start + share * step
            away = inverse(lon, lat, at[:, 0], at[:, 1])[0]
            bad |= (away < low) | (away > high)
        bad &= azimuths - ends > _FINEST
        if not bad.any() or len(azimuths) > _MOST_CORNERS:
            return _with_cuts(lon, lat, radius_m, azimuths, lonlat.unrolled(points))
        azimuths = np.sort(np.append(azimuths, (azimuths[bad] + ends[bad]) / 2.0))[::-1]


def _with_cuts(lon: float, lat: float, radius_m: float, azimuths: Array, ring_: Array) -> Array:
    """The ring with a corner exactly on its circle wherever it crosses the antimeridian."""
    count, cuts = len(ring_), []
    for i in range(count):
        a, b = ring_[i, 0], ring_[(i + 1) % count, 0]
        b = a + (b - a + 180.0) % 360.0 - 180.0
        line = 360.0 * math.floor((max(a, b) + 180.0) / 360.0) - 180.0
        if min(a, b) < line < max(a, b):
            near, far = float(azimuths[i]), float(azimuths[(i + 1) % count]) - 360.0 * (i + 1 == count)
            for _ in range(60):
                middle = (near + far) / 2.0
                at = a + (direct(lon, lat, middle, radius_m)[0] - a + 180.0) % 360.0 - 180.0
                near, far = (middle, far) if (at < line) == (a < line) else (near, middle)
            cuts.append((i + 1, (line, direct(lon, lat, near, radius_m)[1])))
    for place, corner in reversed(cuts):
        ring_ = np.insert(ring_, place, corner, axis=0)
    return ring_


@cache
def _interpolation(sides: int, samples: int) -> tuple[Array, Array]:
    """Some even angles, and the matrix that takes a periodic function at them to its values at `sides` others."""
    at = 2.0 * np.pi * np.arange(sides) / sides
    sample = 2.0 * np.pi * np.arange(samples) / samples
    gap = at[None, :] - sample[:, None]
    waves = sum((2.0 * np.cos(k * gap) for k in range(1, samples // 2)), np.ones_like(gap))
    turn = (waves + np.cos(samples // 2 * gap)) / samples
    return -360.0 * np.arange(samples) / samples, np.hstack([turn, turn[:, :1]])  # closed


def rims(lon: Array, lat: Array, radius_m: Array, *, sides: int, samples: int = 16) -> Array:
    """Corners (k, sides + 1, 2) of k circles, counter-clockwise, closed; exact to nanometres with enough `samples`."""
    azimuths, turn = _interpolation(sides, samples)
    lon, lat = lon[:, None], lat[:, None]
    east, north = direct(lon, lat, azimuths, radius_m[:, None])
    east -= lon
    east -= 360.0 * np.rint(east / 360.0)
    north -= lat
    corners = np.empty((len(lon), sides + 1, 2))
    np.add(east @ turn, lon, out=corners[:, :, 0])
    np.add(north @ turn, lat, out=corners[:, :, 1])
    corners[:, -1] = corners[:, 0]
    return corners


def _smooth(
    shapes: Sequence[Annulus], plans: Sequence[Drawing], *, sides: int, samples: int, kind: str
) -> list[dict[str, Any] | None]:
    """Geometries of circles that no pole is near; None for those that cross the antimeridian."""
    count, circles = len(shapes), 2 if kind == "ring" else 1
    radii = [p.outer_rim_m for p in plans] + [p.inner_rim_m for p in plans] * (circles - 1)
    lon, lat = [s.lon for s in shapes] * circles, [s.lat for s in shapes] * circles
    corners = rims(np.array(lon), np.array(lat), np.array(radii), sides=sides, samples=samples)
    outer = corners[:count, :, 0]
    plain = ((outer.max(axis=1) <= 180.0) & (outer.min(axis=1) >= -180.0)).tolist()
    if circles == 2:
        corners[count:] = corners[count:, ::-1]  # a hole runs the other way round
    rings = lonlat.positions(corners)
    if kind == "line":
        return [{"type": "LineString", "coordinates": rings[i]} if plain[i] else None for i in range(count)]
    return [{"type": "Polygon", "coordinates": rings[i::count]} if plain[i] else None for i in range(count)]


class uncollected:  # noqa: N801 - reads as the statement that it is
    """No garbage collection while a million small tuples are made: it would look through them all, again and again.

    Afterwards, where there are many, they count as old at once, so that not even the first pass looks at them.
    """

    def __enter__(self) -> None:
        self.on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if not self.on:
            return
        if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()


def _hard(one: Annulus, plan: Drawing) -> dict[str, Any]:
    """The geometry of a circle that is large, crosses the antimeridian, or comes near a pole."""
    if one.inner_m == one.outer_m:
        return _line(one, plan.sides)
    if one.outer_m >= _WHOLE:
        found = lonlat.whole_earth()
    else:
        found = lonlat.inside(rim(one.lon, one.lat, plan.outer_rim_m, true_m=one.outer_m, sides=plan.sides))
    if one.inner_m > 0:
        true = min(one.inner_m, _WHOLE)
        hole = rim(one.lon, one.lat, true * plan.inner_rim_m / one.inner_m, true_m=true, sides=plan.sides)
        found = found.difference(lonlat.inside(hole))
    return lonlat.geometry(found)


def _line(one: Annulus, sides: int) -> dict[str, Any]:
    """The circular line, cut where it crosses the antimeridian."""
    radius = min(one.outer_m, FARTHEST_M - 1.0)
    corners = rim(one.lon, one.lat, radius, true_m=radius, sides=sides)
    return lonlat.geometry(lonlat.line_between_meridians(lonlat.unrolled(np.vstack([corners, corners[:1]]))))
