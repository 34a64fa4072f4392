"""What an incident draws, as tables with shapes: regions, bands, rings, evidence and the points of labels."""

from __future__ import annotations

from typing import Any

from mapper.model import Incident
from mapper.writers import _columns, _polygons, _rows
from mapper.writers._tables import SPAN, Table, known, quoted


def layers(incident: Incident) -> list[Table]:
    """The layers from the top down, also those without a row."""
    shown = _rows.shown(incident)
    rows = _rows.rows(incident)
    places, sites = {place.id for place in incident.places}, {site.id for site in incident.sites}
    regions = [
        row
        | {"geom": _multi(placement.geometry, "MultiPolygon")}
        | {"site": known(placement.site, sites), "place": known(placement.place, places)}
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
              {"relation": "text"} | named | SPAN, _evidence(incident, rows),
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
                     **quoted(relation.quote), "geom": _polygons.line(start, end)}
                )  # fmt: skip
    return found


def _multi(geometry: Any, kind: str) -> dict[str, Any]:
    """The geometry as a Multi...: a layer has one type."""
    if geometry["type"] == kind:
        return {"type": kind, "coordinates": geometry["coordinates"]}
    return {"type": kind, "coordinates": [geometry["coordinates"]]}
