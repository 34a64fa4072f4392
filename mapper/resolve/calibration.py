"""A confidence that means something: of the places said with 0.9, about nine in ten are right.

`data/calibration.csv` maps a winner's share among its candidates to how often such places were right in half of a
corpus of news (`data/build_calibration.py` makes it): names that annotators saw no place in count as wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from mapper.datafiles import datafile
from mapper.resolve.candidates import Option
from mapper.resolve.groups import Group

WATER = frozenset(("river", "lake", "sea", "gulf", "bay", "creek"))
FORGIVEN = 0.6  # of the share: for a misspelling, part of a name, a place that nothing supports, a town for a river


@cache
def table() -> tuple[tuple[float, float], ...]:
    """(share, confidence) pairs, rising in both."""
    rows = datafile("calibration.csv").read_text("utf-8").split()[1:]
    return tuple([(float(share), float(right)) for share, right in (row.split(",") for row in rows)])


def confidence(group: Group, best: Option) -> float:
    """How often a place chosen like this one is right, between 0 and 1."""
    share = min(group.sure, 1.0) * (FORGIVEN if best.because and best.entry is None else 1.0)
    if best.alone or (group.kinds & WATER and best.sense.kind in {"city", "admin2", "admin3"}):
        share *= FORGIVEN
    points = table()
    place = bisect_right(points, (share, 2.0))
    if place == 0:
        return round(points[0][1], 3)
    if place == len(points):
        return round(points[-1][1], 3)
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    return round(y0 + (y1 - y0) * (share - x0) / (x1 - x0), 3)
