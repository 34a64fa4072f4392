"""The coordinates of many regions at once, as JSON: wound, nine decimals, printed by columns of digits.

Printing numbers is most of writing a GeoJSON file, and `%.9f` of one after the other most of that. Here every number
is 16 bytes of a table: a mark, a sign, three digits, a point, nine digits; leading zeros are left out at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from mapper.model import Geometry
from mapper.writers import _polygons

Array = Any

_AT_ONCE = 1 << 16  # points: the table of so many stays in a fast part of memory
_THREE = np.array([list(b"%03d" % number) for number in range(1000)], dtype=np.uint8)
_AREAS = frozenset({"Polygon", "MultiPolygon"})
_COMMA, _OPEN, _CLOSE, _MINUS, _POINT = b",[]-."


def texts(geometries: Sequence[Geometry]) -> list[str]:
    """The coordinates of each polygon or multipolygon as JSON.

    Raises:
        InvalidDocument: one is neither, or crosses the antimeridian uncut.
    """
    rings = chain.from_iterable(_texts(chunk) for chunk in _chunks(_wound(geometries)))
    return ["[" + ",".join(_nested(geometry, rings)) + "]" for geometry in geometries]


def lists(geometries: Sequence[Geometry]) -> list[list[Any]]:
    """The coordinates of each polygon or multipolygon as lists; raises as `texts` does."""
    rings = iter([(np.round(ring, _polygons.DECIMALS) + 0.0).tolist() for ring in _wound(geometries)])
    found: list[list[Any]] = []
    for geometry in geometries:
        parts = [[next(rings) for _ in part] for part in _polygons.parts(geometry)]
        found.append(parts[0] if geometry["type"] == "Polygon" else parts)
    return found


def _nested(geometry: Geometry, rings: Iterator[str]) -> Iterator[str]:
    """What stands between the outermost brackets of a region's coordinates."""
    for part in _polygons.parts(geometry):
        whole = ",".join([next(rings) for _ in part])
        yield whole if geometry["type"] == "Polygon" else f"[{whole}]"


def _wound(geometries: Sequence[Geometry]) -> list[Array]:
    """Every ring in its order as an array (n, 2): outer ones counter-clockwise, holes clockwise.

    What looks odd is gone through once more by `_polygons.oriented`, which says what is wrong.
    """
    found: list[Array] = []
    for geometry in geometries:
        rings = _arrays(_polygons.parts(geometry)) if geometry.get("type") in _AREAS else []
        if not rings or not all(_plain(ring, outer=outer) for ring, outer in rings):
            coordinates = _polygons.oriented(geometry)
            rings = _arrays([coordinates] if geometry["type"] == "Polygon" else coordinates)
        found += [ring for ring, _ in rings]
    return found


def _arrays(parts: Sequence[Any]) -> list[tuple[Array, bool]]:
    """Every ring as an array, and whether it is an outer one."""
    return [
        (np.fromiter(chain.from_iterable(ring), dtype=float).reshape(len(ring), -1), i == 0)
        for part in parts
        for i, ring in enumerate(part)
    ]


def _plain(ring: Array, *, outer: bool) -> bool:
    """Whether a ring is right as it stands: on one side of the antimeridian, and wound as it should be."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    if high[0] > 180 or low[0] < -180 or high[0] - low[0] > 180:
        return False
    x, y = (ring - ring[0]).T
    return bool((np.dot(x[:-1], y[1:]) > np.dot(x[1:], y[:-1])) == outer)


def _chunks(rings: Sequence[Array]) -> Iterator[list[Array]]:
    chunk: list[Array] = []
    points = 0
    for ring in rings:
        if points > _AT_ONCE:
            yield chunk
            chunk, points = [], 0
        chunk.append(ring)
        points += len(ring)
    yield chunk


def _texts(rings: Sequence[Array]) -> list[str]:
    """Each ring as JSON."""
    if not rings:
        return []
    points = np.concatenate(rings)
    table, kept = np.empty((len(points), 32), dtype=np.uint8), np.ones((len(points), 32), dtype=bool)
    table[:, 0], table[:, 1], table[:, 16], table[:, 31] = _COMMA, _OPEN, _COMMA, _CLOSE
    _fill(points[:, 0], table[:, 2:16], kept[:, 2:16])
    _fill(points[:, 1], table[:, 17:31], kept[:, 17:31])
    text = table[kept].tobytes().decode("ascii")
    ends = np.cumsum(kept.sum(axis=1))[np.cumsum([len(ring) for ring in rings]) - 1].tolist()
    return [f"[{text[start + 1 : end]}]" for start, end in zip([0, *ends], ends, strict=False)]


def _fill(degrees: Array, table: Array, kept: Array) -> None:
    """Sign, three digits, point and nine digits of every number, and which of them are written."""
    whole = np.rint(np.abs(degrees) * 10.0**_polygons.DECIMALS).astype(np.int64)
    before, after = np.divmod(whole, 10**_polygons.DECIMALS)
    table[:, 0], table[:, 4] = _MINUS, _POINT
    table[:, 1:4] = _THREE[before]
    high, low = np.divmod(after.astype(np.uint32), np.uint32(1_000))
    high, middle = np.divmod(high, np.uint32(1_000))
    table[:, 5:8], table[:, 8:11], table[:, 11:14] = _THREE[high], _THREE[middle], _THREE[low]
    kept[:, 0] = (degrees < 0) & (whole > 0)
    kept[:, 1], kept[:, 2] = before >= 100, before >= 10
