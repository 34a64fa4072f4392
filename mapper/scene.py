"""Where a report is set: the place that its unnamed ground belongs to ("the public library", "the station").

A report names its town once and then speaks of things in it. A thing that no gazetteer knows falls back to the
scene, with all of the scene's extent as its doubt, and says so; so does a site of which the report does not say
where it was. The scene is the smallest place that the incident is said to be in; failing that, the place of the
dateline. What is itself wider than a town (an island, a river, a province) never falls back: no region is better
than a wrong one.
"""

from __future__ import annotations

from dataclasses import replace

from mapper.datafiles import table
from mapper.model import Incident, Place, Relation

_INSIDE = frozenset({"in", "at", "part_of", "edge"})
_WIDEST_M = 75_000  # of a scene: a large city; a province or a country as a scene would place nothing


def set_in_scene(incident: Incident) -> Incident:
    """The incident with what has no position put into the scene, where there is one and the words allow it."""
    told = {relation.site for relation in incident.relations if relation.relation != "zone"}
    scene = _scene(incident)
    if scene is None:
        return incident
    places = tuple(_in(place, scene) if _falls_back(place, incident, scene) else place for place in incident.places)
    # Where the text places other sites and only the dateline is left, the dateline says nothing of a silent one.
    silent = [s.id for s in incident.sites if s.id not in told and not (told and scene.role == "dateline")]
    count = len(incident.relations)
    added = tuple(_relation(f"relation-{number}", site, scene) for number, site in enumerate(silent, count + 1))
    return replace(incident, places=places, relations=(*incident.relations, *added))


def _scene(incident: Incident) -> Place | None:
    places = {place.id: place for place in incident.places}
    inside = [
        places[anchor]
        for relation in incident.relations
        if relation.relation in _INSIDE
        for anchor in relation.anchors
        if anchor in places and places[anchor].resolved_to == "self"
    ]
    datelines = [place for place in incident.places if place.role == "dateline"]
    opening = sorted((place for place in incident.places if place.mentions), key=lambda place: place.mentions[0].start)
    for group in (inside, datelines, opening[:1]):  # a dateline that is spoken of again has another role
        fitting = [place for place in group if place.lon is not None and 0 < (place.uncertainty_m or 0) <= _WIDEST_M]
        if fitting:
            return min(fitting, key=lambda place: place.uncertainty_m or 0)
    return None


def _falls_back(place: Place, incident: Incident, scene: Place) -> bool:
    """Whether a thing without a position may stand for the whole scene: not where its site is measured from elsewhere.

    "On a sandbank, two kilometres from the harbour": the harbour says where; the town of the dateline would only
    contradict it, and be wrong.
    """
    sites = {relation.site for relation in incident.relations if place.id in relation.anchors}
    located = {other.id for other in incident.places if other.lon is not None}
    measured = any(
        relation.site in sites and relation.distance_m and relation.anchors and located.issuperset(relation.anchors)
        for relation in incident.relations
    )
    unlocated = place.lon is None and place.resolved_to == "self"
    return bool(sites) and unlocated and not measured and place.id != scene.id and not _wide(place.kind)


def _wide(kind: str) -> bool:
    """Whether a town does not hold such a thing, or may not: it keeps its "not located"."""
    return not kind or kind in table("place_words.toml")["wide"]


def _in(place: Place, scene: Place) -> Place:
    why = f"no gazetteer knows it and no container is stated: taken to be in {scene.name}, where the report is set"
    return replace(
        place, resolved_to=f"container:{scene.id}", within=(scene.id, *scene.within), because=(*place.because, why)
    )


def _relation(name: str, site: str, scene: Place) -> Relation:
    why = (
        f"the report says nothing of it that can be placed; it is taken to be in {scene.name}, where the report is set"
    )
    return Relation(
        name, "in", site, (scene.id,), None, None, None, hedged=True, geometry="feature", quote=scene.mentions[0],
        because=(why,), detail={"assumed": True},
    )  # fmt: skip
