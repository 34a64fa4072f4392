"""A marker on a road: "kilometre 45 of the Abuja-Kaduna highway". The stretch about it.

Which end is zero is rarely said; then both are kept, and the region has two parts. A marker is good to half of its
unit. Without a source of roads it is a ring about each end that is known, as for a distance along a way.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import METRIC, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations import _roads
from mapper.relations._anchored import around, budget, missing

UNIT_M = {"km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0, "mi": 1609.344, "mile": 1609.344}


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The stretch from either end."""
    marker, unit = relation.detail.get("marker"), UNIT_M.get(str(relation.detail.get("marker_unit") or "km"), 1000.0)
    if marker is None or not anchors:
        return missing(relation, "neither the road nor one of its ends is known")
    low, high = (float(marker) - 0.5) * unit, (float(marker) + 0.5) * unit
    ends = [anchor for anchor in anchors if anchor.kind not in _roads.WAY_KINDS]
    found = _roads.network(context, anchors, called=_roads.names(relation, context), pad_m=high)
    parts, why = [], "measured along the road of the source"
    if found is not None:
        touched = [nodes for end in ends if (nodes := found.touching(_roads.flat(found, end)))]
        starts = touched or found.ends()
        spare = max((end.reach_m for end in ends), default=0.0) if touched else 0.0
        why = "measured along the road of the source" + ("" if touched else ", from each of its ends there")
        far = [found.along(start, high + spare) for start in starts]
        parts = [p for f in far if (p := found.corridor(found.between(f, max(low - spare, 0.0), high + spare)))]
    if not parts:
        if not ends:
            return missing(relation, "no source of roads has this one, and neither of its ends is named")
        zone = geodesy.area_of(geodesy.ellipse(*ends[:2], longer=_roads.DETOUR)) if len(ends) > 1 else None
        why = "no road data: a ring about each end that is named, as far as a winding road can end"
        rings = [geodesy.area_of(around(end, low / _roads.WINDING, high)) for end in ends[:2]]
        parts = [geodesy.geometry(ring if zone is None else ring.intersection(zone)) for ring in rings]
    return Ground(
        region=geodesy.geometry(geodesy.union([geodesy.area_of(part) for part in parts])),
        shape="corridor_segment",
        grade=METRIC,
        budget_m=budget(anchors[0], distance=unit / 2),
        because=(why, *(("which end is zero is not said: both are kept",) if len(parts) > 1 else ())),
        detail={"zone": True} if "no road" in why else {},
    )


EXAMPLES = (
    Example(
        Relation(
            "r", "path_marker", "s", ("a", "b"), None, None, None, False, "corridor_segment", Span(0, 5, "km 45"),
            detail={"marker": 45, "marker_unit": "km"},
        ),
        (Anchor("a", "A", 0.0, 0.0, extent_m=1000), Anchor("b", "B", 2.0, 0.0, extent_m=1000)),
        inside=((0.35, 0.0), (1.65, 0.0)),
        outside=((0.1, 0.0), (1.0, 0.0), (-0.35, 0.0)),
    ),
)  # fmt: skip
