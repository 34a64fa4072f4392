"""A distance and a direction: "15 km north-east of X", "44 km SW of X". An annular sector around the whole anchor.

A compass word covers half the way to its neighbours: N ± 45°, NE ± 22.5°, NNE ± 11.25°; degrees ± 1°. It cannot know
from which point of the anchor was measured: the sector is swept over all of it.
Source: "distance at a heading" (Wieczorek, Guo & Hijmans 2004), kept as the sector that it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from mapper import doubt, geodesy
from mapper.ground import Anchor, Around, Example, Ground
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import EITHER, budget, missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The sector from the anchor."""
    length, bearing, half = relation.distance_m, relation.bearing_deg, relation.bearing_half_width_deg
    if length is None or length.high is None or bearing is None or not anchors:
        return missing(relation, "needs a distance, a direction and something that they are measured from")
    anchor, half = anchors[0], half if half is not None else 45.0
    reach = doubt.reach(length, hedged=relation.hedged, rule=context.rule)
    high = reach.high if reach.high is not None else reach.low
    top = reach.stated_high if reach.stated_high is not None else reach.stated_low
    middle = reach.nominal if reach.nominal is not None else (reach.stated_low + top) / 2
    return Ground(
        region=geodesy.swept(
            anchor.shape, position_m=anchor.position_m, inner_m=reach.low, outer_m=high, bearing_deg=bearing,
            half_width_deg=half,
        ),
        shape="sector",
        stated=geodesy.sector(
            anchor.lon, anchor.lat, inner_m=reach.stated_low, outer_m=top, bearing_deg=bearing, half_width_deg=half
        ),
        nominal=geodesy.arc(anchor.lon, anchor.lat, radius_m=middle, bearing_deg=bearing, half_width_deg=half),
        budget_m=budget(anchor, **reach.budget_m, bearing=2 * high * math.sin(math.radians(min(half, 90.0)) / 2)),
        because=(f"{bearing:g}° ± {half:g}° from true north", *reach.because, EITHER),
    )  # fmt: skip


EXAMPLES = (
    Example(
        Relation(
            "r", "distance_heading", "s", ("x",), Length(14500, 15000, 15500, "15 km", "15", 1000), 45.0, 22.5, False,
            "sector", Span(0, 16, "15 km north-east"),
        ),
        (Anchor("x", "X", 86.93, 21.49, extent_m=3000, position_m=200),),
        inside=((87.033, 21.586), (87.06, 21.56), (86.985, 21.615)),
        outside=((86.93, 21.49), (86.827, 21.394), (87.2, 21.75), (86.93, 21.64), (87.0, 21.51)),
    ),
)  # fmt: skip
