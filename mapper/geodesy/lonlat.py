"""Regions in longitude and latitude as RFC 7946 wants them: cut at the antimeridian, wound, valid, nine decimals.

A directed ring is an array of (lon, lat) in degrees, not closed, whose inside lies to its left; longitudes run on
past ±180 without a jump, so that a ring which goes once around the Earth is seen to hold a pole. No distance is
known here: that is the business of the rest of the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from struct import Struct
from typing import Any

import numpy as np
import shapely

DECIMALS = 9
"""Of a written degree: a tenth of a millimetre on the ground. Seven would already cost eight millimetres."""

_POSITION = Struct("dd")  # unpacks the numbers of an array twice as fast as `tolist`
_GRID = 10.0**-DECIMALS
_SLIVER = 1e-13  # square degrees: what the cut at the antimeridian leaves of a shared edge is no region

Array = Any  # numpy arrays of floats: (n, 2) lon, lat


def unrolled(points: Array) -> Array:
    """The points with longitudes that never jump: each is within half a turn of the one before."""
    lon = points[:, 0]
    steps = np.diff(lon)
    turns = np.concatenate([[0.0], np.cumsum(np.round(steps / 360.0))]) * 360.0
    return np.column_stack([lon - turns, points[:, 1]])


def whole_earth() -> Any:
    """Everything."""
    return shapely.box(-180.0, -90.0, 180.0, 90.0)


def inside(ring: Array) -> Any:
    """The area to the left of a directed ring, between -180 and 180; it may hold one pole, both or none."""
    ring = unrolled(ring)
    around = ring[-1, 0] - ring[0, 0]
    turn = around + (ring[0, 0] - ring[-1, 0] + 180.0) % 360.0 - 180.0
    if abs(turn) < 180.0:
        filled = _between_meridians(shapely.polygons(ring))
        return filled if _signed_area(ring) >= 0 else shapely.difference(whole_earth(), filled)
    pole = 90.0 if turn > 0 else -90.0  # eastward with the inside to the left: the north pole is in it
    end = ring[0] + [turn, 0.0]
    return _between_meridians(shapely.polygons(np.vstack([ring, [end, [end[0], pole], [ring[0, 0], pole]]])))


def region(outer: Array, holes: Sequence[Array] = ()) -> Any:
    """The inside of a directed ring without the insides of `holes` (each directed as an outer ring is)."""
    area = inside(outer)
    if not holes:
        return area
    return shapely.difference(area, shapely.union_all([inside(hole) for hole in holes]))  # seas hold many islands


def fits(ring: Array) -> bool:
    """Whether a ring can be written as it is: no crossing of the antimeridian, no pole inside or on it."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    return bool(low[0] >= -180.0 and high[0] <= 180.0 and low[1] > -90.0 and high[1] < 90.0)


def _signed_area(ring: Array) -> float:
    lon, lat = ring[:, 0] - ring[0, 0], ring[:, 1]
    return float(np.dot(lon, np.roll(lat, -1)) - np.dot(lat, np.roll(lon, -1))) / 2.0


def _between_meridians(area: Any) -> Any:
    """An area whose longitudes run on, brought between -180 and 180."""
    area = shapely.make_valid(area, method="structure", keep_collapsed=False)
    if area.is_empty:
        return area
    west, _, east, _ = area.bounds
    first, last = int(np.floor((west + 180.0) / 360.0)), int(np.ceil((east + 180.0) / 360.0))
    if (first, last) == (0, 1):
        return area
    parts = []
    for turn in range(first, last):
        strip = shapely.box(-180.0 + 360.0 * turn, -90.0, 180.0 + 360.0 * turn, 90.0)
        part = polygonal(shapely.intersection(area, strip))
        parts.append(shapely.transform(part, lambda xy, by=360.0 * turn: xy - [by, 0.0]))
    return shapely.union_all(parts)


def line_between_meridians(points: Array) -> Any:
    """A line whose longitudes run on, cut and brought between -180 and 180."""
    low, high = points[:, 0].min(), points[:, 0].max()
    line, pieces = shapely.linestrings(points), []
    first, last = int(np.floor((low + 180.0) / 360.0)), int(np.ceil((high + 180.0) / 360.0))
    for turn in range(first, max(last, first + 1)):
        strip = shapely.box(-180.0 + 360.0 * turn, -90.0, 180.0 + 360.0 * turn, 90.0)
        part = shapely.line_merge(shapely.intersection(line, strip))
        pieces += [
            shapely.transform(piece, lambda xy, by=360.0 * turn: xy - [by, 0.0])
            for piece in shapely.get_parts(part)
            if piece.geom_type == "LineString"
        ]
    return pieces[0] if len(pieces) == 1 else shapely.multilinestrings(pieces)


def polygonal(area: Any) -> Any:
    """The polygons of whatever a cut has left, without points, lines and slivers."""
    if area.geom_type == "Polygon":
        return area
    parts = [p for p in shapely.get_parts(area) if p.geom_type in {"Polygon", "MultiPolygon"}]
    flat = [q for p in parts for q in shapely.get_parts(p) if q.area > _SLIVER]
    if not flat:
        return shapely.from_wkt("POLYGON EMPTY")
    return flat[0] if len(flat) == 1 else shapely.multipolygons(flat)


def shape(geometry: Mapping[str, Any]) -> Any:
    """A GeoJSON geometry as a shapely one."""
    from shapely.geometry import shape as of

    kind, coordinates = geometry["type"], geometry.get("coordinates")
    if kind == "Polygon" and coordinates:
        return _polygon(coordinates)
    if kind == "MultiPolygon" and coordinates:
        return shapely.multipolygons([_polygon(rings) for rings in coordinates])
    return of(geometry)


def _polygon(rings: Sequence[Any]) -> Any:
    """A polygon by arrays: shapely's own way goes point by point and takes five times as long."""
    shell, *holes = [shapely.linearrings(_positions(ring)) for ring in rings]
    return shapely.polygons(shell, holes or None)


def _positions(ring: Sequence[Sequence[float]]) -> Array:
    flat = np.fromiter(chain.from_iterable(ring), dtype=float)
    if len(flat) != 2 * len(ring):  # heights are left out
        return np.array([position[:2] for position in ring], dtype=float)
    return flat.reshape(-1, 2)


def geometry(area: Any) -> dict[str, Any]:
    """A shapely area or line between -180 and 180 as a GeoJSON geometry: nine decimals, right-hand winding, valid."""
    if area.geom_type in {"LineString", "MultiLineString"}:
        parts = [rounded(shapely.get_coordinates(line)) for line in shapely.get_parts(area)]
        kind = "LineString" if len(parts) == 1 else "MultiLineString"
        return {"type": kind, "coordinates": parts[0] if len(parts) == 1 else parts}
    kept = polygonal(shapely.set_precision(polygonal(area), _GRID))
    kept = wound(kept)
    polygons = [
        [rounded(_over_poles(shapely.get_coordinates(ring))) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(kept)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _over_poles(ring: Array) -> Array:
    """A closed ring without the corners inside an edge that runs along a pole, where all longitudes are one point."""
    polar = np.abs(ring[:, 1]) == 90.0
    if not polar.any():
        return ring
    spare = polar & np.roll(polar, 1) & np.roll(polar, -1) & (np.abs(ring[:, 0]) != 180.0)
    spare[[0, -1]] = False
    return ring[~spare]


def wound(area: Any) -> Any:
    """The area with outer rings counter-clockwise and holes clockwise."""
    from shapely.geometry.polygon import orient

    turned = [orient(part) for part in shapely.get_parts(area)]
    return turned[0] if len(turned) == 1 else shapely.multipolygons(turned)


def rounded(points: Array) -> list[tuple[float, float]]:
    """The points (n, 2) as positions with nine decimals."""
    return positions(points[None])[0]


def positions(rings: Array) -> list[list[tuple[float, float]]]:
    """The points (n, 2) of each ring as positions with nine decimals; zero has no sign."""
    degrees = np.ascontiguousarray(np.round(rings, DECIMALS) + 0.0)
    return [list(_POSITION.iter_unpack(ring)) for ring in degrees]


def label(area: Any) -> tuple[float, float]:
    """A point well inside an area, for its name; in the largest of its parts."""
    largest = max(shapely.get_parts(area), key=lambda part: float(part.area))
    middle = largest.centroid
    well = 0.01 * min(1.0, largest.area**0.5)
    if not largest.contains(middle) or largest.boundary.distance(middle) <= well:
        middle = largest.representative_point()
    return round(float(middle.x), DECIMALS), round(float(middle.y), DECIMALS)
