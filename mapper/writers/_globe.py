"""The inset: the Earth as seen from above the incident, so that anyone sees where on it this is.

An orthographic view; x to the right and y up, in a disc of radius 1. What lies behind the limb is drawn onto it.
"""

from __future__ import annotations

import json
from math import radians
from typing import Any

import numpy as np

from mapper.writers._ground import Layer
from mapper.writers._shapes import decoded

TILT = 0.75  # share of the incident's latitude that the eye hovers over: poles at the rim look more familiar

RADIUS = 64  # units of the drawing: enough for an inset of a hundred pixels
SMALLEST = 7  # vertices: lesser islands are specks at this size

Array = np.ndarray[Any, Any]


def land(world: Layer, lon: float, lat: float) -> list[Array]:
    """The outlines of land in the disc, seen from above (lon, TILT x lat)."""
    found = []
    for cell in world.cells:
        for polygon in json.loads(cell.body)["land"]:
            lonlat = np.asarray(decoded(polygon[0]), dtype=float).reshape(-1, 2).cumsum(axis=0) * world.step
            if len(lonlat) < SMALLEST:
                continue
            ring = lonlat + np.array([cell.west, cell.south])
            found += _before_the_limb(np.column_stack(seen(ring if _turn(ring) > 0 else ring[::-1], lon, lat)))
    return found


def _turn(ring: Array) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())


def _before_the_limb(ring: Array) -> list[Array]:
    """The pieces of a ring (x, y, z; land on its left) that lie before the limb, closed along it.

    Where land goes behind the limb, its edge follows the limb anticlockwise to the next place where land comes back.
    """
    front = ring[:, 2] > 0
    if front.all():
        return [ring[:, :2]]
    if not front.any():
        return []
    ring = np.roll(ring, -int(np.argmax(front & ~np.roll(front, 1))), axis=0)
    front = ring[:, 2] > 0
    ends = np.flatnonzero(front & ~np.roll(front, -1))
    starts = np.flatnonzero(front & ~np.roll(front, 1))
    runs = []
    for first, last in zip(starts, ends, strict=True):
        coming, going = _crossing(ring[first - 1], ring[first]), _crossing(ring[last], ring[(last + 1) % len(ring)])
        runs.append((coming, np.vstack((_on_limb(coming), ring[first : last + 1, :2], _on_limb(going))), going))
    pieces = []
    while runs:
        begin, line, end = runs.pop(0)
        while True:
            ways = [(begin - end) % (2 * np.pi), *((run[0] - end) % (2 * np.pi) for run in runs)]
            nearest = int(np.argmin(ways))
            along = end + ways[nearest] * np.linspace(0, 1, int(ways[nearest] / 0.15) + 2)
            line = np.vstack((line, np.column_stack((np.cos(along), np.sin(along)))))
            if nearest == 0:
                break
            _, more, end = runs.pop(nearest - 1)
            line = np.vstack((line, more))
        pieces.append(line)
    return pieces


def _crossing(a: Array, b: Array) -> float:
    """The angle on the limb where the way from one point to the next crosses it."""
    x, y = (a + (b - a) * (a[2] / (a[2] - b[2])))[:2]
    return float(np.arctan2(y, x))


def _on_limb(angle: float) -> Array:
    return np.array([np.cos(angle), np.sin(angle)])


def seen(lonlat: Array, lon: float, lat: float) -> tuple[Array, Array, Array]:
    """Where positions lie in the disc, and how far in front of the limb (negative: behind the Earth)."""
    away, north, eye = np.radians(lonlat[:, 0] - lon), np.radians(lonlat[:, 1]), radians(lat * TILT)
    x = np.cos(north) * np.sin(away)
    y = np.cos(eye) * np.sin(north) - np.sin(eye) * np.cos(north) * np.cos(away)
    z = np.sin(eye) * np.sin(north) + np.cos(eye) * np.cos(north) * np.cos(away)
    return x, y, z


def path(world: Layer, lon: float, lat: float, radius: int = RADIUS) -> str:
    """The land as an SVG path in a disc of `radius`, whole numbers, y down."""
    pieces = []
    for ring in land(world, lon, lat):
        whole = np.rint(ring * (radius, -radius)).astype(int)
        steps = np.diff(whole, axis=0)
        steps = steps[(steps != 0).any(axis=1)]
        if len(steps) > 2:
            moves = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist())
            pieces.append(f"M{whole[0][0]} {whole[0][1]}l{moves}z".replace(" -", "-"))
    return "".join(pieces)


def spot(lon: float, lat: float, radius: int = RADIUS) -> tuple[int, int]:
    """Where the incident itself lies in the disc, y down."""
    x, y, _ = seen(np.array([[lon, lat]]), lon, lat)
    return round(float(x[0]) * radius), round(float(-y[0]) * radius)
