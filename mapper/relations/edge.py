"""At the edge of a place: "on the northern outskirts of X". A band along its edge, on the side that is named.

Outskirts reach inward over half of the way to the middle and outward over a quarter of it. No source settles it, and
the word has no edge, so it never cuts away what a measured phrase allows, unless nothing would be left.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import VAGUE, Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import budget, missing, radius_m

INSIDE, OUTSIDE = 0.5, 0.25  # of the radius of a disc as large
LEAST_M = 200.0


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The band, or the part of it on one side."""
    if not anchors:
        return missing(relation, "nothing that has a position is named")
    anchor, bearing = anchors[0], relation.bearing_deg
    extent = max(radius_m(anchor), LEAST_M)
    band = geodesy.rim_band(anchor.shape, inside_m=INSIDE * extent + anchor.position_m,
                            outside_m=OUTSIDE * extent + anchor.position_m)  # fmt: skip
    half = 2 * (relation.bearing_half_width_deg or 45.0)
    if bearing is not None:
        band = geodesy.side(band, anchor.lon, anchor.lat, bearing_deg=bearing, half_width_deg=min(half, 90.0),
                            back_m=anchor.position_m)  # fmt: skip
    return Ground(
        region=band,
        shape="edge_band" if bearing is None else "edge_sector",
        grade=VAGUE,
        budget_m=budget(anchor, edge=(INSIDE + OUTSIDE) * extent),
        because=(
            f"outskirts: from {INSIDE:.0%} inside the edge of {anchor.name} to {OUTSIDE:.0%} outside of it",
            *(() if bearing is None else (f"on the side of {bearing:g}°",)),
        ),
    )


EXAMPLES = (
    Example(
        Relation("r", "edge", "s", ("x",), None, 0.0, 45.0, False, "edge_sector", Span(0, 9, "outskirts")),
        (Anchor("x", "X", 57.07879, 30.28321, extent_m=7000),),
        inside=((57.07879, 30.34), (57.07879, 30.355), (57.11, 30.33)),
        outside=((57.07879, 30.28321), (57.07879, 30.38), (57.07879, 30.22)),
    ),
)
