"""At or in a place: "in Kerman", "at the port". The feature's own area; from a point, a disc of its stated radius.

It cannot know where inside. Source: "geographic feature only" of the georeferencing guides.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper.ground import AREA, METRIC, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import budget, missing, whole

FACILITY_M = 1_500.0
"""A place of at most this reach is as good as a measure: "at the gate" says more than "near the gate" can blur."""


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The anchor's area, widened by the doubt of its position."""
    if not anchors:
        return missing(relation, "nothing that has a position is named")
    anchor = anchors[0]
    drawn = "its outline" if anchor.outline is not None else f"a disc of {anchor.extent_m:,.0f} m"
    return Ground(
        region=whole(anchor),
        shape="feature",
        grade=METRIC if anchor.reach_m <= FACILITY_M else AREA,
        budget_m=budget(anchor),
        because=(f"anywhere in {anchor.name}: {drawn}, widened by {anchor.position_m:,.0f} m for its position",),
    )


EXAMPLES = (
    Example(
        Relation("r", "in", "s", ("x",), None, None, None, False, "feature", Span(0, 9, "in Kerman")),
        (Anchor("x", "Kerman", 57.07879, 30.28321, extent_m=7400, position_m=100),),
        inside=((57.07879, 30.28321), (57.1208, 30.2783), (57.07879, 30.35)),
        outside=((57.07879, 30.36), (57.037, 29.71)),
    ),
)
