"""A travel time: "30 minutes' drive from X". A wide disc, of low confidence.

The fastest that such a way is gone bounds it: the table below, rounded up from ordinary speeds. How much nearer it
was, nobody can know: roads wind, and minutes are said by feel.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper.ground import AREA, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import around, bare, budget, missing

FASTEST_KMH = {"drive": 120.0, "walk": 7.0, "flight": 900.0, "train": 250.0, "boat": 70.0, "cycle": 30.0, "ride": 30.0}
HEDGE = 1.25


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The disc that can be reached."""
    minutes, mode = relation.detail.get("minutes"), str(relation.detail.get("mode") or "drive")
    if not minutes or not anchors:
        return missing(relation, "needs a time and a start")
    speed = FASTEST_KMH.get(mode, FASTEST_KMH["drive"])
    reach = float(minutes) / 60 * speed * 1000
    far = reach * (HEDGE if relation.hedged else 1.0)
    return Ground(
        region=around(anchors[0], 0.0, far),
        shape="travel_disc",
        grade=AREA,
        stated=bare(anchors[0], 0.0, reach),
        budget_m=budget(anchors[0], distance=reach, hedge=far - reach),
        because=(f"{minutes:g} minutes at up to {speed:g} km/h ({mode}); no distance is stated",),
        detail={"low_confidence": True},
    )


EXAMPLES = (
    Example(
        Relation(
            "r", "travel_time", "s", ("x",), None, None, None, False, "travel_disc", Span(0, 5, "drive"),
            detail={"minutes": 30, "mode": "drive"},
        ),
        (Anchor("x", "Nakuru", 36.07, -0.28, extent_m=4000),),
        inside=((36.07, -0.28), (36.4, -0.28)),
        outside=((37.0, -0.28),),
    ),
)  # fmt: skip
