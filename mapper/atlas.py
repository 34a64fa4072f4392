"""Land, countries and borders of the world: Natural Earth at 1:10 million, from `data/countries.sqlite`.

Shapely geometries in degrees between -180 and 180. Their doubt is `SCALE_M`: Natural Earth states no accuracy; against
coasts and borders of larger scale its lines at 1:10 million, straightened by 200 m, lie within about a kilometre.
Borders are as Natural Earth draws them, de facto; that is no opinion of this project.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from typing import Any

import numpy as np
import shapely

from mapper.datafiles import datafile, read_only

SCALE_M = 1_000.0
_STEP = 1e-4  # degrees, as in `data/build_countries.py`


def _rows(query: str, *values: Any) -> list[Any]:
    path = datafile("countries.sqlite")
    if not path.exists():
        return []
    with closing(read_only(path)) as db:
        return db.execute(query, values).fetchall()


def _lines(blob: bytes) -> Iterator[Any]:
    """The rings or lines of a blob, as arrays of degrees."""
    raw = zlib.decompress(blob)
    numbers = struct.unpack(f"<{len(raw) // 4}i", raw)
    at = 0
    while at < len(numbers):
        count = numbers[at]
        steps = np.array(numbers[at + 1 : at + 1 + 2 * count], dtype=float).reshape(-1, 2)
        yield np.cumsum(steps, axis=0) * _STEP
        at += 1 + 2 * count


def polygons(blobs: list[bytes], within: Any = None) -> Any:
    """The area of packed polygons, one a blob; only what lies `within` an area, if one is given."""
    parts = []
    for blob in blobs:
        outer, *holes = (shapely.linearrings(ring) for ring in _lines(blob))
        area = shapely.polygons(outer, holes or None)
        parts.append(shapely.make_valid(area, method="structure", keep_collapsed=False))
    # Cut first: uniting whole continents costs many times as much as what is left of them.
    return shapely.union_all(parts if within is None else shapely.intersection(parts, within))


def land(west: float, south: float, east: float, north: float) -> Any:
    """All land that touches a box of degrees; empty at sea."""
    rows = _rows(
        "SELECT outline FROM land WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?", east, west, north, south
    )
    return polygons([row[0] for row in rows], within=shapely.box(west, south, east, north))


@cache
def country(code: str) -> Any:
    """The land of a country (ISO 3166-1 alpha-2), or None if there is no such outline."""
    rows = _rows("SELECT outline FROM land WHERE code = ?", code.upper()) if code else []
    return polygons([row[0] for row in rows]) if rows else None


@cache
def outline(code: str) -> tuple[Any, float] | None:
    """(an outline of a few hundred corners, metres that the land may lie from it) of a country; None if unknown.

    A coast of a hundred thousand corners says nothing more of "in Canada" than one of a few hundred.
    """
    rows = _rows("SELECT outline, doubt_m FROM outlines WHERE code = ?", code.upper()) if code else []
    return (polygons([row[0] for row in rows]), SCALE_M + rows[0][1]) if rows else None


@cache
def border(a: str, b: str = "") -> Any:
    """The land border between two countries, or all borders of one; None where there is none."""
    first, second = sorted((a.upper(), b.upper()))
    if b:
        rows = _rows("SELECT lines FROM borders WHERE a = ? AND b = ?", first, second)
    else:
        rows = _rows("SELECT lines FROM borders WHERE a = ? OR b = ?", a.upper(), a.upper()) if a else []
    lines = [shapely.linestrings(line) for row in rows for line in _lines(row[0])]
    return shapely.line_merge(shapely.multilinestrings(lines)) if lines else None
