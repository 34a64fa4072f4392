"""What lies under the regions of a still picture: land and borders, roads and waters, the graticule; for matplotlib.

Positions on the axes are Web Mercator, in degrees of the equator.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import asinh, degrees, floor, log10, radians, sinh, tan
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from mapper.writers import _ground, _palette, _shapes
from mapper.writers._streets import Streets
from mapper.writers._view import near

INSET = 0.13  # share of the width at the upper right that the globe takes
Array = np.ndarray[Any, Any]
# How each class of ways is drawn, the lesser ones first: colour, width, dashes; a lake is an area.
LOOKS: dict[str, tuple[str, float, Any]] = {
    "lake": (_palette.SEA, 0.0, "-"),
    "stream": (_palette.WATER, 0.7, "-"),
    "river": (_palette.WATER, 1.6, "-"),
    "minor": (_palette.ROAD, 0.8, "-"),
    "middle": (_palette.ROAD, 1.4, "-"),
    "main": (_palette.ROAD, 2.3, "-"),
    "rail": (_palette.RAIL, 1.0, (0, (5, 3))),
}


def mercator(line: Array) -> Array:
    """Degrees to Web Mercator, in degrees of the equator."""
    lat = np.radians(np.clip(line[:, 1], -85.0, 85.0))
    return np.column_stack((line[:, 0], np.degrees(np.arcsinh(np.tan(lat)))))


def ground(axes: Axes, low: Array, high: Array) -> tuple[_ground.Layer, ...]:
    """Land, coasts and borders between two corners (Mercator degrees); the scales that they came from."""
    shown = _lonlat(low, high)
    layers = _ground.layers(shown, budget=100_000, closer=2.5)
    for depth, layer in enumerate(layers):
        if any(_holds(finer.cover, shown) for finer in layers[depth + 1 :]):
            continue  # a finer scale hides it altogether
        if depth:
            corners = mercator(np.array([layer.cover[:2], layer.cover[2:]]))
            wide, tall = corners[1] - corners[0]
            axes.add_patch(Rectangle(corners[0], wide, tall, color=_palette.SEA, lw=0, zorder=1 + depth * 0.1))
        for cell in layer.cells:
            own = (cell.west, cell.south, cell.west + layer.size, cell.south + layer.size)
            if depth and not clash(own, shown):
                continue
            for turn in (-360, 0, 360) if not depth else (0,):
                _cell(axes, layer, cell, turn, 1.05 + depth * 0.1)
    return layers


def _cell(axes: Axes, layer: _ground.Layer, cell: _ground.Cell, turn: float, level: float) -> None:
    body = json.loads(cell.body)
    corner = np.array([cell.west + turn, cell.south])

    def line(text: str) -> Array:
        steps = np.asarray(_shapes.decoded(text), dtype=float).reshape(-1, 2)
        return mercator(steps.cumsum(axis=0) * layer.step + corner)

    if body["land"] == "full":
        over = layer.size * 0.01
        low, high = mercator(np.array([corner - over, corner + layer.size + over]))
        land = [[np.array([low, (high[0], low[1]), high, (low[0], high[1])])]]
    else:
        land = [[line(ring) for ring in part] for part in body["land"]]
    for part in land:
        axes.add_patch(PathPatch(path(part), facecolor=_palette.LAND, lw=0, zorder=level))
    for key, colour, style in (("coast", _palette.COAST, "-"), ("borders", _palette.BORDER, (0, (5, 3)))):
        for text in body.get(key, ()):
            points = line(text)
            axes.plot(points[:, 0], points[:, 1], color=colour, lw=0.8, ls=style, zorder=level + 0.04)


def ways(axes: Axes, streets: Streets | None) -> None:
    """Roads, rails and waters of the user's own files."""
    for level, (kind, (colour, wide, dashes)) in enumerate(LOOKS.items()):
        lines = [mercator(line) for line in streets.lines.get(kind, ())] if streets else []
        if not lines:
            continue
        drawn: Any = (
            LineCollection(lines, colors=colour, linewidths=wide, linestyles=[dashes])
            if wide
            else PolyCollection(lines, facecolors=colour)
        )
        drawn.set_zorder(1.6 + level / 100)
        axes.add_collection(drawn, autolim=False)


def grid(axes: Axes, low: Array, high: Array) -> None:
    """Meridians and parallels at a round distance, named along the edge."""
    width = float(high[0] - low[0])
    step = 10.0 ** floor(log10(width / 2))
    step = next(s for s in (5 * step, 2 * step, step, step / 2) if width / s > 3.5)
    places = max(0, -floor(log10(step) + 1e-9))

    def small(x: float, y: float, text: str, va: str) -> None:
        axes.annotate(
            text, (x, y), (3, -3 if va == "top" else 2), textcoords="offset points", va=va, fontsize=7,
            color=_palette.QUIET, zorder=3, clip_on=True, path_effects=[withStroke(linewidth=2, foreground="white")],
        )  # fmt: skip

    for n in range(int(low[0] // step) + 1, int(high[0] // step) + 1):
        axes.axvline(n * step, color=_palette.GRID, lw=0.6, zorder=2)
        lon = near(n * step, 0.0)
        if n * step < high[0] - INSET * width:
            small(n * step, high[1], f"{abs(lon):.{places}f}° {'E' if lon >= 0 else 'W'}", va="top")
    _, south, _, north = _lonlat(low, high)
    for n in range(int(south // step) + 1, int(north // step) + 1):
        y = degrees(asinh(tan(radians(n * step))))
        axes.axhline(y, color=_palette.GRID, lw=0.6, zorder=2)
        small(float(low[0]), y, f"{abs(n * step):.{places}f}° {'N' if n >= 0 else 'S'}", va="bottom")


def _lonlat(low: Array, high: Array) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of two corners in Mercator degrees."""
    south, north = (degrees(np.arctan(sinh(radians(float(y))))) for y in (low[1], high[1]))
    return float(low[0]), south, float(high[0]), north


def path(part: Sequence[Array]) -> Path:
    """Rings as one path, holes running the other way round."""
    turned = [ring if (_area(ring) > 0) == (n == 0) else ring[::-1] for n, ring in enumerate(part)]
    return Path.make_compound_path(*(Path(np.vstack((ring, ring[:1])), closed=True) for ring in turned))


def clash(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether two boxes (low x, low y, high x, high y) overlap."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _holds(outer: Sequence[float], inner: Sequence[float]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _area(ring: Array) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())
