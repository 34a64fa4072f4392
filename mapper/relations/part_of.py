"""A part of a place: "the south-eastern part of X", "southern X", "the centre of X". A piece of its area.

A part is twice as wide as the direction itself: "northern" is the half to the north, "north-eastern" the quarter.
Writers don't measure from the middle, so the piece begins a tenth of the radius behind it. The centre is half of the
radius. Where a part ends nobody measures either, and a coast's part has the sea before it: what another phrase says is
only cut off half a radius beyond the piece. No source settles these shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mapper import geodesy
from mapper.ground import AREA, Anchor, Annulus, Around, Example, Ground, Later, Shape
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import budget, missing, whole

BEHIND = 0.1  # of the radius
CENTRE = 0.5  # of the radius
BEYOND = 0.5  # of the radius: where what others say is cut off


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The piece of the anchor's area."""
    if not anchors:
        return missing(relation, "nothing that has a position is named")
    anchor, bearing = anchors[0], relation.bearing_deg
    area = whole(anchor)
    if bearing is None:
        lon, lat = anchor.lon, anchor.lat
        region: Shape = Annulus(lon, lat, 0.0, max(CENTRE * anchor.extent_m, 1.0) + anchor.position_m)
        why = f"the centre: half of the radius of {anchor.name}"
    else:
        half = min(2 * (relation.bearing_half_width_deg or 45.0), 90.0)
        back = BEHIND * anchor.extent_m + anchor.position_m
        region = geodesy.side(area, anchor.lon, anchor.lat, bearing_deg=bearing, half_width_deg=half, back_m=back)
        why = (
            f"the part of {anchor.name} towards {bearing:g}° ± {half:g}°, from a tenth of its radius behind the middle"
        )
    limits = Later(partial(geodesy.between, region, 0.0, BEYOND * anchor.extent_m))
    return Ground(
        region=region, shape="feature_part", grade=AREA, limits=limits, budget_m=budget(anchor), because=(why,)
    )  # fmt: skip


EXAMPLES = (
    Example(
        Relation("r", "part_of", "s", ("x",), None, 135.0, 22.5, False, "feature_part", Span(0, 12, "south-eastern")),
        (Anchor("x", "X", -0.75, 39.4, extent_m=60_000),),
        inside=((-0.5, 39.2), (-0.75, 39.4), (-0.3, 39.15)),
        outside=((-1.0, 39.6), (-0.75, 39.7), (-1.2, 39.4), (0.2, 38.7)),
    ),
    Example(
        Relation("r", "part_of", "s", ("x",), None, None, None, False, "feature_part", Span(0, 10, "the centre")),
        (Anchor("x", "X", 0.0, 0.0, extent_m=4000),),
        inside=((0.0, 0.0), (0.017, 0.0)),
        outside=((0.02, 0.0),),
    ),
)
