"""GeoJSON (RFC 7946): one FeatureCollection of polygons, for QGIS, geojson.io, GitHub and every web map.

Longitude and latitude in degrees on WGS 84, nine decimals, right-hand winding, cut at the antimeridian; flat
properties with one type a column (`_columns.COLUMNS`). No point is written: a point would look like a position.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _rows
from mapper.writers._frame import frame

__all__ = ["collection", "files", "frame"]

TITLE = "GeoJSON"
FOR = "QGIS, geojson.io, GitHub, web maps; the .qml beside it styles it"
LOSES = "nominal rings as lines and label points (GeoPackage has them), candidates, claims of no one site"
NEEDS = ""
BY_DEFAULT = True
SUFFIX = ".geojson"
OPEN = "the regions: drop it into QGIS; the .qml beside it styles it"


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.geojson`, one feature a line; coordinates are printed all at once, because they are most of it."""
    from mapper.writers import _printed

    whole = _described(incident)
    shown = _rows.shown(incident)
    lines = [
        f'{{"type":"Feature","id":{_encoded(placement.id)},"properties":{_encoded(row)},'
        f'"geometry":{{"type":"{placement.geometry["type"]}","coordinates":{coordinates}}}}}'
        for placement, row, coordinates in zip(
            shown, _rows.rows(incident), _printed.texts([p.geometry for p in shown]), strict=True
        )
    ]
    head = _encoded(whole)[:-1]
    return {
        f"{stem}.geojson": (f'{head},"features":[\n' + ",\n".join(lines) + "\n]}\n").encode("utf-8", "backslashreplace")
    }


def collection(incident: Incident) -> dict[str, Any]:
    """The FeatureCollection, as plain JSON values: what `json.loads` gives of the file.

    Raises:
        InvalidDocument: a region crosses the antimeridian uncut or is no polygon.
    """
    from mapper.writers import _printed

    shown = _rows.shown(incident)
    features = [
        {
            "type": "Feature",
            "id": placement.id,
            "properties": dict(row),
            "geometry": {"type": placement.geometry["type"], "coordinates": coordinates},
        }
        for placement, row, coordinates in zip(
            shown, _rows.rows(incident), _printed.lists([p.geometry for p in shown]), strict=True
        )
    ]
    return _described(incident) | {"features": features}


def _described(incident: Incident) -> dict[str, Any]:
    """The collection's own members; QGIS calls the layer by `name`."""
    credit = "; ".join(_rows.attributions(incident))
    return {"type": "FeatureCollection", "name": incident.report.id} | ({"attribution": credit} if credit else {})


_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
