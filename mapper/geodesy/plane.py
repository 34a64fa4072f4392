"""A local plane around a point, true to distance and direction from it (azimuthal equidistant, by geodesics).

Away from its centre lengths across the line of sight come out too long by rho / sin(rho), rho the angle from the
centre, and never too short; what is widened here is widened by that much more, so that it never under-covers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import shapely

from mapper.geodesy import lonlat
from mapper.geodesy.circles import drawn
from mapper.geodesy.measure import direct, inverse
from mapper.ground import EQUATOR_M, Anchor, Annulus, Shape

_QUARTER = 24  # sides of a quarter circle of a buffer
_RIM = 1.0 + 0.56 * (math.pi / (4 * _QUARTER)) ** 2  # its corners lie this much outside, as those of a drawn disc
_PIECES = 64  # of the width of a region: no edge is longer when it goes back to longitude and latitude
_COARSE = 200  # of its width: how far an outline is straightened before a sector is swept over it, then widened by it
_LEAST_M = 1.0
_MANY = 150  # corners: more are straightened before they are widened
_SLACK = 5e-4  # of what a shape is widened by: no more than the corners of a circle stand out
_ANGLE = 0.01  # degrees that a sector is drawn wider: its straight edges are not quite geodesics


class Plane:
    """The plane around (lon, lat): x metres east, y metres north, distances from the centre exact."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = round(float(lon), 12), round(float(lat), 12)

    def to(self, area: Any) -> Any:
        """A shapely geometry in degrees as one in metres; the cut at the antimeridian closes again."""
        if area.is_empty:
            return area
        step = max(_width(area) / _PIECES, 1e-6)
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
            dense = shapely.segmentize(part, max(x1 - x0, y1 - y0, _LEAST_M) / _PIECES)
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
        near = shapely.buffer(shapely.points(corners), low_m * (1 - 1e-6), quad_segs=_QUARTER)
        found = shapely.difference(found, shapely.intersection_all(near))
    return lonlat.geometry(plane.back(found))


def widened(flat: Any, metres: float) -> Any:
    """A shape of the plane and everything within `metres` of it, on the ground, at least.

    An outline of many corners is straightened first, by a hair, and widened by that more.
    """
    if metres <= 0 and flat.geom_type in {"Polygon", "MultiPolygon"}:
        return flat
    metres = max(metres, _LEAST_M)  # a line is at least so wide
    far = float(np.hypot(*shapely.get_coordinates(flat).T).max()) + metres
    rho = min(far / EQUATOR_M, 2.0)
    metres *= rho / math.sin(rho)
    if shapely.get_num_coordinates(flat) > _MANY:
        flat, metres = shapely.simplify(flat, metres * _SLACK), metres * (1.0 + _SLACK)
    return shapely.buffer(flat, metres * _RIM, quad_segs=_QUARTER)


def sector(
    lon: float, lat: float, *, inner_m: float, outer_m: float, bearing_deg: float, half_width_deg: float,
    spread_m: float = 0.0,
) -> Shape:  # fmt: skip
    """All points between two distances and two directions of *some* point within `spread_m` of (lon, lat).

    Meridians are not parallel: seen from a point `spread_m` to the side, north is turned by up to spread * tan(lat) /
    radius, and the sector is that much wider. Where that makes it a full turn it is a ring.
    """
    half = half_width_deg + _turned(spread_m, lat) + _ANGLE
    outer_m = max(outer_m, _LEAST_M)
    inner_m = min(inner_m, outer_m - _LEAST_M / 2)
    if half >= 180.0 - _ANGLE:
        return between(Annulus(lon, lat, 0.0, spread_m), inner_m, outer_m)
    steps = max(2, math.ceil(2 * half / 360 * 4 * _QUARTER)) + 1
    angles = np.radians(np.linspace(bearing_deg - half, bearing_deg + half, steps))
    rim, hole = outer_m * _RIM, max(inner_m, 0.0)
    outer = np.column_stack([rim * np.sin(angles), rim * np.cos(angles)])
    inner = np.column_stack([hole * np.sin(angles), hole * np.cos(angles)])[::-1] if hole > 0 else np.zeros((1, 2))
    flat = shapely.polygons(np.vstack([outer, inner]))
    return lonlat.geometry(Plane(lon, lat).back(widened(flat, spread_m)))


def _turned(spread_m: float, lat: float) -> float:
    """Degrees by which north differs between two places that are `spread_m` apart along a parallel."""
    return math.degrees(spread_m * math.tan(math.radians(min(abs(lat), 89.999))) / EQUATOR_M)


def arc(lon: float, lat: float, *, radius_m: float, bearing_deg: float, half_width_deg: float) -> Shape:
    """The line at a distance of a point, between two directions; cut where it crosses the antimeridian."""
    half = max(half_width_deg, _ANGLE)
    bearings = np.linspace(bearing_deg - half, bearing_deg + half, 4 * _QUARTER + 1)
    points = lonlat.unrolled(np.column_stack(direct(lon, lat, bearings, max(radius_m, _LEAST_M))))
    return lonlat.geometry(lonlat.line_between_meridians(points))


def swept(
    shape: Shape, *, position_m: float, inner_m: float, outer_m: float, bearing_deg: float, half_width_deg: float
) -> Shape:
    """All points between two distances and two directions of *some* point of a shape, its position in doubt."""
    if isinstance(shape, Annulus):
        return sector(
            shape.lon, shape.lat, inner_m=inner_m, outer_m=outer_m, bearing_deg=bearing_deg,
            half_width_deg=half_width_deg, spread_m=shape.outer_m + position_m,
        )  # fmt: skip
    area = lonlat.shape(shape)
    plane = Plane(*centre(area))
    flat = widened(plane.to(area), position_m)
    spread = float(np.hypot(*shapely.get_coordinates(flat).T).max())
    half_width_deg += _turned(spread, plane.lat)
    if half_width_deg >= 180.0:
        return between(shape, inner_m - position_m, outer_m + position_m)
    fan = sector(
        plane.lon, plane.lat, inner_m=inner_m, outer_m=outer_m, bearing_deg=bearing_deg, half_width_deg=half_width_deg
    )
    around = plane.to(area_of(fan))
    sizes = (_width(flat) / _COARSE, _width(around) / _COARSE)
    simple = [shapely.simplify(area, size) for area, size in zip((flat, around), sizes, strict=True)]
    return lonlat.geometry(plane.back(widened(minkowski(*simple), sum(sizes))))


def minkowski(a: Any, b: Any) -> Any:
    """All sums of a point of `a` and a point of `b`, both in a plane: the one swept over the other.

    The edge of the sum is a sum of edges, and each pair of edges sweeps a parallelogram; what lies inside of all of
    them is `a` or `b` moved to a point of the other.
    """
    swept_ = []
    for one, other in product(shapely.get_parts(a), shapely.get_parts(b)):
        p, q = _edges(one), _edges(other)
        corners = (p[:, None, :, None, :] + q[None, :, None, :, :]).reshape(-1, 4, 2)
        swept_ += list(shapely.convex_hull(shapely.multipoints(corners)))
        swept_ += [_moved(one, shapely.get_coordinates(other)[0]), _moved(other, shapely.get_coordinates(one)[0])]
    return shapely.union_all(swept_)


def _moved(area: Any, by: Any) -> Any:
    return shapely.transform(area, lambda xy: xy + by)


def _edges(area: Any) -> Any:
    """(n, 2, 2): the edges of a polygon."""
    rings = [shapely.get_coordinates(ring) for ring in (area.exterior, *area.interiors)]
    return np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings])


def offset_box(
    shape: Shape, *, east_m: float, north_m: float, half_m: tuple[float, float], position_m: float = 0.0
) -> Shape:
    """A box of half widths `half_m` (east, north), offset from some point of a shape whose position is in doubt."""
    plane, flat = _flat(shape)
    hull = widened(flat, 0.0)
    half_east, half_north = half_m
    box = shapely.box(east_m - half_east, north_m - half_north, east_m + half_east, north_m + half_north)
    found = minkowski(shapely.simplify(hull, _width(hull) / _COARSE), box)
    return lonlat.geometry(plane.back(widened(found, position_m + _width(hull) / _COARSE)))


def rim_band(shape: Shape, *, inside_m: float, outside_m: float) -> Shape:
    """The band along the edge of a shape, so far inside and outside of it."""
    if isinstance(shape, Annulus):
        return Annulus(shape.lon, shape.lat, max(shape.outer_m - inside_m, 0.0), shape.outer_m + outside_m)
    plane, flat = _flat(shape)
    core = shapely.buffer(flat, -inside_m, quad_segs=_QUARTER)
    return lonlat.geometry(plane.back(shapely.difference(widened(flat, outside_m), core)))


def side(
    shape: Shape, lon: float, lat: float, *, bearing_deg: float, half_width_deg: float, back_m: float = 0.0
) -> Shape:
    """The part of a shape that lies in some directions of a point, or of the point `back_m` behind it."""
    area = area_of(shape)
    plane = Plane(lon, lat)
    flat = plane.to(area)
    far = 4.0 * (float(np.hypot(*shapely.get_coordinates(flat).T).max()) + back_m)
    middle = math.radians(bearing_deg)
    apex = np.array([-math.sin(middle), -math.cos(middle)]) * back_m
    angles = np.radians(np.linspace(bearing_deg - half_width_deg, bearing_deg + half_width_deg, 19))
    rim = apex + far * np.column_stack([np.sin(angles), np.cos(angles)])
    cut = lonlat.polygonal(shapely.intersection(flat, shapely.polygons(np.vstack([apex, rim]))))
    return shape if cut.is_empty else lonlat.geometry(plane.back(cut))


def hull(a: Shape, b: Shape, *, widened_m: float) -> Shape:
    """Everything between two shapes, and `widened_m` about it."""
    areas = [area_of(a), area_of(b)]
    plane = Plane(*_middle(areas))
    flat = shapely.convex_hull(shapely.union_all([plane.to(area) for area in areas]))
    return lonlat.geometry(plane.back(widened(flat, widened_m)))


def ellipse(a: Anchor, b: Anchor, *, longer: float) -> Shape:
    """Everything that a way from one anchor to the other can pass which is at most `longer` times the straight one."""
    gap, bearing = inverse(a.lon, a.lat, b.lon, b.lat)
    middle = direct(a.lon, a.lat, bearing, gap / 2)
    _, turn = inverse(*middle, b.lon, b.lat)
    reach = a.reach_m + b.reach_m
    half = (gap * longer + reach) / 2
    across = math.sqrt(max(half**2 - (gap / 2) ** 2, (reach / 2 + 1.0) ** 2))
    angles = np.linspace(0, 2 * np.pi, 4 * _QUARTER, endpoint=False)
    along, off = half * _RIM * np.cos(angles), across * _RIM * np.sin(angles)
    sin, cos = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    ring = np.column_stack([along * sin - off * cos, along * cos + off * sin])
    return lonlat.geometry(Plane(*middle).back(shapely.polygons(ring)))


def _flat(shape: Shape) -> tuple[Plane, Any]:
    """A plane around the middle of a shape, and the shape in it."""
    if isinstance(shape, Annulus):
        plane = Plane(shape.lon, shape.lat)
        return plane, shapely.buffer(shapely.points(0.0, 0.0), max(shape.outer_m * _RIM, 1e-3), quad_segs=_QUARTER)
    area = lonlat.shape(shape)
    plane = Plane(*centre(area))
    return plane, plane.to(area)


def _middle(areas: Sequence[Any]) -> tuple[float, float]:
    """Half way between two areas."""
    (lon, lat), (to_lon, to_lat) = (centre(area) for area in areas)
    gap, bearing = inverse(lon, lat, to_lon, to_lat)
    middle: tuple[float, float] = direct(lon, lat, bearing, gap / 2)
    return middle


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


def _width(area: Any) -> float:
    west, south, east, north = area.bounds
    return float(max(east - west, north - south))
