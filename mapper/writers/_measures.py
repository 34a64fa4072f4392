"""Lengths, figures and times as people read them; the same in every language, so that only words are translated."""

from __future__ import annotations

from math import ceil, floor, log10

from mapper.model import Claim

COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")


def rounded(metres: float, *, up: bool | None = None) -> float:
    """To two significant digits (three from 1 to 2): outward where the direction matters.

    >>> rounded(1249, up=True), rounded(151, up=False), rounded(703)
    (1250.0, 150.0, 700.0)
    """
    if metres <= 0:
        return 0.0
    step = 10.0 ** (floor(log10(metres)) - 1)
    if metres / step < 20:
        step /= 2
    turn = round if up is None else ceil if up else floor
    return float(turn(round(metres / step, 6)) * step)


def metric(metres: float) -> str:
    """Metres or kilometres.

    >>> metric(700), metric(1250), metric(12000)
    ('700 m', '1.25 km', '12 km')
    """
    return f"{metres / 1000:,.6g} km" if metres >= 1000 else f"{metres:.3g} m"


def imperial(metres: float) -> str:
    """Feet, or miles from a quarter of one.

    >>> imperial(100), imperial(700), imperial(12000)
    ('330 ft', '0.43 mi', '7.5 mi')
    """
    if metres < 400:
        return f"{rounded(metres / 0.3048):.6g} ft"
    return f"{rounded(metres / 1609.344):,.6g} mi"


def length(metres: float, *, up: bool | None = None) -> str:
    """Both, for a sentence.

    >>> length(703)
    '700 m (0.43 mi)'
    """
    whole = rounded(metres, up=up)
    return f"{metric(whole)} ({imperial(whole)})"


def compass(degrees: float) -> str:
    """The nearest of sixteen points.

    >>> compass(350), compass(225)
    ('N', 'SW')
    """
    return COMPASS[round(degrees / 22.5) % 16]


def figure(claim: Claim) -> str:
    """The bounds of a claim as a figure.

    >>> from mapper.model import Span
    >>> figure(Claim("c", "killed", 201, None, "more than 200", None, None, None, True, ()))
    '≥ 201'
    """
    if claim.low is None and claim.high is None:
        return "?"
    if claim.low is None:
        return f"≤ {claim.high:,}"
    if claim.high is None:
        return f"≥ {claim.low:,}"
    return f"{claim.low:,}" if claim.low == claim.high else f"{claim.low:,}–{claim.high:,}"
