"""What the relations share: the budget of an anchor, and regions around one."""

from __future__ import annotations

import math

from mapper import geodesy
from mapper.ground import Anchor, Annulus, Shape
from mapper.model import Relation, Unplaced

EITHER = "measured from the middle or the edge of the anchor: the words don't tell, and the region allows both"


EVERYWHERE_M = 20_003_931.0
"""Farther than anything: the radius of an open ring's outer edge."""


def two(a: Anchor, b: Anchor) -> dict[str, float]:
    """The doubts of two anchors together, in metres."""
    return {"anchor_extent": float(a.extent_m + b.extent_m), "anchor_position": float(a.position_m + b.position_m)}


def budget(anchor: Anchor, **more: float) -> dict[str, float]:
    """The components of doubt in metres, the anchor's two among them; none is ever hidden in another."""
    return {**more, "anchor_extent": float(anchor.extent_m), "anchor_position": float(anchor.position_m)}


def around(anchor: Anchor, low_m: float, high_m: float) -> Shape:
    """All points between two distances of some point of the anchor, wherever the doubt of its position puts it."""
    return geodesy.between(anchor.shape, low_m - anchor.position_m, high_m + anchor.position_m)


def bare(anchor: Anchor, low_m: float, high_m: float) -> Annulus:
    """The band that the words state by themselves, from the anchor's middle, without any doubt."""
    return Annulus(anchor.lon, anchor.lat, max(low_m, 0.0), high_m)


def whole(anchor: Anchor) -> Shape:
    """The anchor itself, widened by the doubt of its position; at least a metre wide."""
    if isinstance(anchor.shape, Annulus):
        return Annulus(anchor.lon, anchor.lat, 0.0, max(anchor.reach_m, 1.0))
    return geodesy.between(anchor.shape, 0.0, anchor.position_m)


def radius_m(anchor: Anchor) -> float:
    """How large the thing itself is: the radius of a disc of its area. A line and an event have none of their own."""
    if anchor.is_site:
        return 0.0
    if anchor.outline is None or isinstance(anchor.outline, Annulus):
        return anchor.extent_m
    area = geodesy.shape(anchor.outline)
    return math.sqrt(geodesy.area_m2(area) / math.pi) if "Polygon" in area.geom_type else 0.0


def missing(relation: Relation, why: str) -> Unplaced:
    """The phrase as one that can't be placed, with the reason."""
    return Unplaced(what=relation.quote.text, why=why, quote=relation.quote)
