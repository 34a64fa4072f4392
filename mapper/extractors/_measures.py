"""Numbers, lengths and directions as worded, each with the words' own precision and no more.

The precision of a figure is half the place of its last significant digit (700 is 700 ± 50, 10.6 is 10.6 ± 0.05), of a
fraction half of one over its denominator (10½ and 10.5 are ± 0.25): Wieczorek, Guo & Hijmans 2004. Bounds and ranges
are literal. A hedge is only noted here: what it widens is settled when the phrase is placed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from mapper.grammar import Chart, Maker, Match, Node
from mapper.model import Bearing, Length

_POINTS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
HALF_WIDTH = {1: 45.0, 2: 22.5, 3: 11.25}  # degrees that a compass word covers to either side, by its letters
DEGREE_HALF_WIDTH = 1.0  # of a bearing in degrees


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as worded: its value, its own precision, and the figure in plain digits ("700", "3/4")."""

    value: float
    half: float
    figure: str


@lru_cache(maxsize=4096)
def number_of(figure: str) -> Number | None:
    """The number that digits say, with thousands separators or a decimal point or comma; None if they say none.

    >>> number_of("700"), number_of("10.6"), number_of("1,000").half, number_of("10.5").half
    (Number(value=700.0, half=50.0, figure='700'), Number(value=10.6, half=0.05, figure='10.6'), 500.0, 0.25)
    """
    if len(figure) > 18:
        return None
    if len(figure) == 1 and not figure.isdecimal():
        part = Fraction(unicodedata.numeric(figure, 0.0)).limit_denominator(100)
        return _fraction(part) if 0 < part < 1 else None
    groups = figure.replace(".", ",").split(",")
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and figure.count(".") != 1:
        plain = "".join(groups) if groups[0] != "0" else ".".join(groups)
    elif len(groups) == 2:
        plain = ".".join(groups)
    elif len(groups) == 1:
        plain = figure
    else:
        return None
    if not plain.replace(".", "").isdecimal():
        return None
    plain = plain if plain.isascii() else "".join(str(unicodedata.decimal(c)) if c != "." else c for c in plain)
    whole, _, decimals = plain.partition(".")
    if decimals in {"5", "25", "75"}:
        return replace(_fraction(Fraction(plain)), figure=plain)
    if decimals:
        return Number(float(plain), 0.5 * 10.0 ** -len(decimals), plain)
    zeros = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return Number(float(whole), 0.5 * 10.0**zeros, plain)


def _fraction(value: Fraction) -> Number:
    return Number(float(value), 0.5 / value.denominator, str(value))


def number(match: Match, chart: Chart) -> Number | None:
    """A figure in digits or words; a fraction after it ("10½") and a scale ("1.5 million") are parts of it."""
    nodes = sorted(match.parts.values(), key=lambda node: node.start)
    first = number_of(nodes[0].value) if nodes and nodes[0].type == "digits" else None
    if len(nodes) > 1 and nodes[1].type == "digits":
        if first and not _grouped(nodes, chart):
            chart.add("number", match.start, match.start + 1, first)
            return None
        return number_of("".join(node.value for node in nodes))
    if first is not None:
        if len(nodes) == 1:
            return first
        if nodes[1].type == "share":
            return _fraction(Fraction(first.figure) + Fraction(nodes[1].value))
        times = int(nodes[1].value)
        return Number(first.value * times, first.half * times, str(Fraction(first.figure) * times))
    if nodes and nodes[0].type == "digits":
        return None
    total = current = 0
    for node in nodes:
        if node.type != "scale":
            current += int(node.value)
        elif int(node.value) == 100:
            current = (current or 1) * 100
        else:
            total, current = total + (current or 1) * int(node.value), 0
    return number_of(str(total + current))


def _grouped(nodes: Sequence[Node], chart: Chart) -> bool:
    """Whether "1 000" is one figure: its parts stand apart by one space, a plain one only before noughts or a unit."""
    tokens, after = chart.tokens, nodes[-1].end
    counted = after < len(tokens) and chart.is_a(after, "unit")
    for node in nodes[1:]:
        between = tokens.text[tokens.ends[node.start - 1] : tokens.starts[node.start]]
        if len(node.value) != 3 or len(between) != 1 or (between == " " and node.value != "000" and not counted):
            return False
    return len(nodes[0].value) <= 3 and all(node.value.isdecimal() for node in nodes)


def measure(match: Match, chart: Chart) -> Length | None:
    """A number and a unit, or a part of a unit ("half a mile"), in metres."""
    unit_m = float(match["unit"].value)
    figure: Number | None = match.value("number")
    vague = match.rule.get("bounds")
    said = chart.said(match.start, match.end)
    if vague is not None:
        low, nominal, high = (float(bound) * unit_m for bound in vague)
        return Length(_tidy(low), _tidy(nominal), _tidy(high), said, "", unit_m, hedged=True)
    share = match.get("share")
    if share is not None:
        part = Fraction(share.value)
        figure = _fraction(part + (Fraction(figure.figure) if figure else int(match.rule.get("plus", 0))))
    if figure is None:
        figure = Number(1.0, 0.5, "1")
    if figure.value <= 0:
        return None
    low, high = figure.value - figure.half, figure.value + figure.half
    return Length(_tidy(low * unit_m), _tidy(figure.value * unit_m), _tidy(high * unit_m), said, figure.figure, unit_m)


def _tidy(metres: float) -> float:
    """Metres to the micrometre: what floating point adds beyond is noise."""
    return round(metres, 6)


def spread(match: Match, chart: Chart) -> Length | None:
    """A range: two figures of one unit, or two measures; the bounds are literal."""
    said = chart.said(match.start, match.end)
    first, last = match.value("low"), match.value("high")
    if match.start and chart.is_a(match.start - 1, "strength"):
        return None  # "M 5.1 - 63 km E of Hualien City"
    if isinstance(first, Number) and isinstance(last, Number):
        unit_m = float(match["unit"].value)
        bounds, figure = (first.value * unit_m, last.value * unit_m), f"{first.figure}-{last.figure}"
    elif isinstance(first, Number) and isinstance(last, Length) and last.nominal is not None and last.unit_m:
        unit_m = last.unit_m
        bounds, figure = (first.value * unit_m, last.nominal), f"{first.figure}-{last.number}"
    elif (
        isinstance(first, Length)
        and isinstance(last, Length)
        and first.nominal is not None
        and last.nominal is not None
    ):
        bounds, figure, unit_m = (first.nominal, last.nominal), f"{first.number}-{last.number}", last.unit_m or 1.0
    else:
        return None
    if not 0 <= bounds[0] < bounds[1]:
        return None
    return Length(_tidy(bounds[0]), None, _tidy(bounds[1]), said, figure, unit_m, stated=True)


def bound(match: Match, chart: Chart) -> Length | None:
    """A length that is bounded on one side: "less than 2 km" from below by nothing, "more than 10 km" by no top."""
    inner: Length = match["measure"].value
    if match.start and chart.at("over_verb", match.start - 1):
        return None  # "keeled over some 300 metres from the port"
    edge = (
        inner.nominal if inner.nominal is not None else (inner.high if match.rule.get("side") == "below" else inner.low)
    )
    said = chart.said(match.start, match.end)
    if match.rule.get("side") == "below":
        return Length(0.0, None, edge, said, inner.number, inner.unit_m, stated=True)
    return Length(edge or 0.0, None, None, said, inner.number, inner.unit_m, stated=True)


def length(match: Match, chart: Chart) -> Length | None:
    """A distance with its hedges; figures in brackets beside it repeat it in another unit."""
    inner: Length = match["how"].value
    hedged = inner.hedged or "hedge" in match.parts or "after" in match.parts
    return replace(inner, hedged=hedged, said=chart.said(match.start, match.end))


def lasting(match: Match, chart: Chart) -> float | None:
    """How long, in minutes; of a range the middle."""
    unit = float(match["timeunit"].value)
    share = Fraction(match["share"].value) if match.get("share") else Fraction(0)
    low, high = match.value("low"), match.value("high")
    if isinstance(low, Number) and isinstance(high, Number):
        return (low.value + high.value) / 2 * unit
    figure: Number | None = match.value("number")
    if figure is not None:
        return (figure.value + float(share)) * unit
    one = not share or "and" in chart.tokens.words[match.start : match.end]
    return (one + float(share)) * unit


def bearing(match: Match, chart: Chart) -> Bearing | None:
    """A direction: compass words and letters, put together in any spelling, or degrees."""
    said = chart.said(match.start, match.end)
    if match.get("number"):
        degrees = match.value("number").value
        return Bearing(degrees % 360, DEGREE_HALF_WIDTH, said) if 0 <= degrees <= 360 else None
    return towards(
        "".join(node.value for node in match.parts.values() if node.type in {"compass", "letter", "side"}), said
    )


def towards(point: str, said: str) -> Bearing | None:
    """The direction of a compass point ("nne"), None if there is no such point.

    >>> towards("nne", "north-northeast")
    Bearing(degrees=22.5, half_width=11.25, said='north-northeast')
    """
    if point not in _POINTS:
        return None
    return Bearing(_POINTS.index(point) * 22.5, HALF_WIDTH[len(point)], said)


def same(match: Match, chart: Chart) -> object:
    """The value of the one part of the match."""
    return next(iter(match.parts.values())).value if match.parts else None


MAKERS: dict[str, Maker] = {
    "number": number,
    "measure": measure,
    "spread": spread,
    "bound": bound,
    "length": length,
    "lasting": lasting,
    "bearing": bearing,
    "same": same,
}
