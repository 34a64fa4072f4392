"""GeoPackage, shapefile, FlatGeobuf, KML and whatever else GDAL reads: through geopandas, a batch of rows at a time.

The only module of the gazetteers that imports geopandas, and only while a file is indexed. Coordinates are turned to
WGS 84; a layer that does not say its CRS is taken as it is where its coordinates are degrees, else refused.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mapper.errors import UnreadableInput
from mapper.geocoders._files.records import columns, read_from
from mapper.geocoders._files.rows import At, Items, Problem

TITLE = "layers of a GIS"
ATTRIBUTION = ""
_BATCH = 5000


def items(path: Path) -> Items:
    """The features of every layer that has geometry."""
    import pyogrio

    where = f"/vsizip/{path}" if zipfile.is_zipfile(path) else str(path)
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(where) if kind]
    except (pyogrio.errors.DataSourceError, ValueError) as error:
        raise UnreadableInput(f"{path}: GDAL can't read it ({error})") from error
    for layer in layers:
        try:
            yield from _layer(where, layer, path, several=len(layers) > 1)
        except (pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError, ValueError, RuntimeError) as error:
            yield Problem(f"layer {layer}", str(error))


def _layer(where: str, layer: str, path: Path, *, several: bool) -> Items:
    import geopandas
    import pyogrio

    total = max(int(pyogrio.read_info(where, layer=layer)["features"]), 1)
    size, at = path.stat().st_size, 0
    while True:
        frame = geopandas.read_file(where, layer=layer, engine="pyogrio", rows=slice(at, at + _BATCH))
        if not len(frame):
            return
        if frame.crs is not None:
            frame = frame.to_crs(4326)
        elif abs(frame.total_bounds).max() > 180:
            yield Problem(f"layer {layer}", "it does not say its coordinate system, and its coordinates are no degrees")
            return
        yield from _features(frame, layer, at, path.name, several=several)
        at += len(frame)
        yield At(size * at // total)


def _features(frame: Any, layer: str, start: int, source: str, *, several: bool) -> Iterator[Any]:
    import shapely

    geometry_column = frame.geometry.name
    names = [name for name in frame.columns if name != geometry_column]
    meanings = columns(names)
    records = frame[names].astype(object).where(frame[names].notna(), None).to_dict("records")
    for number, (about, shape) in enumerate(zip(records, frame.geometry, strict=True), start + 1):
        where = f"layer {layer}, feature {number}" if several else f"feature {number}"
        if shape is None or shape.is_empty:
            yield Problem(where, "it has no geometry")
            continue
        geometry = json.loads(shapely.to_geojson(shapely.force_2d(shape)))
        yield from read_from(about, meanings, where=where, source=source, geometry=geometry)
