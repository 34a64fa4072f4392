"""GeoJSON (RFC 7946): one FeatureCollection of polygons, for QGIS, geojson.io, GitHub and every web map.

Longitude and latitude in degrees on WGS 84, nine decimals, right-hand winding, cut at the antimeridian; flat
properties with one type a column (`_rows.COLUMNS`). No point is written: a point would look like a position.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from operator import mul
from typing import Any

from mapper.errors import InvalidDocument
from mapper.model import Geometry, Incident
from mapper.seams import Style
from mapper.writers import _rows

TITLE = "GeoJSON"
FOR = "QGIS, geojson.io, GitHub, web maps; the .qml beside it styles it"
LOSES = "nominal rings as lines and label points (GeoPackage has them), candidates, claims of no one site"
NEEDS = ""
BY_DEFAULT = True

DECIMALS = 9  # of a degree: a tenth of a millimetre

Ring = Sequence[Sequence[float]]


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.geojson`, one feature a line; coordinates are printed ring by ring, because they are most of it."""
    whole = _described(incident)
    lines = [
        f'{{"type":"Feature","id":{_encoded(placement.id)},"properties":{_encoded(row)},'
        f'"geometry":{{"type":"{placement.geometry["type"]}","coordinates":{_printed(oriented(placement.geometry))}}}}}'
        for placement, row in zip(_rows.shown(incident), _rows.rows(incident), strict=True)
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
    features = [
        {
            "type": "Feature",
            "id": placement.id,
            "properties": row,
            "geometry": {"type": placement.geometry["type"], "coordinates": _rounded(oriented(placement.geometry))},
        }
        for placement, row in zip(_rows.shown(incident), _rows.rows(incident), strict=True)
    ]
    return _described(incident) | {"features": features}


def frame(incident: Incident) -> Any:
    """A `geopandas.GeoDataFrame` of the same features in EPSG:4326, each column in its own type."""
    import geopandas
    import pandas as pd
    from shapely.geometry import shape

    found = collection(incident)["features"]
    kinds = {"text": "str", "real": "float64", "integer": "Int64", "boolean": "bool"}
    table: dict[str, Any] = {}
    for column in _rows.columns(incident):
        values = [feature["properties"][column.name] for feature in found]
        if column.kind == "time":
            table[column.name] = pd.to_datetime(pd.Series(values, dtype="object"), utc=True)
        else:
            table[column.name] = pd.Series(values, dtype=kinds[column.kind])
    geometry = [shape(feature["geometry"]) for feature in found]
    return geopandas.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")


def oriented(geometry: Geometry) -> list[Any]:
    """The coordinates of a polygon or multipolygon, outer rings counter-clockwise and holes clockwise.

    Raises:
        InvalidDocument: it is neither, or crosses the antimeridian uncut.
    """
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", ())
    if kind == "Polygon":
        return [_turned(ring, outer=i == 0) for i, ring in enumerate(coordinates)]
    if kind == "MultiPolygon":
        return [[_turned(ring, outer=i == 0) for i, ring in enumerate(part)] for part in coordinates]
    raise InvalidDocument(f"a placement's geometry is a {kind}; it must be a Polygon or a MultiPolygon")


def _turned(ring: Ring, *, outer: bool) -> Ring:
    lons, lats = zip(*ring, strict=True)
    if max(lons) > 180 or min(lons) < -180 or (max(lons) - min(lons) > 180 and _jumps(lons, lats)):
        raise InvalidDocument(f"a region crosses the antimeridian uncut near {lons[0]}, {lats[0]}; place it again")
    doubled_area = sum(map(mul, lons, lats[1:])) - sum(map(mul, lons[1:], lats))
    return ring if (doubled_area > 0) == outer else ring[::-1]


def _jumps(lons: Sequence[float], lats: Sequence[float]) -> bool:
    """Whether an edge runs around the world; along a pole it may, there it has no length."""
    edges = zip(lons, lons[1:], lats, lats[1:], strict=False)
    return any(abs(x1 - x0) > 180 and min(abs(y0), abs(y1)) < 89.999 for x0, x1, y0, y1 in edges)


def _described(incident: Incident) -> dict[str, Any]:
    """The collection's own members; QGIS calls the layer by `name`."""
    credit = "; ".join(_rows.attributions(incident))
    return {"type": "FeatureCollection", "name": incident.report.id} | ({"attribution": credit} if credit else {})


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, list | tuple):
        return [_rounded(item) for item in coordinates]
    return round(float(coordinates), DECIMALS)


def _printed(coordinates: Any) -> str:
    if not isinstance(coordinates[0][0], int | float):
        return f"[{','.join(map(_printed, coordinates))}]"
    return _ring_of(len(coordinates)) % tuple(chain.from_iterable(coordinates))


@cache
def _ring_of(points: int) -> str:
    return f"[{','.join([f'[%.{DECIMALS}f,%.{DECIMALS}f]'] * points)}]"


_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
