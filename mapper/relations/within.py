"""A bound: "within a 5-mile radius of X", "less than 2 km from X", "up to 10 km from X". A disc, the bound literal.

To the bound come the anchor's extent and the doubt of its position. It cannot know how much nearer the event was.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import doubt
from mapper.ground import Anchor, Around, Example, Ground
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import EITHER, around, bare, budget, missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The disc around the anchor."""
    if relation.distance_m is None or relation.distance_m.high is None or not anchors:
        return missing(relation, "a bound needs an upper limit and something that it is measured from")
    reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=context.rule)
    high = reach.high if reach.high is not None else reach.low
    bound = relation.distance_m.high
    return Ground(
        region=around(anchors[0], 0.0, high),
        shape="disc",
        stated=bare(anchors[0], 0.0, bound),
        nominal=bare(anchors[0], bound, bound),
        budget_m=budget(anchors[0], distance=high - reach.budget_m["hedge"], hedge=reach.budget_m["hedge"]),
        because=("the bound is taken literally", *reach.because, EITHER),
    )


EXAMPLES = (
    Example(
        Relation(
            "r", "within", "s", ("x",), Length(0, None, 2000, "less than 2 km", stated=True), None, None, False, "disc",
            Span(0, 14, "less than 2 km"),
        ),
        (Anchor("x", "X", 34.246, 31.243, extent_m=200, position_m=100),),
        inside=((34.246, 31.243), (34.246, 31.2636), (34.26, 31.23)),
        outside=((34.246, 31.2645), (34.28, 31.243)),
    ),
)  # fmt: skip
