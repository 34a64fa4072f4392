"""What was read of an incident, as tables joined by keys; the layers that are drawn have a module of their own.

Rows of the tables that have no shape of their own carry the point where a label of what they are about would stand
(`geom`, null where they are about nothing that was placed): a label, no position. It gives every table a place in
the programs that list only what can be drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapper.model import Incident, Span
from mapper.writers import _rows

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `columns` map names to kinds (`_columns.Column`), a row's `geom` is a GeoJSON geometry or None.

    `unique` names the column that others refer to, `links` maps columns to the "table.column" that they refer to.
    """

    name: str
    about: str
    geometry: str
    columns: Mapping[str, str]
    rows: Sequence[Row]
    unique: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


_DRAWN = {"incident", "anchor", "mentioned"}  # places with a point
SPAN = {"quote": "text", "quote_start": "integer", "quote_end": "integer"}
"""The columns of words of the report."""


def tables(incident: Incident) -> list[Table]:
    """The tables of what was read, also those without a row."""
    sites, times = {site.id for site in incident.sites}, {time.id for time in incident.times}
    places, relations = {place.id for place in incident.places}, {relation.id for relation in incident.relations}
    claims = {claim.id for claim in incident.claims}
    card, shown, points = incident.report, _rows.shown(incident), _Points(incident)
    return [
        Table(
            "places",
            "Names of the report and the places that they stand for; enclosing areas and the dateline without a point",
            "Point",
            {"id": "text", "name": "text", "kind": "text", "role": "text", "lon": "real", "lat": "real",
             "uncertainty_m": "real", "extent_m": "real",
             "position_m": "real", "source": "text", "source_id": "text", "resolved_to": "text", "confidence": "real",
             "country": "text", "because": "text", "attribution": "text"} | SPAN,
            [
                {"id": p.id, "name": p.name, "kind": p.kind, "role": p.role, "uncertainty_m": p.uncertainty_m,
                 "extent_m": p.extent_m, "position_m": p.position_m, "source": p.source, "source_id": p.source_id,
                 "resolved_to": p.resolved_to, "confidence": p.confidence, "country": p.country,
                 "because": "; ".join(p.because), "attribution": p.attribution,
                 **quoted(p.mentions[0] if p.mentions else None),
                 "lon": p.lon, "lat": p.lat,
                 "geom": _point(p.lon, p.lat) if p.role in _DRAWN and p.lon is not None and p.lat is not None else None}
                for p in incident.places
            ],
            unique="id",
        ),
        Table(
            "sites",
            "Where each event of the incident happened",
            "Point",
            {"id": "text", "name": "text", "event": "text", "ordinal": "integer", "time": "text"} | SPAN,
            [
                {"id": s.id, "name": s.name, "event": s.event, "ordinal": s.ordinal, "time": known(s.time, times),
                 **quoted(s.mentions[0] if s.mentions else None), "geom": points.of_site(s.id)}
                for s in incident.sites
            ],
            unique="id",
            links={"time": "times.id"},
        ),
        Table(
            "relations",
            "What the words say of the positions",
            "Point",
            {"id": "text", "relation": "text", "site": "text", "low_m": "real", "nominal_m": "real", "high_m": "real",
             "said": "text", "bearing_deg": "real", "bearing_half_width_deg": "real", "hedged": "boolean",
             "geometry": "text", "reading": "text", "weight": "real", "by": "text", "because": "text"} | SPAN,
            [
                {"id": r.id, "relation": r.relation, "site": known(r.site, sites),
                 "low_m": r.distance_m and r.distance_m.low, "nominal_m": r.distance_m and r.distance_m.nominal,
                 "high_m": r.distance_m and r.distance_m.high, "said": r.distance_m.said if r.distance_m else "",
                 "bearing_deg": r.bearing_deg, "bearing_half_width_deg": r.bearing_half_width_deg, "hedged": r.hedged,
                 "geometry": r.geometry, "reading": r.reading, "weight": r.weight, "by": r.by or "",
                 "because": "; ".join(r.because), **quoted(r.quote), "geom": points.of_site(r.site)}
                for r in incident.relations
            ],
            unique="id",
            links={"site": "sites.id"},
        ),
        Table(
            "relation_anchors",
            "What each phrase measures from",
            "Point",
            {"relation": "text", "place": "text", "site": "text"},
            [
                {"relation": r.id, "place": known(anchor, places), "site": known(anchor, sites),
                 "geom": points.of_place(anchor) or points.of_site(anchor)}
                for r in incident.relations for anchor in r.anchors
            ],
            links={"relation": "relations.id", "place": "places.id", "site": "sites.id"},
        ),
        Table(
            "region_relations",
            "Which phrases each region rests on",
            "Point",
            {"feature_id": "text", "relation": "text"},
            [
                {"feature_id": p.id, "relation": id_, "geom": _point(p.label_lon, p.label_lat)}
                for p in shown for id_ in p.from_ if id_ in relations
            ],
            links={"feature_id": "regions.feature_id", "relation": "relations.id"},
        ),
        Table(
            "times",
            "Times as worded, with their offsets",
            "Point",
            {"id": "text", "value": "text", "utc": "time", "precision": "text", "derived": "boolean",
             "because": "text"} | SPAN,
            [
                {"id": t.id, "value": t.value or "", "utc": _rows.utc(t), "precision": t.precision,
                 "derived": t.derived, "because": "; ".join(t.because), **quoted(t.quote), "geom": points.of_time(t.id)}
                for t in incident.times
            ],
            unique="id",
        ),
        Table(
            "claims",
            "Figures that somebody stated: never merged, never added up",
            "Point",
            {"id": "text", "claim": "text", "low": "integer", "high": "integer", "said": "text", "by": "text",
             "as_of": "text", "scope": "text", "estimate": "boolean", "site": "text", "revises": "text"} | SPAN,
            [
                {"id": c.id, "claim": c.claim, "low": c.low, "high": c.high, "said": c.said, "by": c.by or "",
                 "as_of": known(c.as_of, times), "scope": c.scope or "", "estimate": c.estimate,
                 "site": known(c.site, sites), "revises": known(c.revises, claims),
                 **quoted(c.quotes[0] if c.quotes else None), "geom": points.of_site(c.site)}
                for c in incident.claims
            ],
            unique="id",
            links={"as_of": "times.id", "site": "sites.id", "revises": "claims.id"},
        ),
        Table(
            "candidates",
            "Other places that the names could have meant",
            "Point",
            {"place": "text", "name": "text", "lon": "real", "lat": "real", "source": "text", "source_id": "text",
             "score": "real"},
            [
                {"place": p.id, "name": c.name, "lon": c.lon, "lat": c.lat, "source": c.source,
                 "source_id": c.source_id, "score": c.score, "geom": points.of_place(p.id)}
                for p in incident.places for c in p.candidates
            ],
            links={"place": "places.id"},
        ),
        Table(
            "unplaced",
            "Words that looked like a place and got none",
            "Point",
            {"what": "text", "why": "text"} | SPAN,
            [{"what": u.what, "why": u.why, **quoted(u.quote), "geom": None} for u in incident.unplaced],
        ),
        Table(
            "decisions",
            "What people decided about the document",
            "Point",
            dict.fromkeys(("what", "by", "date", "note", "path", "value"), "text"),
            [
                {"what": d.what, "by": d.by, "date": d.date, "note": d.note, "path": d.path,
                 "value": json.dumps(d.value, ensure_ascii=False), "geom": None}
                for d in incident.decisions
            ],
        ),
        Table(
            "report",
            "The report that all this was read from",
            "Point",
            dict.fromkeys(("id", "title", "sha256", "language", "published", "timezone"), "text")
            | {"characters": "integer"} | dict.fromkeys(("publisher", "url", "attribution"), "text"),
            [
                {"id": card.id, "title": card.title, "sha256": card.sha256, "language": card.language,
                 "published": card.published.isoformat() if card.published else "", "timezone": card.timezone,
                 "characters": card.characters, "publisher": card.publisher, "url": card.url,
                 "attribution": "; ".join(_rows.attributions(incident)), "geom": None}
            ],
        ),
    ]  # fmt: skip


class _Points:
    """Label points of sites, places and times: of the likeliest reading where there are several."""

    def __init__(self, incident: Incident) -> None:
        self.sites: dict[str, dict[str, Any]] = {}
        self.places: dict[str, dict[str, Any]] = {}
        for p in sorted(_rows.shown(incident), key=lambda p: p.weight):
            chosen = self.sites if p.site else self.places
            chosen[p.site or p.place or ""] = _point(p.label_lon, p.label_lat)
        self.times = {site.time: site.id for site in reversed(incident.sites) if site.time}

    def of_site(self, id_: str | None) -> dict[str, Any] | None:
        return self.sites.get(id_ or "")

    def of_place(self, id_: str) -> dict[str, Any] | None:
        return self.places.get(id_)

    def of_time(self, id_: str) -> dict[str, Any] | None:
        return self.of_site(self.times.get(id_))


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def quoted(quote: Span | None) -> dict[str, Any]:
    """The columns of `SPAN`."""
    if quote is None:
        return {"quote": "", "quote_start": None, "quote_end": None}
    return {"quote": quote.text, "quote_start": quote.start, "quote_end": quote.end}


def known(id_: str | None, known: set[str]) -> str | None:
    """The id where it exists: a foreign key never dangles."""
    return id_ if id_ in known else None
