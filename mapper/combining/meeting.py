"""What several phrases about one site allow together.

A measured phrase cuts; an area cuts; a word without an edge ("near") cuts only where nothing measured is said, and
is heard again when it excludes everything that the others leave. An empty intersection is inconsistent: the smallest
set of phrases that clash is named, and the region of each is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from mapper import geodesy
from mapper.combining.drafts import Phrase
from mapper.ground import METRIC, VAGUE, Annulus, Shape


@dataclass(frozen=True, slots=True)
class Meet:
    """What some phrases allow together: None where nothing is left."""

    region: Shape | None
    cut: tuple[Phrase, ...]
    clash: tuple[Phrase, ...] = field(default=())


def meeting(phrases: Sequence[Phrase]) -> Meet:
    """What the phrases allow together.

    A zone that only stands in for something unknown (a road without road data) never excludes anything: it cuts
    where nothing is measured and something is left.
    """
    zones = [p for p in phrases if p.ground.grade == VAGUE and (p.ground.unbounded or p.ground.detail.get("zone"))]
    sure = [p for p in phrases if p not in zones] or zones
    measured = any(p.ground.grade == METRIC for p in sure)
    vague = [p for p in sure if p.ground.grade == VAGUE] if measured else []
    cutting = [p for p in sure if p not in vague]
    region, cut = intersection(cutting)
    if region is None:
        return Meet(None, tuple(cut), _smallest_clash(cutting))
    for p in vague:
        if _common(region, p.ground.limit) is None:
            return Meet(None, (*cut, p), _smallest_clash([*cutting, p]))
    for p in zones if not measured and sure is not zones else ():
        left = _common(region, p.ground.region)
        if left is not None and not _inside(region, p.ground.region):
            region, cut = left, [*cut, p]
    return Meet(region, tuple(cut))


def intersection(phrases: Sequence[Phrase]) -> tuple[Shape | None, list[Phrase]]:
    """What is left, and which phrases cut something away; exact shapes stay exact as long as nothing cuts them.

    A phrase without a bound is drawn to some cap; the cap cuts only where no phrase has a bound at all.
    """
    ordered = sorted(phrases, key=_first_the_smallest)
    capped = all(p.ground.unbounded for p in phrases)
    region, cut = _cut(ordered, capped=capped)
    return _cut(ordered, capped=False) if region is None and capped else (region, cut)


def _first_the_smallest(p: Phrase) -> tuple[Any, ...]:
    said = p.relation
    return p.ground.unbounded, p.ground.grade != METRIC, size_m(p.ground.region), said.quote.start, said.id


def _cut(ordered: Sequence[Phrase], *, capped: bool) -> tuple[Shape | None, list[Phrase]]:
    region: Shape | None = ordered[0].ground.region
    cut = [ordered[0]]
    for p in ordered[1:]:
        limit = p.ground.region if capped else p.ground.limit
        if region is None:
            break
        if _inside(region, limit):
            continue
        region = _common(region, limit)
        cut.append(p)
    return region, cut


def size_m(shape: Shape) -> float:
    """About how large a shape is, in metres: enough to take the smallest first."""
    if isinstance(shape, Annulus):
        return shape.outer_m
    west, south, east, north = geodesy.shape(shape).bounds
    return float(max(east - west, north - south)) * 111_320.0 / 2


def _inside(shape: Shape, limit: Shape) -> bool:
    """Whether a shape lies wholly inside another."""
    if isinstance(shape, Annulus) and isinstance(limit, Annulus):
        gap, _ = geodesy.inverse(shape.lon, shape.lat, limit.lon, limit.lat)
        if gap + shape.outer_m <= limit.outer_m and (
            not limit.inner_m or (gap < 1e-3 and shape.inner_m >= limit.inner_m)
        ):
            return True
    return bool(geodesy.area_of(limit).covers(geodesy.area_of(shape)))


def _common(shape: Shape, limit: Shape) -> Shape | None:
    """What two shapes share, or None."""
    if isinstance(shape, Annulus) and isinstance(limit, Annulus):
        gap, _ = geodesy.inverse(shape.lon, shape.lat, limit.lon, limit.lat)
        if gap > shape.outer_m + limit.outer_m:
            return None
        if gap < 1e-3:
            low, high = max(shape.inner_m, limit.inner_m), min(shape.outer_m, limit.outer_m)
            return Annulus(shape.lon, shape.lat, low, high) if low < high else None
    found = geodesy.polygonal(geodesy.area_of(shape).intersection(geodesy.area_of(limit)))
    return None if found.is_empty else geodesy.geometry(found)


def _smallest_clash(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The fewest phrases that exclude each other; the first such set in the order of the text."""
    for count in range(2, len(phrases) + 1):
        for some in combinations(phrases, count):
            if intersection(some)[0] is None:
                return some
    return tuple(phrases)
