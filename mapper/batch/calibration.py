"""How far a whole archive can be trusted: how precise its placements are, what has none, and why not.

The figures say what the mapper claims of its own doubt; whether the claims hold, only a known truth could tell.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mapper.batch.work import Card

_SHARES = (10, 25, 50, 75, 90)  # percentiles
_BOUNDS_M = (300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
_CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_REASONS = 30  # of each sort that are printed
_DISTINCT = 20_000  # reasons that are counted one by one; more are counted as "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something has no region: how many reports say so, and the name of the first of them."""

    why: str
    reports: int
    example: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """The summary of a run. Radii are metres, of the most precise region of each incident; shares are 0 to 1."""

    reports: int
    placed: int
    unplaced: int
    failed: int
    radius_m: Mapping[str, float] = field(default_factory=dict)
    within: Mapping[str, float] = field(default_factory=dict)
    by_relation: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    by_kind: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    by_confidence: Mapping[str, int] = field(default_factory=dict)
    unplaced_because: tuple[Reason, ...] = ()
    failed_because: tuple[Reason, ...] = ()
    names_lost_because: tuple[Reason, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


def calibration(cards: Iterable[Card]) -> Calibration:
    """The summary of the cards, in one pass."""
    status: Counter[str] = Counter()
    radii = array("d")
    by_relation: dict[str, array[float]] = {}
    by_kind: dict[str, array[float]] = {}
    confidence: Counter[str] = Counter()
    reasons = {name: _Reasons() for name in ("unplaced", "failed", "lost")}
    for card in cards:
        status[card.status] += 1
        if card.radius_m is not None:
            radii.append(card.radius_m)
            by_relation.setdefault(card.relation or "other", array("d")).append(card.radius_m)
            by_kind.setdefault(card.kind or "event", array("d")).append(card.radius_m)
        if card.confidence is not None:
            confidence[_bin(card.confidence)] += 1
        if card.status != "placed":
            reasons[card.status].add(card.why, card.name)
        for why in dict.fromkeys(card.missing):
            reasons["lost"].add(why, card.name)
    return Calibration(
        reports=status.total(),
        placed=status["placed"],
        unplaced=status["unplaced"],
        failed=status["failed"],
        radius_m=_percentiles(radii),
        within={f"{bound:,} m": _share(radii, bound) for bound in _BOUNDS_M} if radii else {},
        by_relation=_spread(by_relation),
        by_kind=_spread(by_kind),
        by_confidence={f"up to {top:g}": confidence[f"{top:g}"] for top in _CONFIDENCES if confidence[f"{top:g}"]},
        unplaced_because=reasons["unplaced"].most(),
        failed_because=reasons["failed"].most(),
        names_lost_because=reasons["lost"].most(),
    )


class _Reasons:
    """Reasons counted without the names and numbers in them, in bounded memory."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def add(self, why: str, name: str) -> None:
        known = _general(why)
        if known not in self.counts and len(self.counts) >= _DISTINCT:
            known = "other"
        self.counts[known] += 1
        self.examples.setdefault(known, name)

    def most(self) -> tuple[Reason, ...]:
        ordered = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))[:_REASONS]
        return tuple(Reason(why, count, self.examples[why]) for why, count in ordered)


def _general(why: str) -> str:
    r"""A reason without what is particular to one report.

    >>> _general("'Foo' is not in geonames, 3 tried")
    '… is not in geonames, # tried'
    """
    return re.sub(r"\d[\d.,]*", "#", re.sub(r"'[^']*'|\"[^\"]*\"|“[^”]*”", "…", why))[:200]


def _percentiles(values: array[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {f"p{share}": round(ordered[(len(ordered) - 1) * share // 100], 1) for share in _SHARES} if ordered else {}


def _share(values: array[float], bound: float) -> float:
    return round(sum(value <= bound for value in values) / len(values), 4)


def _spread(groups: Mapping[str, array[float]]) -> dict[str, dict[str, float]]:
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:_REASONS]
    return {name: {"incidents": len(values), **_percentiles(values)} for name, values in ordered}


def _bin(confidence: float) -> str:
    return f"{next((top for top in _CONFIDENCES if confidence <= top), 1.0):g}"
