"""What several phrases about one site allow together.

A measured phrase cuts; an area cuts; a word without an edge ("near") cuts as it is drawn only where nothing measured
is said, else only far out; it is heard again when it excludes everything that the others leave. A town's size that is
only estimated doesn't cut what is measured from inside the town to beyond that size. An empty intersection is
inconsistent: the smallest set of phrases that clash is named, and the phrases are gathered in camps that agree, so that
none of them is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from mapper import geodesy
from mapper.combining.drafts import Phrase
from mapper.ground import AREA, METRIC, VAGUE, Annulus, Shape

_STRETCH = 3.0
"""How many times its estimated reach a town may have before a measure from inside it is no longer believed to end in
it. No source settles it: municipalities of one population differ by more."""

_MOST_CAMPS = 12  # of one site; each phrase beyond them stands by itself


@dataclass(frozen=True, slots=True)
class Meet:
    """What some phrases allow together: None where nothing is left.

    `cut` are the phrases that shaped the region, `clash` the fewest that exclude each other, `camps` the ways to
    believe as many as possible: of each the phrase that it is named for, and what it leaves.
    """

    region: Shape | None
    cut: tuple[Phrase, ...]
    clash: tuple[Phrase, ...] = ()
    camps: tuple[tuple[Phrase, Meet], ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Phrases by what they may do: cut, exclude without cutting, cut only if something is left, or nothing."""

    cutting: list[Phrase]
    vague: list[Phrase]
    zones: list[Phrase]
    because: tuple[str, ...] = field(default=())


def meeting(phrases: Sequence[Phrase]) -> Meet:
    """What the phrases allow together."""
    told = _sorted(phrases)
    meet = _left(told)
    if meet.region is not None:
        return meet
    firm = [*told.cutting, *told.vague]
    clash = _smallest_clash(told.cutting) if intersection(told.cutting)[0] is None else _smallest_clash(list(meet.cut))
    return Meet(None, meet.cut, clash, tuple(_camps(firm, told.zones)), told.because)


def _sorted(phrases: Sequence[Phrase]) -> _Sorted:
    """Who may cut.

    A zone that only stands in for something unknown (a road without road data) never excludes anything: it cuts
    where nothing is measured and something is left.
    """
    zones = [p for p in phrases if p.ground.grade == VAGUE and (p.ground.unbounded or p.ground.detail.get("zone"))]
    sure = [p for p in phrases if p not in zones]
    if not sure:
        return _Sorted(zones, [], [])
    measured = [p for p in sure if p.ground.grade == METRIC]
    vague = [p for p in sure if p.ground.grade == VAGUE] if measured else []
    cutting, because = [], []
    for p in sure:
        beyond = next((m for m in measured if _reaches_beyond(m, p)), None)
        if beyond is not None:
            said = beyond.relation.quote.text
            because.append(f"the size of {p.anchors[0].name} is an estimate: “{said}” reaches beyond it, and counts")
        elif p not in vague:
            cutting.append(p)
    return _Sorted(cutting, vague, [] if measured else zones, tuple(because))


def _reaches_beyond(measured: Phrase, area: Phrase) -> bool:
    """Whether a measure from inside a town ends outside of that town's estimated disc, yet not far outside."""
    disc, line = area.ground.region, measured.ground.nominal
    if area.ground.grade != AREA or not isinstance(disc, Annulus) or disc.inner_m or line is None or not area.anchors:
        return False
    if not any((anchor.lon, anchor.lat) == (disc.lon, disc.lat) for anchor in measured.anchors):
        return False
    if isinstance(line, Annulus):
        return disc.outer_m < line.outer_m <= _STRETCH * disc.outer_m
    wider = Annulus(disc.lon, disc.lat, 0.0, _STRETCH * disc.outer_m)
    drawn = geodesy.shape(line)
    return not drawn.intersects(geodesy.area_of(disc)) and bool(drawn.intersects(geodesy.area_of(wider)))


def _left(told: _Sorted) -> Meet:
    """What is left, and by which phrases; where nothing is, those that leave nothing."""
    region, cut = intersection(told.cutting)
    if region is None:
        return Meet(None, tuple(cut))
    for p in told.vague:
        left = _common(region, p.ground.limit)
        if left is None:
            return Meet(None, (*told.cutting, p))
        if p.ground.limits is not None and not _inside(region, p.ground.limit):
            region, cut = left, [*cut, p]
    for p in told.zones:
        left = _common(region, p.ground.region)
        if left is not None and not _inside(region, p.ground.region):
            region, cut = left, [*cut, p]
    return Meet(region, tuple(cut), because=told.because)


def _camps(firm: Sequence[Phrase], zones: Sequence[Phrase]) -> list[tuple[Phrase, Meet]]:
    """Phrases that exclude each other, gathered with those they agree with: every phrase is in a camp.

    Measures come first, the closest first; a camp takes in, in that order, whatever leaves it something.
    """
    ordered = sorted(firm, key=_first_the_smallest)
    camps: list[tuple[Phrase, Meet]] = []
    placed: set[str] = set()
    for seed in ordered:
        if seed.relation.id in placed:
            continue
        members, region = [seed], seed.ground.region
        for p in ordered if len(camps) < _MOST_CAMPS else ():
            limit = p.ground.region if seed.ground.grade == VAGUE else p.ground.limit
            left = _common(region, limit) if p is not seed else None
            if left is not None:
                members.append(p)
                region = left if p.ground.grade != VAGUE or seed.ground.grade == VAGUE else region
        meet = _left(_sorted([*members, *zones])) if seed.ground.grade != VAGUE else Meet(region, tuple(members))
        if meet.region is None:
            meet = Meet(seed.ground.region, (seed,))
            members = [seed]
        placed |= {p.relation.id for p in members}
        camps.append((seed, meet))
    return camps


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
    measured = any(p.ground.grade == METRIC for p in ordered)
    for p in ordered[1:]:
        drawn = capped or (p.ground.grade == VAGUE and not measured)
        limit = p.ground.region if drawn else p.ground.limit
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
