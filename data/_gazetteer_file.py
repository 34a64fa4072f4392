"""Writes the gazetteer's file: rows in order of prominence, so that the same sources give the same bytes."""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections import defaultdict
from pathlib import Path

from _gazetteer_rows import KINDS, MAIN, SHORT, Row, folded


def write(rows: dict[str, Row], shapes: dict[str, bytes], out: Path) -> None:
    """The file: rows in order of prominence, so that the same sources give the same bytes."""
    ordered = sorted(rows.values(), key=Row.key)
    for number, row in enumerate(ordered, 1):
        row.id = number
    zones = sorted({row.timezone for row in ordered})
    words: dict[str, dict[int, int]] = defaultdict(dict)
    for row in ordered:
        for name, sense in row.names.items():
            key = folded(name)
            if key and (sense in {MAIN, SHORT} or len(key) > 1):
                words[key][row.id] = min(sense, words[key].get(row.id, 9))
    heads: dict[str, int] = {}
    for key in words:
        parts = key.split(" ")
        if len(parts) > 1:
            heads[parts[0]] = max(heads.get(parts[0], 0), min(len(parts), 8))
    cells = defaultdict(list)
    for row in ordered:
        if row.kind == "city":
            cells[(math.floor(row.lat) + 90) * 360 + math.floor(row.lon) + 180].append(row.id)
    out.unlink(missing_ok=True)
    db = sqlite3.connect(out)
    db.executescript(
        """PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA application_id = 1735550318;
        CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE place (id INTEGER PRIMARY KEY, source_id, source INTEGER, name TEXT, lon INTEGER, lat INTEGER,
            kind INTEGER, country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER, zone INTEGER,
            extent INTEGER, extent_source INTEGER, position INTEGER, capital INTEGER, known INTEGER);
        CREATE TABLE name (key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
        CREATE TABLE head (word TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
        CREATE TABLE cell (id INTEGER PRIMARY KEY, places BLOB);
        CREATE TABLE outline (country TEXT PRIMARY KEY, shape BLOB) WITHOUT ROWID;
        CREATE TABLE label (what TEXT, id INTEGER, name TEXT);"""
    )
    sources = sorted({row.source for row in ordered})
    methods = sorted({row.extent_source for row in ordered})
    for what, names in (("kind", KINDS), ("source", sources), ("extent_source", methods)):
        db.executemany("INSERT INTO label VALUES (?, ?, ?)", [(what, i, n) for i, n in enumerate(names)])
    db.executemany("INSERT INTO zone VALUES (?, ?)", list(enumerate(zones)))
    place = {z: i for i, z in enumerate(zones)}
    db.executemany(
        f"INSERT INTO place VALUES ({', '.join('?' * 17)})",
        [
            (
                r.id, int(r.source_id) if r.source_id.isdigit() else r.source_id, sources.index(r.source), r.name,
                round(r.lon * 1e5), round(r.lat * 1e5), KINDS.index(r.kind), r.country,
                r.admin1.id if r.admin1 else None, r.admin2.id if r.admin2 else None, r.population,
                place[r.timezone], round(r.extent_m), methods.index(r.extent_source), round(r.position_m),
                1 if r.capital else 0, round(r.known * 10),
            )
            for r in ordered
        ],
    )  # fmt: skip
    packed = (
        (key, array("I", [i * 8 + sense for i, sense in sorted(places.items())]).tobytes())
        for key, places in sorted(words.items())
    )
    db.executemany("INSERT INTO name VALUES (?, ?)", packed)
    db.executemany("INSERT INTO head VALUES (?, ?)", sorted(heads.items()))
    db.executemany(
        "INSERT INTO cell VALUES (?, ?)", [(c, array("I", ids).tobytes()) for c, ids in sorted(cells.items())]
    )
    db.executemany("INSERT INTO outline VALUES (?, ?)", sorted(shapes.items()))
    db.commit()
    db.execute("VACUUM")
    db.close()
    print(f"{out}: {len(ordered):,} places, {len(words):,} names, {out.stat().st_size / 1e6:.1f} MB")
