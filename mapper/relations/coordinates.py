"""Written coordinates: decimal degrees, degrees and minutes, ISO 6709, grid references. A disc of their precision.

A position stands for all that would be written the same way: one step of its last place in latitude and in longitude,
on the ellipsoid, the two put together as in the georeferencing guides (Wieczorek 2001; Chapman & Wieczorek 2020).
It can't know how good the instrument was, nor the datum: WGS 84 is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import doubt
from mapper.ground import METRIC, Anchor, Annulus, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import missing

LEAST_M = 5.0
"""Nobody reads a position off better than this, however many decimals are printed."""


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The disc about the written position."""
    lon, lat = relation.detail.get("lon"), relation.detail.get("lat")
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return missing(relation, "these are no coordinates on the Earth")
    step = float(relation.detail.get("coordinate_step_deg") or 0.0)
    known = relation.detail.get("coordinate_uncertainty_m")
    radius = float(known) if known else doubt.coordinate_precision_m(lat, step)
    return Ground(
        region=Annulus(float(lon), float(lat), 0.0, max(radius, LEAST_M)),
        shape="point_buffer",
        grade=METRIC,
        budget_m={"coordinate_precision": max(radius, LEAST_M)},
        because=(f"written to {step:g}°, which is {radius:,.1f} m here", "taken to be on WGS 84"),
    )


EXAMPLES = (
    Example(
        Relation(
            "r", "coordinates", "s", (), None, None, None, False, "point_buffer", Span(0, 4, "here"),
            detail={"lat": 36.5225, "lon": 14.1638889, "coordinate_step_deg": 1 / 3600},
        ),
        (),
        inside=((14.1638889, 36.5225), (14.1642, 36.5225)),
        outside=((14.1645, 36.5225),),
    ),
)  # fmt: skip
