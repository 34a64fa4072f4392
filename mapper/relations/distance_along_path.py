"""A distance along a way: "40 km from Kinshasa on the Kinshasa-Matadi road", "16 miles downstream".

With a source of ways, the stretches that are so far along them. Without, a ring: the road's length is the most that the
straight distance can be, and a winding road ends nearer (`_roads.WINDING`); between two anchors it is cut to the zone
that a way from one to the other can pass. A direction, where one is said, makes it a sector.
Source: "distance along a path" of the georeferencing guides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapper import doubt, geodesy
from mapper.ground import METRIC, Anchor, Around, Example, Ground, Shape
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations import _roads
from mapper.relations._anchored import around, bare, budget, missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The stretch of the way, or the ring that it must end in."""
    if relation.distance_m is None or not anchors:
        return missing(relation, "needs a distance and something that it is measured from")
    anchor = anchors[0]
    reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=context.rule)
    high = reach.high if reach.high is not None else reach.low * _roads.WINDING
    top = reach.stated_high if reach.stated_high is not None else high
    water = relation.detail.get("along") == "water" or "water" in str(relation.detail.get("path") or "")
    found = _roads.network(
        context, anchors, called=_roads.names(relation, context), kind="water" if water else "road", pad_m=high
    )
    if found is not None:
        stretch = _stretch(found, relation, anchors, reach.low, high)
        if region := found.corridor(stretch):
            return Ground(
                region=region, shape="corridor_segment", grade=METRIC,
                budget_m=budget(anchor, **reach.budget_m, path=_roads.HALF_WIDTH_M),
                because=("measured along the ways of the source", *reach.because),
            )  # fmt: skip
    return Ground(
        region=_ring(relation, anchors, reach.low / _roads.WINDING, high),
        shape="corridor_segment",
        grade=METRIC,
        stated=bare(anchor, reach.stated_low / _roads.WINDING, top),
        budget_m=budget(anchor, **reach.budget_m, path=reach.low - reach.low / _roads.WINDING),
        because=(
            f"no data of the way: it winds, so its end is {1 / _roads.WINDING:.0%} to 100 % of its length away",
            *reach.because,
        ),
        detail={"zone": True},
    )


def _stretch(found: _roads.Network, relation: Relation, anchors: Sequence[Anchor], low_m: float, high_m: float) -> Any:
    """The ways between two distances along them from the edge of the anchor, or from farther inside of it."""
    anchor, other = anchors[0], anchors[1] if len(anchors) > 1 else None
    if "up" in str(relation.detail.get("way") or ""):
        found = found.turned()
    starts = found.touching(_roads.flat(found, anchor))
    if other is not None and not found.directed:
        ends = found.touching(_roads.flat(found, other))
        gap, _ = geodesy.inverse(anchor.lon, anchor.lat, other.lon, other.lat)
        found = found.routes(starts, ends, 4 * gap + high_m) or found
        starts = [node for node in starts if node in found.next_to]
    inside = anchor.reach_m + anchor.position_m
    return found.between(found.along(starts, high_m), max(low_m - inside, 0.0), high_m)


def _ring(relation: Relation, anchors: Sequence[Anchor], low_m: float, high_m: float) -> Shape:
    anchor = anchors[0]
    if relation.bearing_deg is not None:
        return geodesy.swept(
            anchor.shape, position_m=anchor.position_m, inner_m=low_m, outer_m=high_m, bearing_deg=relation.bearing_deg,
            half_width_deg=relation.bearing_half_width_deg or 45.0,
        )  # fmt: skip
    ring = around(anchor, low_m, high_m)
    if len(anchors) > 1:
        zone = geodesy.area_of(geodesy.ellipse(anchor, anchors[1], longer=_roads.DETOUR))
        cut = geodesy.polygonal(geodesy.area_of(ring).intersection(zone))
        return ring if cut.is_empty else geodesy.geometry(cut)
    return ring


EXAMPLES = (
    Example(
        Relation(
            "r", "distance_along_path", "s", ("x",), Length(35_000, 40_000, 45_000, "40 km", "40", 1000), None, None,
            False, "corridor_segment", Span(0, 5, "40 km"),
        ),
        (Anchor("x", "X", 0.0, 0.0, extent_m=2000),),
        inside=((0.3, 0.0), (0.0, -0.4)),
        outside=((0.1, 0.0), (0.45, 0.0)),
    ),
)  # fmt: skip
