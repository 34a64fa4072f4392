"""Islands, and the states and counties of the United States, with their boxes: map databases of R's `maps`, `mapdata`.

A database is two files: `NAME.N` lists names ("Denmark:Bornholm") with the number of their outline, `NAME.G` holds
two bytes with how many outlines there are and 24 bytes for each: an offset, a count, and west, south, east, north in
radians.
"""

from __future__ import annotations

import math
import re
import struct
from collections import defaultdict
from pathlib import Path

from _gazetteer_rows import ALTERNATE, MAIN, Row, folded, metres

DATABASES = ("world", "worldHires", "nzHires")  # the coarser first: its names are the newer ones
SAID = re.compile(r"^(Island|Isle|Islands|Isles) of |^(Ile|Isle|Iles) (d'|de la |des |de |du )?"
                  r"|^(Isla|Ilha|Otok|Ostrov) | (Island|Islands|Isle)$")  # fmt: skip
LANDS = {"usa": "US", "uk": "GB", "ussr": "RU", "yugoslavia": "HR", "north island": "NZ", "south island": "NZ",
         "stewart island": "NZ", "hawaii": "US", "canary islands": "ES", "azores": "PT", "chagos archipelago": "IO",
         "madeira islands": "PT", "california": "US", "irian jaya": "ID", "andaman islands": "IN",
         "falkland islands": "FK"}  # fmt: skip
PLAIN = frozenset(
    ("north", "south", "east", "west", "main", "mainland", "long", "deer", "great", "little", "big", "outer")
)
WIDE = frozenset(("admin1", "admin2", "admin3", "country", "region", "island"))
NO_ISLAND = re.compile(r"\d|\?|/|&|Lake|Penin|Bank|Great Britain|Northern Ireland")


def islands(rows: dict[str, Row], folder: Path) -> None:
    """Adds the named islands that no source has yet, each with the reach of its box."""
    lands = {folded(n): r.country for r in rows.values() if r.kind == "country" for n in r.names} | LANDS
    named = defaultdict(list)
    for row in rows.values():
        for key in {folded(n) for n in row.names}:
            named[key].append(row)
    for base in DATABASES:
        for name, box in boxes(next(folder.rglob(f"{base}.G"))):
            parts = name.split(":")
            if len(parts) < 2 or NO_ISLAND.search(parts[-1]) or parts[0] == "Antarctica":
                continue
            row = island(parts[-1], box, lands.get(folded(parts[0]), ""))
            if not known_as(row, named):
                rows[f"island {row.source_id}"] = row
                for key in {folded(n) for n in row.names}:
                    named[key].append(row)


def counties(rows: dict[str, Row], folder: Path) -> None:
    """Gives states and counties of the United States the reach of their box, its middle where no point is listed."""
    states = {folded(r.name): r for r in rows.values() if r.kind == "admin1" and r.country == "US"}
    there = {(r.admin1.source_id, bare(r.name)): r for r in rows.values() if r.kind == "admin2" and r.admin1}
    whole: dict[str, tuple[float, float, float, float]] = {}
    for base in ("state", "county"):
        for name, box in boxes(next(folder.rglob(f"{base}.G"))):
            first = name.partition(":")[0]
            known = whole.get(first, box)
            whole[first] = (min(box[0], known[0]), min(box[1], known[1]), max(box[2], known[2]), max(box[3], known[3]))
    for name, (west, south, east, north) in sorted(whole.items()):
        state, _, county = name.partition(",")
        row = states.get(folded(state))
        if row is not None and county:
            row = there.get((row.source_id, bare(county)))
        if row is None:
            continue
        if not row.source_id.isdigit():  # it stood at the mean of its towns
            row.lon, row.lat = round((west + east) / 2, 5), round((south + north) / 2, 5)
        row.extent_m = max(metres(row, x, y) for x in (west, east) for y in (south, north))
        row.extent_source = "bounding box"


def bare(name: str) -> str:
    """A county's name as both sources write it: "De Kalb" and "DeKalb County" are one."""
    return re.sub(" (county|parish)$", "", folded(name)).replace(" ", "")


def island(name: str, box: tuple[float, float, float, float], country: str) -> Row:
    """One island by its box; a larger one is better known."""
    west, south, east, north = box
    row = Row(name, round((west + east) / 2, 3), round((south + north) / 2, 3), "island", "maps", "", country)
    row.extent_m, row.extent_source = max(300.0, metres(row, east, north)), "bounding box"
    row.position_m = 1000.0
    row.known = math.log10(max(row.extent_m / 1000, 1.0))
    short = re.sub(SAID, "", name)
    own = folded(short)
    if own in PLAIN:
        row.call(name if short != name else f"{name} Island", MAIN)
    else:
        row.call(name, MAIN)
        row.call(short, MAIN if re.search(" Island| Isle", name) else ALTERNATE)
        for one in (f"{short} Island", f"Isle of {short}", f"Island of {short}"):
            row.call(one, ALTERNATE)
    row.source_id = f"{country or 'xx'}-{own.replace(' ', '-')}-{round(row.lon)}-{round(row.lat)}".lower()
    return row


def known_as(row: Row, named: dict[str, list[Row]]) -> bool:
    """Whether a division, a region or an island of that name is known there; it is then called an island too."""
    own = folded(re.sub(SAID, "", row.name))
    keys = {folded(row.name), own, f"{own} island", f"{own} islands"}
    there = [r for key in sorted(keys) for r in named[key]
             if r.kind in WIDE and metres(r, row.lon, row.lat) < 100_000 + row.extent_m]  # fmt: skip
    if not any(r.kind == "island" or own in map(folded, r.names) for r in there):
        return False
    for other in there:
        other.call(f"{re.sub(SAID, '', row.name)} Island", ALTERNATE)
    return True


def boxes(path: Path) -> list[tuple[str, tuple[float, float, float, float]]]:
    """(name, (west, south, east, north)) of every outline of a database, in degrees."""
    raw = path.read_bytes()
    lines = [line.rsplit("\t", 1) for line in path.with_suffix(".N").read_text("latin-1").splitlines()]
    found = []
    for name, number in lines:
        radians = struct.unpack_from("<ffff", raw, 2 + 24 * (int(number) - 1) + 8)
        found.append((name, tuple(math.degrees(angle) for angle in radians)))
    return found
