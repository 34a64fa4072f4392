"""What the names of a report say of each other: hierarchies ("Sunrise, Fla."), lists, and places near each other."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.extractors._scan import Found, Token
from mapper.senses import Sense, distance_m, inside

_BESIDE = frozenset((", ", " (", "/", "-", " - ", "; "))
_SMALL = frozenset(("city", "admin2", "admin3", "facility"))
_SPOTS = 20  # places of a report that others are measured from
_NEAR_M = 75_000  # a name near the sure places of a report is likely one of them


def in_hierarchy(row: Sequence[Token], f: Found, whole: Found) -> bool:
    """Whether "X, Y" names a place in a state or country: "Sunrise, Fla.", "West, Texas"."""
    if whole.first != f.last + 1 or row[whole.first].gap != ", " or not whole.senses:
        return False
    lead = whole.lead
    return lead.kind in {"admin1", "country"} and any(s.kind == "city" and inside(s, lead) for s in f.senses)


def spots(found: Sequence[Found]) -> list[Sense]:
    """Where the surest towns of a report are: each the best known of its name in the states that are named."""
    leads = {f.key: f.lead for f in found if f.senses}
    states = [lead for lead in leads.values() if lead.kind == "admin1"]
    spot_of: dict[str, Sense] = {}
    for f in found:
        if f.senses and f.key not in spot_of:
            near = [s for s in f.senses if s.kind in _SMALL and any(inside(s, state) for state in states)]
            spot_of[f.key] = max(near, key=_weight, default=f.lead)
    result = [spot_of[f.key] for f in found if f.senses and spot_of[f.key].kind in _SMALL]
    return result[:_SPOTS]


def close(f: Found, around: Sequence[Sense]) -> bool:
    """Whether some place of a name lies near another one of the report."""
    return any(
        abs(sense.lat - spot.lat) < 1 and distance_m(sense.lon, sense.lat, spot.lon, spot.lat) < _NEAR_M
        for sense in f.senses
        if sense.kind in _SMALL
        for spot in around
        if spot.id != sense.id
    )


def _weight(sense: Sense) -> float:
    return sense.weight


def listed(row: Sequence[Token], f: Found, other: Found) -> bool:
    """Whether two names stand side by side in a list or a hierarchy."""
    left, right = (f, other) if f.first < other.first else (other, f)
    between = [row[i] for i in range(left.last + 1, right.first)]
    if not between:
        return row[right.first].gap in _BESIDE
    return len(between) <= 2 and between[0].gap in {" ", ", ", "; "} and between[0].key in {"and", "or", "near", "in"}
