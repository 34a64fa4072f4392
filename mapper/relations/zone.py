"""A zone around a place: "a 10 km exclusion zone around X". An area of its own, and never where the event was."""

from __future__ import annotations

from collections.abc import Sequence

from mapper import doubt
from mapper.ground import APART, Anchor, Around, Example, Ground
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import around, bare, budget, missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The disc that was closed."""
    if relation.distance_m is None or relation.distance_m.high is None or not anchors:
        return missing(relation, "a zone needs a size and a middle")
    reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=context.rule)
    nominal = relation.distance_m.nominal or relation.distance_m.high
    high = reach.high if reach.high is not None else nominal
    return Ground(
        region=around(anchors[0], 0.0, high),
        shape="disc",
        grade=APART,
        stated=bare(anchors[0], 0.0, nominal),
        nominal=bare(anchors[0], nominal, nominal),
        budget_m=budget(anchors[0], **reach.budget_m),
        because=("a zone that was declared, not where the event was", *reach.because),
    )


EXAMPLES = (
    Example(
        Relation(
            "r", "zone", "s", ("x",), Length(0, None, 10_000, "10 km", stated=True), None, None, False, "disc",
            Span(0, 5, "10 km"),
        ),
        (Anchor("x", "X", 0.0, 0.0, extent_m=100),),
        inside=((0.0, 0.0), (0.09, 0.0)),
        outside=((0.092, 0.0),),
    ),
)  # fmt: skip
