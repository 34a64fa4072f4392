"""Metres on the ellipsoid, and regions of the Earth that are right everywhere: poles, antimeridian, hemispheres.

`measure` is the only import of pyproj; `circles` draws discs and rings; `plane` is a local projection true to distance
and direction from its centre, for buffers; `sweeps` are sectors, boxes and bands in it; `lonlat` turns what comes out
into RFC 7946 geometries.
"""

from mapper.geodesy.circles import area, circle, disc, drawn, rims, ring, uncollected
from mapper.geodesy.lonlat import geometry, inside, label, polygonal, shape
from mapper.geodesy.measure import area_m2, direct, inverse
from mapper.geodesy.plane import Plane, area_of, between, centre, enclosing, union, widened
from mapper.geodesy.sweeps import arc, ellipse, hull, offset_box, rim_band, sector, side, swept

__all__ = [
    "Plane",
    "arc",
    "area",
    "area_m2",
    "area_of",
    "between",
    "centre",
    "circle",
    "direct",
    "disc",
    "drawn",
    "ellipse",
    "enclosing",
    "geometry",
    "hull", "inside",
    "inverse",
    "label",
    "offset_box",
    "polygonal",
    "rim_band",
    "rims",
    "ring",
    "sector",
    "shape",
    "side",
    "swept",
    "uncollected",
    "union",
    "widened",
]  # fmt: skip
