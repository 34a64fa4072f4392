"""Regions that begin at a shape and go on from it: in a direction, to a side, along its edge, to another shape.

Each is worked out in a plane around the shape: what is swept over a shape is a sum of the two (`minkowski`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import shapely

from mapper.geodesy import lonlat
from mapper.geodesy.measure import direct, inverse
from mapper.geodesy.plane import LEAST_M, QUARTER, RIM, Plane, area_of, between, centre, widened, width
from mapper.ground import EQUATOR_M, Anchor, Annulus, Shape

_COARSE = 200  # of its width: how far an outline is straightened before a sector is swept over it, then widened by it
_ANGLE = 0.01  # degrees that a sector is drawn wider: its straight edges are not quite geodesics


def sector(
    lon: float, lat: float, *, inner_m: float, outer_m: float, bearing_deg: float, half_width_deg: float,
    spread_m: float = 0.0,
) -> Shape:  # fmt: skip
    """All points between two distances and two directions of *some* point within `spread_m` of (lon, lat).

    Meridians are not parallel: seen from a point `spread_m` to the side, north is turned by up to spread * tan(lat) /
    radius, and the sector is that much wider. Where that makes it a full turn it is a ring.
    """
    half = half_width_deg + _turned(spread_m, lat) + _ANGLE
    outer_m = max(outer_m, LEAST_M)
    inner_m = min(inner_m, outer_m - LEAST_M / 2)
    if half >= 180.0 - _ANGLE:
        return between(Annulus(lon, lat, 0.0, spread_m), inner_m, outer_m)
    steps = max(2, math.ceil(2 * half / 360 * 4 * QUARTER)) + 1
    angles = np.radians(np.linspace(bearing_deg - half, bearing_deg + half, steps))
    rim, hole = outer_m * RIM, max(inner_m, 0.0)
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
    bearings = np.linspace(bearing_deg - half, bearing_deg + half, 4 * QUARTER + 1)
    points = lonlat.unrolled(np.column_stack(direct(lon, lat, bearings, max(radius_m, LEAST_M))))
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
    sizes = (width(flat) / _COARSE, width(around) / _COARSE)
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
    found = minkowski(shapely.simplify(hull, width(hull) / _COARSE), box)
    return lonlat.geometry(plane.back(widened(found, position_m + width(hull) / _COARSE)))


def rim_band(shape: Shape, *, inside_m: float, outside_m: float) -> Shape:
    """The band along the edge of a shape, so far inside and outside of it."""
    if isinstance(shape, Annulus):
        return Annulus(shape.lon, shape.lat, max(shape.outer_m - inside_m, 0.0), shape.outer_m + outside_m)
    plane, flat = _flat(shape)
    core = shapely.buffer(flat, -inside_m, quad_segs=QUARTER)
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
    angles = np.linspace(0, 2 * np.pi, 4 * QUARTER, endpoint=False)
    along, off = half * RIM * np.cos(angles), across * RIM * np.sin(angles)
    sin, cos = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    ring = np.column_stack([along * sin - off * cos, along * cos + off * sin])
    return lonlat.geometry(Plane(*middle).back(shapely.polygons(ring)))


def _flat(shape: Shape) -> tuple[Plane, Any]:
    """A plane around the middle of a shape, and the shape in it."""
    if isinstance(shape, Annulus):
        plane = Plane(shape.lon, shape.lat)
        return plane, shapely.buffer(shapely.points(0.0, 0.0), max(shape.outer_m * RIM, 1e-3), quad_segs=QUARTER)
    area = lonlat.shape(shape)
    plane = Plane(*centre(area))
    return plane, plane.to(area)


def _middle(areas: Sequence[Any]) -> tuple[float, float]:
    """Half way between two areas."""
    (lon, lat), (to_lon, to_lat) = (centre(area) for area in areas)
    gap, bearing = inverse(lon, lat, to_lon, to_lat)
    middle: tuple[float, float] = direct(lon, lat, bearing, gap / 2)
    return middle
