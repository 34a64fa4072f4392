"""A street address: "at 48 Leman Street". A buffer about where the address was found.

The front door, the yard and the pavement before it all bear the address; so at least fifty metres.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper.ground import METRIC, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import around, budget, missing

LEAST_M = 50.0


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The buffer about the address."""
    if not anchors:
        return missing(relation, "no source that was asked knows the address")
    anchor = anchors[0]
    return Ground(
        region=around(anchor, 0.0, max(LEAST_M - anchor.reach_m, 1.0)),
        shape="address_buffer",
        grade=METRIC,
        budget_m=budget(anchor),
        because=(f"{anchor.name}, at least {LEAST_M:g} m about it",),
    )


EXAMPLES = (
    Example(
        Relation("r", "address", "s", ("x",), None, None, None, False, "address_buffer", Span(0, 2, "at")),
        (Anchor("x", "48 Leman Street", -0.0698, 51.5125, extent_m=15, position_m=10),),
        inside=((-0.0698, 51.5125), (-0.0698, 51.5128)),
        outside=((-0.0698, 51.514),),
    ),
)
