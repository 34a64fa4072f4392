"""What every format is read into: rows of places, ways, and the problems met on the way, in the file's order.

Positions are WGS 84 (lon, lat) in degrees, sizes metres. A problem names the place in the file and never stops the
reading of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.model import Entry


@dataclass(frozen=True, slots=True)
class Row:
    """One place of a file, with all its names; `common` are those that it shares with many places."""

    entry: Entry
    names: tuple[str, ...]
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A road, railway or water: `kind` is road | rail | water, `sort` finer ("primary", "river")."""

    kind: str
    sort: str
    name: str
    ref: str
    line: tuple[tuple[float, float], ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a file that could not be used: where in it, and what is wrong."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class At:
    """How far the reading has come, in bytes of the file: for the progress bar."""

    read: int


Item = Row | Way | Problem | At
Items = Iterator[Item]
