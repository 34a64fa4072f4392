"""CSV with Darwin Core names: one row a placement, for spreadsheets and georeference tables.

The point and radius are those of a circle that holds the whole region (`coordinateUncertaintyInMeters`), as the
point-radius method has it; the region itself is in `footprintWKT`. It cannot carry rings as lines, claims or
candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapper.model import Incident, Placement
from mapper.seams import Style
from mapper.writers import _circles, _rows, _sheet
from mapper.writers._polygons import oriented

TITLE = "CSV (Darwin Core)"
FOR = "spreadsheets, collections, databases of georeferences"
LOSES = "claims of no one site, candidates, types (a table of text)"
NEEDS = ""
BY_DEFAULT = False

_HEADS = (
    "locationID", "locality", "verbatimLocality", "decimalLatitude", "decimalLongitude", "geodeticDatum",
    "coordinateUncertaintyInMeters", "footprintWKT", "footprintSRS", "georeferenceProtocol", "georeferenceSources",
    "georeferenceRemarks", "eventDate",
)  # fmt: skip
_PROTOCOL = "Georeferencing Best Practices (Chapman & Wieczorek 2020), point-radius and shape"
_DARWIN = {"feature_id", "label", "label_lon", "label_lat", "quote", "because", "source", "time_utc", "time_local"}


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.csv`."""
    more = [column.name for column in _rows.columns(incident) if column.name not in _DARWIN]
    shown, rows = _rows.shown(incident), _rows.rows(incident)
    circles = _circles.holding(shown)
    body = [
        [*_darwin(placement, row, circle), *(row[name] for name in more)]
        for placement, row, circle in zip(shown, rows, circles, strict=True)
    ]
    return {f"{stem}.csv": _sheet.sheet([*_HEADS, *more], body=body)}


def _darwin(placement: Placement, row: dict[str, Any], circle: _circles.Circle) -> list[Any]:
    return [
        row["feature_id"], row["label"], row["quote"], circle.lat, circle.lon, "EPSG:4326", circle.radius_m,
        _wkt(placement), "EPSG:4326", _PROTOCOL, row["source"], row["because"], row["time_local"],
    ]  # fmt: skip


def _wkt(placement: Placement) -> str:
    coordinates = oriented(placement.geometry)
    parts = [coordinates] if placement.geometry["type"] == "Polygon" else coordinates

    def ring(points: Any) -> str:
        return f"({', '.join(f'{lon:.9f} {lat:.9f}' for lon, lat in points)})"

    polygons = [f"({', '.join(map(ring, rings))})" for rings in parts]
    return f"POLYGON {polygons[0]}" if len(polygons) == 1 else f"MULTIPOLYGON ({', '.join(polygons)})"
