"""GeoJSON: a FeatureCollection, one feature a line, the tool's own files and landmarks in the documented schema.

Read feature by feature, so that a broken one is named by its line and those after it still serve. An old file with
a `crs` other than WGS 84 goes through geopandas, which turns its coordinates.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mapper.geocoders._files import layers
from mapper.geocoders._files.records import columns, read_from
from mapper.geocoders._files.rows import At, Items, Problem, Row, Way

TITLE = "GeoJSON"
ATTRIBUTION = ""
_FEATURE = re.compile(r'\{\s*"type"\s*:\s*"Feature"|\{(?=[^{}]*"geometry"\s*:)')
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_CRS = re.compile(r'"crs"\s*:\s*\{[^{}]*\{[^{}]*"name"\s*:\s*"([^"]*)"')
_WGS84 = re.compile(r"CRS84|EPSG:+4326", re.IGNORECASE)
_TYPES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
_HEAD = 4096  # characters in which a `crs` stands, where there is one


def items(path: Path) -> Items:
    """The features of the file."""
    text = _text(path)
    crs = _CRS.search(text, 0, _HEAD)
    if crs and not _WGS84.search(crs[1]):
        yield from layers.items(path)
        return
    source = path.name
    for number, (line, found, read) in enumerate(_features(text), 1):
        yield At(read)
        where = f"feature {number} (line {line})"
        if isinstance(found, str):
            yield Problem(where, found)
        else:
            yield from _item(found, where, source)


def _text(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.lower().endswith((".geojson", ".json")))
            return archive.read(name).decode("utf-8-sig", "replace")
    return path.read_text("utf-8-sig", "replace")


def _features(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str, int]]:
    """The line of every feature, and what it is or why it is none, and how far the reading is."""
    decoder = json.JSONDecoder()
    opening = _FEATURES.search(text)
    at = opening.end() if opening else 0
    line, counted = 1, 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,\x1e\ufeff":
            at += 1
        line, counted = line + text.count("\n", counted, at), at
        if at >= len(text) or text[at] == "]":
            if at >= len(text) and opening:
                yield line, "the file ends before its list of features does; the rest of it is missing", at
            return
        try:
            found, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            broken = error.lineno if isinstance(error, json.JSONDecodeError) else line
            yield line, f"{getattr(error, 'msg', 'nested too deeply')} on line {broken}", at
            again = _FEATURE.search(text, at + 1)
            if not again:
                return
            at = again.start()
            continue
        yield line, found if isinstance(found, dict) else f"{str(found)[:40]!r} is no feature", at


def _item(feature: Mapping[str, Any], where: str, source: str) -> Iterator[Row | Problem | Way]:
    about = feature.get("properties") or {}
    geometry = feature.get("geometry")
    if not isinstance(about, dict):
        yield Problem(where, "its properties are no object")
        return
    if wrong := _wrong(geometry):
        yield Problem(where, wrong)
        return
    if "id" in feature and "id" not in about:
        about = about | {"id": feature["id"]}
    meanings = columns(about)
    yield from read_from(about, meanings, where=where, source=source, geometry=geometry)


def _wrong(geometry: Any) -> str:
    """Why a geometry can't be used, or "" where it can or is not there."""
    if geometry is None:
        return ""
    if not isinstance(geometry, dict) or geometry.get("type") not in _TYPES:
        return "its geometry is of no type that GeoJSON knows"
    shapes = geometry.get("geometries") if geometry["type"] == "GeometryCollection" else [geometry]
    if not isinstance(shapes, list) or not shapes:
        return "its geometry is empty"
    for shape in shapes:
        coordinates = shape.get("coordinates") if isinstance(shape, dict) else None
        if not isinstance(coordinates, list) or not _sound_positions(coordinates):
            return "its geometry has no, or broken, coordinates (longitude and latitude in degrees are needed)"
    return ""


def _sound_positions(coordinates: list[Any]) -> bool:
    if not coordinates:
        return False
    if all(isinstance(x, int | float) and not isinstance(x, bool) for x in coordinates):
        return len(coordinates) >= 2 and abs(coordinates[0]) <= 180 and abs(coordinates[1]) <= 90
    return all(isinstance(inner, list) and _sound_positions(inner) for inner in coordinates)
