"""The built-in ground as layers of a GIS: land, coasts and borders, finer near the incident than far from it.

Natural Earth, public domain. Each scale is cut out where a finer one lies, so that land never shows twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mapper.writers import _ground
from mapper.writers._polygons import Box
from mapper.writers._shapes import decoded
from mapper.writers._tables import Table

AROUND = 0.5  # of the incident's size on every side: enough ground to stand on, and the incident stays in view

_INHABITED = (-60.0, 80.0)  # degrees of latitude: what lies beyond fills most of a Mercator map


def tables(box: Box) -> list[Table]:
    """Land as polygons, coasts and borders as lines, around a box whose east may pass 180."""
    import shapely
    from shapely.affinity import translate
    from shapely.geometry import box as rectangle
    from shapely.geometry import mapping

    land, lines = [], []
    grow = AROUND * max(box[2] - box[0], box[3] - box[1], 0.02)
    wide = rectangle(box[0] - grow, box[1] - grow, box[2] + grow, box[3] + grow)
    world = rectangle(-180, -90, 180, 90)
    pieces = [shapely.intersection(translate(wide, turn), world) for turn in (-360, 0, 360)]
    # programs that know no antimeridian show an incident across it in a view of the whole world
    band = rectangle(-180, min(_INHABITED[0], box[1]), 180, max(_INHABITED[1], box[3]))
    near, hidden = shapely.union_all([*pieces, band] if box[2] > 180 else pieces), shapely.Polygon()
    for layer in reversed(_ground.layers(box)):
        here = shapely.difference(near, hidden)
        if here.is_empty:
            break
        polygons, coasts, borders = _decoded(layer)
        shapes = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
        ground = shapely.union_all(shapely.make_valid(shapes, method="structure", keep_collapsed=False))
        for name, found in (("coast", coasts), ("border", borders)):
            kept = shapely.intersection(shapely.MultiLineString(found), here)
            lines.append({"kind": name, "step_deg": layer.step, "geom": _as(mapping(kept), "LineString")})
        seen = shapely.intersection(ground, here)
        land.append({"step_deg": layer.step, "geom": _as(mapping(shapely.make_valid(seen)), "Polygon")})
        west, south, east, north = layer.cover
        for shift in (-360, 0, 360):
            hidden = shapely.union(hidden, rectangle(west + shift, south, east + shift, north))
    credit = "Natural Earth, public domain"
    return [
        Table(name, f"{title}; {credit}", kind, columns, [row for row in rows if row["geom"]])
        for name, title, kind, columns, rows in (
            ("borders", "Coasts and borders", "MultiLineString", {"kind": "text", "step_deg": "real"}, lines),
            ("land", "Land", "MultiPolygon", {"step_deg": "real"}, land),
        )
    ]


def _decoded(layer: _ground.Layer) -> tuple[list[Any], list[Any], list[Any]]:
    """Polygons, coasts and borders of one scale, in degrees."""
    polygons, coasts, borders = [], [], []
    for cell in layer.cells:
        west, body = (cell.west + 180) % 360 - 180, json.loads(cell.body)
        corner = (west, cell.south)
        if body["land"] == "full":
            east, north = west + layer.size, min(90.0, cell.south + layer.size)
            polygons.append([[corner, (east, cell.south), (east, north), (west, north)]])
        else:
            polygons += [[_points(ring, corner, layer.step) for ring in polygon] for polygon in body["land"]]
        coasts += [_points(line, corner, layer.step) for line in body.get("coast", ())]
        borders += [_points(line, corner, layer.step) for line in body.get("borders", ())]
    return polygons, coasts, borders


def _points(packed: str, corner: tuple[float, float], step: float) -> list[tuple[float, float]]:
    """Whole steps from the corner, each counted from the one before, as degrees."""
    numbers = decoded(packed)

    def walked() -> Iterator[tuple[float, float]]:
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            lon, lat = corner[0] + x * step, corner[1] + y * step
            yield max(-180.0, min(180.0, round(lon, 6))), max(-90.0, min(90.0, round(lat, 6)))

    return list(walked())


def _as(geometry: Any, single: str) -> dict[str, Any] | None:
    """The parts of one kind in a geometry, as a Multi...; None where there are none."""
    found = list(_parts(geometry, single))
    return {"type": f"Multi{single}", "coordinates": found} if found else None


def _parts(geometry: Any, single: str) -> Iterator[Any]:
    if geometry["type"] == single and geometry["coordinates"]:
        yield geometry["coordinates"]
    elif geometry["type"] == f"Multi{single}":
        yield from geometry["coordinates"]
    for part in geometry.get("geometries", ()):
        yield from _parts(part, single)
