"""A distance without a direction: "some 700 meters from X", "between 3 and 5 km from X". A ring, and never a point.

The ring is [d - δ - r, d + δ + r]: δ the number's own precision with its hedge, r the anchor's extent and the doubt
of its position. It cannot know from where in the anchor was measured, nor whether along a road; a distance by road
would be longer than the straight one, and a report that means it says so. Source: the point-radius method
(Wieczorek, Guo & Hijmans 2004), "distance only", kept as the ring that it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import doubt
from mapper.ground import Anchor, Annulus, Around, Example, Ground
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import EITHER, around, bare, budget, missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The ring around the anchor."""
    if relation.distance_m is None or not anchors:
        return missing(relation, "a distance needs a length and something that it is measured from")
    if relation.distance_m.high is None:
        return missing(relation, "a distance without an upper bound is `beyond`")
    anchor = anchors[0]
    reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=context.rule)
    high = reach.high if reach.high is not None else reach.low
    top = reach.stated_high if reach.stated_high is not None else reach.stated_low
    nominal = reach.nominal if reach.nominal is not None else (reach.stated_low + top) / 2
    region = around(anchor, reach.low, high)
    filled = isinstance(region, Annulus) and not region.inner_m
    return Ground(
        region=region,
        shape="ring",
        stated=bare(anchor, reach.stated_low, top),
        nominal=bare(anchor, nominal, nominal),
        budget_m=budget(anchor, **reach.budget_m),
        because=(
            "a distance without a direction is a ring",
            *reach.because,
            EITHER,
            *(("the doubt is as large as the distance, so the ring is filled",) if filled else ()),
        ),
    )


_X = Anchor("x", "X", 57.1208, 30.2783, extent_m=250, position_m=300)
_SAID = Relation(
    "r", "distance", "s", ("x",), Length(650, 700, 750, "some 700 meters", "700", 1, hedged=True), None, None, True,
    "ring", Span(0, 15, "some 700 meters"),
)  # fmt: skip
EXAMPLES = (
    Example(
        _SAID,
        (_X,),
        inside=((57.1208, 30.2846), (57.128, 30.2783), (57.1208, 30.2669), (57.1208, 30.2792)),
        outside=((57.1208, 30.2783), (57.1208, 30.2910), (57.1360, 30.2783)),
    ),
)
