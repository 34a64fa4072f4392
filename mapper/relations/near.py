"""Near a place: "near X", "close to", "outside", "opposite X". The place, widened by an amount that grows with it.

The widening is the place's own radius, and at least two kilometres: people call near what is a walk from a shop and
a drive from a city. It goes at most half way to the next similar place, for beyond that one would name the other.
No source fixes these numbers; the georeferencing guides only give the half way. The word has no edge, so what a
measured phrase allows is cut only far out: "within 50 km of the capital, near the mill" is by the mill, but a plane
that fell thirty kilometres from a town was "near" it in every report.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import VAGUE, Anchor, Around, Example, Ground, Later
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import around, budget, missing, radius_m, whole

LEAST_M = 2_000.0
GROWTH = 1.0  # of the place's own radius: of a disc as large as it; a river and a blast have none
FARTHEST_M, FARTHEST = 10_000.0, 10.0  # so far, and so many radii of the place, from it nobody says near any more


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The anchor's area, widened."""
    if not anchors:
        return missing(relation, "nothing that has a position is named")
    anchor = anchors[0]
    own = max(LEAST_M, GROWTH * radius_m(anchor))
    amount, why = own, "its own radius and at least 2 km"
    for other in context.others:
        if other.kind != anchor.kind or other.id == anchor.id or anchor.id in other.within or other.id in anchor.within:
            continue
        gap, _ = geodesy.inverse(anchor.lon, anchor.lat, other.lon, other.lat)
        half = (gap - anchor.reach_m - other.reach_m) / 2
        if 0 < half < amount:
            amount, why = half, f"half way to {other.name}"
    return Ground(
        region=around(anchor, 0.0, amount),
        shape="near_buffer",
        grade=VAGUE,
        stated=whole(anchor),
        limits=Later(lambda: around(anchor, 0.0, FARTHEST_M + FARTHEST * anchor.extent_m)),
        budget_m=budget(anchor, near=amount),
        because=(f"near has no edge: {anchor.name} widened by {amount:,.0f} m ({why})",),
    )


EXAMPLES = (
    Example(
        Relation("r", "near", "s", ("x",), None, None, None, False, "near_buffer", Span(0, 6, "near X")),
        (Anchor("x", "X", 22.4475, 13.4526, extent_m=4000, position_m=500),),
        inside=((22.4475, 13.4526), (22.4475, 13.528), (22.52, 13.4526)),
        outside=((22.4475, 13.54), (22.55, 13.4526)),
    ),
    Example(
        Relation("r", "near", "s", ("x",), None, None, None, False, "near_buffer", Span(0, 6, "near X")),
        (Anchor("x", "X", 0.0, 0.0, extent_m=10),),
        inside=((0.0, 0.018),),
        outside=((0.0, 0.0184),),
    ),
)
