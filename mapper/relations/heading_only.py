"""A direction without a distance: "east of X", "in the sea north of X". A wedge, unbounded.

It cannot know how far. What is drawn is capped by the size of the anchor and flagged; what other phrases say is cut
by the directions only. Places at the edge of the anchor are in it too: the wedge is swept over all of the anchor.
Source: "heading only" of the georeferencing guides, which call it not georeferenceable; a map can at least say where
not. The cap has no source: writers name a nearer place where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import AREA, Anchor, Around, Example, Ground, Later, Shape
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import budget, missing

CAP = 8.0  # times the anchor's radius
CAP_LEAST_M, CAP_MOST_M = 50_000.0, 300_000.0
FAR_M = 2_000_000.0  # how far the directions are followed when they cut another phrase


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The wedge from the anchor."""
    if relation.bearing_deg is None or not anchors:
        return missing(relation, "needs a direction and something that it is seen from")
    anchor, bearing = anchors[0], relation.bearing_deg
    half = relation.bearing_half_width_deg if relation.bearing_half_width_deg is not None else 45.0
    cap = min(max(CAP * anchor.extent_m, CAP_LEAST_M), CAP_MOST_M) + anchor.extent_m

    def wedge(far_m: float) -> Shape:
        return geodesy.swept(
            anchor.shape, position_m=anchor.position_m, inner_m=0.0, outer_m=far_m, bearing_deg=bearing,
            half_width_deg=half,
        )  # fmt: skip

    return Ground(
        region=wedge(cap),
        shape="wedge",
        grade=AREA,
        stated=geodesy.sector(
            anchor.lon, anchor.lat, inner_m=0.0, outer_m=cap, bearing_deg=bearing, half_width_deg=half
        ),
        limits=Later(lambda: wedge(FAR_M)),
        budget_m=budget(anchor, bearing=cap),
        unbounded=True,
        because=(
            f"{bearing:g}° ± {half:g}° from true north, no distance stated: drawn to {cap:,.0f} m and open beyond",
        ),
    )


EXAMPLES = (
    Example(
        Relation("r", "heading_only", "s", ("x",), None, 135.0, 45.0, False, "wedge", Span(0, 10, "south-east")),
        (Anchor("x", "X", 15.077, 54.992, extent_m=500),),
        inside=((15.41, 54.87667), (15.1, 54.96)),
        outside=((15.077, 55.1), (14.9, 55.0), (15.9, 54.992 + 0.2)),
    ),
)
