"""Spatial phrases as matched: which relation, from which anchors, how far and which way; not yet about which site.

The rules are the section `phrase` of the language file. A length that is a bound or a range makes a distance
`within`, `beyond` or `distance_range`. What a phrase leaves out ("about one kilometre away") stays open here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mapper.extractors._coordinates import Position, positions
from mapper.extractors._measures import Number
from mapper.grammar import Chart, Maker, Match, Node
from mapper.model import Bearing, Length

_LOOSE = frozenset({"in", "at"})
LEAD = 5  # words of a road's article and adjectives: "the old mountain road"
_BOUNDED = {"within": "disc", "beyond": "open_ring", "distance_range": "ring"}


@dataclass(frozen=True, slots=True)
class Path:
    """A road, track or water as worded: the mentions at its ends, and the mention that names it, if one does."""

    said: str
    ends: tuple[int, ...]
    named: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at tokens `start` to `end`. Anchors are mentions (draft indices) or other values of anchor nodes.

    `open_to`: "" where the anchors are said; else what they are left open to: "place", "site" (an earlier one),
    "each other", "itself". `why` is set on words that look like a place and are none.
    """

    start: int
    end: int
    relation: str
    geometry: str
    rule: str
    anchors: tuple[Any, ...] = ()
    distance: Length | None = None
    bearing: Bearing | None = None
    hedged: bool = False
    open_to: str = ""
    weak: bool = False
    why: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def path(match: Match, chart: Chart) -> Path | None:
    """A road between, from or to places; or one with a name of its own."""
    named, absorbed = match.value("r") or (None, ())
    ends = tuple(match[name].value for name in ("a", "b") if name in match.parts) or absorbed
    words, start = chart.tokens.words, match.start
    if named is not None:
        return Path(chart.plain(start + chart.is_a(start, "the"), match.end), ends, named)
    if ends and chart.is_a(start, "the"):
        return Path(chart.plain(start + 1, match.end), ends, None)
    while start and match.start - start < LEAD and words[start - 1].isalpha() and not chart.is_a(start - 1, "function"):
        start -= 1
        if chart.is_a(start, "determiner"):
            chart.add("path", start, match.end, Path(chart.plain(start + 1, match.end), ends, None))
            break
    return None


MAKERS: dict[str, Maker] = {"path": path}


def found(chart: Chart, strangers: frozenset[int] = frozenset()) -> list[Found]:
    """The phrases of a text whose mentions, sites and paths are nodes of its chart; and the coordinates in it.

    `strangers` are mentions that only their place in a phrase makes places: "in Parliament" is none.
    """
    written = [_written(one, chart) for one in positions(chart.tokens.text, chart.tokens.folded)]
    read = [one for match in chart.find("phrase") if (one := _read(match, chart)) is not None]
    read = [one for one in read if one.relation not in _LOOSE or strangers.isdisjoint(one.anchors)]
    free = [one for one in read if all(one.end <= w.start or w.end <= one.start for w in written)]
    return sorted([*written, *free], key=lambda one: one.start)


def _written(one: Position, chart: Chart) -> Found:
    """A position written in the text, as a phrase."""
    start, end = chart.token_at(one.start), chart.token_at(one.end - 1) + 1
    detail = {"lat": one.lat, "lon": one.lon, "format": one.format, "coordinate_step_deg": one.step_deg}
    return Found(start, end, "coordinates", "point_buffer", "coordinates", detail=detail)


def _read(match: Match, chart: Chart) -> Found | None:
    rule = match.rule
    relation, geometry = str(rule.get("relation")), str(rule.get("geometry", ""))
    if relation == "at" and match.end < len(chart.tokens) and chart.is_a(match.end, "possessive"):
        return None  # "on Turkey's coast" is not on Turkey
    if relation == "at" and match.end < chart.tokens.limits[match.start] and chart.is_a(match.end, "troops"):
        return None  # "an attack on U.S. forces"
    if rule.get("elided") and match.end < len(chart.tokens) and chart.is_a(match.end, "anchor_follows"):
        return None  # "4 miles east of" something that is no known anchor
    distance: Length | None = match.value("length")
    bearing: Bearing | None = match.value("bearing") or match.value("flank")
    hedged = "h" in match.parts or (distance is not None and distance.hedged)
    anchors: tuple[Any, ...] = tuple(match[name].value for name in ("a", "b") if name in match.parts)
    detail: dict[str, Any] = {}
    if "d" in match.parts:
        inner: Length = match["d"].value
        edge = inner.nominal if inner.nominal is not None else inner.high
        distance = Length(0.0, None, edge, inner.said, inner.number, inner.unit_m, stated=True)
    elif relation == "distance" and distance is not None and distance.nominal is None:
        relation = "distance_range" if distance.low and distance.high else "within" if distance.high else "beyond"
        geometry = _BOUNDED[relation]
    if relation == "orthogonal_offsets":
        offsets = _offsets(match)
        if offsets is None:
            return None
        detail, distance, bearing = offsets, None, None
    way = match.get("p")
    if way is not None:
        anchors, detail = _along(relation, way, anchors, chart)
    if relation == "edge":
        geometry = "edge_sector" if bearing else "edge_band"
    elif relation == "off_coast":
        geometry, detail = ("ring" if distance else "coast_band"), {"constraint": "sea"}
        if rule.get("reach_m"):
            detail["reach_m"] = float(rule.get("reach_m"))
    elif relation == "travel_time":
        minutes = match.value("t")
        detail = {
            "minutes": int(minutes) if minutes == int(minutes) else minutes,
            "mode": match.value("mode") or "drive",
        }
    elif relation == "path_marker":
        marked = _marker(match)
        if marked is None:
            return None
        detail |= marked
    elif rule.get("along") == "water" or relation == "downstream":
        detail["path"] = "the water"
        if "way" in match.parts:
            detail["way"] = str(match.value("way"))
    elif relation == "border" and "where" in match.parts and chart.is_a(match["where"].start, "near_border"):
        detail["near"] = True
    elif relation == "part_of" and bearing is None:
        detail["part"] = "centre"
    open_to = ""
    if rule.get("elided") or (not anchors and relation in {"distance_along_path", "path_marker"}):
        open_to = str(rule.get("from", "place"))
    return Found(
        match.start, match.end, relation, geometry, rule.name, anchors, distance, bearing, hedged, open_to,
        bool(rule.get("weak")), str(rule.get("why", "")), detail,
    )  # fmt: skip


def _along(relation: str, way: Node, anchors: tuple[Any, ...], chart: Chart) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The anchors and the detail of a phrase that names a path."""
    if not isinstance(way.value, Path):
        return (anchors or (way.value,)), {}
    one = way.value
    detail: dict[str, Any] = {"path": one.said}
    if relation == "on_path":
        return (anchors or one.ends or (() if one.named is None else (one.named,))), detail
    if relation == "path_marker":
        return ((one.named,) if one.named is not None else one.ends), detail
    if one.named is not None or one.ends:
        detail["path_anchors"] = list(one.ends or ((one.named,) if one.named is not None else ()))
    return anchors, detail


def _offsets(match: Match) -> dict[str, Any] | None:
    """Two offsets at right angles as metres east and north."""
    east = north = None
    half = 0.0
    said: dict[str, list[Any]] = {}
    for far, way in (("x", "bx"), ("y", "by")):
        length: Length = match[far].value
        bearing: Bearing = match[way].value
        if length.nominal is None or bearing.degrees % 90:
            return None
        half = max(half, (length.high or length.nominal) - length.nominal)
        signed = length.nominal if bearing.degrees in {0.0, 90.0} else -length.nominal
        said["east" if bearing.degrees % 180 else "north"] = [length.number, length.unit_m]
        if bearing.degrees % 180:
            east = signed
        else:
            north = signed
    if east is None or north is None:
        return None
    return {"offset_east_m": east, "offset_north_m": north, "half_width_m": half, "said_east": said["east"],
            "said_north": said["north"]}  # fmt: skip


def _marker(match: Match) -> dict[str, Any] | None:
    """The number on a road's marker and its unit; the road's zero end is not in the words."""
    figure: Number | None = match.value("number")
    if figure is None:
        return None
    value = int(figure.value) if figure.value == int(figure.value) else figure.value
    return {"marker": value, "marker_unit": match.value("m"), "marker_origin": "unknown end"}
