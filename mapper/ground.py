"""What relations are given and what they give: anchors, and regions with their doubt; no geometry is worked out here.

Light to import: shapes are descriptions (an `Annulus`) or GeoJSON geometries, and `geodesy` knows what to do with them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mapper.model import Geometry, Relation

SIDES = 96
"""Of a circle, unless its ring is so thin that it needs more: 0.05 % more area, and corners 0.06 % outside."""

EQUATOR_M = 6_378_137.0
"""The semi-major axis of WGS 84."""

_LEAST_RADIUS_M = 6_335_439.0  # of curvature: along the meridian at the equator
_SAMPLES = ((16, 0.04), (32, 0.2), (64, 0.44))  # how many points of a circle give all others to a tenth of a nanometre
_MOST_BENT = 0.5  # of an edge's sagitta: by how much one along a parallel may bend besides
_MOST_SIDES = 2048
_MORE_AREA = 1e-3  # of a ring's own area: what drawing it may add

METRIC, AREA, VAGUE, APART = "metric", "area", "vague", "apart"
"""How firmly a phrase holds a site: a measure, an area with an edge, a word without one (near), not at all (a zone)."""


class Drawing(NamedTuple):
    """How a ring is drawn: how many sides a circle has, and the radii that the corners of its two rims have.

    `samples` is how many points of a rim give all others, 0 where a pole is too near for that.
    """

    sides: int
    samples: int
    outer_rim_m: float
    inner_rim_m: float


@dataclass(frozen=True, slots=True)
class Annulus:
    """All points between two distances of one point; `inner_m` 0 is a disc, `inner_m == outer_m` a circular line.

    >>> Annulus(57.1208, 30.2783, 500, 900).drawing().sides
    104
    """

    lon: float
    lat: float
    inner_m: float
    outer_m: float

    def drawing(self, sides: int = 0) -> Drawing:
        """How it is drawn so that it holds the true ring; with at most a thousandth more area unless `sides` are given.

        An edge that is straight in longitude and latitude runs to the side of the equator of the shortest way between
        its ends, by `bent` times the height of the arc over it; the corners stand outside of the true circle by both.
        """
        rho = self.outer_m / _LEAST_RADIUS_M
        lat = math.radians(abs(self.lat))
        samples, bent = 0, 0.0
        if lat + rho < 1.5:
            near = math.tan(rho / 2) / math.tan((math.pi / 2 - lat) / 2)  # to the pole, beside which nothing is smooth
            bent = rho * math.tan(lat + rho)
            if bent <= _MOST_BENT:
                samples = next((count for count, most in _SAMPLES if near <= most), 0)
        if not samples:  # edges are cut until none sags
            bent = 0.0
        share = (self.inner_m / max(self.outer_m, 1e-9)) ** 2
        if share < 1 and not sides:
            outer, inner = (0.46 + 1.16 * bent, 0.795 + 0.3 * bent) if samples else (1.12, 1.4)
            needed = math.pi * math.sqrt((outer + inner * share) / (_MORE_AREA * (1 - share)))
            sides = min(max(SIDES, math.ceil(needed / 8) * 8), _MOST_SIDES)
        sides = sides or SIDES
        step = (math.pi / sides) ** 2
        outside = 0.0 if share == 1 else 0.56 * (1.0 + bent) * step
        return Drawing(sides, samples, self.outer_m * (1.0 + outside), self.inner_m * (1.0 - 0.06 * step))


@dataclass(frozen=True, slots=True)
class Later:
    """A region that is worked out only when another phrase has to be cut by it."""

    region: Callable[[], Annulus | Geometry]


Shape = Annulus | Geometry
"""A region, described or drawn."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a phrase measures from: a place, or another site, with its shape and its doubt.

    `extent_m` is the radius that holds the thing itself, `position_m` the doubt of where it is. `outline` is its
    shape where one is known (for a site, the region where it can be); without one it is a disc of its extent.
    """

    id: str
    name: str
    lon: float
    lat: float
    extent_m: float = 0.0
    position_m: float = 0.0
    kind: str = ""
    outline: Shape | None = None
    is_site: bool = False
    within: tuple[str, ...] = ()
    country: str = ""

    @property
    def shape(self) -> Shape:
        """The thing itself, without the doubt of its position."""
        return self.outline if self.outline is not None else Annulus(self.lon, self.lat, 0.0, self.extent_m)

    @property
    def reach_m(self) -> float:
        """The radius that holds the whole of it wherever it is."""
        return self.extent_m + self.position_m


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the phrase: the rule for the precision of numbers, other anchors, a source of roads.

    `names` are the names of all places of the document, located or not: a road is looked up by its name.
    """

    rule: str = "news"
    others: tuple[Anchor, ...] = ()
    ways: Any = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What one phrase allows on the ground.

    `region` holds all doubt, `stated` is what the words give by themselves, `nominal` the line of the figure as said.
    `limits` is what it excludes everything outside of, where that is more than the region that is drawn (a wedge is
    capped on the page and not in truth); `grade` is how firmly it does so.
    """

    region: Shape
    shape: str
    grade: str = METRIC
    stated: Shape | None = None
    nominal: Shape | None = None
    limits: Shape | Later | None = None
    budget_m: Mapping[str, float] = field(default_factory=dict)
    unbounded: bool = False
    because: tuple[str, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def limit(self) -> Shape:
        """Everything outside of this is excluded."""
        if self.limits is None:
            return self.region
        return self.limits.region() if isinstance(self.limits, Later) else self.limits


@dataclass(frozen=True, slots=True)
class Example:
    """Points (lon, lat) that must lie in a relation's region, and points that must not."""

    relation: Relation
    anchors: tuple[Anchor, ...]
    inside: tuple[tuple[float, float], ...] = ()
    outside: tuple[tuple[float, float], ...] = ()
