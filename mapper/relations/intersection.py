"""Where two ways meet: "at the corner of A and B". A buffer about the crossing.

With a source of roads, every crossing of the two in the area of the report. Without, what the two anchors share where
both are known as areas, which is flagged as a zone; a road that only its town is known of can be anywhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from mapper import geodesy
from mapper.ground import METRIC, VAGUE, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations import _roads
from mapper.relations._anchored import missing, whole

RADIUS_M = 75.0
"""About the crossing: its arms, and the doubt of the map."""


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The crossing."""
    called = [name for name in _roads.names(relation, context) if name]
    near = anchors or [other for other in context.others if other.kind not in {"country", "admin1"}]
    if context.ways is not None and len(called) > 1 and near:
        found = [_roads.network(context, near, called=[name], pad_m=2_000.0, only=True) for name in called[:2]]
        if all(found):
            plane = found[0].plane  # type: ignore[union-attr]
            lines = [shapely.buffer(network.lines(), 15.0) for network in found if network]
            meet = shapely.intersection(*lines)
            if not meet.is_empty:
                points = [part.centroid for part in shapely.get_parts(meet)]
                areas = shapely.union_all(shapely.buffer(points, RADIUS_M))
                return Ground(
                    region=geodesy.geometry(plane.back(areas)), shape="intersection_buffer", grade=METRIC,
                    budget_m={"path": RADIUS_M}, because=(f"where {called[0]} and {called[1]} meet in the source",),
                )  # fmt: skip
    if not anchors:
        return missing(relation, "no source of roads has both, so where they meet is not known")
    shared = geodesy.union([geodesy.area_of(whole(anchors[0]))])
    for anchor in anchors[1:]:
        meet = geodesy.polygonal(shared.intersection(geodesy.area_of(whole(anchor))))
        shared = shared if meet.is_empty else meet
    return Ground(
        region=geodesy.geometry(shared),
        shape="intersection_buffer",
        grade=VAGUE,
        budget_m={
            "anchor_extent": max(a.extent_m for a in anchors), "anchor_position": max(a.position_m for a in anchors)
        },
        because=("no road data: somewhere in what both are known to lie in",),
        detail={"zone": True},
    )  # fmt: skip


EXAMPLES = (
    Example(
        Relation(
            "r", "intersection", "s", ("a", "b"), None, None, None, False, "intersection_buffer", Span(0, 6, "corner")
        ),
        (Anchor("a", "A", 0.0, 0.0, extent_m=1000), Anchor("b", "B", 0.0135, 0.0, extent_m=1000)),
        inside=((0.0068, 0.0),),
        outside=((-0.005, 0.0), (0.02, 0.0)),
    ),
)
