"""Roads, rails and waters of the user's own files, as lines for a drawing: clipped, thinned, the main ones first.

A drawing of what is around, no evidence: lines are thinned to what the eye can tell at the opening view, and where the
room ends the lesser ones are left out, the furthest from the middle first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Any

import numpy as np

from mapper.datafiles import datafile
from mapper.seams import Surroundings
from mapper.writers import _shapes
from mapper.writers._view import LABEL, View, near, short

CLASSES = ("lake", "river", "main", "rail", "middle", "stream", "minor")  # as far as there is room
AROUND = 0.7  # of the regions' extent on every side
WIDEST = 4.0  # degrees: a map wider than that shows countries, not streets
FINEST = 1 / 3000  # of the drawing's width: one step of the packed numbers
NAMED = ("main", "river", "lake")
MOST_NAMES = 14

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Streets:
    """Lines by class, as arrays of lon, lat near the map's middle; names with where they may stand; the credit owed."""

    step: float
    corner: tuple[float, float]
    lines: Mapping[str, tuple[Array, ...]]
    names: tuple[tuple[str, float, float, str], ...]
    credit: str


def around(view: View, ways: Surroundings | None) -> Streets | None:
    """What the files have around the regions, or None."""
    west, south, east, north = view.bounds
    wide, high = max(east - west, 0.01), max(north - south, 0.01)
    if ways is None or max(wide, high) > WIDEST:
        return None
    box = (west - AROUND * wide, south - AROUND * high, east + AROUND * wide, north + AROUND * high)
    turn = near(west, 0.0) - west
    found, credit = ways.drawn((box[0] + turn, box[1], box[2] + turn, box[3]))
    step = float(f"{(box[2] - box[0]) * FINEST:.0e}")
    by_class: dict[str, dict[str, list[Array]]] = {}
    for kind, sort, name, line in found:
        if (cls := _class(kind, sort)) and len(line) > 1:
            by_class.setdefault(cls, {}).setdefault(name, []).append(np.asarray(line, dtype=float) - (turn, 0.0))
    middle = np.array([view.middle, (south + north) / 2])
    lines, names = {}, []
    for cls in CLASSES:
        drawn = []
        for name, pieces in by_class.get(cls, {}).items():
            joined = list(_joined(pieces, box, closed=cls == "lake", slack=2 * step))
            drawn += joined
            if joined and name and cls in NAMED:
                longest = max(joined, key=len_of)
                at = longest.mean(axis=0) if cls == "lake" else longest[len(longest) // 2]
                names.append((len_of(longest), (short(name, LABEL), float(at[0]), float(at[1]), cls)))
        if drawn:
            lines[cls] = tuple(sorted(drawn, key=lambda line: float(np.abs(line - middle).max(axis=1).min())))
    if not lines:
        return None
    names.sort(key=lambda named: -named[0])
    return Streets(step, (box[0], box[1]), lines, tuple(named for _, named in names[:MOST_NAMES]), credit)


def packed(streets: Streets, *, budget: int) -> dict[str, list[str]]:
    """Lines as digits (see `_shapes.coded`), at most `budget` characters of them."""
    found: dict[str, list[str]] = {}
    for cls, lines in streets.lines.items():
        for line in lines:
            whole = np.rint((line - streets.corner) / streets.step).astype(np.int64)
            moves = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
            moves = moves[np.r_[True, (moves[1:] != 0).any(axis=1)]]
            if len(moves) < 2:
                continue
            digits = _shapes.coded(moves.ravel().tolist())
            budget -= len(digits) + 3
            if budget < 0:
                return found
            found.setdefault(cls, []).append(digits)
    return found


def len_of(line: Array) -> float:
    """How long a line is, in degrees: to compare lines of one drawing."""
    return float(hypot(*np.abs(np.diff(line, axis=0)).sum(axis=0)))


def _joined(
    pieces: Sequence[Array], box: tuple[float, float, float, float], *, closed: bool, slack: float
) -> Iterator[Array]:
    """The pieces of one way as few lines, cut at the box and thinned."""
    import shapely

    if closed:
        rings = [shapely.make_valid(shapely.Polygon(p)) for p in pieces if len(p) > 3 and (p[0] == p[-1]).all()]
        shape = shapely.simplify(shapely.clip_by_rect(shapely.union_all(rings), *box), slack)
        parts = [p.exterior for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and not p.is_empty]
    else:
        merged = shapely.line_merge(shapely.MultiLineString([p.tolist() for p in pieces]))
        shape = shapely.simplify(shapely.clip_by_rect(merged, *box), slack)
        parts = [p for p in shapely.get_parts(shape) if p.geom_type == "LineString" and not p.is_empty]
    for part in parts:
        yield np.asarray(part.coords, dtype=float)[:, :2]


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(datafile("drawn_ways.toml").read_text("utf-8"))


def _class(kind: str, sort: str) -> str:
    """The class that a way is drawn in, or "" where it is left out."""
    classes = _table().get(kind, {})
    if sort in classes.get("left_out", ()):
        return ""
    own = next((name for name, sorts in classes.items() if name not in ("left_out", "other") and sort in sorts), None)
    return own or classes.get("other", "")
