"""A GeoPackage 1.3 as bytes: a plain SQLite database with the tables that the standard asks for.

Written with the standard library, so that nothing must be installed and the same rows give the same bytes. All
layers are WGS 84 longitude, latitude in degrees. Sources: OGC 12-128r18; QGIS's `layer_styles` table.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from itertools import chain
from typing import Any

from mapper.model import Geometry
from mapper.writers import _rows
from mapper.writers._polygons import Box
from mapper.writers._tables import Table

_TYPES = {"text": "TEXT", "real": "DOUBLE", "integer": "INTEGER", "boolean": "BOOLEAN", "time": "DATETIME"}
_CODES = {"Point": 1, "LineString": 2, "Polygon": 3, "MultiPoint": 4, "MultiLineString": 5, "MultiPolygon": 6}
_WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SETUP = f"""
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, '{_WGS_84}', 'longitude/latitude coordinates in decimal degrees');
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
    column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL
    REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
    PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_extensions VALUES
    ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
    ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata',
     'read-write');
CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
    row_id_value INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL REFERENCES gpkg_metadata(id),
    md_parent_id INTEGER REFERENCES gpkg_metadata(id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
    f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT, ui TEXT, update_time DATETIME);
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id)
    VALUES ('layer_styles', 'attributes', 'layer_styles', '{{changed}}', 0);
"""  # noqa: S608


class GeoPackage:
    """A GeoPackage in memory. `changed` is the one time that it carries: no clock is read."""

    def __init__(self, *, changed: str) -> None:
        """Begin an empty one; `changed` is an ISO 8601 instant in UTC."""
        self._changed = changed
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.executescript(_SETUP.replace("{changed}", changed))
        self._database.execute("BEGIN")

    def table(self, table: Table, *, everything: Box) -> None:
        """Add a layer; one without any shape says that it lies within `everything`."""
        parts = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", f"geom {table.geometry.upper()}"]
        for key, kind in table.columns.items():
            parts.append(f'"{key}" {_TYPES[kind]}{" UNIQUE" if key == table.unique else ""}')
        for key, target in table.links.items():
            to, column = target.split(".")
            parts.append(f'FOREIGN KEY ("{key}") REFERENCES "{to}"("{column}") DEFERRABLE INITIALLY DEFERRED')
        self._database.execute(f'CREATE TABLE "{table.name}" ({", ".join(parts)})')
        names = ", ".join(f'"{key}"' for key in ("geom", *table.columns))
        holes = ", ".join("?" * (1 + len(table.columns)))
        self._database.executemany(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({holes})',  # noqa: S608
            (
                (_geometry(row["geom"]), *(_value(row[key], kind) for key, kind in table.columns.items()))
                for row in table.rows
            ),
        )
        shapes = [row["geom"] for row in table.rows if row["geom"]]
        box = bounds(shapes) if shapes else everything
        self._database.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
            (table.name, table.name, table.about, self._changed, *box),
        )
        self._database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (table.name, table.geometry.upper())
        )

    def style(self, table: str, qml: str, *, about: str) -> None:
        """Give a layer the look that QGIS loads by itself."""
        self._database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
            (table, table, _rows.storable(qml), about, self._changed),
        )

    def describe(self, standard: str, mime_type: str, text: str) -> None:
        """Add metadata about the whole file."""
        cursor = self._database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?, ?, ?)",
            (standard, mime_type, _rows.storable(text)),
        )
        self._database.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, ?, NULL)",
            (self._changed, cursor.lastrowid),
        )

    def content(self) -> bytes:
        """The finished file; the same rows give the same bytes."""
        self._database.execute("COMMIT")
        with closing(self._database) as database:
            return database.serialize()


def _value(value: Any, kind: str) -> Any:
    value = _rows.storable(value)
    if kind == "time" and value:
        return value.replace("Z", ".000Z")  # the standard wants milliseconds
    return value


def _geometry(geometry: Geometry | None) -> bytes | None:
    return None if geometry is None else blob(geometry)


def bounds(geometries: Sequence[Geometry]) -> Box:
    """West, south, east and north of GeoJSON geometries."""
    boxes = [_box(g["coordinates"]) for g in geometries]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _box(coordinates: Any) -> Box:
    if isinstance(coordinates[0], int | float):
        return (coordinates[0], coordinates[1]) * 2
    if isinstance(coordinates[0][0], int | float):
        lons, lats = zip(*coordinates, strict=True)
        return (min(lons), min(lats), max(lons), max(lats))
    boxes = [_box(part) for part in coordinates]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def blob(geometry: Geometry) -> bytes:
    """A geometry as a GeoPackage has it: the header with its bounds, then well-known binary, little-endian."""
    west, south, east, north = _box(geometry["coordinates"])
    return b"GP\x00\x03" + struct.pack("<i4d", 4326, west, east, south, north) + wkb(geometry)


def wkb(geometry: Geometry) -> bytes:
    """Well-known binary of a GeoJSON geometry, little-endian."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        body = struct.pack("<2d", *coordinates[:2])
    elif kind == "LineString":
        body = _line(coordinates)
    elif kind == "Polygon":
        body = struct.pack("<I", len(coordinates)) + b"".join(map(_line, coordinates))
    else:
        single = kind.removeprefix("Multi")
        pieces = [wkb({"type": single, "coordinates": part}) for part in coordinates]
        body = struct.pack("<I", len(pieces)) + b"".join(pieces)
    return struct.pack("<BI", 1, _CODES[kind]) + body


def _line(points: Sequence[Sequence[float]]) -> bytes:
    return _packer(len(points)).pack(len(points), *chain.from_iterable(points))


@cache
def _packer(points: int) -> struct.Struct:
    return struct.Struct(f"<I{2 * points}d")
