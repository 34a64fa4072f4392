"""One placement as one row of plain values: what GeoJSON, GeoPackage, CSV, KML and the others share.

A text column is never null, an empty text means that there is nothing to say: readers that guess types (GDAL)
then keep times "as said" as text with their offset. Numbers and `time_utc` are null where unknown. Reals are
always written as reals and integers as integers, so that a column has one type in every program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mapper.model import Claim, Incident, Place, Placement, Relation, Site, Span, Time
from mapper.writers import _columns, _measures
from mapper.writers._once import once

_NEVER_DRAWN = {"dateline"}
_DRAWN_LAST = {"container": 0, "mentioned": 1, "incident": 2, "anchor": 3}
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def clean(text: str) -> str:
    r"""`text` for a label: one line, no control characters, nothing that turns the writing direction around.

    >>> clean("Kerman\u202e\n  city")
    'Kerman city'
    """
    return " ".join(_INVISIBLE.sub(" ", unicodedata.normalize("NFC", text)).split())


def storable(value: Any) -> Any:
    """A value that any program can store: half a surrogate pair, which has no UTF-8, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


@once
def shown(incident: Incident) -> tuple[Placement, ...]:
    """The placements that maps draw, large and general ones first so that small ones lie on top.

    A dateline is where the reporter sat: it is never drawn. A region that one vague phrase of several gives
    (`detail["supporting"]`) stays in the document, unless its site has nothing else.
    """
    roles = {place.id: place.role for place in incident.places}
    placed = {p.site for p in incident.placements if p.site and not p.detail.get("supporting")}
    kept = [
        p
        for p in incident.placements
        if roles.get(p.place or "") not in _NEVER_DRAWN and not (p.detail.get("supporting") and p.site in placed)
    ]

    def order(p: Placement) -> tuple[bool, int, float]:
        return (p.kind != "place", _DRAWN_LAST.get(roles.get(p.place or "", ""), 4), -p.uncertainty_m)

    return tuple(sorted(kept, key=order))


@once
def rows(incident: Incident) -> list[dict[str, Any]]:
    """The values of every column for every placement that is shown, in the order of `shown`."""
    index = _Index(incident)
    names = [column.name for column in _columns.columns(incident)]
    found = []
    for placement in shown(incident):
        values = index.place_row(placement) if placement.place else index.site_row(placement)
        values |= index.shared(placement, values)
        found.append({name: values[name] for name in names})
    return found


class _Index:
    """The parts of one incident by their ids, and the rows made from them."""

    def __init__(self, incident: Incident) -> None:
        self.places = {place.id: place for place in incident.places}
        self.sites = {site.id: site for site in incident.sites}
        self.relations = {relation.id: relation for relation in incident.relations}
        self.times = {time.id: time for time in incident.times}
        self.claims: dict[str, list[Claim]] = {}
        for claim in standing(incident):
            if claim.site:
                self.claims.setdefault(claim.site, []).append(claim)
        self.empty: dict[str, Any] = {
            column.name: "" if column.kind == "text" else False if column.kind == "boolean" else None
            for column in _columns.columns(incident)
        }

    def place_row(self, placement: Placement) -> dict[str, Any]:
        place = self.places.get(placement.place or "")
        if place is None:
            return self.empty | {"name": placement.place or ""}
        quote = place.mentions[0] if place.mentions else None
        return self.empty | {
            "role": place.role,
            "name": clean(place.name),
            "label": clean(place.name),
            "source": _source(place),
            "confidence": float(place.confidence),
            **_quote(quote),
            "because": "; ".join((*place.because, *placement.because)),
        }

    def site_row(self, placement: Placement) -> dict[str, Any]:
        site = self.sites.get(placement.site or "")
        relation = self.primary(placement)
        name = clean(site.name or site.event or site.id) if site else ""
        mentions = site.mentions if site else ()
        measured = self.measured(relation) if relation else _quote(mentions[0] if mentions else None)
        return self.empty | {
            "role": "incident",
            "site": placement.site or "",
            "name": name,
            "label": _label(name, placement, self.empty | measured),
            **self.time(site),
            **self.figures(placement.site or ""),
            **measured,
            "source": "; ".join(dict.fromkeys(_source(place) for place in self.anchors(placement))),
            "confidence": min((float(place.confidence) for place in self.anchors(placement)), default=None),
            "because": "; ".join(placement.because),
        }

    def shared(self, placement: Placement, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "feature_id": placement.id,
            "kind": placement.kind,
            "relation": placement.relation or row["relation"],
            "shape": placement.shape,
            "uncertainty_m": float(placement.uncertainty_m or sum(placement.budget_m.values()) or 1.0),
            "unbounded": placement.unbounded,
            "reading": clean(placement.reading),
            "weight": float(placement.weight),
            "label_lon": round(float(placement.label_lon), 9),
            "label_lat": round(float(placement.label_lat), 9),
        }

    def primary(self, placement: Placement) -> Relation | None:
        """The phrase that a region is named after: the one of its relation, else one with a distance."""
        found = [self.relations[id_] for id_ in placement.from_ if id_ in self.relations]
        found.sort(key=lambda r: (r.relation != placement.relation, r.distance_m is None))
        return found[0] if found else None

    def anchors(self, placement: Placement) -> list[Place]:
        """The places that the phrases of a region measure from, through other sites too."""
        found: dict[str, Place] = {}
        seen: set[str] = set()
        waiting = [self.relations[id_] for id_ in placement.from_ if id_ in self.relations]
        while waiting:
            relation = waiting.pop(0)
            for anchor in relation.anchors:
                if anchor in self.places:
                    found[anchor] = self.places[anchor]
                elif anchor in self.sites and anchor not in seen:
                    seen.add(anchor)
                    waiting += [r for r in self.relations.values() if r.site == anchor]
        return [place for place in found.values() if place.lon is not None]

    def measured(self, relation: Relation) -> dict[str, Any]:
        distance, first = relation.distance_m, self.places.get((*relation.anchors, "")[0])
        located = first if first and first.lon is not None and len(relation.anchors) == 1 else None
        named = [self.places.get(id_) or self.sites.get(id_) for id_ in relation.anchors]
        return {
            "relation": relation.relation,
            "anchor": ", ".join(clean(anchor.name) for anchor in named if anchor),
            "anchor_lon": _real(located.lon if located else None),
            "anchor_lat": _real(located.lat if located else None),
            "distance_m": _real(distance.nominal if distance else None),
            "distance_low_m": _real(distance.low if distance else None),
            "distance_high_m": _real(distance.high if distance else None),
            "bearing_deg": _real(relation.bearing_deg),
            "bearing_half_width_deg": _real(relation.bearing_half_width_deg),
            "by": relation.by or "",
            **_quote(relation.quote),
        }

    def time(self, site: Site | None) -> dict[str, Any]:
        time = self.times.get(site.time) if site and site.time else None
        if time is None or time.value is None:
            return {"time_precision": "unknown"} if site else {}
        return {"time_utc": utc(time), "time_local": time.value, "time_precision": time.precision}

    def figures(self, site: str) -> dict[str, Any]:
        """The site's own figures: of everybody before a subset, stated before estimated, revised ones left out.

        Where speakers still differ, the bounds hold all of them and `..._by` names them: nobody is chosen.
        """
        found: dict[str, Any] = {}
        for name in _columns.CLAIMS:
            of_kind = [c for c in self.claims.get(site, ()) if c.claim == name]
            if not of_kind:
                continue
            best = min((bool(c.scope), c.estimate) for c in of_kind)
            said = [c for c in of_kind if (bool(c.scope), c.estimate) == best]
            lows = [c.low for c in said if c.low is not None]
            highs = [c.high for c in said if c.high is not None]
            found |= {
                f"{name}_low": min(lows) if lows else None,
                f"{name}_high": max(highs) if len(highs) == len(said) else None,
                f"{name}_scope": "; ".join(dict.fromkeys(c.scope for c in said if c.scope)),
                f"{name}_by": "; ".join(dict.fromkeys(c.by for c in said if c.by)),
            }
        return found


def utc(time: Time) -> str | None:
    """The instant in UTC, ending in Z; None where the words give no hour or the offset is not known.

    >>> utc(Time("t", "2024-01-03T14:50:00+03:30", "minute", False, Span(0, 5, "14:50")))
    '2024-01-03T11:20:00Z'
    """
    if time.value is None or "T" not in time.value:
        return None
    try:
        moment = datetime.fromisoformat(time.value)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def standing(incident: Incident) -> tuple[Claim, ...]:
    """The figures that no later one replaces."""
    replaced = {claim.revises for claim in incident.claims if claim.revises}
    return tuple(claim for claim in incident.claims if claim.id not in replaced)


def where(row: Mapping[str, Any]) -> str:
    """Where a row says that it is, in a few words.

    >>> where({"relation": "distance", "anchor": "the bridge", "distance_m": 700.0, "bearing_deg": None})
    '700 m from the bridge'
    >>> where({"relation": "distance_heading", "anchor": "the bridge", "distance_m": 7000.0, "bearing_deg": 45.0})
    '7 km NE of the bridge'
    """
    if row["distance_m"] and row["bearing_deg"] is not None:
        return f"{_measures.metric(row['distance_m'])} {_measures.compass(row['bearing_deg'])} of {row['anchor']}"
    if row["distance_m"]:
        return f"{_measures.metric(row['distance_m'])} from {row['anchor']}"
    return f"{row['relation'].replace('_', ' ')} {row['anchor']}".strip()


def _label(name: str, placement: Placement, row: Mapping[str, Any]) -> str:
    """A site's name; of one that has several regions also the reading, or else the words, that this one is of."""
    if placement.weight == 1:
        return name
    if placement.reading:
        return f"{name} ({clean(placement.reading)} · {placement.weight:.0%})"
    return f"{name} ({where(row)})" if row["anchor"] else name


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


def _quote(quote: Span | None) -> dict[str, Any]:
    return {} if quote is None else {"quote": quote.text, "quote_start": quote.start, "quote_end": quote.end}


def _source(place: Place) -> str:
    return f"{place.source}:{place.source_id}" if place.source_id else place.source


def attributions(incident: Incident) -> Sequence[str]:
    """The credits that whoever publishes the positions must print, each once."""
    return tuple(dict.fromkeys(place.attribution for place in incident.places if place.attribution))
