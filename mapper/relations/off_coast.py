"""Off a coast: "12 nautical miles off Odesa", "off the coast of Somalia". A ring or a band, in the sea.

From a town the distance is a ring around it; from a country, a province or a town that lies inland, a band along the
coast; without a distance, a band of fifty kilometres, or as wide as the words mean by law (`reach_m`: an economic
zone, territorial waters; where it ends between two countries is not known). Land is taken out but for a strip as wide
as the doubt of the coastline (Natural Earth at 1:10 million, `atlas.SCALE_M`). Where no sea lies in reach, the coast
is too coarse, and the whole ring stays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import shapely

from mapper import atlas, doubt, geodesy
from mapper.ground import AREA, METRIC, Anchor, Around, Example, Ground, Shape
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import around, bare, budget, missing

WIDE_M = 30_000.0
"""From this reach on a place is no town: it is measured from its coast, not from itself. No source settles it."""
WIDEST_M = 600_000.0
"""Beyond this nobody knows which coast is meant."""
INLAND_M = 80_000.0
"""No town has a coast that is farther away than this."""
BEYOND = 1.3
"""How much farther than a place reaches its coast may go."""
FARTHER = 2.0
"""How much farther than the sea nearest to an inland town the coast may be that is called its own."""
BAND_M = 50_000.0
"""How far from land "off the coast" reaches when no distance is said. No source settles it."""


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The ring or band without the land."""
    if not anchors:
        return missing(relation, "no coast is named")
    anchor, length = anchors[0], relation.distance_m
    outline = atlas.country(anchor.country) if anchor.kind == "country" else None
    if outline is not None:
        anchor = replace(anchor, outline=geodesy.geometry(outline), position_m=atlas.SCALE_M)
    if length is None:
        band = float(relation.detail.get("reach_m") or BAND_M)
        low, high, more, because = 0.0, band + anchor.extent_m * (outline is None), {"distance": band}, []
    else:
        reach = doubt.reach(length, hedged=relation.hedged, rule=context.rule)
        low, high = reach.low, reach.high if reach.high is not None else reach.low + BAND_M
        more, because = dict(reach.budget_m), list(reach.because)
    coast = _off_its_coast(anchor, low, high) if length is not None and outline is None else None
    region: Shape = around(anchor, low, high) if coast is None else coast
    if outline is not None and low > 0:  # a country's coast is measured from, never a point inland
        plain = geodesy.area_of(geodesy.between(anchor.shape, 0.0, max(low - anchor.position_m, 0.0)))
        region = geodesy.geometry(geodesy.polygonal(geodesy.area_of(region).difference(plain)))
    if relation.bearing_deg is not None:
        half = 2 * (relation.bearing_half_width_deg or 45.0)
        region = geodesy.side(
            region, anchor.lon, anchor.lat, bearing_deg=relation.bearing_deg, half_width_deg=min(half, 90.0),
            back_m=anchor.reach_m if outline is None else anchor.extent_m / 2,
        )  # fmt: skip
    sea = _without_land(region) if coast is None else region
    stated = None
    if length is not None and length.high is not None and outline is None and coast is None:
        stated = bare(anchor, length.low, length.high)
    return Ground(
        region=sea or region,
        shape="ring" if length is not None else "coast_band",
        grade=METRIC if length is not None else AREA,
        stated=stated,
        budget_m=budget(anchor, **more, coast=atlas.SCALE_M),
        unbounded=length is None,
        because=(
            "at sea: land is taken out, but for a strip as wide as the doubt of the coast (Natural Earth 1:10 million)"
            if sea
            else "no sea of the coastline at 1:10 million lies in reach: the whole ring stays",
            *because,
        ),
        detail={"constraint": "sea"},
    )


def _off_its_coast(anchor: Anchor, low_m: float, high_m: float) -> Shape | None:
    """The sea that is as far from the coast of a place as is said: of a province, or of a town that lies inland.

    None for a place by the sea that is no wider than a town: it is measured from itself. Which stretch of coast is
    meant is not known: all that the place can reach, and somewhat more.
    """
    wide = anchor.reach_m >= WIDE_M
    reach = anchor.reach_m * BEYOND if wide else INLAND_M
    pad = (reach + high_m) / 100_000.0
    east = pad / max(math.cos(math.radians(anchor.lat)), 0.1)
    if reach > WIDEST_M or abs(anchor.lat) + pad > 85.0 or abs(anchor.lon) + east > 180.0:
        return None
    ground = atlas.land(anchor.lon - east, anchor.lat - pad, anchor.lon + east, anchor.lat + pad)
    plane = geodesy.Plane(anchor.lon, anchor.lat)
    land = shapely.simplify(plane.to(ground), atlas.SCALE_M / 4)
    middle = plane.to(shapely.Point(anchor.lon, anchor.lat))
    if not wide:
        edge = shapely.boundary(land)
        inland = shapely.distance(edge, middle) if shapely.contains(land, middle) else 0.0
        if inland <= anchor.reach_m + atlas.SCALE_M or inland >= INLAND_M:
            return None
        reach = inland * FARTHER + anchor.reach_m
    own = shapely.intersection(land, shapely.buffer(middle, reach))
    doubt_m = 2 * atlas.SCALE_M  # of the line, and of where on it they measured
    inner = shapely.buffer(land, max(low_m - doubt_m, 0.0), quad_segs=4)
    left = geodesy.polygonal(shapely.difference(shapely.buffer(own, high_m + doubt_m, quad_segs=8), inner))
    return None if left.is_empty else geodesy.geometry(plane.back(left))


def _without_land(region: Shape) -> Shape | None:
    """A region without the land that is more than the doubt of the coastline from the sea; None if nothing is left."""
    area = geodesy.area_of(region)
    pad = 0.1
    parts = []
    for part in shapely.get_parts(area):
        west, south, east, north = part.bounds
        land = atlas.land(west - pad, south - pad, east + pad, north + pad)
        if land.is_empty:
            parts.append(part)
            continue
        plane = geodesy.Plane(*geodesy.centre(part))
        core = shapely.buffer(plane.to(land), -atlas.SCALE_M, quad_segs=4)
        left = geodesy.polygonal(shapely.difference(plane.to(part), core))
        if not left.is_empty:
            parts.append(plane.back(left))
    left = geodesy.union(parts) if parts else None
    return None if left is None or left.is_empty else geodesy.geometry(left)


EXAMPLES = (
    Example(
        Relation(
            "r", "off_coast", "s", ("x",), Length(14_500, 15_000, 15_500, "15 km", "15", 1000), None, None, False,
            "ring", Span(0, 5, "15 km"),
        ),
        (Anchor("x", "Karawang", 107.32, -6.3, extent_m=6000, position_m=500, kind="city"),),
        inside=((107.13, -5.8),),
        outside=((107.32, -6.3), (107.45, -6.3), (107.13, -5.6), (107.13, -5.9)),
    ),
    Example(
        Relation(
            "r", "off_coast", "s", ("x",), Length(21_298, 22_224, 23_150, "12 nautical miles", "12", 1852), None, None,
            False, "ring", Span(0, 17, "12 nautical miles"),
        ),
        (Anchor("x", "Odesa", 30.7326, 46.4775, extent_m=8000, position_m=500, kind="city"),),
        inside=((31.02, 46.45), (30.95, 46.35)),
        outside=((30.45, 46.5), (30.7326, 46.4775), (31.5, 46.4)),
    ),
    Example(
        Relation("r", "off_coast", "s", ("x",), None, None, None, False, "coast_band", Span(0, 3, "off")),
        (Anchor("x", "Somalia", 48.0, 6.0, extent_m=900_000, kind="country", country="SO"),),
        inside=((49.9, 7.0), (46.0, 2.3)),
        outside=((46.0, 5.0), (52.5, 5.0)),
    ),
)  # fmt: skip
