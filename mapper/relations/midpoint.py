"""Halfway between two places. A disc about the middle of the shortest way.

"Halfway" is a tenth of the gap wide to either side, a hedge doubles it; the doubts of the two places count half each.
It cannot know whether the middle of the road is meant. No source settles the tenth.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import AREA, Anchor, Annulus, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import missing, two

WIDTH = 0.1  # share of the gap to either side


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The disc about the middle."""
    if len(anchors) < 2:
        return missing(relation, "needs two places")
    a, b = anchors[:2]
    gap, bearing = geodesy.inverse(a.lon, a.lat, b.lon, b.lat)
    lon, lat = geodesy.direct(a.lon, a.lat, bearing, gap / 2)
    width = WIDTH * gap
    radius = width * (2 if relation.hedged else 1) + (a.reach_m + b.reach_m) / 2
    return Ground(
        region=Annulus(lon, lat, 0.0, max(radius, 1.0)),
        shape="midpoint_zone",
        grade=AREA,
        stated=Annulus(lon, lat, 0.0, max(width, 1.0)),
        budget_m={
            "distance": width, "hedge": width if relation.hedged else 0.0,
            **{key: value / 2 for key, value in two(a, b).items()},
        },
        because=(f"the middle between {a.name} and {b.name}, to a tenth of the gap",),
    )  # fmt: skip


EXAMPLES = (
    Example(
        Relation("r", "midpoint", "s", ("a", "b"), None, None, None, True, "midpoint_zone", Span(0, 7, "halfway")),
        (Anchor("a", "Sidoarjo", 112.72, -7.45, extent_m=4000), Anchor("b", "Malang", 112.63, -7.98, extent_m=8000)),
        inside=((112.675, -7.715), (112.68, -7.6)),
        outside=((112.72, -7.45), (112.63, -7.98), (113.0, -7.715)),
    ),
)
