"""A lower bound: "more than 10 km from X". A ring open outward.

It can't know how far: what is drawn is capped and flagged as unbounded, and only its inner edge is ever used to cut
what other phrases say. The cap has no source.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import doubt
from mapper.ground import METRIC, Anchor, Annulus, Around, Example, Ground
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import EITHER, EVERYWHERE_M, around, bare, budget, missing

CAP = 3.0  # times the bound, and at least
CAP_LEAST_M = 10_000.0  # this much beyond it


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The open ring around the anchor."""
    if relation.distance_m is None or not anchors:
        return missing(relation, "a bound needs a length and something that it is measured from")
    anchor = anchors[0]
    reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=context.rule)
    bound = relation.distance_m.low
    cap = max(CAP * bound, bound + CAP_LEAST_M) + anchor.reach_m
    region = around(anchor, reach.low, cap)
    inner = region.inner_m if isinstance(region, Annulus) else max(reach.low - anchor.reach_m, 0.0)
    return Ground(
        region=region,
        shape="open_ring",
        grade=METRIC,
        stated=bare(anchor, bound, cap),
        nominal=bare(anchor, bound, bound),
        limits=Annulus(anchor.lon, anchor.lat, inner, EVERYWHERE_M),
        budget_m=budget(anchor, **reach.budget_m),
        unbounded=True,
        because=(f"no upper bound is stated: drawn to {cap:,.0f} m and open beyond", *reach.because, EITHER),
    )


EXAMPLES = (
    Example(
        Relation(
            "r", "beyond", "s", ("x",), Length(10_000, None, None, "more than 10 km", stated=True), None, None, False,
            "open_ring", Span(0, 15, "more than 10 km"),
        ),
        (Anchor("x", "X", 0.0, 0.0, extent_m=500),),
        inside=((0.1, 0.0), (0.0, -0.2)),
        outside=((0.0, 0.0), (0.08, 0.0)),
    ),
)  # fmt: skip
