"""A reading and its places to an incident: the document that every file is made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from mapper.model import Incident, Place, Relation, ReportCard, Span, Unplaced
from mapper.readings import Phrase, Reading
from mapper.senses import distance_m
from mapper.settle import attach_times, settle_claims, settle_times

_INSIDE = frozenset({"in", "at", "part_of", "edge", "address"})
"""Relations whose anchor holds the site: such a place is the incident's."""


def assemble(reading: Reading, places: Sequence[Place], *, report_text: str = "quotes") -> Incident:
    """The incident, not yet placed. `report_text`: quotes (the sentences something rests on) | full | none."""
    holder = {(span.start, span.end): place.id for place in places for span in place.mentions}
    of_mention = [holder.get((mention.start, mention.end)) for mention in reading.mentions]
    relations, unplaced = _relations(reading, of_mention)
    roles = _roles(relations, places)
    located = tuple(replace(place, role=roles.get(place.id, place.role)) for place in places)
    located = _worth_telling(reading, located, relations)
    zone = reading.report.timezone or _zone(located, relations)
    times = settle_times(reading, timezone=zone)
    claims = settle_claims(reading, times)
    sites = attach_times(reading.sites, reading.times, reading.sentences)
    dateline = next((place.mentions[0] for place in located if place.role == "dateline" and place.mentions), None)
    incident = Incident(
        _card(reading, dateline, zone),
        located,
        sites,
        relations,
        times,
        claims,
        unplaced=(*reading.unplaced, *unplaced),
    )
    card = replace(incident.report, sentences=_used(reading, incident), text=reading.report.text)
    return redacted(replace(incident, report=card), report_text=report_text)


def redacted(incident: Incident, *, report_text: str) -> Incident:
    """The incident with no more of the report than may travel: quotes | full | none. Never gives back what is gone."""
    if report_text == "full":
        return incident
    incident = replace(incident, report=replace(incident.report, text=None))
    if report_text == "none":
        incident = _silent(replace(incident, report=replace(incident.report, sentences=())))
    return incident


def _silent(value: Any) -> Any:
    """The same value with every span's words taken out; their places stay."""
    if isinstance(value, Span):
        return replace(value, text="")
    if isinstance(value, tuple):
        return tuple(_silent(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _silent(getattr(value, f.name)) for f in fields(value)})
    return value


def _relations(reading: Reading, of_mention: Sequence[str | None]) -> tuple[tuple[Relation, ...], list[Unplaced]]:
    """The phrases with places for mentions; a phrase whose anchor stands for no place is said to be unplaced."""
    made: list[Relation] = []
    seen: set[Any] = set()
    unplaced: list[Unplaced] = []
    for phrase in reading.phrases:
        anchors = [of_mention[a] if a >= 0 else reading.sites[~a].id for a in phrase.anchors]
        if None in anchors:
            lost = next(reading.mentions[a] for a, place in zip(phrase.anchors, anchors, strict=True) if place is None)
            unplaced.append(Unplaced(phrase.quote.text, f"“{lost.text}” stands for no place", phrase.quote))
            continue
        relation = _relation(reading, phrase, tuple(str(a) for a in anchors), of_mention)
        if (meaning := _meaning(relation)) not in seen:
            seen.add(meaning)
            made.append(relation)
    numbered = [replace(relation, id=f"relation-{number}") for number, relation in enumerate(made, 1)]
    return tuple(numbered), unplaced


def _meaning(one: Relation) -> tuple[Any, ...]:
    """What two relations have in common that differ in nothing but their words and who says them."""
    far = one.distance_m
    return (
        one.relation, one.site, one.anchors, far and (far.low, far.nominal, far.high), one.bearing_deg,
        one.reading, repr(sorted(one.detail.items(), key=str)),
    )  # fmt: skip


def _relation(reading: Reading, phrase: Phrase, anchors: tuple[str, ...], of_mention: Sequence[str | None]) -> Relation:
    detail = dict(phrase.detail)
    if "path_anchors" in detail:
        detail["path_anchors"] = [of_mention[index] for index in detail["path_anchors"] if of_mention[index]]
    return Relation(
        "",
        phrase.relation,
        reading.sites[phrase.site].id,
        anchors,
        phrase.distance,
        phrase.bearing.degrees if phrase.bearing else None,
        phrase.bearing.half_width if phrase.bearing else None,
        phrase.hedged,
        phrase.geometry,
        phrase.quote,
        phrase.reading,
        phrase.weight,
        phrase.by,
        detail,
        phrase.because,
    )


def _roles(relations: Sequence[Relation], places: Sequence[Place]) -> dict[str, str]:
    """The roles that relations give to places: incident where a site is in it, else anchor."""
    roles: dict[str, str] = {}
    known = {place.id for place in places}
    for relation in relations:
        for anchor in relation.anchors:
            if anchor in known and (relation.relation in _INSIDE or anchor not in roles):
                roles[anchor] = "incident" if relation.relation in _INSIDE else "anchor"
    by_id = {place.id: place for place in places}
    for anchor in list(roles):
        for container in by_id[anchor].within:
            if container in by_id and by_id[container].role == "mentioned":
                roles.setdefault(container, "container")
    return roles


def _worth_telling(reading: Reading, places: Sequence[Place], relations: Sequence[Relation]) -> tuple[Place, ...]:
    """The places without what only was talked of: "a hospital" and "the town" count where something hangs on them.

    Names stay, and so does a described thing that a source knows; every other description or repetition is kept
    only if a relation is anchored there, or if a place that is kept lies in it.
    """
    anchored = {anchor for relation in relations for anchor in relation.anchors}
    sort_of = {(mention.start, mention.end): mention.sort for mention in reading.mentions}
    kept: dict[str, Place] = {}
    for place in places:
        spans = place.mentions
        if place.id not in anchored:
            known = place.lon is not None and place.resolved_to == "self"
            loose = {"anaphor"} if known else {"anaphor", "description"}
            spans = tuple([span for span in spans if sort_of.get((span.start, span.end)) not in loose])
        kept[place.id] = replace(place, mentions=spans) if spans != place.mentions else place
    needed = {place.resolved_to.removeprefix("container:") for place in kept.values() if place.mentions}
    told = {place.id for place in kept.values() if place.mentions or place.id in needed}
    return tuple(
        [
            replace(place, within=tuple([other for other in place.within if other in told]))
            for place in kept.values()
            if place.id in told
        ]
    )


def _zone(places: Sequence[Place], relations: Sequence[Relation]) -> str:
    """The time zone of the incident's place: of the first place that a relation names, else of any located one."""
    by_id = {place.id: place for place in places}
    named = [by_id[anchor] for relation in relations for anchor in relation.anchors if anchor in by_id]
    rest = [
        place for role in ("incident", "anchor", "container", "mentioned") for place in places if place.role == role
    ]
    for place in named:
        if place.timezone or place.lon is not None:
            return place.timezone or _zone_near(place, rest)
    return next((place.timezone for place in rest if place.timezone), "")


def _zone_near(place: Place, others: Sequence[Place]) -> str:
    """The time zone of the place nearest to one that has none of its own, a sea or a canal; places at hand first."""
    zoned = [other for other in others if other.timezone and other.lon is not None]
    return min(zoned, key=lambda other: _apart(place, other)).timezone if zoned else ""


def _apart(one: Place, other: Place) -> float:
    return distance_m(one.lon or 0.0, one.lat or 0.0, other.lon or 0.0, other.lat or 0.0)


def _card(reading: Reading, dateline: Span | None, zone: str) -> ReportCard:
    report = reading.report
    return ReportCard(
        report.name, report.title, report.sha256, report.characters, report.language, report.published, zone, dateline,
        report.publisher, report.url,
    )  # fmt: skip


def _used(reading: Reading, incident: Incident) -> tuple[Span, ...]:
    """The sentences that something in the incident rests on, in the order of the text."""
    starts = [sentence.start for sentence in reading.sentences]
    quotes = [relation.quote for relation in incident.relations]
    quotes += [quote for claim in incident.claims for quote in claim.quotes]
    quotes += [time.quote for time in incident.times]
    quotes += [span for site in incident.sites for span in site.mentions[:1]]
    used = sorted({bisect_right(starts, quote.start) - 1 for quote in quotes} - {-1})
    return tuple(reading.sentences[index] for index in used)
