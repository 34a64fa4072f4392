"""Serving an index: a name to the places and roads that it may mean, a box to the ways in it; opens at once."""

from __future__ import annotations

import json
import struct
import weakref
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from pathlib import Path
from typing import Any

from mapper.datafiles import read_only
from mapper.geocoders._answers import HERE_M, Known, known
from mapper.geocoders._files.index import FIELDS, Counts
from mapper.geocoders._files.rows import Problem
from mapper.geocoders._ground import Point, middle_and_reach
from mapper.geocoders._wording import Wording, folded, sound_keys, worded
from mapper.model import Entry, Geometry

_COLLECTED = 20_000  # places that one key may lead to: no name of the world has more
_LARGE = 50_000  # places from which a name is sought by its sound only where its surroundings are known
_MOST = 200  # places whose wording is compared: beyond that, a name means nothing without its surroundings
_GAP_DEG = 0.02  # between two pieces of one road: about two kilometres, so that a bridge or a square parts none
_WAY_M = 30  # doubt of a drawn line's position
Line = list[list[float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Road:
    """Ways of one name that lie together: the first of them, and the box (west, east, south, north) that holds all."""

    number: int
    kind: str
    name: str
    box: tuple[float, ...]

    def touches(self, box: Sequence[float]) -> bool:
        west, east, south, north = self.box
        return (box[0] - _GAP_DEG <= east and box[1] + _GAP_DEG >= west
                and box[2] - _GAP_DEG <= north and box[3] + _GAP_DEG >= south)  # fmt: skip

    def with_(self, other: _Road) -> _Road:
        (w, e, s, n), (w2, e2, s2, n2) = self.box, other.box
        first = min(self, other, key=lambda road: road.number)
        return _Road(first.number, first.kind, first.name, (min(w, w2), max(e, e2), min(s, s2), max(n, n2)))

    def entry(self, source: str, attribution: str) -> Entry:
        west, east, south, north = self.box
        corners: Geometry = {
            "type": "MultiPoint",
            "coordinates": [[west, south], [east, north], [west, north], [east, south]],
        }
        (lon, lat), reach = middle_and_reach(corners)
        return Entry(
            name=self.name, lon=round(lon, 7), lat=round(lat, 7), kind={"rail": "railway"}.get(self.kind, self.kind),
            source=source, source_id=f"way {self.number}", extent_m=max(reach, 10.0), position_m=_WAY_M,
            extent_source="the box around its pieces", attribution=attribution,
        )  # fmt: skip


class Index:
    """An index opened for reading."""

    def __init__(self, path: Path) -> None:
        self._db = read_only(path)
        weakref.finalize(self, self._db.close)
        self.about = dict(self._db.execute("SELECT what, value FROM about"))

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    @cached_property
    def counts(self) -> Counts:
        """How many places, ways and problems the index holds."""
        return Counts(*(int(self.about[what]) for what in ("places", "ways", "problems")))

    def problems(self) -> list[Problem]:
        """The problems met while the file was read, the first thousand of them."""
        return [Problem(*row) for row in self._db.execute("SELECT place, what FROM problems")]

    def kinds(self) -> list[tuple[str, int]]:
        """How many places there are of each kind, the most first."""
        return list(self._db.execute("SELECT kind, count(*) n FROM places GROUP BY kind ORDER BY n DESC, kind"))

    def longest(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 where none does."""
        row = self._db.execute("SELECT longest FROM heads WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def bearers(self, key: str, *, source: str) -> list[Entry]:
        """The places that a folded name is one of the own names of, the most populous first."""
        found = [self._exactly(number, source, key) for number in self._nearest(self._led_to([key]), None)]
        own = [place.entry for place in found if place.names]
        return sorted(own, key=lambda entry: (-entry.population, entry.name, entry.lon, entry.lat))

    def candidates(self, name: str, *, source: str, near: Point | None) -> list[Known]:
        """Places that `name` may mean: those that are called so, else those that sound like it.

        Of a very large source a name that it does not have is only sought by its sound with surroundings to hold it to:
        among a million places something always sounds alike.
        """
        asked = worded(name, forgiving=True)
        roads = self._roads(asked.folded, source)
        exact = self._nearest(self._led_to([asked.folded]), near)
        if exact:
            return [self._exactly(number, source, asked.folded) for number in sorted(exact)] + roads
        numbers: list[int] = []
        if near or self.counts.places <= _LARGE:
            numbers = self._nearest(self._sounding(asked), near)
        if near and asked.sorts and not numbers:
            numbers = self._of_kind(asked, near)
        return [self._known(number, source) for number in sorted(numbers)] + roads

    def _led_to(self, keys: Sequence[str]) -> set[int]:
        slots = ", ".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT place FROM keys WHERE key IN ({slots}) AND place > 0 LIMIT {_COLLECTED}",  # noqa: S608  # bound
            keys,
        )
        return {number for (number,) in rows}

    def _sounding(self, asked: Wording) -> set[int]:
        """The places that share the sound of the most of the words: a title or a container may be among these."""
        hits = Counter(number for word in asked.words for number in self._led_to(sorted(sound_keys(word))))
        most = max(hits.values(), default=0)
        return {number for number, count in hits.items() if count == most}

    def _nearest(self, numbers: set[int], near: Point | None) -> list[int]:
        """At most so many of the places as are worth comparing: the nearest, or else the most populous."""
        if len(numbers) <= _MOST:
            return list(numbers)
        lon, lat = near or (0.0, 0.0)
        order = f"abs(lat - {lat!r}) + abs(lon - {lon!r}) * {cos(radians(lat))!r}" if near else "population DESC"
        chosen = ", ".join(map(str, sorted(numbers)))
        rows = self._db.execute(
            f"SELECT id FROM places WHERE id IN ({chosen}) ORDER BY {order}, lat, lon, id LIMIT {_MOST}"  # noqa: S608  # numbers only
        )
        return [number for (number,) in rows]

    def _of_kind(self, asked: Wording, near: Point) -> list[int]:
        lon, lat = near
        high = HERE_M / 111_000
        wide = high / max(cos(radians(lat)), 0.01)
        slots = ", ".join("?" * len(asked.sorts))
        rows = self._db.execute(
            f"SELECT id FROM places WHERE kind IN ({slots}) AND lat BETWEEN ? AND ? "  # noqa: S608  # placeholders
            f"AND lon BETWEEN ? AND ? LIMIT {_MOST}",
            (*sorted(asked.sorts), lat - high, lat + high, lon - wide, lon + wide),
        )
        return [number for (number,) in rows]

    def _roads(self, asked: str, source: str) -> list[Known]:
        """The roads, rails and waters of a name: pieces that lie together are one."""
        rows = self._db.execute(
            "SELECT w.id, w.kind, w.name, w.ref, n.west, n.east, n.south, n.north FROM keys k "
            "JOIN ways w ON w.id = -k.place JOIN ways_near n ON n.id = w.id WHERE k.key = ? AND k.place < 0 "
            "ORDER BY w.kind, n.south, w.id",
            (asked,),
        )
        roads: list[_Road] = []
        for number, kind, name, ref, *box in rows:
            joined = [road for road in roads if road.kind == kind and road.touches(box)]
            piece = _Road(number, kind, name or ref, tuple(box))
            for road in joined:
                roads.remove(road)
                piece = piece.with_(road)
            roads.append(piece)
        return [known(road.entry(source, self.about.get("attribution", "")), [asked]) for road in roads]

    def _known(self, number: int, source: str) -> Known:
        entry, own, common = self._row(number, source)
        return known(entry, own, common)

    def _exactly(self, number: int, source: str, key: str) -> Known:
        """A place under the one name that led to it: no other needs to be compared."""
        entry, own, common = self._row(number, source)
        return known(entry, [name for name in own if folded(name) == key][:1], [n for n in common if folded(n) == key])

    def _row(self, number: int, source: str) -> tuple[Entry, list[str], list[str]]:
        values, names, outline = self._db.execute(
            "SELECT entry, names, outline FROM places WHERE id = ?", (number,)
        ).fetchone()
        shape: Geometry | None = json.loads(zlib.decompress(outline)) if outline else None
        facts: dict[str, Any] = dict(zip(FIELDS, json.loads(values), strict=True))
        facts["within"] = tuple(facts["within"])
        own, common = json.loads(names)
        return Entry(**facts, source=source, outline=shape), own, common

    def ways(self, bbox: Box, *, name: str | None, kind: str) -> list[tuple[str, str, Line]]:
        """Name, ref and line of the ways of a kind that touch the box (west, south, east, north), in file order."""
        west, south, east, north = bbox
        rows = self._db.execute(
            "SELECT w.name, w.ref, w.folded, w.line FROM ways_near n JOIN ways w ON w.id = n.id WHERE n.west <= ? "
            "AND n.east >= ? AND n.south <= ? AND n.north >= ? AND w.kind = ? ORDER BY w.id",
            (east, west, north, south, kind),
        )
        asked = folded(name) if name else None
        return [(own, ref, _line(line)) for own, ref, called, line in rows if not asked or asked in called.split("\n")]

    def drawn(self, bbox: Box) -> list[tuple[str, str, str, Line]]:
        """Kind, sort (the value of its tag), name or number, and line of every way that touches the box."""
        west, south, east, north = bbox
        rows = self._db.execute(
            "SELECT w.kind, w.sort, w.name, w.ref, w.line FROM ways_near n JOIN ways w ON w.id = n.id "
            "WHERE n.west <= ? AND n.east >= ? AND n.south <= ? AND n.north >= ? ORDER BY w.id",
            (east, west, north, south),
        )
        return [(kind, sort, name or ref, _line(line)) for kind, sort, name, ref, line in rows]


def _line(packed: bytes) -> Line:
    raw = zlib.decompress(packed)
    numbers = struct.unpack(f"<{len(raw) // 4}i", raw)
    return [[numbers[i] / 1e7, numbers[i + 1] / 1e7] for i in range(0, len(numbers), 2)]
