"""On a road or path: "on the road from A to B", "on the path leading to X". The corridor of the route.

With a source of roads: between two anchors, every stretch that lies on a way from one to the other which is at most a
tenth longer than the shortest; towards one, the roads that reach it. Without, nobody can say where the route runs, and
it is a flagged zone: between two anchors the ellipse of a detour of a quarter, towards one a disc of a few kilometres.
A zone has no edge, so it never cuts away what a measured phrase allows, unless nothing would be left.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper import geodesy
from mapper.ground import AREA, VAGUE, Anchor, Around, Example, Ground, Shape
from mapper.model import Relation, Span, Unplaced
from mapper.relations import _roads
from mapper.relations._anchored import around, budget, missing, two, whole

REACH_M = 3_000.0
"""How far from its end a path "leading to X" is looked for; the path may of course be longer."""


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """The corridor along the roads, or the zone that the path runs through."""
    if not anchors:
        return missing(relation, "the path is not tied to any place that is known")
    if corridor := _corridor(relation, anchors, context):
        return Ground(
            region=corridor,
            shape="corridor",
            grade=AREA,
            budget_m={**budget(anchors[0]), "path": _roads.HALF_WIDTH_M},
            because=(f"along the roads of the source, {_roads.HALF_WIDTH_M:g} m to either side",),
        )
    if len(anchors) > 1:
        a, b = anchors[:2]
        gap, _ = geodesy.inverse(a.lon, a.lat, b.lon, b.lat)
        return Ground(
            region=geodesy.ellipse(a, b, longer=_roads.DETOUR),
            shape="corridor",
            grade=VAGUE,
            budget_m={**two(a, b), "path": (_roads.DETOUR - 1) * gap / 2},
            because=(f"no road data: a zone between {a.name} and {b.name}, not the road itself",),
            detail={"zone": True},
        )
    anchor = anchors[0]
    reach = max(REACH_M, anchor.extent_m)
    return Ground(
        region=around(anchor, 0.0, reach),
        shape="corridor",
        grade=VAGUE,
        stated=whole(anchor),
        budget_m=budget(anchor, path=reach),
        unbounded=True,
        because=(f"no road data: a zone of {reach:,.0f} m around {anchor.name}, not the road itself",),
        detail={"zone": True},
    )


def _corridor(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Shape | None:
    """The roads between two anchors, or those that reach one."""
    gap = 0.0
    if len(anchors) > 1:
        gap, _ = geodesy.inverse(anchors[0].lon, anchors[0].lat, anchors[1].lon, anchors[1].lat)
    pad = max(REACH_M, gap * (_roads.DETOUR - 1))
    found = _roads.network(context, anchors, called=_roads.names(relation, context), pad_m=pad)
    if found is None:
        return None
    if len(anchors) < 2:
        far = found.along(found.touching(_roads.flat(found, anchors[0])), max(REACH_M, anchors[0].extent_m))
        return found.corridor(found.between(far, 0.0, max(REACH_M, anchors[0].extent_m)))
    a, b = (found.touching(_roads.flat(found, anchor)) for anchor in anchors[:2])
    routes = found.routes(a, b, 4 * gap + REACH_M)
    return found.corridor(routes.lines()) if routes else None


EXAMPLES = (
    Example(
        Relation("r", "on_path", "s", ("x",), None, None, None, False, "corridor", Span(0, 4, "path")),
        (Anchor("x", "X", 57.1208, 30.2783, extent_m=250, position_m=300),),
        inside=((57.1208, 30.2783), (57.1208, 30.305)),
        outside=((57.1208, 30.32),),
    ),
    Example(
        Relation("r", "on_path", "s", ("a", "b"), None, None, None, False, "corridor", Span(0, 4, "road")),
        (Anchor("a", "A", 0.0, 0.0, extent_m=1000), Anchor("b", "B", 1.0, 0.0, extent_m=1000)),
        inside=((0.0, 0.0), (1.0, 0.0), (0.5, 0.3)),
        outside=((0.5, 0.5), (1.3, 0.0)),
    ),
)
