"""How uncertain a worded distance is, and how the components of doubt add up.

Three rules for the precision of a number are offered; each takes half-open decisions that the others don't:

- ``news`` (the default): half the place of the last significant digit (700 → 50, 10 → 5, 2,000 → 500, 15 → 0.5,
  10.6 → 0.05), of a fraction half of 1/denominator (10½ and 10.5 → 0.25).
- ``2004`` (Wieczorek, Guo & Hijmans 2004, after the MaNIS guidelines of 2001): a fraction or decimal is good to
  1/denominator (10.5 → 0.5, 10.6 → 0.1), a whole number to 1, a multiple of a power of ten to half that power.
- ``2020`` (Chapman & Wieczorek 2020): as ``news``, but round numbers are taken one place finer (700 → 5, 2,000 → 50).

A hedge ("some", "about") doubles the number's own half-width, to at most half of the distance, and makes it at
least 2 % of it. Both guides say that a hedge changes nothing; newsrooms use the word for a reason, so this is a
choice of this project. Components are added, not squared and added: each is a bound and not a deviation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from mapper.errors import UsageError
from mapper.ground import EQUATOR_M
from mapper.model import Length

RULES: Mapping[str, str] = {
    "news": "half the place of the last significant digit; half of 1/denominator for fractions",
    "2004": "Wieczorek, Guo & Hijmans 2004: 1/denominator for fractions, 1 for whole numbers, half a power of ten",
    "2020": "Chapman & Wieczorek 2020: half the place, one place finer for round numbers",
}

HEDGE_MOST = 0.5  # of the distance: "about one kilometre" is not zero
HEDGE_LEAST = 0.02  # of the distance: "about 10.6 miles" was not surveyed
_E2 = 0.0066943799901413165  # the first eccentricity of WGS 84, squared
_HALVES = {Fraction(1, 2): 2, Fraction(1, 4): 4, Fraction(3, 4): 4}  # decimals that people write for fractions


@dataclass(frozen=True, slots=True)
class Reach:
    """A worded distance with its hedge: bounds in metres, and what each component contributes to either side."""

    low: float
    nominal: float | None
    high: float | None
    stated_low: float
    stated_high: float | None
    budget_m: Mapping[str, float]
    because: tuple[str, ...]


def half_width(number: str, *, rule: str = "news") -> float:
    """Half the width of the interval that a number stands for, in its own unit.

    >>> [half_width(n) for n in ("700", "10", "2,000", "15", "10.6", "10.5", "10 1/2", "3/4")]
    [50.0, 5.0, 500.0, 0.5, 0.05, 0.25, 0.25, 0.125]
    >>> half_width("700", rule="2020"), half_width("10.5", rule="2004")
    (5.0, 0.5)

    Raises:
        UsageError: no such rule, or `number` is none.
    """
    if rule not in RULES:
        raise UsageError(f"{rule!r} is no precision rule; there are: {', '.join(RULES)}")
    denominator, place = _written(number)
    if denominator > 1:
        return (1.0 if rule == "2004" else 0.5) / denominator
    if place == 1:
        return 1.0 if rule == "2004" else 0.5
    return float(place) / (20 if rule == "2020" else 2)


def _written(number: str) -> tuple[int, int]:
    """(denominator of the fraction or of the last decimal, place of the last significant digit of a whole number)."""
    text = number.replace(",", "").replace("\u2044", "/").strip()
    try:
        if "/" in text:
            return sum((Fraction(word) for word in text.split()), Fraction()).denominator, 1
        value = Decimal(text)
    except (InvalidOperation, ValueError, ZeroDivisionError):
        raise UsageError(
            f"{number!r} is no number whose precision can be told; write it like 700, 10.5 or 3/4"
        ) from None
    if value != value.to_integral_value():
        exponent = value.as_tuple().exponent
        return _HALVES.get(Fraction(value % 1), 10 ** -int(exponent)), 1
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return 1, place


def coordinate_precision_m(lat: float, step_deg: float) -> float:
    """How far a position may be from the one that is written to steps of `step_deg`: one step north and one east.

    >>> round(coordinate_precision_m(10.27, 0.01), 1), round(coordinate_precision_m(30, 1))
    (1556.8, 146962)
    """
    sin, cos = math.sin(math.radians(lat)), math.cos(math.radians(lat))
    w = math.sqrt(1 - _E2 * sin**2)
    north, east = EQUATOR_M * (1 - _E2) / w**3, EQUATOR_M / w * cos
    return math.radians(step_deg) * math.hypot(north, east)


def heading_m(distance_m: float, errors_m: float, half_width_deg: float) -> float:
    """The radius that holds a distance at a heading in the point-radius method (Wieczorek, Guo & Hijmans 2004).

    `errors_m` is the sum of all doubts of the distance. The regions here are sectors and need no such radius; it is
    what other georeferences of the same words can be compared with.

    >>> round(heading_m(9_000, 4_119, 22.5))
    5911
    """
    half = math.radians(half_width_deg)
    far = distance_m + errors_m
    return math.hypot(far * math.cos(half) - distance_m, far * math.sin(half))


def reach(length: Length, *, hedged: bool = False, rule: str = "news") -> Reach:
    """The bounds of a worded distance: the number's own precision by `rule`, then the hedge.

    Under ``news`` the bounds are those that the words were read with; other rules work them out again from
    `length.number`. Stated bounds ("between 3 and 5 km") are literal, and a hedge widens them by 2 %.
    """
    hedged = hedged or length.hedged
    low, high, nominal = length.low, length.high, length.nominal
    because = [f"“{length.said}”: {_span(low, high)}" if length.said else _span(low, high)]
    if nominal is None or length.stated:
        extra = HEDGE_LEAST * (high if high is not None else low) if hedged else 0.0
        if hedged:
            because.append("a hedge on stated bounds widens them by 2 %")
        top = None if high is None else high + (extra if nominal is not None or high else 0.0)
        width = 0.0 if high is None else (high - low) / 2
        return Reach(
            max(low - extra, 0.0), nominal, top, low, high, {"distance": width, "hedge": extra}, tuple(because)
        )
    half = (high - low) / 2 if high is not None else 0.0
    if rule != "news" and length.number and length.unit_m:
        half = half_width(length.number, rule=rule) * length.unit_m
        low, high = max(nominal - half, 0.0), nominal + half
        because = [f"{length.said or length.number!r}: {_span(low, high)} by the rule of {rule}"]
    extra = max(half, min(2 * half, HEDGE_MOST * nominal), HEDGE_LEAST * nominal) - half if hedged else 0.0
    if extra:
        because.append(f"the hedge adds {extra:,.0f} m to either side")
    budget = {"distance": half, "hedge": extra}
    most = nominal + half + extra
    return Reach(max(nominal - half - extra, 0.0), nominal, most, low, high, budget, tuple(because))


def _span(low: float, high: float | None) -> str:
    return f"more than {low:,.0f} m" if high is None else f"{low:,.0f} to {high:,.0f} m"
