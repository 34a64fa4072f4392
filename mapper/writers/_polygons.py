"""Polygons as every format needs them: wound, in parts, with their bounds; plain sequences, no package."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import Any

from mapper.errors import InvalidDocument
from mapper.model import Geometry, Incident
from mapper.writers import _rows
from mapper.writers._once import once

Ring = Sequence[Sequence[float]]
Box = tuple[float, float, float, float]
DECIMALS = 9  # of a degree: a tenth of a millimetre


def oriented(geometry: Geometry) -> list[Any]:
    """The coordinates of a polygon or multipolygon, outer rings counter-clockwise and holes clockwise.

    Raises:
        InvalidDocument: it is neither, or crosses the antimeridian uncut.
    """
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", ())
    if kind == "Polygon":
        return [_turned(ring, outer=i == 0) for i, ring in enumerate(coordinates)]
    if kind == "MultiPolygon":
        return [[_turned(ring, outer=i == 0) for i, ring in enumerate(part)] for part in coordinates]
    raise InvalidDocument(f"a placement's geometry is a {kind}; it must be a Polygon or a MultiPolygon")


def _turned(ring: Ring, *, outer: bool) -> Ring:
    lons, lats = zip(*ring, strict=True)
    if max(lons) > 180 or min(lons) < -180 or (max(lons) - min(lons) > 180 and _jumps(lons, lats)):
        raise InvalidDocument(f"a region crosses the antimeridian uncut near {lons[0]}, {lats[0]}; place it again")
    west, south = lons[0], lats[0]  # from the first corner: far from the origin the area of a metre would be lost
    xs, ys = [x - west for x in lons], [y - south for y in lats]
    doubled_area = sum(map(mul, xs, ys[1:])) - sum(map(mul, xs[1:], ys))
    return ring if (doubled_area > 0) == outer else ring[::-1]


def _jumps(lons: Sequence[float], lats: Sequence[float]) -> bool:
    """Whether an edge runs around the world; along a pole it may, there it has no length."""
    edges = zip(lons, lons[1:], lats, lats[1:], strict=False)
    return any(abs(x1 - x0) > 180 and min(abs(y0), abs(y1)) < 89.999 for x0, x1, y0, y1 in edges)


@once
def bounds(incident: Incident) -> Box:
    """West, south, east and north of everything that is drawn; the world where nothing is."""
    rings = [list(zip(*part[0], strict=True)) for p in _rows.shown(incident) for part in parts(p.geometry)]
    if not rings:
        return (-180.0, -90.0, 180.0, 90.0)
    lons, lats = [ring[0] for ring in rings], [ring[1] for ring in rings]
    return (min(map(min, lons)), min(map(min, lats)), max(map(max, lons)), max(map(max, lats)))


def parts(geometry: Geometry) -> Sequence[Any]:
    """The polygons of a Polygon or MultiPolygon, each a list of rings."""
    coordinates: Sequence[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def line(start: Sequence[float], end: Sequence[float]) -> dict[str, Any]:
    """A straight line as a MultiLineString, cut where it crosses the antimeridian on its shorter way."""
    (x0, y0), (x1, y1) = start, end
    if abs(x1 - x0) <= 180:
        return {"type": "MultiLineString", "coordinates": [[[x0, y0], [x1, y1]]]}
    side = 180.0 if x0 > 0 else -180.0
    around = x1 + 2 * side
    y = y0 + (y1 - y0) * (side - x0) / (around - x0) if around != x0 else y0
    return {"type": "MultiLineString", "coordinates": [[[x0, y0], [side, y]], [[-side, y], [x1, y1]]]}


def crosses(incident: Incident) -> bool:
    """Whether the incident lies across the antimeridian, so that something is cut there."""
    return frame(incident)[2] > 180


@once
def frame(incident: Incident) -> Box:
    """What a view should show first; where the incident lies across the antimeridian, its east passes 180."""
    west, south, east, north = bounds(incident)
    if east - west <= 180:
        return (west, south, east, north)
    lons = [
        point[0] + 360 * (point[0] < 0)
        for placement in _rows.shown(incident)
        for part in parts(placement.geometry)
        for point in part[0]
    ]
    return (min(lons), south, max(lons), north) if lons and max(lons) - min(lons) < 180 else (west, south, east, north)
