"""What the words of a phrase allow, by the rule alone: worked out on a grid, with none of the code that places.

A distance d from an anchor of extent e at a position known to p allows every point whose distance lies between
d - δ - e - p and d + δ + e + p; a direction, every point as near as e + p to the sector of the words; "near", the
anchor widened by its own radius and at least two kilometres; "at", the anchor.
"""

import numpy as np

from mapper.geodesy import direct, inverse

GRID = 500


def widths(relation):
    """(δ of the number, its hedge): half of the last significant digit, and as much again, at least 2 % of it."""
    length = relation.distance_m
    half = (length.high - length.low) / 2
    if length.nominal is None or length.stated:
        return length.low, length.high, 0.02 * length.high if relation.hedged else 0.0
    hedge = max(min(2 * half, length.nominal / 2), half, length.nominal / 50) - half if relation.hedged else 0.0
    return length.nominal - half, length.nominal + half, hedge


def beside(away, turn, low, high, half):
    """How far points at a distance and an angle are from a sector between two radii, in a plane."""
    turn = np.abs((turn + 180) % 360 - 180)
    radial = np.maximum(np.maximum(low - away, away - high), 0.0)
    off = np.radians(turn - half)
    along = np.clip(away * np.cos(off), low, high)
    edge = np.hypot(away * np.sin(off), away * np.cos(off) - along)
    return np.where(turn <= half, radial, edge)


def holds(relation, anchor, lon, lat):
    """Which points a phrase about an anchor allows; None where the rule is not one of distances and directions."""
    away, bearing = inverse(anchor["lon"], anchor["lat"], lon, lat)
    reach = anchor["extent_m"] + anchor["position_m"]
    name = relation.relation
    if name in {"distance", "distance_range"}:
        low, high, hedge = widths(relation)
        return (away >= low - hedge - reach) & (away <= high + hedge + reach)
    if name == "distance_heading":
        low, high, hedge = widths(relation)
        turn = bearing - relation.bearing_deg
        return beside(away, turn, max(low - hedge, 0), high + hedge, relation.bearing_half_width_deg) <= reach
    if name == "heading_only":
        cap = min(max(8 * anchor["extent_m"], 50_000), 300_000) + anchor["extent_m"]
        return beside(away, bearing - relation.bearing_deg, 0, cap, relation.bearing_half_width_deg) <= reach
    if name == "near":
        return away <= reach + max(2_000, anchor["extent_m"])
    return away <= reach if name in {"at", "in"} else None


def allowed_m2(relations, anchors):
    """The area that phrases allow together around their first anchors; None where one can't be worked out here."""
    found = [(r, anchors[r.anchors[0]]) for r in relations if r.anchors and r.anchors[0] in anchors]
    if not found or len(found) < len(relations):
        return None
    middle = found[0][1]
    far = 1.05 * max(_farthest(r, a) for r, a in found)
    side = np.linspace(-far, far, GRID)
    x, y = (grid.ravel() for grid in np.meshgrid(side, side))
    lon, lat = direct(middle["lon"], middle["lat"], np.degrees(np.arctan2(x, y)), np.hypot(x, y))
    kept = np.ones(len(x), dtype=bool)
    for relation, anchor in found:
        held = holds(relation, anchor, lon, lat)
        if held is None:
            return None
        kept &= held
    return float(kept.sum()) * (2 * far / (GRID - 1)) ** 2


def _farthest(relation, anchor):
    reach = anchor["extent_m"] + anchor["position_m"]
    if relation.distance_m is not None:
        return reach + sum(widths(relation)[1:])
    if relation.relation == "heading_only":
        return reach + min(max(8 * anchor["extent_m"], 50_000), 300_000) + anchor["extent_m"]
    return reach + max(2_000, anchor["extent_m"])
