"""Off a coast: "12 nautical miles off Odesa", "off the coast of Somalia". A ring or a band, in the sea.

From a town the distance is a ring around it; from a country, a band along its coast; without a distance, a band of
fifty kilometres, or as wide as the words mean by law (`reach_m`: an economic zone, territorial waters; where it ends
between two countries is not known). Land is taken out but for a strip as wide as the doubt of the coastline (Natural
Earth at 1:10 million, `atlas.SCALE_M`). Where no sea lies in reach, the coast is too coarse, and the whole ring stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from mapper import atlas, doubt, geodesy
from mapper.ground import AREA, METRIC, Anchor, Around, Example, Ground, Shape
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import around, bare, budget, missing

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
    region: Shape = around(anchor, low, high)
    if outline is not None and low > 0:  # a country's coast is measured from, never a point inland
        plain = geodesy.area_of(geodesy.between(anchor.shape, 0.0, max(low - anchor.position_m, 0.0)))
        region = geodesy.geometry(geodesy.polygonal(geodesy.area_of(region).difference(plain)))
    if relation.bearing_deg is not None:
        half = 2 * (relation.bearing_half_width_deg or 45.0)
        region = geodesy.side(
            region, anchor.lon, anchor.lat, bearing_deg=relation.bearing_deg, half_width_deg=min(half, 90.0),
            back_m=anchor.reach_m if outline is None else anchor.extent_m / 2,
        )  # fmt: skip
    sea = _without_land(region)
    stated = None
    if length is not None and length.high is not None and outline is None:
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
