"""Metres and bearings on the WGS 84 ellipsoid; the only import of pyproj."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyproj import Geod

_GEOD = Geod(ellps="WGS84")

FARTHEST_M = 20_003_931.458
"""From pole to pole: no two points are farther apart."""


def direct(lon: Any, lat: Any, bearing_deg: Any, distance_m: Any) -> tuple[Any, Any]:
    """The points at a bearing and a distance from others; numbers or arrays that broadcast.

    >>> [round(value, 6) for value in direct(57.1208, 30.2783, 90, 700)]
    [57.128075, 30.2783]
    """
    shape = np.broadcast(lon, lat, bearing_deg, distance_m).shape
    if not shape:
        x, y, _ = _GEOD.fwd(float(lon), float(lat), float(bearing_deg), float(distance_m))
        return x, y
    x, y, bearing, distance = _of_shape(shape, lon, lat, bearing_deg, distance_m)
    _GEOD.fwd(x, y, bearing, distance, inplace=True)
    return x, y


def inverse(lon: Any, lat: Any, to_lon: Any, to_lat: Any) -> tuple[Any, Any]:
    """(metres, bearing at the start in degrees from 0 to 360) of the shortest way; numbers or arrays that broadcast.

    >>> [round(value, 2) for value in inverse(57.1208, 30.2783, 57.11681, 30.29233)]
    [1602.0, 346.14]
    """
    shape = np.broadcast(lon, lat, to_lon, to_lat).shape
    if not shape:
        bearing, _, distance = _GEOD.inv(float(lon), float(lat), float(to_lon), float(to_lat))
        return distance, bearing % 360.0
    x, y, to_x, to_y = _of_shape(shape, lon, lat, to_lon, to_lat)
    bearing, _, distance = _GEOD.inv(x, y, to_x, to_y, inplace=True)
    return distance, bearing % 360.0


def _of_shape(shape: tuple[int, ...], *values: Any) -> list[Any]:
    """Numbers or arrays as arrays of one shape, each its own: pyproj writes its answers into them."""
    found = [np.empty(shape) for _ in values]
    for array, value in zip(found, values, strict=True):
        array[...] = value
    return found


def area_m2(polygon: Any) -> float:
    """The area of a shapely polygon or multipolygon whose edges are straight in lon, lat; poles and all.

    Each ring is measured on the equal-area cylinder (the authalic latitude), where an edge that is straight in
    longitude and latitude is integrated exactly enough once it is cut into pieces of at most a tenth of a degree.
    """
    import shapely

    total = 0.0
    for part in shapely.get_parts(polygon):
        for index, ring in enumerate((part.exterior, *part.interiors)):
            points = shapely.get_coordinates(shapely.segmentize(ring, 0.1))
            lon, up = np.radians(points[:, 0]), _equal_area(points[:, 1])
            size = abs(float(np.sum((lon[1:] - lon[:-1]) * (up[1:] + up[:-1]) / 2.0)))
            total += size if index == 0 else -size
    return total


def _equal_area(lat: Any) -> Any:
    """The height in square metres per radian of longitude of a latitude on the ellipsoid's equal-area cylinder."""
    e2 = _GEOD.es
    e, sin = e2**0.5, np.sin(np.radians(lat))
    return _GEOD.b**2 / 2.0 * (sin / (1 - e2 * sin**2) + np.arctanh(e * sin) / e)
