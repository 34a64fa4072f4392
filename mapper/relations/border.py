"""At a border: "on the border between A and B", "near the A-B border". A corridor along the line.

The line is Natural Earth's at 1:10 million. "On" the border is within the doubt of that line and two kilometres;
"near" within twenty; "30 km from the border" is a strip that far away on either side, for it cannot know which side.
Between places that are no countries with a common border, it is the strip between the two, flagged as a zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

from mapper import atlas, doubt, geodesy
from mapper.ground import AREA, METRIC, VAGUE, Anchor, Around, Example, Ground, Shape
from mapper.model import Length, Relation, Span, Unplaced
from mapper.relations._anchored import missing, two, whole

ON_M, NEAR_M = 2_000.0, 20_000.0


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The corridor along the border."""
    if not anchors:
        return missing(relation, "no country is named whose border it is")
    codes = [anchor.country for anchor in anchors if anchor.kind == "country" and anchor.country]
    line = atlas.border(*codes[:2]) if codes and len(codes) == len(anchors[:2]) else None
    where = str(relation.detail.get("where") or relation.detail.get("part") or "")
    width = NEAR_M if relation.detail.get("near") or where in {"near", "close", "along", "around"} else ON_M
    low, said, more = 0.0, "", {"border": width}
    if relation.distance_m is not None:
        reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=context.rule)
        low, width = reach.low, reach.high if reach.high is not None else reach.low + NEAR_M
        said, more = "; ".join(reach.because), dict(reach.budget_m)
    if line is not None:
        names = " and ".join(anchor.name for anchor in anchors[:2])
        far = f"{low:,.0f} to {width:,.0f} m" if low else f"{width:,.0f} m"
        return Ground(
            region=_beside(line, max(low - atlas.SCALE_M, 0.0), width + atlas.SCALE_M),
            shape="border_corridor",
            grade=AREA if relation.distance_m is None else METRIC,
            nominal=geodesy.geometry(line),
            budget_m={**more, "border_scale": atlas.SCALE_M},
            because=(
                f"the border of {names} (Natural Earth 1:10 million), {far} to either side", *((said,) if said else ())
            ),
        )  # fmt: skip
    if len(anchors) < 2:
        return Ground(
            region=whole(anchors[0]), shape="border_corridor", grade=VAGUE,
            budget_m={"anchor_extent": anchors[0].extent_m, "anchor_position": anchors[0].position_m},
            because=(f"no border of {anchors[0].name} is known: all of it",), detail={"zone": True},
        )  # fmt: skip
    a, b = anchors[:2]
    gap, _ = geodesy.inverse(a.lon, a.lat, b.lon, b.lat)
    return Ground(
        region=geodesy.hull(a.shape, b.shape, widened_m=0.1 * gap + max(a.position_m, b.position_m)),
        shape="border_corridor",
        grade=VAGUE,
        budget_m=two(a, b),
        because=(f"no common border of {a.name} and {b.name} is known: the strip between them",),
        detail={"zone": True},
    )


def _beside(line: Any, low_m: float, high_m: float) -> Shape:
    """All points between two distances of a line."""
    parts, near = [], []
    for piece in shapely.get_parts(line):
        plane = geodesy.Plane(*geodesy.centre(piece))
        flat = plane.to(piece)
        parts.append(plane.back(geodesy.widened(flat, high_m)))
        if low_m > 0:
            near.append(plane.back(shapely.buffer(flat, low_m)))
    region = geodesy.union(parts)
    return geodesy.geometry(geodesy.polygonal(region.difference(geodesy.union(near))) if near else region)


EXAMPLES = (
    Example(
        Relation(
            "r",
            "border",
            "s",
            ("a", "b"),
            Length(25_000, 30_000, 35_000, "30 km", "30", 1000),
            None,
            None,
            False,
            "border_corridor",
            Span(0, 5, "30 km"),
        ),
        (
            Anchor("a", "Pakistan", 70.0, 30.0, extent_m=900_000, kind="country", country="PK"),
            Anchor("b", "Afghanistan", 66.0, 34.0, extent_m=700_000, kind="country", country="AF"),
        ),
        inside=((71.415, 34.125), (71.371, 33.989), (70.78, 34.273)),
        outside=((71.09, 34.125), (70.0, 30.0)),
    ),
    Example(
        Relation("r", "border", "s", ("a", "b"), None, None, None, False, "border_corridor", Span(0, 6, "border")),
        (
            Anchor("a", "Pakistan", 70.0, 30.0, extent_m=900_000, kind="country", country="PK"),
            Anchor("b", "Afghanistan", 66.0, 34.0, extent_m=700_000, kind="country", country="AF"),
        ),
        inside=((71.09, 34.125),),
        outside=((70.0, 30.0), (66.0, 34.0), (74.6, 31.6)),
    ),
)
