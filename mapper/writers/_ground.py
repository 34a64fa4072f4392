"""The built-in ground under a map: land, coasts and borders near a box, from `data/basemap.sqlite`.

Natural Earth, public domain. Up to five scales lie one over the other: the whole world coarsely, then less
and less of it in more and more detail, as far as a page can carry it. Boxes are west, south, east, north in degrees.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from math import ceil, floor

from mapper.datafiles import datafile, read_only

CREDIT = "Natural Earth"
BUDGET = 4800  # characters of cells at one scale that a page may carry
# Name of the scale, the widest map that it serves, and how far around at least it is carried, in degrees.
SCALES = (("wide", 90.0, 25.0), ("region", 20.0, 8.0), ("near", 8.0, 2.0), ("local", 1.5, 0.5))

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of ground: its south-west corner in degrees, and its packed rings and lines as JSON text."""

    west: float
    south: float
    body: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One scale: the size of its cells and the step of its numbers in degrees; in its `cover` it hides coarser ones."""

    size: float
    step: float
    cover: Box
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name and where a label of it can stand; `width` in degrees tells from which scale on."""

    name: str
    lon: float
    lat: float
    width: float


def layers(bounds: Box, *, budget: int = BUDGET, closer: float = 1.0) -> tuple[Layer, ...]:
    """The ground around a box, coarsest first; a scale that would cost too much is cut down to what is near.

    `closer` widens the boxes that each scale serves, for pictures that have more room than a page.
    """
    width = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    found = []
    with closing(read_only(datafile("basemap.sqlite"))) as base:
        levels = {name: (size, step) for name, size, step in base.execute("SELECT * FROM level")}
        size, step = levels["world"]
        found.append(Layer(size, step, (-180, -90, 180, 90), tuple(_cells(base, "world", size, (-180, -90, 180, 90)))))
        for name, widest, least in SCALES:
            size, step = levels[name]
            for margin in _margins(width, least) if width <= widest * closer else ():
                cover = _snapped((bounds[0] - margin, bounds[1] - margin, bounds[2] + margin, bounds[3] + margin), size)
                cells = tuple(_cells(base, name, size, cover))
                if sum(len(cell.body) for cell in cells) <= budget:
                    found.append(Layer(size, step, cover, cells))
                    break
    return tuple(found)


def countries(bounds: Box) -> list[Country]:
    """Countries with a label in a box, widest first."""
    with closing(read_only(datafile("basemap.sqlite"))) as base:
        rows = [Country(*row) for row in base.execute("SELECT name, lon, lat, width_deg FROM country")]
    west, south, east, north = bounds
    near = [Country(r.name, west + (r.lon - west) % 360, r.lat, r.width) for r in rows if south <= r.lat <= north]
    return sorted((r for r in near if r.lon <= east), key=lambda r: (-r.width, r.name))


def _margins(width: float, least: float) -> tuple[float, ...]:
    widest = max(least, width)
    return (widest, widest / 2, widest / 4, 0.0)


def _snapped(box: Box, size: float) -> Box:
    west, south, east, north = box
    return (
        floor((west + 180) / size) * size - 180,
        max(-90, floor((south + 90) / size) * size - 90),
        ceil((east + 180) / size) * size - 180,
        min(90, ceil((north + 90) / size) * size - 90),
    )


def _cells(base: sqlite3.Connection, level: str, size: float, cover: Box) -> Iterator[Cell]:
    columns = range(round((cover[0] + 180) / size), max(1, round((cover[2] + 180) / size)))
    rows = range(round((cover[1] + 90) / size), max(1, round((cover[3] + 90) / size)))
    for column in columns:
        for row in rows:
            key = (level, column % max(1, round(360 / size)), row)
            for (body,) in base.execute("SELECT body FROM cell WHERE level = ? AND x = ? AND y = ?", key):
                yield Cell(column * size - 180, row * size - 90, zlib.decompress(body).decode())
