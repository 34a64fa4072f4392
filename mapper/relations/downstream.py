"""Along a water: "downstream of the dam", "upstream of X". The corridor of the water.

With a source of waters, the stretch below (or above) the anchor. Without, nobody can say where the water runs, and it
is a flagged zone about the anchor. It cannot know how far; what is drawn is capped and flagged.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper.ground import AREA, VAGUE, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations import _roads
from mapper.relations._anchored import around, budget, missing

REACH_M = 20_000.0


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The water below the anchor, or the zone about it."""
    if not anchors:
        return missing(relation, "no place is named that it is downstream of")
    anchor = anchors[0]
    reach = REACH_M + anchor.extent_m
    found = _roads.network(context, anchors, called=_roads.names(relation, context), kind="water", pad_m=reach)
    if found is not None:
        if "up" in str(relation.detail.get("way") or ""):
            found = found.turned()
        far = found.along(found.touching(_roads.flat(found, anchor)), reach)
        if region := found.corridor(found.between(far, 0.0, reach)):
            return Ground(
                region=region, shape="corridor", grade=AREA, budget_m=budget(anchor, path=_roads.HALF_WIDTH_M),
                unbounded=True, because=(f"along the water of the source, to {reach:,.0f} m",),
            )  # fmt: skip
    return Ground(
        region=around(anchor, 0.0, reach),
        shape="corridor",
        grade=VAGUE,
        budget_m=budget(anchor, path=reach),
        unbounded=True,
        because=(f"no data of the water: a zone of {reach:,.0f} m about {anchor.name}",),
        detail={"zone": True},
    )


EXAMPLES = (
    Example(
        Relation("r", "downstream", "s", ("x",), None, None, None, False, "corridor", Span(0, 10, "downstream")),
        (Anchor("x", "the dam", 0.0, 0.0, extent_m=500),),
        inside=((0.0, 0.0), (0.15, 0.0)),
        outside=((0.2, 0.0),),
    ),
)
