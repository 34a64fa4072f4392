"""Geometries as a drawing needs them: whole across the antimeridian, and as small as the eye allows.

Drawn shapes are pictures. The exact ones, to nine decimals, are in the GeoJSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from typing import Any

import numpy as np

from mapper.model import Geometry

FINEST = 1 / 8000  # of the shape's width: one step of the packed numbers
ROUND = 0.004  # of the radius: how far an ellipse may be off the shape that it stands for
SLACK = 1 / 2500  # of the shape's width: how far a left-out vertex may lie off its neighbours' chord
SEAM = 1e-7  # degrees: how near to 180 a vertex counts as on the cut

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Line = Sequence[Sequence[float]]
Array = np.ndarray[Any, Any]


def rings(geometry: Geometry, middle: float) -> list[list[Array]]:
    """Polygons (or lines) as arrays of lon, lat near the longitude `middle`, joined where the antimeridian cut them."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind in ("LineString", "MultiLineString"):
        lines = coordinates if kind == "MultiLineString" else [coordinates]
        return [[_near(np.asarray(line, dtype=float)[:, :2], middle)] for line in lines]
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if any(abs(abs(p[0]) - 180) < SEAM for polygon in polygons for ring in polygon for p in ring):
        polygons = _joined(polygons)
    shaped = [[np.asarray(ring, dtype=float)[:, :2] for ring in polygon] for polygon in polygons]
    return [[ring + (_near(polygon[0], middle)[0] - polygon[0][0]) for ring in polygon] for polygon in shaped]


def thinned(line: Array, slack: float) -> Array:
    """The line without vertices that nobody would miss: none moves, each left out is within `slack` of its chord."""
    for _ in range(6):
        if len(line) < 16:
            break
        before, at, after = line[:-2:2], line[1:-1:2], line[2::2]
        size = min(len(before), len(at), len(after))
        before, at, after = before[:size], at[:size], after[:size]
        chord = after - before
        cross = np.abs(chord[:, 0] * (at[:, 1] - before[:, 1]) - chord[:, 1] * (at[:, 0] - before[:, 0]))
        keep = np.ones(len(line), dtype=bool)
        keep[1 : 2 * size : 2] = cross > slack * np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-12)
        if keep.all():
            break
        line = line[keep]
    return line


def packed(geometry: Geometry | None, middle: float) -> list[list[Any]] | None:
    """Parts of rings for the page.

    A ring that is an ellipse in degrees is [lon, lat, half width, half height]; any other is [step in degrees, digits],
    the digits being differences x, y, x, y in whole steps (`coded`).
    """
    if not geometry:
        return None
    parts = rings(geometry, middle)
    outer = np.concatenate([part[0] for part in parts])
    width = float(max(np.ptp(outer[:, 0]), np.ptp(outer[:, 1]), 1e-6))
    closed = geometry["type"].endswith("Polygon")
    return [[ellipse(ring) or _ring(thinned(ring, width * SLACK), width, closed) for ring in part] for part in parts]


def together(shapes: Sequence[list[list[Any]] | None]) -> list[list[list[Any]] | None]:
    """The packed shapes of one region: an ellipse around the middle of the one before it leaves that out.

    >>> together([[[[1.0, 2.0, 0.5, 0.5], [1.0, 2.0, 0.2, 0.2]]], None])
    [[[[1.0, 2.0, 0.5, 0.5], [0.2, 0.2]]]]
    """
    middle: list[float] | None = None

    def one(ring: list[Any]) -> list[Any]:
        nonlocal middle
        if len(ring) != 4:
            return ring
        slack = ROUND * min(ring[2:])
        if middle and abs(ring[0] - middle[0]) < slack and abs(ring[1] - middle[1]) < slack:
            return ring[2:]
        middle = ring[:2]
        return ring

    found = [[[one(ring) for ring in part] for part in shape] if shape else None for shape in shapes]
    while found and found[-1] is None:
        found.pop()
    return found


def ellipse(line: Array) -> list[float] | None:
    """Middle and half axes of a closed line that is round to the eye: discs and rings, which most regions are."""
    if len(line) < 24 or tuple(line[0]) != tuple(line[-1]):
        return None
    low, high = line.min(axis=0), line.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, 1e-12)
    if (np.abs(np.hypot(*((line - middle) / half).T) - 1) > ROUND).any():
        return None
    places = max(0, 4 - floor(log10(float(half.min()))))
    return [round(float(x), places) for x in (*middle, *half)]


def _ring(line: Array, width: float, closed: bool) -> list[Any]:
    step = float(f"{10.0 ** floor(log10(width * FINEST)):.0e}")
    whole = np.rint((line[:-1] if closed and len(line) > 3 else line) / step).astype(np.int64)
    return [step, coded(np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist())]


def coded(numbers: Sequence[int]) -> str:
    """Whole numbers as text: sign in the lowest bit, then five bits a digit, lowest first, the sixth for "more".

    >>> coded([0, -1, 16, 1000])
    'ABgBw-B'
    """
    digits = []
    for number in numbers:
        rest = -2 * number - 1 if number < 0 else 2 * number
        while rest > 31:
            digits.append(DIGITS[32 + rest % 32])
            rest //= 32
        digits.append(DIGITS[rest])
    return "".join(digits)


def decoded(text: str) -> list[int]:
    """The numbers of `coded`.

    >>> decoded(coded([0, -1, 16, 1000, -123456]))
    [0, -1, 16, 1000, -123456]
    """
    numbers, number, shift = [], 0, 0
    for digit in text:
        value = DIGITS.index(digit)
        number |= (value & 31) << shift
        shift += 5
        if value < 32:
            numbers.append(-(number >> 1) - 1 if number & 1 else number >> 1)
            number = shift = 0
    return numbers


def _near(line: Array, middle: float) -> Array:
    """The line moved by whole turns so that its middle lies within 180 degrees of `middle`."""
    centre = (line[:, 0].min() + line[:, 0].max()) / 2
    moved: Array = line + np.array([360.0 * round((middle - centre) / 360), 0.0])
    return moved


def _joined(polygons: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Polygons cut at the antimeridian as one: edges along the cut fall away, and what is left is linked up again.

    Every longitude is counted from 0 to 360 first, so that both sides of the cut are the same line.
    """
    runs: list[list[tuple[float, float]]] = []
    whole: list[list[tuple[float, float]]] = []
    for ring in (ring for polygon in polygons for ring in polygon):
        line = [(p[0] % 360 if p[0] < 180 - SEAM else 180.0, p[1]) for p in ring]
        line = [(180.0, y) if abs(x - 180) < SEAM else (x, y) for x, y in line]
        start = next((i for i, (a, b) in enumerate(pairwise(line)) if a[0] == b[0] == 180.0), None)
        if start is None:
            whole.append(line)
            continue
        turned = [*line[start + 1 : -1], *line[: start + 2]]
        run: list[tuple[float, float]] = []
        for a, b in pairwise(turned):
            if a[0] == b[0] == 180.0:
                if len(run) > 1:
                    runs.append(run)
                run = []
            else:
                run = run or [a]
                run.append(b)
        if len(run) > 1:
            runs.append(run)
    while runs:
        line = runs.pop(0)
        while line[0] != line[-1] and runs:
            nearest = min(range(len(runs)), key=lambda i: abs(runs[i][0][1] - line[-1][1]))
            if abs(runs[nearest][0][1] - line[-1][1]) > abs(line[0][1] - line[-1][1]):
                break
            line += runs.pop(nearest)[1:]
        whole.append([*line, line[0]] if line[0] != line[-1] else line)
    whole.sort(key=_signed, reverse=True)
    outer = [ring for ring in whole if _signed(ring) > 0]
    holes = [ring for ring in whole if _signed(ring) <= 0]
    return [[ring, *(holes if i == 0 else [])] for i, ring in enumerate(outer)] or [[ring] for ring in whole]


def _signed(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
