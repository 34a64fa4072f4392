"""Making the index of one file: an SQLite file in the user's cache, made once, safe to delete; `served` reads it.

`keys` leads from a name to places (and, as negative numbers, to ways): the name as folded, and for sources that are not
enormous the sound of each of its words, so that respelled and shortened wordings are found (`_wording` decides). `ways`
are roads, rails and water with an R-tree. A row is held no longer than it takes to write it, so memory stays bounded.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mapper.geocoders._files.rows import At, Items, Row, Way
from mapper.geocoders._wording import folded, sound_keys, worded

SCHEMA = "3"  # of the index; another number makes every index anew
_BY_SOUND = 300_000  # places above which only whole names are indexed: their words would fill the disk
_PROBLEMS_KEPT = 1000
_BATCH = 5000

_TABLES = """
CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE problems (place TEXT, what TEXT);
CREATE TABLE places (id INTEGER PRIMARY KEY, lon REAL, lat REAL, population INTEGER, kind TEXT, entry TEXT, names TEXT,
                     outline BLOB);
CREATE TABLE ways (id INTEGER PRIMARY KEY, kind TEXT, sort TEXT, name TEXT, ref TEXT, folded TEXT, line BLOB);
CREATE VIRTUAL TABLE ways_near USING rtree (id, west, east, south, north);
CREATE TABLE spool.keys (key TEXT, place INTEGER);
"""
_AT_LAST = """
CREATE TABLE keys (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
INSERT OR IGNORE INTO keys SELECT key, place FROM spool.keys ORDER BY key, place;
CREATE INDEX places_of_kind ON places (kind, lat);
CREATE TABLE heads (word TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
INSERT INTO heads
  SELECT substr(key, 1, instr(key || ' ', ' ') - 1), max(length(key) - length(replace(key, ' ', ''))) + 1
  FROM keys WHERE key NOT GLOB '~*' AND place > 0 GROUP BY 1;
"""
FIELDS = ("name", "lon", "lat", "kind", "source_id", "extent_m", "position_m", "country", "admin1", "population",
           "timezone", "within", "extent_source", "attribution")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What an index holds."""

    places: int
    ways: int
    problems: int


def write(path: Path, items: Items, about: dict[str, str], *, seen: Callable[[int], None] | None = None) -> None:
    """Make the index `path` (which must not exist) of the items; `seen(bytes)` is told how far the reading is."""
    spool = path.with_suffix(".spool")
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("ATTACH ? AS spool", (str(spool),))
        db.execute("PRAGMA spool.journal_mode = OFF")
        db.execute("PRAGMA spool.synchronous = OFF")
        db.executescript(_TABLES)
        db.execute("BEGIN")
        counts = _fill(db, items, seen)
        db.execute("COMMIT")
        db.executescript(_AT_LAST)
        facts = about | {"schema": SCHEMA, "places": str(counts.places), "ways": str(counts.ways),
                         "problems": str(counts.problems)}  # fmt: skip
        db.executemany("INSERT INTO about VALUES (?, ?)", facts.items())
        db.execute("DETACH spool")
    finally:
        db.close()
        spool.unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, items: Items, seen: Callable[[int], None] | None) -> Counts:
    places = ways = problems = 0
    keys: list[tuple[str, int]] = []
    for item in items:
        if isinstance(item, Row):
            places += 1
            _put_place(db, places, item, keys)
            if len(keys) >= _BATCH:
                db.executemany("INSERT INTO spool.keys VALUES (?, ?)", keys)
                keys.clear()
        elif isinstance(item, Way):
            ways += 1
            _put_way(db, ways, item, keys)
        elif isinstance(item, At):
            if seen:
                seen(item.read)
        else:
            problems += 1
            if problems <= _PROBLEMS_KEPT:
                db.execute("INSERT INTO problems VALUES (?, ?)", (item.where, item.what))
    db.executemany("INSERT INTO spool.keys VALUES (?, ?)", keys)
    if places > _BY_SOUND:
        db.execute("DELETE FROM spool.keys WHERE key GLOB '~*'")
    return Counts(places, ways, problems)


def _put_place(db: sqlite3.Connection, number: int, row: Row, keys: list[tuple[str, int]]) -> None:
    entry = row.entry
    values = json.dumps([getattr(entry, name) for name in FIELDS])
    names = json.dumps([row.names, row.common])
    outline = zlib.compress(json.dumps(entry.outline).encode()) if entry.outline else None
    kept = (number, entry.lon, entry.lat, entry.population, entry.kind, values, names, outline)
    db.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
    found = {key for name in (*row.names, *row.common) for key in _keys_of(name, by_sound=number <= _BY_SOUND)}
    keys.extend((key, number) for key in sorted(found))


def _put_way(db: sqlite3.Connection, number: int, way: Way, keys: list[tuple[str, int]]) -> None:
    names = dict.fromkeys(folded(name) for name in (way.name, way.ref, *way.names) if name)
    keys.extend((name, -number) for name in names)
    called = "\n".join(names)
    line = zlib.compress(struct.pack(f"<{2 * len(way.line)}i", *(round(x * 1e7) for point in way.line for x in point)))
    db.execute("INSERT INTO ways VALUES (?, ?, ?, ?, ?, ?, ?)",
               (number, way.kind, way.sort, way.name, way.ref, called, line))  # fmt: skip
    lons, lats = zip(*way.line, strict=True)
    db.execute("INSERT INTO ways_near VALUES (?, ?, ?, ?, ?)", (number, min(lons), max(lons), min(lats), max(lats)))


def _keys_of(name: str, *, by_sound: bool) -> Iterator[str]:
    whole = folded(name)
    if whole:
        yield whole
    if by_sound:
        for word in worded(name).words:
            yield from sound_keys(word)
