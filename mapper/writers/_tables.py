"""Everything that an incident holds as tables: layers with shapes, and what is said of them, joined by keys.

Rows of the tables that have no shape of their own carry the point where a label of what they are about would stand
(`geom`, null where they are about nothing that was placed): a label, no position. It gives every table a place in
the programs that list only what can be drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mapper.model import Incident, Span
from mapper.writers import _columns, _polygons, _rows

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


_DRAWN = {"incident", "anchor", "mentioned"}
_SPAN = {"quote": "text", "quote_start": "integer", "quote_end": "integer"}


def tables(incident: Incident) -> list[Table]:
    """The tables that have rows, layers first; links to tables without rows are left out."""
    found = [table for table in (*_layers(incident), *_attributes(incident)) if table.rows]
    names = {table.name for table in found}
    return [
        replace(table, links={key: to for key, to in table.links.items() if to.split(".")[0] in names})
        for table in found
    ]


def _layers(incident: Incident) -> list[Table]:
    shown = _rows.shown(incident)
    rows = _rows.rows(incident)
    known = {place.id for place in incident.places}, {site.id for site in incident.sites}
    regions = [
        row
        | {"geom": _multi(placement.geometry, "MultiPolygon")}
        | {"site": _one_of(placement.site, known[1]), "place": _one_of(placement.place, known[0])}
        for row, placement in zip(rows, shown, strict=True)
    ]
    bands = [
        {"feature_id": p.id, "band": name, "label": row["label"], "geom": _multi(shape, "MultiPolygon")}
        for p, row in zip(shown, rows, strict=True)
        for name, shape in (("stated", p.stated), ("50 %", p.half), ("90 %", p.ninety))
        if shape and shape.get("coordinates") and shape["type"] in {"Polygon", "MultiPolygon"}
    ]
    rings = [
        {"feature_id": p.id, "label": row["label"], "distance_m": row["distance_m"], "quote": row["quote"],
         "geom": _multi(p.nominal, "MultiLineString")}
        for p, row in zip(shown, rows, strict=True)
        if p.nominal and p.nominal.get("coordinates") and p.nominal["type"] in {"LineString", "MultiLineString"}
    ]  # fmt: skip
    labels = [
        {key: row[key] for key in ("feature_id", "label", "kind", "role", "uncertainty_m", "unbounded")}
        | {"geom": {"type": "Point", "coordinates": [row["label_lon"], row["label_lat"]]}}
        for row in rows
    ]
    named = {"feature_id": "text", "label": "text"}
    to_region = {"feature_id": "regions.feature_id"}
    kinds = {column.name: column.kind for column in _columns.columns(incident)} | {"place": "text"}
    return [
        Table("regions", "Anywhere inside, with all doubt", "MultiPolygon", kinds, regions,
              unique="feature_id", links={"site": "sites.id", "place": "places.id"}),
        Table("bands", "What the words give by themselves", "MultiPolygon", named | {"band": "text"}, bands,
              links=to_region),
        Table("rings", "The distance as said", "MultiLineString", named | {"distance_m": "real", "quote": "text"},
              rings, links=to_region),
        Table("evidence", "From what a phrase measures from to its region", "MultiLineString",
              {"relation": "text"} | named | _SPAN, _evidence(incident, rows),
              links={"relation": "relations.id"} | to_region),
        Table("labels", "Where labels are set: no positions", "Point",
              named | {"kind": "text", "role": "text", "uncertainty_m": "real", "unbounded": "boolean"}, labels,
              links=to_region),
    ]  # fmt: skip


def _evidence(incident: Incident, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines from the middle of an anchor to the label point of the region that its phrase led to."""
    places = {place.id: place for place in incident.places if place.lon is not None}
    relations = {relation.id: relation for relation in incident.relations}
    found = []
    for row, placement in zip(rows, _rows.shown(incident), strict=True):
        for relation in (relations[id_] for id_ in placement.from_ if id_ in relations):
            for anchor in (places[id_] for id_ in relation.anchors if id_ in places):
                start, end = (anchor.lon or 0.0, anchor.lat or 0.0), (row["label_lon"], row["label_lat"])
                found.append(
                    {"relation": relation.id, "feature_id": row["feature_id"], "label": row["label"],
                     **_quote(relation.quote), "geom": _polygons.line(start, end)}
                )  # fmt: skip
    return found


def _attributes(incident: Incident) -> list[Table]:
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
             "country": "text", "because": "text", "attribution": "text"} | _SPAN,
            [
                {"id": p.id, "name": p.name, "kind": p.kind, "role": p.role, "uncertainty_m": p.uncertainty_m,
                 "extent_m": p.extent_m, "position_m": p.position_m, "source": p.source, "source_id": p.source_id,
                 "resolved_to": p.resolved_to, "confidence": p.confidence, "country": p.country,
                 "because": "; ".join(p.because), "attribution": p.attribution,
                 **_quote(p.mentions[0] if p.mentions else None),
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
            {"id": "text", "name": "text", "event": "text", "ordinal": "integer", "time": "text"} | _SPAN,
            [
                {"id": s.id, "name": s.name, "event": s.event, "ordinal": s.ordinal, "time": _one_of(s.time, times),
                 **_quote(s.mentions[0] if s.mentions else None), "geom": points.of_site(s.id)}
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
             "geometry": "text", "reading": "text", "weight": "real", "by": "text", "because": "text"} | _SPAN,
            [
                {"id": r.id, "relation": r.relation, "site": _one_of(r.site, sites),
                 "low_m": r.distance_m and r.distance_m.low, "nominal_m": r.distance_m and r.distance_m.nominal,
                 "high_m": r.distance_m and r.distance_m.high, "said": r.distance_m.said if r.distance_m else "",
                 "bearing_deg": r.bearing_deg, "bearing_half_width_deg": r.bearing_half_width_deg, "hedged": r.hedged,
                 "geometry": r.geometry, "reading": r.reading, "weight": r.weight, "by": r.by or "",
                 "because": "; ".join(r.because), **_quote(r.quote), "geom": points.of_site(r.site)}
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
                {"relation": r.id, "place": _one_of(anchor, places), "site": _one_of(anchor, sites),
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
             "because": "text"} | _SPAN,
            [
                {"id": t.id, "value": t.value or "", "utc": _rows.utc(t), "precision": t.precision,
                 "derived": t.derived, "because": "; ".join(t.because), **_quote(t.quote), "geom": points.of_time(t.id)}
                for t in incident.times
            ],
            unique="id",
        ),
        Table(
            "claims",
            "Figures that somebody stated: never merged, never added up",
            "Point",
            {"id": "text", "claim": "text", "low": "integer", "high": "integer", "said": "text", "by": "text",
             "as_of": "text", "scope": "text", "estimate": "boolean", "site": "text", "revises": "text"} | _SPAN,
            [
                {"id": c.id, "claim": c.claim, "low": c.low, "high": c.high, "said": c.said, "by": c.by or "",
                 "as_of": _one_of(c.as_of, times), "scope": c.scope or "", "estimate": c.estimate,
                 "site": _one_of(c.site, sites), "revises": _one_of(c.revises, claims),
                 **_quote(c.quotes[0] if c.quotes else None), "geom": points.of_site(c.site)}
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
            {"what": "text", "why": "text"} | _SPAN,
            [{"what": u.what, "why": u.why, **_quote(u.quote), "geom": None} for u in incident.unplaced],
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


def _quote(quote: Span | None) -> dict[str, Any]:
    if quote is None:
        return {"quote": "", "quote_start": None, "quote_end": None}
    return {"quote": quote.text, "quote_start": quote.start, "quote_end": quote.end}


def _one_of(id_: str | None, known: set[str]) -> str | None:
    """The id where it exists: a foreign key never dangles."""
    return id_ if id_ in known else None


def _multi(geometry: Any, kind: str) -> dict[str, Any]:
    """The geometry as a Multi...: a layer has one type."""
    if geometry["type"] == kind:
        return {"type": kind, "coordinates": geometry["coordinates"]}
    return {"type": kind, "coordinates": [geometry["coordinates"]]}
