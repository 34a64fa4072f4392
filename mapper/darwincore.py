"""A placement in the words of other trades: Darwin Core's georeference terms, UCDP's and ACLED's precision codes.

Darwin Core knows a point with a radius, and beside it a footprint. The point is the middle of the smallest circle that
holds the region, which for a ring lies outside of it, where the event was not: `georeferenceRemarks` says so. The
radius is never 0. Sources: the Darwin Core quick reference; UCDP GED codebook (`where_prec`); ACLED codebook
(`geo_precision`). The codes are derived from the region and are no coder's judgement.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from mapper import geodesy
from mapper.model import Incident, Placement

COORDINATE_PRECISION_DEG = 1e-7
"""To what the point is written: seven decimals, a centimetre, far below any uncertainty here."""

PROTOCOL = (
    "Shape method after Chapman & Wieczorek 2020 (Georeferencing Best Practices): regions on the WGS 84 ellipsoid with "
    "all doubt, and the smallest circle that holds them"
)

_LINES = frozenset({"corridor", "corridor_segment", "border_corridor", "between_zone"})
_SEA = frozenset({"coast_band"})
_UCDP_OF_KIND = {"country": 6, "admin1": 4, "province": 4, "state": 4, "admin2": 3, "district": 3, "county": 3}
_ACLED_OF_KIND = {"country": 3, "admin1": 3, "province": 3, "state": 3, "admin2": 2, "district": 2, "county": 2}


def fields(placement: Placement, incident: Incident | None = None) -> dict[str, Any]:
    """The georeference terms of Darwin Core for a placement; `incident` adds the words and the sources."""
    lon, lat, radius = point_radius(placement)
    area = geodesy.shape(placement.geometry)
    quotes, sources = _words(placement, incident) if incident else ((), ())
    remarks = [*placement.because]
    from shapely import Point

    if not area.contains(Point(lon, lat)):
        remarks.insert(0, "The point is the middle of a region that does not hold it: the event was not there.")
    return {
        "decimalLatitude": lat,
        "decimalLongitude": lon,
        "geodeticDatum": "EPSG:4326",
        "coordinateUncertaintyInMeters": radius,
        "coordinatePrecision": COORDINATE_PRECISION_DEG,
        "pointRadiusSpatialFit": round(spatial_fit(math.pi * radius**2, geodesy.area_m2(area)), 3),
        "footprintWKT": area.wkt,
        "footprintSRS": "EPSG:4326",
        "footprintSpatialFit": 1,
        "verbatimLocality": " / ".join(quotes),
        "georeferenceProtocol": PROTOCOL,
        "georeferenceSources": " | ".join(sources),
        "georeferenceRemarks": " ".join(f"{why[:1].upper()}{why[1:].rstrip('.')}." for why in remarks),
    }


def point_radius(placement: Placement) -> tuple[float, float, float]:
    """(lon, lat, metres): the middle of the smallest circle that holds the region, and its radius, rounded up."""
    centre = placement.detail.get("centre") or (placement.label_lon, placement.label_lat)
    lon, lat = round(float(centre[0]), 7), round(float(centre[1]), 7)
    return lon, lat, max(1.0, float(math.ceil(placement.uncertainty_m * (1 + 1e-3))))


def spatial_fit(shown_m2: float, true_m2: float) -> float:
    """Darwin Core's fit of a geometry that holds the true region: how many times as large it is; 1 is exact.

    >>> round(spatial_fit(5.726, 4.1), 1)
    1.4
    """
    return shown_m2 / true_m2


def ucdp_where_prec(placement: Placement, kind: str = "") -> int:
    """UCDP's `where_prec`: 1 exact, 2 within 25 km, 3 district, 4 province, 5 line or fuzzy, 6 country, 7 sea or air.

    `kind` is that of the place, where the region is nothing but a place.
    """
    if placement.shape in _SEA or placement.detail.get("constraint") == "sea":
        return 7
    if placement.shape == "feature" and kind in _UCDP_OF_KIND:
        return _UCDP_OF_KIND[kind]
    radius = placement.uncertainty_m
    if radius > 25_000 and (placement.unbounded or placement.shape in _LINES):
        return 5
    return next(code for code, most in ((1, 5e3), (2, 25e3), (3, 50e3), (4, 250e3), (6, math.inf)) if radius <= most)


def acled_geo_precision(placement: Placement, kind: str = "") -> int:
    """ACLED's `geo_precision`: 1 the town itself, 2 near it or a part of a region, 3 the region or more."""
    if placement.shape == "feature" and kind in _ACLED_OF_KIND:
        return _ACLED_OF_KIND[kind]
    if placement.uncertainty_m <= 10_000 and not placement.unbounded:
        return 1
    return 2 if placement.uncertainty_m <= 50_000 else 3


def _words(placement: Placement, incident: Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The quotes that a placement rests on, and the sources of the places in it."""
    relations = [r for r in incident.relations if r.id in placement.from_]
    wanted = {placement.place, *(anchor for r in relations for anchor in r.anchors)}
    places = [p for p in incident.places if p.id in wanted]
    quotes = [r.quote.text for r in relations] or [p.name for p in places]
    sources = [" ".join(filter(None, (p.source, p.source_id, p.attribution))) for p in places]
    return tuple(dict.fromkeys(quotes)), tuple(dict.fromkeys(filter(None, sources)))


def terms(placement: Placement, incident: Incident | None = None) -> Mapping[str, Any]:
    """Darwin Core's terms and the codes of UCDP and ACLED together, as a flat mapping."""
    kind = next((p.kind for p in incident.places if p.id == placement.place), "") if incident else ""
    return {
        **fields(placement, incident),
        "ucdp_where_prec": ucdp_where_prec(placement, kind),
        "acled_geo_precision": acled_geo_precision(placement, kind),
    }
