"""Build `data/basemap.sqlite`: land, coasts and borders of the world at five scales, cut into cells.

Source: Natural Earth (public domain) as TopoJSON in the npm package `world-atlas` 2.0.2. Run it again with

    python data/build_basemap.py [--atlas FOLDER_OF_WORLD_ATLAS]

Without `--atlas` the package is fetched with npm. A cell holds rings and lines as differences of whole steps
(`step_deg` of its level, from the cell's south-west corner; `mapper.writers._shapes.coded`) in zlib-packed JSON; a
cell that is land throughout holds "full", one that is sea throughout has no row. Cells of land overlap a little, so
that no seam shows between them.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import box, get_num_coordinates, make_valid, unary_union
from shapely.affinity import translate
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.ops import linemerge, polylabel
from shapely.strtree import STRtree

from mapper.writers._shapes import coded, decoded

OUT = Path(__file__).parent / "basemap.sqlite"
LEVELS = (  # name, atlas scale, cell in degrees, tolerance and step in degrees
    ("world", "110m", 360, 0.9, 0.5),
    ("wide", "50m", 30, 0.12, 0.08),
    ("region", "50m", 10, 0.03, 0.02),
    ("near", "10m", 5, 0.012, 0.008),
    ("local", "10m", 2, 0.003, 0.002),
)
OVERLAP = 0.01  # share of a cell that land runs over its edge
SMALLEST = 4  # steps: islets below this width and height are dropped


class Topology:
    """A TopoJSON file: its arcs in degrees, and which geometries use them."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text("utf-8"))
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.objects: dict[str, Any] = data["objects"]

    def rings(self, indexes: list[list[int]]) -> list[list[tuple[float, float]]]:
        """Rings of one polygon."""
        rings = []
        for ring in indexes:
            points: list[tuple[float, float]] = []
            for index in ring:
                arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
                points += arc[1:] if points else arc
            rings.append(points)
        return rings

    def polygons(self, geometry: dict[str, Any]) -> Iterator[Polygon]:
        """The polygons of a geometry of the topology."""
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                yield from self.polygons(part)
            return
        for part in parts:
            outer, *inner = self.rings(part)
            yield from within_the_world(outer, inner)

    def shared(self, name: str) -> list[list[tuple[float, float]]]:
        """The arcs that two geometries of an object share: the borders between them."""
        uses: Counter[int] = Counter()

        def count(arcs: Any, seen: set[int]) -> None:
            for item in arcs:
                if isinstance(item, int):
                    seen.add(item if item >= 0 else ~item)
                else:
                    count(item, seen)

        for geometry in self.objects[name]["geometries"]:
            seen: set[int] = set()
            count(geometry.get("arcs", []), seen)
            uses.update(seen)
        return [self.arcs[index] for index in sorted(uses) if uses[index] > 1]


def unrolled(ring: list[tuple[float, float]], near: float) -> list[tuple[float, float]]:
    """A ring without jumps from one edge of the world to the other; one around a pole is closed over the pole."""
    points, shift = [ring[0]], 0.0
    for (a, _), (b, lat) in pairwise(ring):
        shift += 360 if b - a < -180 else -360 if b - a > 180 else 0
        points.append((b + shift, lat))
    if shift:
        pole = -90 if points[0][1] < 0 else 90
        points += [(points[-1][0], pole), (points[0][0], pole)]
    middle = sum(lon for lon, _ in points) / len(points)
    turns = round((near - middle) / 360) * 360
    return [(lon + turns, lat) for lon, lat in points]


def within_the_world(outer: list[tuple[float, float]], inner: list[list[tuple[float, float]]]) -> Iterator[Polygon]:
    """A polygon of the source, whose rings run across the antimeridian, cut there."""
    shell = unrolled(outer, 0)
    middle = sum(lon for lon, _ in shell) / len(shell)
    whole = Polygon(shell, [unrolled(ring, middle) for ring in inner])
    west, _, east, _ = whole.bounds
    if west >= -180 and east <= 180:
        yield whole
        return
    for turn in (-360, 0, 360):
        piece = make_valid(whole).intersection(box(turn - 180, -90, turn + 180, 90))
        yield from parts(translate(piece, -turn), "Polygon")


def edge_of_the_world(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether a segment is only where the source cut the globe open."""
    return (abs(a[0]) > 179.99 and abs(b[0]) > 179.99) or (a[1] < -89.9 and b[1] < -89.9)


def coasts(polygons: list[Polygon]) -> Any:
    """The outlines of land, without the seam at the antimeridian."""
    lines = []
    for polygon in polygons:
        for ring in (polygon.exterior, *polygon.interiors):
            run: list[tuple[float, float]] = []
            points = list(ring.coords)
            for a, b in pairwise(points):
                if edge_of_the_world(a, b):
                    if len(run) > 1:
                        lines.append(run)
                    run = []
                else:
                    run = run or [a]
                    run.append(b)
            if len(run) > 1:
                lines.append(run)
    return linemerge(MultiLineString(lines))


def parts(geometry: Any, kind: str) -> Iterator[Any]:
    """The simple parts of one kind inside any geometry."""
    if geometry.geom_type == kind:
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from parts(part, kind)


def packed(points: Any, west: float, south: float, step: float) -> str:
    """Points as differences of whole steps, the first from the corner; repeated points dropped."""
    numbers: list[int] = []
    x = y = 0
    for lon, lat in points:
        nx, ny = round((lon - west) / step), round((lat - south) / step)
        if numbers and (nx, ny) == (x, y):
            continue
        numbers += [nx - x, ny - y]
        x, y = nx, ny
    return coded(numbers)


def big(geometry: Any, step: float) -> bool:
    """Whether a part would be seen at its level."""
    west, south, east, north = geometry.bounds
    return bool(max(east - west, north - south) >= SMALLEST * step)


def lines_of(geometry: Any, west: float, south: float, step: float) -> list[str]:
    """The lines in a geometry, packed, in a settled order."""
    pieces = [part for part in parts(geometry, "LineString") if not part.is_empty]
    merged = linemerge(MultiLineString(pieces)) if pieces else LineString()
    lines = [packed(part.coords, west, south, step) for part in parts(merged, "LineString") if not part.is_empty
             and big(part, step)]  # fmt: skip
    return sorted(line for line in lines if len(decoded(line)) > 2)


def rings_of(geometry: Any, west: float, south: float, step: float) -> list[list[str]]:
    """The polygons in a geometry, packed, in a settled order."""
    polygons = []
    for polygon in parts(geometry, "Polygon"):
        if big(polygon, step):
            holes = [ring for ring in polygon.interiors if big(ring, step)]
            polygons.append([packed(ring.coords[:-1], west, south, step) for ring in (polygon.exterior, *holes)])
    return sorted(polygon for polygon in polygons if len(decoded(polygon[0])) >= 6)


def divided(geometry: Any) -> Iterator[Any]:
    """A large polygon in halves of halves, so that cutting a cell out of it is quick."""
    west, south, east, north = geometry.bounds
    if get_num_coordinates(geometry) < 500:
        yield geometry
        return
    if east - west > north - south:
        middle = (west + east) / 2
        halves = box(west, south, middle, north), box(middle, south, east, north)
    else:
        middle = (south + north) / 2
        halves = box(west, south, east, middle), box(west, middle, east, north)
    for half in halves:
        for piece in parts(geometry.intersection(half), "Polygon"):
            yield from divided(piece)


def cells(atlas: Path, scale: str, size: float, tolerance: float, step: float) -> Iterator[tuple[int, int, bytes]]:
    """(column, row, packed JSON) of every cell of a level that is not all sea."""
    land_file, countries = Topology(atlas / f"land-{scale}.json"), Topology(atlas / f"countries-{scale}.json")
    land = [p for g in land_file.objects["land"]["geometries"] for p in land_file.polygons(g)]
    coast = list(parts(coasts(land).simplify(tolerance), "LineString"))
    borders = list(parts(linemerge(MultiLineString(countries.shared("countries"))).simplify(tolerance), "LineString"))
    polygons = [piece for p in land for piece in divided(make_valid(p))]
    trees = [STRtree(group) for group in (polygons, coast, borders)]
    for column in range(int(360 / size)):
        for row in range(max(1, int(180 / size))):
            west, south = -180 + column * size, -90 + row * size
            inner = box(west, south, west + size, min(90, south + size))
            wide = box(west - OVERLAP * size, south - OVERLAP * size, west + size * (1 + OVERLAP),
                       min(90, south + size * (1 + OVERLAP)))  # fmt: skip
            found = [[group[i] for i in sorted(tree.query(wide))]
                     for tree, group in zip(trees, (polygons, coast, borders), strict=True)]  # fmt: skip
            ground = unary_union([p.intersection(wide) for p in found[0]]) if found[0] else Polygon()
            if ground.is_empty:
                continue
            lines = [unary_union([line.intersection(inner) for line in group]) if group else LineString()
                     for group in found[1:]]  # fmt: skip
            full = ground.area > 0.99999 * wide.area
            body = {"land": "full" if full else rings_of(ground.simplify(tolerance), west, south, step)}
            if size < 360:  # at the scale of the world the edge of the land is line enough
                body["coast"] = lines_of(lines[0], west, south, step)
                body["borders"] = lines_of(lines[1], west, south, step)
            if body["land"]:
                text = json.dumps(body, separators=(",", ":"))
                yield column, row, zlib.compress(text.encode(), 9)


def countries(atlas: Path) -> Iterator[tuple[str, float, float, float]]:
    """(name, lon, lat of a label, width in degrees) of every country."""
    topology = Topology(atlas / "countries-50m.json")
    for geometry in topology.objects["countries"]["geometries"]:
        polygons = [make_valid(p) for p in topology.polygons(geometry)] if geometry.get("type") else []
        polygons = [part for p in polygons for part in parts(p, "Polygon")]
        if polygons:
            main = max(polygons, key=lambda p: p.area)
            point = polylabel(main, 0.5) if main.area > 1 else main.representative_point()
            west, _, east, _ = main.bounds
            yield geometry["properties"]["name"], round(point.x, 2), round(point.y, 2), round(east - west, 2)


def fetched() -> Path:
    """The world-atlas package, through npm."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-"))
    subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), "world-atlas@2.0.2"], check=True)
    return folder / "node_modules" / "world-atlas"


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--atlas", type=Path, help="folder of the npm package world-atlas")
    atlas = parser.parse_args().atlas or fetched()
    OUT.unlink(missing_ok=True)
    base = sqlite3.connect(OUT)
    base.executescript("""
        PRAGMA page_size = 4096;
        CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
        CREATE TABLE level (name TEXT PRIMARY KEY, cell_deg REAL, step_deg REAL) WITHOUT ROWID;
        CREATE TABLE cell (level TEXT, x INTEGER, y INTEGER, body BLOB, PRIMARY KEY (level, x, y)) WITHOUT ROWID;
        CREATE TABLE country (name TEXT PRIMARY KEY, lon REAL, lat REAL, width_deg REAL) WITHOUT ROWID;
    """)
    base.executemany("INSERT INTO about VALUES (?, ?)", [
        ("source", "Natural Earth, through the npm package world-atlas 2.0.2"),
        ("licence", "public domain"),
    ])  # fmt: skip
    for name, scale, size, tolerance, step in LEVELS:
        base.execute("INSERT INTO level VALUES (?, ?, ?)", (name, size, step))
        rows = [(name, *row) for row in cells(atlas, scale, size, tolerance, step)]
        base.executemany("INSERT INTO cell VALUES (?, ?, ?, ?)", rows)
        print(name, len(rows), "cells,", sum(len(row[3]) for row in rows), "bytes")
    base.executemany("INSERT INTO country VALUES (?, ?, ?, ?)", sorted(countries(atlas)))
    base.commit()
    base.execute("VACUUM")
    base.close()
    print(OUT.name, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
