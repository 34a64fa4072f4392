"""The rows of the GeoJSON as a `GeoDataFrame`: the same values and regions, each column in its own type.

Regions are made from arrays, because one by one they cost more than all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from mapper.model import Geometry, Incident
from mapper.writers import _columns, _polygons, _rows

_DTYPES = {"text": "str", "real": "float64", "integer": "Int64", "boolean": "bool"}


def frame(incident: Incident) -> Any:
    """A `geopandas.GeoDataFrame` of the incident's features in EPSG:4326.

    Raises:
        InvalidDocument: a region crosses the antimeridian uncut or is no polygon.
    """
    import geopandas
    import pandas as pd

    rows = _rows.rows(incident)
    table: dict[str, Any] = {}
    for column in _columns.columns(incident):
        values = [row[column.name] for row in rows]
        if column.kind == "time":
            table[column.name] = pd.to_datetime(pd.Series(values, dtype="object"), utc=True)
        else:
            table[column.name] = pd.Series(map(_rows.storable, values), dtype=_DTYPES[column.kind])
    shapes = regions([placement.geometry for placement in _rows.shown(incident)])
    return geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def regions(geometries: Sequence[Geometry]) -> Any:
    """An array of shapely polygons and multipolygons, wound and rounded as in the GeoJSON."""
    import numpy as np
    import shapely

    wound = [_polygons.oriented(geometry) for geometry in geometries]
    several = [geometry["type"] == "MultiPolygon" for geometry in geometries]
    polygons = [part for shape, many in zip(wound, several, strict=True) for part in (shape if many else [shape])]
    rings = [ring for polygon in polygons for ring in polygon]
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(rings)), dtype=float)
    ends = [np.cumsum([0, *map(len, parts)]) for parts in (rings, polygons)]
    drawn = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, np.round(flat, _polygons.DECIMALS).reshape(-1, 2), (ends[0], ends[1])
    )
    if not any(several):
        return drawn
    first = np.cumsum([0, *(len(shape) if many else 1 for shape, many in zip(wound, several, strict=True))])
    made = [shapely.multipolygons(drawn[a:b]) if many else drawn[a]
            for a, b, many in zip(first, first[1:], several, strict=False)]  # fmt: skip
    return np.array(made, dtype=object)
