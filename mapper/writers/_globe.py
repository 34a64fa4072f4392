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
            x, y, z = seen(lonlat + np.array([cell.west, cell.south]), lon, lat)
            if (z > 0).any():
                limb = np.where(z < 0, np.maximum(np.hypot(x, y), 1e-9), 1.0)
                found.append(_along_the_limb(np.column_stack((x / limb, y / limb)), z < 0))
    return found


def _along_the_limb(ring: Array, hidden: Array) -> Array:
    """The ring with what runs behind the Earth led around its rim, not straight across its face."""
    if not hidden.any():
        return ring
    angles = np.arctan2(ring[:, 1], ring[:, 0])
    turns = (np.roll(angles, -1) - angles + np.pi) % (2 * np.pi) - np.pi
    wide = hidden & np.roll(hidden, -1) & (np.abs(turns) > 0.15)
    pieces = []
    for n, point in enumerate(ring):
        pieces.append(point[None, :])
        if wide[n]:
            between = angles[n] + turns[n] * np.linspace(0, 1, int(abs(turns[n]) / 0.15) + 2)[1:-1]
            pieces.append(np.column_stack((np.cos(between), np.sin(between))))
    return np.concatenate(pieces)


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
