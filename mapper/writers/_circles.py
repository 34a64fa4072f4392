"""A circle around a region, for formats that know only a point and a radius."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from mapper.model import Placement
from mapper.writers._polygons import parts


@dataclass(frozen=True, slots=True)
class Circle:
    """A middle in degrees and a radius in whole metres that holds the whole region."""

    lon: float
    lat: float
    radius_m: int


def holding(placements: Sequence[Placement]) -> list[Circle]:
    """The circle of each placement: around the middle that it was drawn around, else the smallest that holds it."""
    from mapper.geodesy import enclosing, inverse, shape

    found = []
    for placement in placements:
        centre = placement.detail.get("centre")
        if isinstance(centre, Sequence) and len(centre) == 2:
            lon, lat = float(centre[0]), float(centre[1])
            lons, lats = zip(*(point for part in parts(placement.geometry) for point in part[0]), strict=True)
            radius = float(inverse(lon, lat, lons, lats)[0].max())
        else:
            lon, lat, radius = enclosing(shape(placement.geometry))
        found.append(Circle(round(lon, 9), round(lat, 9), ceil(radius)))
    return found
