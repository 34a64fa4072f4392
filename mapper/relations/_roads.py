"""Roads and waters as evidence: lines from a source of ways, as a network in a local plane, cut by distance along it.

A source has `ways(bbox, name=None, kind="road")`, which gives (name, ref, [[lon, lat], ...]) of every way that touches
the box (west, south, east, north). Waters run downstream, as OpenStreetMap draws them.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import shapely

from mapper import geodesy
from mapper.ground import Anchor, Around, Shape
from mapper.model import Relation

HALF_WIDTH_M = 50.0
"""To either side of a line: the road, its verge, and the doubt of the map."""

DETOUR = 1.25
"""How much longer than the straight way a route between two places is taken to be at most, for a zone without roads."""

WINDING = 1.6
"""A road of 40 km ends between 40/1.6 and 40 km away: the circuity of road networks is 1.2 to 1.4 on average."""

WAY_KINDS = frozenset({"road", "rail", "water", "river", "street", "highway", "path"})

LONGER = 1.1  # than the shortest way between two anchors: other ways that people would call the road from A to B

_GAP_M = 150.0  # a road of one name breaks off at a roundabout or a bridge, and goes on behind it
_SNAP_M = 1.0  # ends of ways that are this near are one crossing

Node = tuple[int, int]


@dataclass
class Network:
    """Ways in a plane around a point: nodes are rounded to a metre, edges keep their direction."""

    plane: Any
    edges: list[tuple[Node, Node]] = field(default_factory=list)
    next_to: dict[Node, list[tuple[Node, float]]] = field(default_factory=dict)
    directed: bool = False
    stops: list[list[Node]] = field(default_factory=list)

    def add(self, line: Any) -> None:
        """One way, as (n, 2) metres."""
        nodes = [(round(x / _SNAP_M), round(y / _SNAP_M)) for x, y in line.tolist()]
        for a, b in pairwise(nodes):
            if a != b:
                length = math.dist(a, b) * _SNAP_M
                self.edges.append((a, b))
                self.next_to.setdefault(a, []).append((b, length))
                self.next_to.setdefault(b, [])
                if not self.directed:
                    self.next_to[b].append((a, length))

    def touching(self, area: Any) -> list[Node]:
        """The nodes inside an area of the plane, or the nearest one to it within a kilometre."""
        nodes = list(self.next_to)
        if not nodes:
            return []
        at = np.array(nodes, dtype=float) * _SNAP_M
        inside = shapely.intersects_xy(area, at)
        if inside.any():
            return [node for node, held in zip(nodes, inside.tolist(), strict=True) if held]
        away = shapely.distance(area, shapely.points(at))
        return [nodes[int(away.argmin())]] if away.min() < 1000 else []

    def along(self, starts: Iterable[Node], most_m: float) -> dict[Node, float]:
        """How far along the ways each node is from the nearest start, up to `most_m`."""
        found: dict[Node, float] = {}
        queue = [(0.0, node) for node in starts]
        heapq.heapify(queue)
        while queue:
            gone, node = heapq.heappop(queue)
            if node in found or gone > most_m:
                continue
            found[node] = gone
            for other, length in self.next_to[node]:
                if other not in found:
                    heapq.heappush(queue, (gone + length, other))
        return found

    def between(self, far: dict[Node, float], low_m: float, high_m: float) -> Any:
        """The stretches of ways that are between two distances along them, as lines."""
        pieces = []
        for a, b in self.edges:
            if a not in far and b not in far:
                continue
            length = math.dist(a, b) * _SNAP_M
            if self.directed:
                if a not in far:
                    continue
                start, end = far[a], far[a] + length
            else:
                start, end = far.get(a, far.get(b, 0.0) + length), far.get(b, far.get(a, 0.0) + length)
            low, high = min(start, end), max(start, end)
            if high < low_m or low > high_m:
                continue
            shares = [0.0, 1.0]
            if high > low:
                ends = ((max(low, low_m) - start) / (end - start), (min(high, high_m) - start) / (end - start))
                shares = sorted(ends)
            p, q = np.array(a) * _SNAP_M, np.array(b) * _SNAP_M
            pieces.append([p + shares[0] * (q - p), p + shares[1] * (q - p)])
        return shapely.multilinestrings([shapely.linestrings(piece) for piece in pieces]) if pieces else None

    def ends(self) -> list[list[Node]]:
        """Where the road ends: nodes with a single neighbour, those of its carriageways together; not at a gap."""
        if self.stops:
            return self.stops
        loose = [node for node, others in self.next_to.items() if len(others) == 1]
        found: list[list[Node]] = []
        for node in loose:
            near = next((group for group in found if math.dist(node, group[0]) * _SNAP_M < _GAP_M), None)
            if near is None:
                found.append([node])
            else:
                near.append(node)
        heading = {node: self.next_to[node][0][0] for node in loose}
        return [group for group in found if not _goes_on(group, heading)]

    def mended(self) -> Network:
        """The same ways, pieces that end beside each other joined: waters run one way and are left as they are."""
        if self.directed or not self.edges:
            return self
        found = Network(self.plane, list(self.edges), {node: list(others) for node, others in self.next_to.items()})
        found.stops = self.ends()
        piece = self._pieces()
        nodes = list(piece)
        at, number = np.array(nodes, dtype=float) * _SNAP_M, np.array([piece[node] for node in nodes])
        for node in [node for node in nodes if len(self.next_to[node]) == 1]:
            away = np.hypot(*(at - np.array(node) * _SNAP_M).T)
            away[number == piece[node]] = np.inf
            nearest = int(away.argmin())
            if away[nearest] <= _GAP_M:
                found.add(np.array([node, nodes[nearest]], dtype=float) * _SNAP_M)
        return found

    def _pieces(self) -> dict[Node, int]:
        """The number of the piece that each node is in."""
        found: dict[Node, int] = {}
        for first in self.next_to:
            waiting = [] if first in found else [first]
            number = len(found)
            while waiting:
                node = waiting.pop()
                if node not in found:
                    found[node] = number
                    waiting += [other for other, _ in self.next_to[node]]
        return found

    def routes(self, a: Iterable[Node], b: Iterable[Node], most_m: float) -> Network | None:
        """The ways that lie on a route from some nodes to others at most a tenth longer than the shortest."""
        there, back = self.along(a, most_m), self.along(b, most_m)
        both = {node: there[node] + back[node] for node in there if node in back}
        if not both:
            return None
        most = LONGER * min(both.values())
        found = Network(self.plane)
        for one, other in self.edges:
            if both.get(one, math.inf) <= most and both.get(other, math.inf) <= most:
                found.add(np.array([one, other], dtype=float) * _SNAP_M)
        return found if found.edges else None

    def lines(self) -> Any:
        """All ways as lines."""
        return shapely.multilinestrings([shapely.linestrings(np.array(edge) * _SNAP_M) for edge in self.edges])

    def turned(self) -> Network:
        """The same ways, each the other way round: from downstream to upstream."""
        found = Network(self.plane, directed=True)
        for a, b in self.edges:
            found.add(np.array([b, a], dtype=float) * _SNAP_M)
        return found

    def corridor(self, lines: Any) -> Shape | None:
        """Lines widened to a region on the ground."""
        if lines is None or shapely.is_empty(lines):
            return None
        return geodesy.geometry(self.plane.back(shapely.buffer(lines, HALF_WIDTH_M, quad_segs=8)))


def _goes_on(group: Sequence[Node], heading: Mapping[Node, Node]) -> bool:
    """Whether two of some ends beside each other look away from each other: a gap in a road and not its end."""
    for a, b in combinations(group, 2):
        one, other = (np.array(heading[end], dtype=float) - end for end in (a, b))
        if np.dot(one, other) < -0.5 * np.hypot(*one) * np.hypot(*other):
            return True
    return False


def names(relation: Relation, context: Around) -> tuple[str, ...]:
    """What the way may be called: the words of the path, and anchors that are ways themselves."""
    said = [str(relation.detail.get(key) or "") for key in ("path", "path_name", "ref")]
    called = [context.names.get(anchor, "") for anchor in relation.anchors]
    plain = [name.removeprefix("the ").strip() for name in (*said, *called)]
    return tuple(dict.fromkeys(name for name in plain if name))


def network(
    context: Around,
    anchors: Sequence[Anchor],
    *,
    called: Sequence[str] = (),
    kind: str = "road",
    pad_m: float,
    only: bool = False,
) -> Network | None:
    """The ways about the anchors: those of a name where the source has them, else all unless `only`; None without."""
    if context.ways is None or not anchors:
        return None
    areas = [geodesy.area_of(geodesy.between(anchor.shape, 0.0, anchor.position_m + pad_m)) for anchor in anchors]
    box = tuple(float(v) for v in shapely.total_bounds(areas))
    lon, lat = geodesy.centre(geodesy.union(areas))
    found = Network(geodesy.Plane(lon, lat), directed=kind == "water")
    for name in called if only else (*called, None):
        for _, _, line in context.ways.ways(box, name=name, kind=kind):
            if len(line) > 1:
                found.add(shapely.get_coordinates(found.plane.to_line(line)))
        if found.edges:
            return found.mended()
    return None


def flat(found: Network, anchor: Anchor) -> Any:
    """An anchor with its doubt, in the network's plane; at least fifty metres."""
    shape = geodesy.between(anchor.shape, 0.0, max(anchor.position_m, HALF_WIDTH_M))
    return found.plane.to(geodesy.area_of(shape))
