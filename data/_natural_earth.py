"""Outlines of countries from the npm package world-atlas (Natural Earth as TopoJSON), and how far each reaches."""

from __future__ import annotations

import json
import zlib
from itertools import pairwise
from pathlib import Path

from _gazetteer_rows import Row, metres, package


def outlines(folder: Path, by_code: dict[str, Row], middle_of: dict[str, tuple | None]) -> dict[str, bytes]:
    """Country -> deflated GeoJSON; and each country's reach from its point to its farthest coast or border."""
    numeric = {
        c["numeric"]: c["alpha_2"]
        for c in json.loads(package("pycountry", "databases/iso3166-1.json").read_text("utf-8"))["3166-1"]
    }
    shapes: dict[str, dict] = {}
    for scale in ("10m", "50m", "110m"):
        atlas = json.loads((folder / f"countries-{scale}.json").read_text("utf-8"))
        arcs = [unpacked(arc, atlas["transform"]) for arc in atlas["arcs"]]
        for geometry in atlas["objects"]["countries"]["geometries"]:
            code = "XK" if geometry["properties"]["name"] == "Kosovo" else numeric.get(geometry.get("id", ""), "")
            if code not in by_code or not geometry.get("arcs"):
                continue
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            rings = [[joined(ring, arcs) for ring in polygon] for polygon in polygons]
            if scale == "10m":
                row = by_code[code]
                lon, lat = two_of_three((row.lon, row.lat), middle_of[code], centroid(rings))
                row.lon, row.lat = lon, lat
                row.extent_m = max(metres(row, *point) for polygon in rings for point in polygon[0])
                row.extent_source = "outline"
            shape = {"type": "MultiPolygon", "coordinates": rings}
            shapes[code] = shape
    return {
        code: zlib.compress(json.dumps(shape, separators=(",", ":")).encode(), 9)
        for code, shape in sorted(shapes.items())
    }


def centroid(polygons: list) -> tuple[float, float]:
    """The middle of the area of the largest polygon and those near it, in plain degrees."""
    parts = []
    for polygon in polygons:
        ring = polygon[0]
        area = x = y = 0.0
        for (x0, y0), (x1, y1) in pairwise(ring):
            cross = x0 * y1 - x1 * y0
            area, x, y = area + cross / 2, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if area:
            parts.append((abs(area), x / (6 * area), y / (6 * area)))
    if not parts:
        return polygons[0][0][0]
    largest = max(parts)
    near = [p for p in parts if abs(p[1] - largest[1]) < 40]
    whole = sum(p[0] for p in near)
    return sum(p[0] * p[1] for p in near) / whole, sum(p[0] * p[2] for p in near) / whole


def two_of_three(ours: tuple, other: tuple | None, outline: tuple) -> tuple[float, float]:
    """GeoNames' point of a country, unless the other source and the outline agree that it lies far off the middle.

    GeoNames has Canada's in its far west.
    """
    if other is None:
        return ours
    a, b, c = (Row("", *point, "country", "", "") for point in (ours, other, outline))
    far = min(metres(a, b.lon, b.lat), metres(a, c.lon, c.lat))
    return other if metres(b, c.lon, c.lat) < 350_000 and far > 400_000 else ours


def unpacked(arc: list, transform: dict) -> list[tuple[float, float]]:
    """A TopoJSON arc as degrees."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((round(x * sx + tx, 3), round(y * sy + ty, 3)))
    return points


def joined(ring: list[int], arcs: list) -> list[tuple[float, float]]:
    """The points of a ring of arcs; a negative number is the arc backwards."""
    points: list = []
    for i in ring:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points
