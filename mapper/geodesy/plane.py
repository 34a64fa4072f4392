"""A local plane around a point, true to distance and direction from it (azimuthal equidistant, by geodesics).

Away from its centre lengths across the line of sight come out too long by rho / sin(rho), rho the angle from the
centre, and never too short; what is widened here is widened by that much more, so that it never under-covers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from mapper.geodesy import lonlat
from mapper.geodesy.circles import drawn
from mapper.geodesy.measure import direct, inverse
from mapper.ground import EQUATOR_M, Annulus, Shape

QUARTER = 24  # sides of a quarter circle of a buffer
RIM = 1.0 + 0.56 * (math.pi / (4 * QUARTER)) ** 2  # its corners lie this much outside, as those of a drawn disc
_PIECES = 64  # of the width of a region: no edge is longer when it goes back to longitude and latitude
LEAST_M = 1.0
_MANY = 150  # corners: more are straightened before they are widened
_SLACK = 5e-4  # of what a shape is widened by: no more than the corners of a circle stand out


class Plane:
    """The plane around (lon, lat): x metres east, y metres north, distances from the centre exact."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = round(float(lon), 12), round(float(lat), 12)

    def to(self, area: Any) -> Any:
        """A shapely geometry in degrees as one in metres; the cut at the antimeridian closes again."""
        if area.is_empty:
            return area
        step = max(width(area) / _PIECES, 1e-6)
        found = shapely.transform(shapely.segmentize(area, step), self.metres)
        if found.geom_type in {"Polygon", "MultiPolygon"}:
            found = shapely.make_valid(found, method="structure", keep_collapsed=False)
        if found.geom_type == "MultiPolygon":
            found = shapely.union_all(shapely.get_parts(found), grid_size=1e-6)
        return found

    def to_line(self, points: Sequence[Sequence[float]]) -> Any:
        """Positions (lon, lat) as a line in metres, corner by corner."""
        return shapely.linestrings(self.metres(np.asarray(points, dtype=float)[:, :2]))

    def back(self, area: Any) -> Any:
        """A shapely polygon in metres as one in degrees, cut at the antimeridian."""
        parts = []
        for part in shapely.get_parts(lonlat.polygonal(area)):
            x0, y0, x1, y1 = part.bounds
            dense = shapely.segmentize(part, max(x1 - x0, y1 - y0, LEAST_M) / _PIECES)
            dense = lonlat.wound(dense)
            rings = [shapely.get_coordinates(r)[:-1] for r in (dense.exterior, *dense.interiors)]
            outer, *holes = [self.degrees(r) for r in rings]
            parts.append(lonlat.region(outer, [hole[::-1] for hole in holes]))
        return parts[0] if len(parts) == 1 else shapely.union_all(parts)

    def metres(self, points: Any) -> Any:
        """Positions (n, 2) in degrees as metres."""
        distance, bearing = inverse(self.lon, self.lat, points[:, 0], points[:, 1])
        bearing = np.radians(bearing)
        return np.column_stack([distance * np.sin(bearing), distance * np.cos(bearing)])

    def degrees(self, points: Any) -> Any:
        """Positions (n, 2) in metres as degrees."""
        bearing = np.degrees(np.arctan2(points[:, 0], points[:, 1]))
        lon, lat = direct(self.lon, self.lat, bearing, np.hypot(points[:, 0], points[:, 1]))
        return np.column_stack([lon, lat])


def between(shape: Shape, low_m: float, high_m: float) -> Shape:
    """All points that lie between two distances of *some* point of a shape.

    The outer edge is the shape widened by `high_m`; what is left out in the middle are the points that are nearer
    than `low_m` to all of it. `low_m` below zero is zero.
    """
    low_m = max(low_m, 0.0)
    if isinstance(shape, Annulus):
        inner = max(low_m - shape.outer_m, shape.inner_m - high_m, 0.0)
        return Annulus(shape.lon, shape.lat, inner, shape.outer_m + high_m)
    area = lonlat.shape(shape)
    plane = Plane(*centre(area))
    flat = plane.to(area)
    found = widened(flat, high_m)
    corners = shapely.get_coordinates(shapely.convex_hull(flat))
    if low_m > 0 and np.hypot(*(corners - corners.mean(axis=0)).T).max() < low_m:
        near = shapely.buffer(shapely.points(corners), low_m * (1 - 1e-6), quad_segs=QUARTER)
        found = shapely.difference(found, shapely.intersection_all(near))
    return lonlat.geometry(plane.back(found))


def widened(flat: Any, metres: float) -> Any:
    """A shape of the plane and everything within `metres` of it, on the ground, at least.

    An outline of many corners is straightened first, by a hair, and widened by that more.
    """
    if metres <= 0 and flat.geom_type in {"Polygon", "MultiPolygon"}:
        return flat
    metres = max(metres, LEAST_M)  # a line is at least so wide
    far = float(np.hypot(*shapely.get_coordinates(flat).T).max()) + metres
    rho = min(far / EQUATOR_M, 2.0)
    metres *= rho / math.sin(rho)
    if shapely.get_num_coordinates(flat) > _MANY:
        flat, metres = shapely.simplify(flat, metres * _SLACK), metres * (1.0 + _SLACK)
    return shapely.buffer(flat, metres * RIM, quad_segs=QUARTER)


def union(areas: Sequence[Any]) -> Any:
    """All of some shapely areas together."""
    return lonlat.polygonal(shapely.union_all(areas))


def enclosing(area: Any) -> tuple[float, float, float]:
    """(lon, lat, metres) of the smallest circle that holds a shapely area in degrees."""
    plane = Plane(*centre(area))
    points = shapely.get_coordinates(area)
    middle = shapely.minimum_bounding_circle(shapely.multipoints(plane.metres(points))).centroid
    lon, lat = plane.degrees(np.array([[middle.x, middle.y]]))[0]
    return float(lon), float(lat), float(inverse(lon, lat, points[:, 0], points[:, 1])[0].max())


def centre(area: Any) -> tuple[float, float]:
    """The middle of a shapely area in degrees, wherever the antimeridian cuts it; only a place for a plane."""
    points = np.radians(shapely.get_coordinates(area))
    x = (np.cos(points[:, 1]) * np.cos(points[:, 0])).mean()
    y = (np.cos(points[:, 1]) * np.sin(points[:, 0])).mean()
    z = np.sin(points[:, 1]).mean()
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def area_of(shape: Shape) -> Any:
    """The shapely area of a shape."""
    return lonlat.shape(drawn([shape])[0] if isinstance(shape, Annulus) else shape)


def width(area: Any) -> float:
    """The longer side of the box around an area, in its own units."""
    west, south, east, north = area.bounds
    return float(max(east - west, north - south))
