"""Relations to regions: where each site can be, with all its doubt.

For every site and reading one placement: the region that all its phrases allow together. Besides it stand the
single phrases that say something of their own without cutting the region ("near", a path without road data); they
are `supporting` in `detail`, for a map to draw lightly or not at all. Phrases that exclude each other are all shown,
none is chosen. Places stand as their own area. Pure: the same incident gives the same placements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mapper import combining
from mapper.doubt import RULES
from mapper.errors import UsageError
from mapper.ground import Anchor, Around, Ground, Shape
from mapper.model import Incident, Place, Placement, Relation, Unplaced
from mapper.parts import names, part

FARTHEST_M = 20_004_000.0
"""From pole to pole, about."""

_DRAWN_ROLES = frozenset({"incident", "anchor", "mentioned"})


def placed(incident: Incident, *, precision_rule: str = "news", ways: Any = None) -> Incident:
    """The incident with a placement for every located place and every site that its relations allow.

    `precision_rule` is how exact a worded number is taken to be (`doubt.RULES`), and is named in `Incident.rules`;
    `ways` is a source of roads and waters, if there is one. Placements that were there are made anew.

    Raises:
        UsageError: no such rule.
    """
    if precision_rule not in RULES:
        raise UsageError(f"{precision_rule!r} is no precision rule; there are: {', '.join(RULES)}")
    places = {place.id: place for place in incident.places}
    anchors = {id_: anchor for id_, place in places.items() if (anchor := _anchor(place, places))}
    for used in dict.fromkeys(name for relation in incident.relations for name in relation.anchors if name in anchors):
        anchors[used] = _with_outline(anchors[used])
    names_ = {place.id: place.name for place in incident.places}
    around = Around(precision_rule, tuple(anchors.values()), ways, names_)
    from mapper.geodesy import uncollected

    with uncollected():
        sites, lost = combining.sites(incident, anchors, around, _ground)
        placements = combining.finished([*_places(incident.places, anchors), *sites])
    told = {(u.what, u.quote) for u in incident.unplaced}
    return replace(
        incident,
        placements=placements,
        unplaced=(*incident.unplaced, *(u for u in lost if (u.what, u.quote) not in told)),
        rules={**incident.rules, "precision": precision_rule, "precision_says": RULES[precision_rule]},
    )


def _ground(relation: Relation, anchors: Sequence[Anchor], around: Around) -> Ground | Unplaced:
    """What one phrase allows."""
    if relation.relation not in names("relations"):
        return Unplaced(relation.id, f"nothing is known of the relation {relation.relation!r}", relation.quote)
    if relation.distance_m is not None and relation.distance_m.low > FARTHEST_M:
        return Unplaced(relation.quote.text, "no two places on the Earth are that far apart", relation.quote)
    found: Ground | Unplaced = part("relations", relation.relation).place(relation, anchors, around)
    return found


def _anchor(place: Place, places: Mapping[str, Place]) -> Anchor | None:
    """The place as an anchor; one that is only known by its container can be anywhere in that."""
    named = place.resolved_to.partition("container:")[2]
    container = places.get(named) if named != place.id else None
    if place.lon is None or place.lat is None:
        found = _anchor(container, places) if container else None
        return _somewhere_in(found, place, found.name) if found else None
    whole = place.uncertainty_m or 0.0
    position = place.position_m if place.position_m is not None else 0.0
    extent = place.extent_m if place.extent_m is not None else max(whole - position, 0.0)
    anchor = Anchor(
        place.id, place.name, place.lon, place.lat, max(extent, whole - position), position, place.kind, place.outline,
        within=place.within, country=place.country,
    )  # fmt: skip
    return _somewhere_in(anchor, place, container.name if container else "its container") if named else anchor


def _somewhere_in(container: Anchor, place: Place, name: str) -> Anchor:
    """A place that no gazetteer knows: of no known size, its position in doubt by all of its container."""
    doubt_m = container.reach_m if container.outline is None else container.position_m
    return replace(
        container, id=place.id, name=f"{place.name} (somewhere in {name})", extent_m=0.0, position_m=doubt_m,
        kind=container.kind if container.outline is not None else place.kind,
    )  # fmt: skip


def _with_outline(anchor: Anchor) -> Anchor:
    """A country that something is measured from or lies in, with its land and the doubt of that line."""
    if anchor.kind != "country" or not anchor.country:
        return anchor
    from mapper import atlas, geodesy

    found = atlas.outline(anchor.country)
    if found is None:
        return anchor
    land, doubt_m = found
    return replace(anchor, outline=geodesy.geometry(land), position_m=max(anchor.position_m, doubt_m))


def _places(places: Sequence[Place], anchors: dict[str, Anchor]) -> list[combining.Draft]:
    """Every located place that belongs on the map, as its own area."""
    drafts = []
    for place in places:
        if place.role not in _DRAWN_ROLES or place.id not in anchors or place.resolved_to != "self":
            continue
        anchor = anchors[place.id]
        region: Shape = combining.whole(anchor)
        drafts.append(
            combining.Draft(
                Placement(
                    id=f"{place.id}.area", site=None, place=place.id, from_=(), geometry={}, label_lon=anchor.lon,
                    label_lat=anchor.lat, kind="place", relation="at", shape="feature", weight=1.0,
                    budget_m={"anchor_extent": anchor.extent_m, "anchor_position": anchor.position_m},
                    because=(f"the whole of {place.name} with the doubt of its position",),
                ),
                region,
            )
        )  # fmt: skip
    return drafts
