"""Two offsets at right angles: "6 km east and 8 km north of X". A box.

Each offset has the number's own precision; the box is swept over the anchor. It cannot know in which order the two
were gone, which on the ellipsoid differs by less than the precision of any such phrase.
Source: "distance along orthogonal directions" (Wieczorek, Guo & Hijmans 2004), kept as the box that it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import doubt, geodesy
from mapper.ground import Anchor, Annulus, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import budget, missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The box."""
    east, north = relation.detail.get("offset_east_m"), relation.detail.get("offset_north_m")
    if east is None or north is None or not anchors:
        return missing(relation, "needs two offsets and something that they are measured from")
    anchor = anchors[0]
    halves = [_half_m(relation, axis, context.rule) for axis in ("east", "north")]
    wide = [
        max(half, min(2 * half, doubt.HEDGE_MOST * abs(far)), doubt.HEDGE_LEAST * abs(far)) if relation.hedged else half
        for half, far in zip(halves, (east, north), strict=True)
    ]
    return Ground(
        region=geodesy.offset_box(
            anchor.shape, east_m=east, north_m=north, half_m=(wide[0], wide[1]), position_m=anchor.position_m
        ),
        shape="offset_box",
        stated=geodesy.offset_box(
            Annulus(anchor.lon, anchor.lat, 0.0, 0.0), east_m=east, north_m=north,
            half_m=(max(halves[0], 1.0), max(halves[1], 1.0)),
        ),
        budget_m=budget(anchor, distance=max(halves), hedge=max(wide) - max(halves)),
        because=(
            f"{east:,.0f} m east to {halves[0]:,.0f} m and {north:,.0f} m north to {halves[1]:,.0f} m",
            *((f"by the rule of {context.rule}",) if context.rule != "news" else ()),
        ),
    )  # fmt: skip


def _half_m(relation: Relation, axis: str, rule: str) -> float:
    """The precision of one offset by the rule: of its number where the document has that."""
    number, unit_m = relation.detail.get(f"said_{axis}") or ("", None)
    if number and unit_m:
        return doubt.half_width(str(number), rule=rule) * float(unit_m)
    return float(relation.detail.get("half_width_m") or 0.0)


EXAMPLES = (
    Example(
        Relation(
            "r", "orthogonal_offsets", "s", ("x",), None, None, None, False, "offset_box", Span(0, 4, "here"),
            detail={"offset_east_m": 10_000.0, "offset_north_m": 8000.0, "half_width_m": 5000.0,
                    "said_east": ["10", 1000.0], "said_north": ["8", 1000.0]},
        ),
        (Anchor("x", "Soma", 0.0, 0.0, extent_m=10),),
        inside=((0.09, 0.0723), (0.13, 0.0725), (0.05, 0.0755)),
        outside=((0.09, 0.08), (0.09, 0.065), (0.15, 0.0723)),
    ),
    Example(
        Relation(
            "r", "orthogonal_offsets", "s", ("x",), None, None, None, False, "offset_box", Span(0, 4, "here"),
            detail={"offset_east_m": 6000.0, "offset_north_m": 8000.0, "half_width_m": 500.0},
        ),
        (Anchor("x", "Soma", 27.609, 39.187, extent_m=1000),),
        inside=((27.6786, 39.259), (27.69, 39.27)),
        outside=((27.609, 39.187), (27.6786, 39.235), (27.72, 39.259)),
    ),
)  # fmt: skip
