"""The embedded gazetteer: GeoNames' towns, divisions and countries with their names in every script, in one file.

`data/gazetteer.sqlite` is read only, opens in milliseconds and answers in microseconds; `data/README.md` has its
sources and how it is made. Positions are points: `extent_m` is a reach that nominally holds the place and
`extent_source` says by which method; only countries have an outline (coarse, at most some 10 km off).
"""

from __future__ import annotations

import json
import math
import weakref
import zlib
from array import array
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from mapper.datafiles import datafile, read_only
from mapper.folding import folded
from mapper.geocoders._extent import town_m
from mapper.geocoders._spelling import MARKED, letters
from mapper.geocoders._spelling import words as spelt
from mapper.model import Entry
from mapper.senses import ALTERNATE, MAIN, Sense, distance_m, prominence, seats

_MOST = 80  # candidates of one name that are looked at; names shared by more are of hamlets
_REMEMBERED = 200_000  # words that are not looked up again
_PLACES = (
    "SELECT id, source_id, source, name, lon, lat, kind, country, admin1, admin2, population, capital, known "
    "FROM place WHERE id"
)
_ONCE = 1.5  # powers of ten of people
_METHODS = {
    "outline": "the farthest point of its outline (Natural Earth)",
    "area": "a disc of its area",
    "bounding box": "the farthest corner of its bounding box",
    "farthest town": "its farthest town",
    "kind": "usual for its kind",
    "nominal": "nominal for its kind, not measured",
}
_CREDITS = {
    "geonames": "GeoNames, CC BY 4.0",
    "iso3166-2": "iso3166-2 (OpenStreetMap)",
    "airportsdata": "airportsdata",
    "additions": "the project's own table",
    "maps": "R packages maps and mapdata (Natural Earth, CIA World Data Bank II)",
}


class _Ahead(NamedTuple):
    """What was looked up for the words of the report at hand: longest names, packed places of names, rows of places."""

    heads: dict[str, int]
    names: dict[str, bytes]
    places: dict[int, tuple[Any, ...]]


class Embedded:
    """The gazetteer in one file. Threads may share it; a forked process opens its own."""

    name = "embedded"
    attribution = "GeoNames, CC BY 4.0; Natural Earth, public domain"

    def __init__(self, path: Path) -> None:
        self._db = read_only(path)
        weakref.finalize(self, self._db.close)
        self._db.execute("PRAGMA mmap_size = 67108864")
        labels: dict[str, dict[int, str]] = {}
        for what, number, name in self._db.execute("SELECT what, id, name FROM label"):
            labels.setdefault(what, {})[number] = name
        self._kinds, self._sources = labels["kind"], labels["source"]
        self._methods = labels["extent_source"]
        self._ahead = _Ahead({}, {}, {})
        self._met: set[str] = set()
        self.senses = lru_cache(maxsize=20_000)(self._senses)
        self.longest = lru_cache(maxsize=50_000)(self._longest)
        self.place = lru_cache(maxsize=20_000)(self._place)
        self.entry = lru_cache(maxsize=2_000)(self._entry)

    def _senses(self, key: str) -> tuple[Sense, ...]:
        """The places that a folded name can stand for, the most prominent first."""
        numbers = self._ahead.names.get(key)
        if numbers is None:
            row = self._db.execute("SELECT places FROM name WHERE key = ?", (key,)).fetchone()
            numbers = row[0] if row else b""
        if not numbers:
            return self._respelt(key)
        packed = array("I")
        packed.frombytes(numbers)
        return tuple([self._meant(key, word >> 3, word & 7) for word in packed[:_MOST]])

    def _respelt(self, key: str) -> tuple[Sense, ...]:
        """The places of a name that is only known in another spelling of its letters, articles or common words."""
        if not key.isascii():
            return ()
        for other in self.existing(list(letters(key))):
            # "Koeln" is Köln, but "Boer" is no Bor.
            if senses := tuple([s for s in self.senses(other) if not MARKED.isdisjoint(s.name)]):
                return senses
        for other in self.existing(list(spelt(key))):
            return self.senses(other)
        return ()

    def _meant(self, key: str, number: int, sense: int) -> Sense:
        place = self.place(number)
        if sense == MAIN:
            return place
        weight = prominence(place.kind, place.population, place.capital, sense, place.known)
        if sense == ALTERNATE and place.kind in {"city", "admin1"} and place.country == "US":
            # What shares no word with the name of a town or state there is a nickname, or what it was called once.
            weight -= _ONCE * set(key.split()).isdisjoint(folded(place.name).split())
        return place._replace(sense=sense, weight=weight)

    def _place(self, number: int) -> Sense:
        row = self._ahead.places.get(number) or self._db.execute(f"{_PLACES} = ?", (number,)).fetchone()
        (_, source_id, source, name, lon, lat, kind, country, admin1, admin2, population, capital, known) = row
        return Sense(
            number, MAIN, str(source_id), self._sources[source], name, lon / 1e5, lat / 1e5, self._kinds[kind],
            country, admin1 or 0, admin2 or 0, population, bool(capital),
            prominence(self._kinds[kind], population, bool(capital), MAIN, known / 10), known / 10,
        )  # fmt: skip

    def _longest(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 1 where none has more."""
        ahead = self._ahead.heads.get(word)
        if ahead is not None:
            return ahead
        row = self._db.execute("SELECT longest FROM head WHERE word = ?", (word,)).fetchone()
        return row[0] if row else 1

    def expect(self, words: Collection[str]) -> None:
        """Look up the folded words of a report all at once: a few statements instead of some for every word."""
        new = [word for word in words if word not in self._met]
        if len(self._met) > _REMEMBERED:
            self._met.clear()
        self._met.update(new)
        heads, names = dict.fromkeys(new, 1), dict.fromkeys(new, b"")
        heads.update(self._all("SELECT word, longest FROM head WHERE word IN", new))
        names.update(self._all("SELECT key, places FROM name WHERE key IN", new))
        numbers: dict[int, None] = {}
        for packed in names.values():
            numbers.update(dict.fromkeys([word >> 3 for word in array("I", packed)[:_MOST]]))
        places = {row[0]: row for row in self._all(f"{_PLACES} IN", list(numbers))}
        self._ahead = _Ahead(heads, names, places)  # replaced as a whole: threads may share this object

    def _all(self, select: str, keys: Sequence[str] | Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """The rows of any number of keys."""
        for begin in range(0, len(keys), 900):
            part = keys[begin : begin + 900]
            yield from self._db.execute(f"{select} ({','.join('?' * len(part))})", part)

    def knows(self, name: str) -> bool:
        """Whether any place carries the name."""
        return bool(self.senses(folded(name)))

    def existing(self, keys: Sequence[str]) -> list[str]:
        """Which of many folded names there are, in their order."""
        known = {key for (key,) in self._all("SELECT key FROM name WHERE key IN", keys)}
        return [key for key in keys if key in known]

    def starting(self, prefix: str) -> Iterator[str]:
        """The folded names that begin with `prefix`, in order."""
        rows = self._db.execute("SELECT key FROM name WHERE key >= ? AND key < ?", (prefix, prefix + "\U0010ffff"))
        return (key for (key,) in rows)

    def find(
        self,
        name: str,
        *,
        near: tuple[float, float] | None = None,
        countries: Sequence[str] = (),
        limit: int = 10,
    ) -> list[Entry]:
        """The entries that carry `name`, best first: hinted countries, then nearness, then prominence.

        >>> opened().find("Kerman")[0].source_id, opened().find("کرمان", countries=["IR"])[0].name
        ('128234', 'Kerman')
        """
        senses = self.senses(folded(name))
        seat_of = seats(folded(name), senses)

        def rank(sense: Sense) -> tuple[bool, float, int]:
            seat = seat_of.get(sense.id)
            weight = seat.weight - 0.01 if seat else sense.weight
            far = math.log10(1 + distance_m(sense.lon, sense.lat, *near) / 50_000) if near else 0.0
            return (bool(countries) and sense.country not in countries, far - weight, sense.id)

        return [self.entry(sense.id) for sense in sorted(senses, key=rank)[:limit]]

    def _entry(self, number: int) -> Entry:
        """The whole entry of a place."""
        sense = self.place(number)
        zone, extent, method, position = self._db.execute(
            "SELECT z.name, extent, extent_source, position FROM place JOIN zone z ON z.id = zone WHERE place.id = ?",
            (number,),
        ).fetchone()
        above = [self.place(n).name for n in (sense.admin2, sense.admin1) if n and n != number]
        land = self.country(sense.country)
        if land and land.id != number:
            above.append(land.name)
        outline = self._outline(sense.country) if sense.kind == "country" else None
        said = self._methods[method]
        if said == "population":
            extent, said = town_m(sense.population, sense.country)
        return Entry(
            name=sense.name, lon=sense.lon, lat=sense.lat, kind=sense.kind, source=sense.source,
            source_id=sense.source_id, extent_m=float(extent), position_m=float(position), country=sense.country,
            admin1=self.place(sense.admin1).name if sense.admin1 else "", population=sense.population, timezone=zone,
            within=tuple(above), outline=outline, extent_source=_METHODS.get(said, said),
            attribution=_CREDITS.get(sense.source, sense.source),
        )  # fmt: skip

    @cache  # noqa: B019 - one object lives as long as the process
    def country(self, code: str) -> Sense | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        row = self._db.execute("SELECT id FROM place WHERE kind = 0 AND country = ? AND id < 400", (code,)).fetchone()
        return self.place(row[0]) if row else None

    def _outline(self, country: str) -> dict[str, object] | None:
        row = self._db.execute("SELECT shape FROM outline WHERE country = ?", (country,)).fetchone()
        shape: dict[str, object] | None = json.loads(zlib.decompress(row[0])) if row else None
        return shape

    def towns_near(self, lon: float, lat: float, radius_m: float, limit: int = 50) -> list[Entry]:
        """The towns within `radius_m` of a point, the largest first.

        >>> [town.name for town in opened().towns_near(57.08, 30.28, 40_000, limit=1)]
        ['Kerman']
        """
        high = min(math.degrees(radius_m / 6_371_008.8), 90.0)
        wide = min(high / max(math.cos(math.radians(min(abs(lat) + high, 89.9))), 1e-3), 180.0)
        south, north = max(math.floor(lat - high), -90), min(math.floor(lat + high), 89)
        columns = range(math.floor(lon - wide), math.floor(lon + wide) + 1)[:360]
        numbers: list[int] = []
        for y in range(south, north + 1):
            for x in columns:
                cell = (y + 90) * 360 + (x + 180) % 360
                row = self._db.execute("SELECT places FROM cell WHERE id = ?", (cell,)).fetchone()
                if row:
                    numbers += array("I", row[0])
        towns: list[Entry] = []
        for number in sorted(numbers):
            town = self.place(number)
            if distance_m(town.lon, town.lat, lon, lat) <= radius_m:
                towns.append(self.entry(number))
                if len(towns) == limit:
                    break
        return towns


@cache
def opened() -> Embedded:
    """The embedded gazetteer, opened once in a process."""
    return Embedded(datafile("gazetteer.sqlite"))
