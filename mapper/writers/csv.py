"""CSV with Darwin Core names: one row a placement, for spreadsheets and georeference tables.

Georeference terms are those of `darwincore`: a point and a radius that hold the region, and the region as
`footprintWKT`, with the precision codes of UCDP and ACLED beside them. It cannot carry rings as lines, claims of no
one site or candidates.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _rows, _sheet

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

    more = [column.name for column in _rows.columns(incident) if column.name not in _DARWIN]
    body = []
    heads: list[str] = []
    for placement, row in zip(_rows.shown(incident), _rows.rows(incident), strict=True):
        said = {"locationID": row["feature_id"], "locality": row["label"], "eventDate": row["time_local"]}
        said |= terms(placement, incident)
        heads = list(said)
        body.append([*said.values(), *(row[name] for name in more)])
    return {f"{stem}.csv": _sheet.sheet([*heads, *more], body=body)}
