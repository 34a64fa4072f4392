"""CSV with Darwin Core names: one row a placement, for spreadsheets and georeference tables.

Georeference terms are those of `darwincore`: a point and a radius that hold the region, and the region as
`footprintWKT`, with the precision codes of UCDP and ACLED beside them. It cannot carry rings as lines, claims of no
one site or candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mapper.model import Incident, Placement
from mapper.seams import Style
from mapper.writers import _columns, _rows, _sheet

TITLE = "CSV (Darwin Core)"
FOR = "spreadsheets, collections, databases of georeferences"
LOSES = "claims of no one site, candidates, types (a table of text)"
NEEDS = ""
BY_DEFAULT = False

_DARWIN = {"feature_id", "label", "label_lon", "label_lat", "quote", "because", "source", "time_utc", "time_local"}
"""Columns that Darwin Core's terms say already."""


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.csv`."""
    from mapper.darwincore import terms

    more = [column.name for column in _columns.columns(incident) if column.name not in _DARWIN]
    body = []
    heads: list[str] = []
    known = _Known(incident)
    for placement, row in zip(_rows.shown(incident), _rows.rows(incident), strict=True):
        said = {"locationID": row["feature_id"], "locality": row["label"], "eventDate": row["time_local"]}
        said |= terms(placement, known.of(placement))
        heads = list(said)
        body.append([*said.values(), *(row[name] for name in more)])
    return {f"{stem}.csv": _sheet.sheet([*heads, *more], body=body)}


class _Known:
    """The part of an incident that one placement rests on."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.relations = {relation.id: relation for relation in incident.relations}
        self.places = {place.id: place for place in incident.places}

    def of(self, placement: Placement) -> Incident:
        relations = tuple(self.relations[id_] for id_ in placement.from_ if id_ in self.relations)
        named = (placement.place or "", *(anchor for relation in relations for anchor in relation.anchors))
        places = tuple(self.places[id_] for id_ in dict.fromkeys(named) if id_ in self.places)
        return replace(self.incident, relations=relations, places=places)
