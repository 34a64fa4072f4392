"""Whether two reports are about one incident, and which of their places and sites are the same.

What cannot be known: whether two blasts in one town on one day are one or two, where neither report counts or times
them. They are then taken as one incident, because that is what reports of a day mostly are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from mapper.datafiles import datafile
from mapper.model import Incident, Place, Relation, Site, Time
from mapper.senses import distance_m

_NEXT_DOOR_M = 25_000.0  # an incident is named after one town by one report and after its neighbour by another
_SAME_MINUTE_M = 100_000.0  # the same hour and kind: "14 km from A" and "near B" are one earthquake
_LATE = timedelta(days=30)  # a report without dates is about something of the weeks before it
_DOUBT = {"minute": timedelta(minutes=15), "hour": timedelta(minutes=90), "day": timedelta(days=1)}
_ROLES = ("incident", "anchor", "container", "mentioned")


@cache
def words() -> Mapping[str, Any]:
    """The table that merging goes by."""
    with datafile("merging.toml").open("rb") as file:
        return tomllib.load(file)


def apart(known: Incident, other: Incident) -> str:
    """Why two reports are about different incidents; "" where they are about one."""
    mine, theirs = _kinds(known), _kinds(other)
    if mine and theirs and not any(one_kind(a, b) for a in mine for b in theirs):
        return f"{_list(theirs)} is not {_list(mine)}"
    close = _agree_closely(known, other)
    if reason := _days_apart(known, other):
        return reason
    return _far_apart(known, other, _SAME_MINUTE_M if close else _NEXT_DOOR_M)


def one_kind(one: str, other: str) -> bool:
    """Whether two kinds of event can be one event in two reporters' words."""
    table = words()
    if one == other or one in table["generic"] or other in table["generic"]:
        return True
    return any(one in family and other in family for family in table["families"])


def places(known: Incident, other: Incident) -> dict[str, str]:
    """The places of `other` that `known` has too, by their ids."""
    found = {}
    for place in other.places:
        same = next((p for p in known.places if one_place(p, place)), None)
        if same:
            found[place.id] = same.id
    return found


def one_place(one: Place, other: Place) -> bool:
    """Whether two reports' places are one: the same entry of a gazetteer, or the same name within their doubt."""
    if one.source_id and other.source_id:
        return (one.source, one.source_id) == (other.source, other.source_id)
    if one.name.casefold() != other.name.casefold():
        return False
    if one.lon is None or other.lon is None:
        return one.lon is other.lon and one.resolved_to == other.resolved_to
    return metres(one, other) <= max(one.uncertainty_m or 0.0, other.uncertainty_m or 0.0, 1.0)


def metres(one: Place, other: Place) -> float:
    """The distance of two located places on a sphere, in metres: good enough to tell towns apart."""
    return distance_m(one.lon or 0.0, one.lat or 0.0, other.lon or 0.0, other.lat or 0.0)


def sites(known: Incident, other: Incident) -> dict[str, str]:
    """The sites of `other` that `known` has too, by their ids.

    By their order, then by their time, then by words that put both in one position, then as each other's only one;
    where the later report counts several, the one that was known is taken for the first of them.
    """
    found: dict[str, str] = {}
    mine, theirs = _times(known), _times(other)
    free = list(known.sites)

    def pair(site: Site, same: Site | None) -> None:
        if same is not None:
            found[site.id] = same.id
            free.remove(same)

    for site in other.sites:
        if site.ordinal is not None:
            pair(site, next((s for s in free if s.ordinal == site.ordinal and one_kind(s.event, site.event)), None))
    for site in other.sites:
        moment = theirs.get(site.time or "")
        if site.id not in found and moment and moment.precision in {"minute", "hour"}:
            pair(site, next((s for s in free if _fits(s, site, mine.get(s.time or ""), moment)), None))
    for site in other.sites:
        if site.id not in found:
            pair(site, next((s for s in free if _one_position(known, s, other, site)), None))
    rest = [site for site in other.sites if site.id not in found]
    alike = [s for s in free if rest and one_kind(s.event, rest[0].event)]
    if len(alike) == 1 and alike[0].ordinal is None and len(rest) > 1:
        rest = [site for site in rest if site.ordinal == 1 and one_kind(alike[0].event, site.event)]
    if len(rest) == 1 and len(alike) == 1 and None in (rest[0].ordinal, alike[0].ordinal):
        pair(rest[0], alike[0])
    return found


def _one_position(known: Incident, site: Site, other: Incident, new: Site) -> bool:
    """Whether a measured phrase about one is word for word about the other; "in the town" says too little."""
    if None not in (site.ordinal, new.ordinal) or not one_kind(site.event, new.event):
        return False
    shared = places(known, other)
    mine = {_position(r, {}) for r in known.relations if r.site == site.id and r.distance_m and not r.revised_by}
    return any(_position(r, shared) in mine for r in other.relations if r.site == new.id and r.distance_m)


def _position(relation: Relation, renamed: Mapping[str, str]) -> tuple[object, ...]:
    anchors = tuple(renamed.get(anchor, anchor) for anchor in relation.anchors)
    length = relation.distance_m
    bounds = (length.low, length.nominal, length.high) if length else ()
    return (relation.relation, anchors, bounds, relation.bearing_deg)


def agree(one: Time, other: Time) -> bool:
    """Whether two times can be one, each within its precision."""
    a, b = _moment(one), _moment(other)
    if a is None or b is None:
        return False
    if "day" in (one.precision, other.precision) or (a.tzinfo is None) != (b.tzinfo is None):
        return a.date() == b.date()
    return abs(a - b) <= max(_DOUBT.get(one.precision, _DOUBT["day"]), _DOUBT.get(other.precision, _DOUBT["day"]))


def _fits(site: Site, new: Site, mine: Time | None, theirs: Time) -> bool:
    unlike = None not in (site.ordinal, new.ordinal) and site.ordinal != new.ordinal
    return mine is not None and not unlike and one_kind(site.event, new.event) and agree(mine, theirs)


def _kinds(incident: Incident) -> list[str]:
    return sorted({site.event for site in incident.sites})


def _times(incident: Incident) -> dict[str, Time]:
    return {time.id: time for time in incident.times}


def _event_times(incident: Incident) -> list[Time]:
    times = _times(incident)
    return [times[site.time] for site in incident.sites if site.time in times and times[site.time].value]


def _agree_closely(known: Incident, other: Incident) -> bool:
    exact = {"minute", "hour"}
    return any(
        agree(a, b)
        for a in _event_times(known)
        for b in _event_times(other)
        if a.precision in exact and b.precision in exact
    )


def _days_apart(known: Incident, other: Incident) -> str:
    mine = sorted(m.date() for t in _event_times(known) if (m := _moment(t)))
    theirs = sorted(m.date() for t in _event_times(other) if (m := _moment(t)))
    if mine and theirs:
        near = mine[0] - timedelta(days=1) <= theirs[-1] and theirs[0] <= mine[-1] + timedelta(days=1)
        return "" if near else f"it happened on {theirs[0]}, not on {mine[0]}"
    one, two = known.report.published, other.report.published
    if one and two and abs(one - two) > _LATE:
        return f"it came out on {two}, more than {_LATE.days} days from {one}, and says no day"
    return ""


def _far_apart(known: Incident, other: Incident, margin_m: float) -> str:
    mine, theirs = _located(known), _located(other)
    if not mine or not theirs:
        return "" if _shared_names(known, other) else "no place that both name tells that they are one"
    gaps = [(metres(a, b) - _reach(a) - _reach(b), a, b) for a in mine for b in theirs]
    gap, here, there = min(gaps, key=lambda each: each[0])
    if gap <= margin_m:
        return ""
    return f"{there.name} is {metres(here, there) / 1000:,.0f} km from {here.name}"


def _located(incident: Incident) -> list[Place]:
    """The located places that say best where it was: the incident's own, else its anchors, else what holds it."""
    for role in _ROLES:
        found = [place for place in incident.places if place.role == role and place.lon is not None]
        if found:
            return found
    return []


def _reach(place: Place) -> float:
    return place.uncertainty_m or 0.0


def _shared_names(known: Incident, other: Incident) -> bool:
    mine = {place.name.casefold() for place in known.places if place.role != "dateline"}
    return any(place.name.casefold() in mine for place in other.places if place.role != "dateline")


def _moment(time: Time) -> datetime | None:
    try:
        return datetime.fromisoformat(time.value) if time.value else None
    except ValueError:
        return None


def _list(kinds: Sequence[str]) -> str:
    return " or ".join(kind or "event" for kind in kinds)
