"""Which format a file is, by its name and its first bytes: no heavy package is needed to tell."""

from __future__ import annotations

import zipfile
from pathlib import Path

from mapper.errors import UnreadableInput

_BY_SUFFIX = {
    ".geojson": "geojson", ".geojsonl": "geojson", ".ndjson": "geojson", ".jsonl": "geojson", ".json": "geojson",
    ".csv": "table", ".tsv": "table", ".txt": "table",
    ".gpkg": "layers", ".shp": "layers", ".fgb": "layers", ".kml": "layers", ".gml": "layers", ".sqlite": "layers",
    ".gdb": "layers", ".tab": "layers",
    ".osm": "osm", ".pbf": "osm", ".bz2": "osm",
}  # fmt: skip
_GEONAMES_COLUMNS = 19
_MEMBERS = {".shp": "layers", ".gpkg": "layers", ".geojson": "geojson", ".txt": "geonames", ".csv": "table"}
_EVERY = (
    "GeoJSON, GeoPackage, shapefile, CSV, a GeoNames dump (.txt or .zip) or an OpenStreetMap extract (.osm, .osm.pbf)"
)


def kind_of_file(path: Path) -> str:
    """The module of `_files` that reads the file.

    Raises:
        UnreadableInput: there is no such file, it is empty, or its format is unknown.
    """
    if not path.exists():
        raise UnreadableInput(f"{path}: no such file; a gazetteer is {_EVERY}")
    if path.is_dir() and path.suffix.lower() != ".gdb":
        raise UnreadableInput(f"{path} is a folder; name the file in it")
    if path.is_file() and path.stat().st_size == 0:
        raise UnreadableInput(f"{path} is empty")
    kind = _zipped(path) if zipfile.is_zipfile(path) else _BY_SUFFIX.get(path.suffix.lower())
    if kind is None:
        raise UnreadableInput(f"{path}: of no known format; a gazetteer is {_EVERY}")
    return "geonames" if kind == "table" and _is_geonames(path) else kind


def _zipped(path: Path) -> str | None:
    with zipfile.ZipFile(path) as archive:
        suffixes = [Path(name).suffix.lower() for name in archive.namelist() if "readme" not in name.lower()]
    return next((kind for suffix, kind in _MEMBERS.items() if suffix in suffixes), None)


def _is_geonames(path: Path) -> bool:
    """Whether the first line is one of a GeoNames dump: nineteen columns between tabs, no heading."""
    with path.open("rb") as file:
        columns = file.readline(65536).split(b"\t")
    return len(columns) == _GEONAMES_COLUMNS and columns[0].strip(b"\xef\xbb\xbf").isdigit()
