"""Sites that constrain each other: where each is likely, given all of them at once.

Two blasts 700 m and one kilometre from a grave, 300 m apart: each phrase alone is a ring, together they leave a
pattern. The hard regions come from `sites`; here positions are sampled. The model, in a local plane:

- the doubt of an anchor's position is one offset, the same for all phrases that measure from it, even over its disc;
- from where in an anchor was measured is even over its extent, anew for each phrase;
- a distance is as likely anywhere in the band that the words state, and falls to nothing at the end of its hedge;
- a direction is as likely anywhere in the width of its word.

A site is drawn from the first measure that ties it down and weighted by all others. Samples are doubled, from a fixed
seed, until the area that holds 90 % changes by less than `TOLERANCE`; the likeliest cells of a grid that hold 50 % and
90 % of the weight are the regions, always inside the hard one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from mapper import doubt, geodesy
from mapper.combining.drafts import Draft
from mapper.ground import Anchor
from mapper.model import Relation

SEED = 20_240_103
TOLERANCE = 0.03  # of the area that holds 90 %
FIRST, MOST = 40_000, 640_000  # samples
CELLS = 112  # of the grid's side
_ENOUGH = 1_000  # samples that carry weight: with fewer no region is given
MEASURES = frozenset({"distance", "distance_range", "within", "distance_heading"})


@dataclass(frozen=True, slots=True)
class Measure:
    """One phrase as a likelihood: bounds in metres, those of the words inside of those with the hedge."""

    site: str
    anchor: str
    low: float
    stated_low: float
    stated_high: float
    high: float
    bearing: float | None
    half_width: float

    def weight(self, distance: Any, bearing: Any) -> Any:
        """How likely each distance (metres) and bearing (degrees) is, from 0 to 1."""
        up = np.clip((distance - self.low) / max(self.stated_low - self.low, 1e-9), 0.0, 1.0)
        down = np.clip((self.high - distance) / max(self.high - self.stated_high, 1e-9), 0.0, 1.0)
        weight = np.where(distance < self.stated_low, up, np.where(distance > self.stated_high, down, 1.0))
        if self.bearing is not None:
            weight = weight * (np.abs((bearing - self.bearing + 180.0) % 360.0 - 180.0) <= self.half_width)
        return weight


def groups(relations: Sequence[Relation], sites: Sequence[str]) -> list[tuple[str, ...]]:
    """Sites that are tied to each other by more measures than each needs to be placed; in the order of the document."""
    certain = [r for r in relations if r.relation in MEASURES and not r.reading and len(r.anchors) == 1]
    of: dict[str, str] = {site: site for site in sites}

    def root(site: str) -> str:
        while of[site] != site:
            site = of[site]
        return site

    for relation in certain:
        if relation.anchors[0] in of and relation.site in of:
            of[root(relation.site)] = root(relation.anchors[0])
    found: dict[str, list[str]] = {}
    for site in sites:
        found.setdefault(root(site), []).append(site)
    return [
        tuple(members)
        for members in found.values()
        if len(members) > 1 and sum(r.site in members for r in certain) > len(members)
    ]


def measure(relation: Relation, rule: str) -> Measure | None:
    """A relation as a likelihood, or None where it measures nothing."""
    if relation.distance_m is None or relation.distance_m.high is None or relation.relation not in MEASURES:
        return None
    reach = doubt.reach(relation.distance_m, hedged=relation.hedged, rule=rule)
    top = reach.stated_high if reach.stated_high is not None else reach.stated_low
    high = reach.high if reach.high is not None else top
    half = relation.bearing_half_width_deg if relation.bearing_half_width_deg is not None else 45.0
    return Measure(
        relation.site, relation.anchors[0], reach.low, max(reach.stated_low, reach.low), top, high,
        relation.bearing_deg, half,
    )  # fmt: skip


def likely(
    members: Sequence[str], measures: Sequence[Measure], anchors: Mapping[str, Anchor], hard: Mapping[str, Draft]
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The regions (GeoJSON) that hold 50 % and 90 % of each site; nothing where the samples don't settle it."""
    areas = {site: geodesy.area_of(hard[site].region) for site in members}
    plane = geodesy.Plane(*geodesy.centre(geodesy.union(list(areas.values()))))
    flat = {site: plane.to(area) for site, area in areas.items()}
    count, before = FIRST, None
    while True:
        points, weight = _samples(measures, anchors, flat, plane, count=count)
        if np.count_nonzero(weight) < _ENOUGH:
            if count >= MOST:
                return {}
        else:
            found = {site: _densest(points[site], weight, flat[site]) for site in members}
            after = sum(cells.most() for cells in found.values())
            if (before is not None and abs(after - before) <= TOLERANCE * before) or count >= MOST:
                break
            before = after
        count *= 2
    regions = {site: [cells.region(share, flat[site]) for share in (0.5, 0.9)] for site, cells in found.items()}
    return {
        site: (geodesy.geometry(plane.back(half)), geodesy.geometry(plane.back(ninety)))
        for site, (half, ninety) in regions.items()
    }


def _samples(
    measures: Sequence[Measure], anchors: Mapping[str, Anchor], flat: Mapping[str, Any], plane: Any, *, count: int
) -> tuple[dict[str, Any], Any]:
    """Positions (count, 2) of every site in metres, and the weight of each sample."""
    rng = np.random.default_rng(SEED)
    weight = np.ones(count)
    known: dict[str, Any] = {}
    for name in sorted({m.anchor for m in measures} - flat.keys()):
        anchor = anchors[name]
        middle = shapely.get_coordinates(plane.to(shapely.points(anchor.lon, anchor.lat)))
        known[name] = middle + _in_disc(rng, count, anchor.position_m)
    waiting, pending = list(flat), list(measures)
    while waiting:
        ready = [m for m in pending if m.site in waiting and m.anchor in known]
        if ready:
            first = min(ready, key=lambda m: m.high - m.low)
            site = first.site
            known[site] = _from(rng, first, _start(rng, first, known, anchors))
            pending.remove(first)
        else:
            site = waiting[0]
            known[site] = _in_box(rng, flat[site], count)
        waiting.remove(site)
        for m in [m for m in pending if m.site in known and m.anchor in known]:
            away = known[m.site] - _start(rng, m, known, anchors)
            bearing = np.degrees(np.arctan2(away[:, 0], away[:, 1]))
            weight *= m.weight(np.hypot(away[:, 0], away[:, 1]), bearing)
            pending.remove(m)
    for site, area in flat.items():
        weight *= shapely.contains_xy(area, known[site])
    return known, weight


def _start(rng: Any, m: Measure, known: Mapping[str, Any], anchors: Mapping[str, Anchor]) -> Any:
    """From where a phrase was measured, in each sample: a site itself, or somewhere in a place."""
    anchor, spots = anchors[m.anchor], known[m.anchor]
    return spots if anchor.is_site else spots + _in_disc(rng, len(spots), anchor.extent_m)


def _from(rng: Any, m: Measure, start: Any) -> Any:
    """Positions at a worded distance of starts: by the stated band and the fall of its hedge."""
    steps = np.linspace(m.low, m.high, 256)
    mass = np.cumsum(m.weight(steps, m.bearing if m.bearing is not None else 0.0))
    distance = np.interp(rng.uniform(0, mass[-1], len(start)), mass, steps) if mass[-1] else np.full(len(start), m.high)
    middle, half = (0.0, 180.0) if m.bearing is None else (m.bearing, m.half_width)
    angle = np.radians(middle + rng.uniform(-half, half, len(start)))
    return start + distance[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])


def _in_disc(rng: Any, count: int, radius: float) -> Any:
    distance = radius * np.sqrt(rng.uniform(0, 1, count))
    angle = rng.uniform(0, 2 * math.pi, count)
    return distance[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])


def _in_box(rng: Any, area: Any, count: int) -> Any:
    """Even over a shape's bounding box; what lies outside of the shape loses its weight later."""
    west, south, east, north = area.bounds
    return np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])


@dataclass(frozen=True, slots=True)
class _Cells:
    """A grid by likelihood: cells from the densest on, the share of the weight that they hold together, and edges."""

    rows: Any
    columns: Any
    held: Any
    xs: Any
    ys: Any

    def count(self, share: float) -> int:
        """How many cells hold a share of the weight."""
        return int(np.searchsorted(self.held, share)) + 1

    def most(self) -> float:
        """The area in square metres that holds 90 %."""
        return float(self.count(0.9) * (self.xs[1] - self.xs[0]) * (self.ys[1] - self.ys[0]))

    def region(self, share: float, area: Any) -> Any:
        """The cells that hold a share, rounded, as an area inside of another."""
        rows, columns = self.rows[: self.count(share)], self.columns[: self.count(share)]
        cells = shapely.box(self.xs[rows], self.ys[columns], self.xs[rows + 1], self.ys[columns + 1])
        step = max(self.xs[1] - self.xs[0], self.ys[1] - self.ys[0])
        wide = shapely.buffer(shapely.coverage_union_all(cells), 0.75 * step, quad_segs=4)
        return shapely.intersection(shapely.buffer(wide, -0.75 * step, quad_segs=4), area)


def _densest(points: Any, weight: Any, area: Any) -> _Cells:
    """The samples on a grid over an area, the likeliest cells first; neighbours are averaged to even out chance."""
    west, south, east, north = area.bounds
    grid, xs, ys = np.histogram2d(
        points[:, 0], points[:, 1], bins=CELLS, range=[[west, east], [south, north]], weights=weight
    )
    wide = np.pad(grid, 1)
    smooth = np.sum([np.roll(wide, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)], axis=0)[1:-1, 1:-1]
    order = np.argsort(-smooth, axis=None, kind="stable")
    rows, columns = np.unravel_index(order, grid.shape)
    return _Cells(rows, columns, np.cumsum(smooth.ravel()[order]) / smooth.sum(), xs, ys)
