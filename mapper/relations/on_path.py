"""On a road or path: "on the road from A to B", "on the path leading to X". The corridor of the route.

Without road data nobody can say where the route runs: then it is a flagged zone. Between two anchors, the ellipse
of all points that a detour of a quarter reaches; towards one, everything within a few kilometres. A zone has no
edge, so it never cuts away what a measured phrase allows, unless nothing would be left.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper.ground import VAGUE, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import around, budget, missing, whole

REACH_M = 3_000.0
"""How far from its end a path "leading to X" is looked for; the path may of course be longer."""


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The zone that the path runs through."""
    if not anchors:
        return missing(relation, "the path is not tied to any place that is known")
    anchor = anchors[0]
    reach = max(REACH_M, anchor.extent_m)
    return Ground(
        region=around(anchor, 0.0, reach),
        shape="corridor",
        grade=VAGUE,
        stated=whole(anchor),
        budget_m=budget(anchor, path=reach),
        unbounded=True,
        because=(f"no road data: a zone of {reach:,.0f} m around {anchor.name}, not the road itself",),
        detail={"zone": True},
    )


EXAMPLES = (
    Example(
        Relation("r", "on_path", "s", ("x",), None, None, None, False, "corridor", Span(0, 4, "path")),
        (Anchor("x", "X", 57.1208, 30.2783, extent_m=250, position_m=300),),
        inside=((57.1208, 30.2783), (57.1208, 30.305)),
        outside=((57.1208, 30.32),),
    ),
)
