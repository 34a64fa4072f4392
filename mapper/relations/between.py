"""Between two places: "between A and B". The strip from one to the other.

It takes in both places, for their sizes are in doubt, and a tenth of the gap to either side. No source settles it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import AREA, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import missing, two

SIDE = 0.1  # share of the gap to either side


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The zone between the anchors."""
    if len(anchors) < 2:
        return missing(relation, "needs two places")
    a, b = anchors[:2]
    gap, _ = geodesy.inverse(a.lon, a.lat, b.lon, b.lat)
    return Ground(
        region=geodesy.hull(a.shape, b.shape, widened_m=SIDE * gap + max(a.position_m, b.position_m)),
        shape="between_zone",
        grade=AREA,
        budget_m={**two(a, b), "side": SIDE * gap},
        because=(f"the strip from {a.name} to {b.name}, a tenth of the gap to either side",),
    )


EXAMPLES = (
    Example(
        Relation("r", "between", "s", ("a", "b"), None, None, None, False, "between_zone", Span(0, 7, "between")),
        (Anchor("a", "A", 0.0, 0.0, extent_m=1000), Anchor("b", "B", 1.0, 0.0, extent_m=1000)),
        inside=((0.5, 0.0), (0.5, 0.09), (0.05, -0.05)),
        outside=((0.5, 0.15), (1.2, 0.0), (-0.2, 0.0)),
    ),
)
