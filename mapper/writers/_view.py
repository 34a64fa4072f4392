"""What a map of an incident shows, settled once for the page, the pictures and the alternative text.

Areas in reading order: sites by time, each with its readings; then anchors, places, and what only gives context.
All text is clean of control characters and of anything that turns the writing direction around, and cut to a length
that a label, a card or a table can hold. Distances are metres, positions WGS 84 (lon, lat) degrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np

from mapper.model import Geometry, Incident, Place, Placement, Relation, Span, Time
from mapper.writers import _measures, _rows

LABEL, NAME, QUOTE = 48, 160, 1200  # characters: on the map, in a heading, in a card
TONES = 6  # hues that stay apart for colour-blind readers; sites beyond share them
WIDENED = 1.5  # how much wider than the sites the map may open to show what they are measured from
EARTH_M = 6371008.8  # mean radius: good to 0.6 %, for bounds and wording only
Array = np.ndarray[Any, Any]
ROLES = {"incident": "place", "anchor": "anchor", "mentioned": "place", "container": "context"}


@dataclass(frozen=True, slots=True)
class Area:
    """One region to draw, with the words it rests on and the steps that led to it.

    `sort`: site | anchor | place | context. `tone` is the number of the site's hue, -1 for places. `light` asks for an
    outline only. `reach_m` are the least and the greatest distance of the region from `anchor`.
    """

    sort: str
    tone: int
    name: str
    placement: Placement
    reading: str
    light: bool
    anchor: str
    anchor_at: tuple[float, float] | None
    reach_m: tuple[float, float] | None
    time: Time | None
    relations: tuple[Relation, ...]
    quotes: tuple[Span, ...]
    places: tuple[Place, ...]
    because: tuple[str, ...]
    source: str
    confidence: float | None
    bounds: tuple[float, float, float, float]

    @property
    def label(self) -> str:
        """What stands on the map."""
        return short(self.name, LABEL)


@dataclass(frozen=True, slots=True)
class View:
    """Areas in reading order, and the box (west, south, east, north) that the map opens on.

    `east` may pass 180 where the incident lies across the antimeridian; `middle` is the longitude around which
    everything is drawn.
    """

    incident: Incident
    areas: tuple[Area, ...]
    bounds: tuple[float, float, float, float]
    middle: float


def short(text: str, length: int) -> str:
    """Clean text of at most `length` characters, the cut marked.

    >>> short("the  grave of the General", 12)
    'the grave o…'
    """
    text = _rows.clean(text[: 4 * length].encode("utf-8", "replace").decode("utf-8"))
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def view(incident: Incident) -> View:
    """The incident as a map shows it."""
    index = {row["feature_id"]: row for row in _rows.rows(incident)}
    order = {site.id: (_clock(incident, site.time), site.ordinal or 99, n) for n, site in enumerate(incident.sites)}
    sites = sorted(order, key=lambda id_: order[id_])
    known = _Known(incident)
    areas = [known.area(p, index[p.id], sites) for p in _rows.shown(incident)]
    middle = _middle(areas)
    areas.sort(key=lambda a: _rank(a, sites))
    return View(incident, tuple(areas), _box(areas, middle), middle)


class _Known:
    """The parts of one incident by their ids."""

    def __init__(self, incident: Incident) -> None:
        self.places = {place.id: place for place in incident.places}
        self.sites = {site.id: site for site in incident.sites}
        self.relations = {relation.id: relation for relation in incident.relations}
        self.times = {time.id: time for time in incident.times}
        self.several = {p.site for p in incident.placements if p.site and p.weight < 1}

    def area(self, placement: Placement, row: dict[str, Any], sites: Sequence[str]) -> Area:
        relations = tuple(self.relations[id_] for id_ in placement.from_ if id_ in self.relations)
        site, place = self.sites.get(placement.site or ""), self.places.get(placement.place or "")
        anchors = tuple(self.places[id_] for r in relations for id_ in r.anchors if id_ in self.places)
        quotes = [r.quote for r in relations] or list(place.mentions[:3] if place else ())
        at = (row["anchor_lon"], row["anchor_lat"])
        anchor_at = at if at[0] is not None and at[1] is not None else None
        outside = place is not None and place.role == "container"
        return Area(
            sort="site" if site else ROLES.get(place.role if place else "", "place"),
            tone=sites.index(site.id) % TONES if site else -1,
            name=short(row["name"], NAME),
            placement=placement,
            reading=short(placement.reading or row["anchor"] or "", NAME) if placement.site in self.several else "",
            light=outside or bool(placement.detail.get("supporting")),
            anchor=short(row["anchor"], NAME),
            anchor_at=anchor_at,
            reach_m=reach(placement.geometry, anchor_at) if anchor_at else None,
            time=self.times.get(site.time) if site and site.time else None,
            relations=relations,
            quotes=tuple({" ".join(q.text.split()): q for q in reversed(quotes)}.values())[::-1],
            places=(place,)
            if place
            else tuple({anchor.id: anchor for anchor in anchors}.values()),  # outlines do not hash
            because=tuple(dict.fromkeys((*(place.because if place else ()), *placement.because))),
            source=short(row["source"], NAME),
            confidence=row["confidence"],
            bounds=box(placement.geometry),
        )


def meaning(area: Area) -> tuple[str, dict[str, str | float]]:
    """What a region means: the key of a sentence in `words` (after "says_") and its slots, numbers being metres."""
    if area.sort != "site":
        return area.sort, {"radius": _measures.rounded(area.placement.uncertainty_m or 1.0, up=True)}
    if not area.reach_m or not area.anchor:
        return "region", {}
    low, high = area.reach_m
    slots: dict[str, str | float] = {
        "low": _measures.rounded(low, up=False),
        "high": _measures.rounded(high, up=True),
        "anchor": area.anchor,
    }
    bearing = next((r.bearing_deg for r in area.relations if r.bearing_deg is not None), None)
    if bearing is not None:
        return "sector", slots | {"compass": _measures.compass(bearing)}
    return "ring" if low > high / 100 else "disc", slots


def wide(areas: Sequence[Area]) -> frozenset[str]:
    """The placements that a smaller region of another site lies in: their fill is paler, so as not to bury it.

    Told from their boxes, which is enough to choose a shade; past some hundreds no fill can keep clear of the others.
    """
    sites = [area for area in areas if area.sort == "site"][:300]

    def holds(outer: Area, inner: Area) -> bool:
        (west, south, east, north), (w, s, e, n) = outer.bounds, inner.bounds
        return west <= w and south <= s and e <= east and n <= north and outer.bounds != inner.bounds

    return frozenset(
        outer.placement.id
        for outer in sites
        if any(inner.placement.site != outer.placement.site and holds(outer, inner) for inner in sites)
    )


def near(lon: float, middle: float) -> float:
    """The longitude by whole turns within 180 degrees of `middle`.

    >>> near(-179.5, 179.0)
    180.5
    """
    return middle + (lon - middle + 180) % 360 - 180


def shells(geometry: Geometry) -> list[Array]:
    """The outer rings (or lines) of a geometry as arrays of lon, lat."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "MultiPolygon":
        lines = [polygon[0] for polygon in coordinates]
    else:
        lines = coordinates[:1] if kind == "Polygon" else coordinates if kind == "MultiLineString" else [coordinates]
    return [np.asarray(line, dtype=float)[:, :2] for line in lines]


def box(geometry: Geometry) -> tuple[float, float, float, float]:
    """West, south, east, north; a geometry cut at the antimeridian gets an east past 180."""
    every = np.concatenate(shells(geometry))
    lons, lats = every[:, 0], every[:, 1]
    west, east = float(lons.min()), float(lons.max())
    if east - west > 180:  # cut in two: count the western hemisphere on
        moved = np.where(lons < 0, lons + 360, lons)
        if np.ptp(moved) < east - west:
            west, east = float(moved.min()), float(moved.max())
    return west, float(lats.min()), east, float(lats.max())


def apart_m(line: Array, at: tuple[float, float]) -> Array:
    """Metres of every vertex from a position, on a sphere: for wording, never for placing."""
    lon, lat = np.radians(line[:, 0] - at[0]), np.radians(line[:, 1])
    north = radians(at[1])
    h = np.sin((lat - north) / 2) ** 2 + cos(north) * np.cos(lat) * np.sin(lon / 2) ** 2
    metres: Array = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return metres


def inside(rings: Sequence[Array], at: tuple[float, float]) -> bool:
    """Whether a position lies in rings, by the even-odd rule."""
    crossings = 0
    for ring in rings:
        (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
        spans = (y1 > at[1]) != (y2 > at[1])
        with np.errstate(divide="ignore", invalid="ignore"):
            crossings += int((spans & (at[0] < (x2 - x1) * (at[1] - y1) / (y2 - y1) + x1)).sum())
    return crossings % 2 == 1


def reach(geometry: Geometry, anchor: tuple[float, float]) -> tuple[float, float]:
    """The least and the greatest distance in metres of a region from a position."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [np.asarray(ring, dtype=float)[:, :2] for polygon in polygons for ring in polygon]
    metres = apart_m(np.concatenate(rings), anchor)
    return 0.0 if inside(rings, anchor) else float(metres.min()), float(metres.max())


def _clock(incident: Incident, id_: str | None) -> tuple[int, str]:
    """What puts sites in the order of time: those with an hour first, then those with a day, then the rest."""
    time = next((time for time in incident.times if time.id == id_), None)
    if time is None or not time.value:
        return 2, ""
    return int(len(time.value) <= 10 or time.precision == "day"), time.value


def _rank(area: Area, sites: Sequence[str]) -> tuple[int, int, float, float]:
    sort = ("site", "anchor", "place", "context").index(area.sort)
    site = sites.index(area.placement.site) if area.placement.site in sites else 0
    west, south, east, north = area.bounds
    return (sort, site, -area.placement.weight, -(east - west) * (north - south))


def _middle(areas: Sequence[Area]) -> float:
    for sort in ("site", "place", "anchor", "context"):
        boxes = [area.bounds for area in areas if area.sort == sort and not area.light]
        if boxes:
            first = (boxes[0][0] + boxes[0][2]) / 2
            lons = [near((west + east) / 2, first) for west, _, east, _ in boxes]
            return (min(lons) + max(lons)) / 2
    return 0.0


def _box(areas: Sequence[Area], middle: float) -> tuple[float, float, float, float]:
    """Around the sites and what they are measured from, as far as that is near; without sites around the places."""
    for sorts in (("site",), ("place", "anchor"), ("context",)):
        boxes = [area.bounds for area in areas if area.sort in sorts and not area.light]
        if boxes:
            shifted = [(near((w + e) / 2, middle), (e - w) / 2, s, n) for w, s, e, n in boxes]
            west, east = min(c - h for c, h, _, _ in shifted), max(c + h for c, h, _, _ in shifted)
            south, north = min(b[2] for b in shifted), max(b[3] for b in shifted)
            if sorts == ("site",):
                west, south, east, north = _with_anchors((west, south, east, north), areas, middle)
            return max(west, middle - 180), max(south, -85.0), min(east, middle + 180), min(north, 85.0)
    return -170.0, -55.0, 170.0, 75.0


def _with_anchors(
    box_: tuple[float, float, float, float], areas: Sequence[Area], middle: float
) -> tuple[float, float, float, float]:
    """The box with the middles of the anchors that widen it by less than half: a distance is read from its start."""
    west, south, east, north = box_
    most = WIDENED * max(east - west, north - south)
    for area in areas:
        if area.sort != "anchor":
            continue
        w, s, e, n = area.bounds
        lon, lat = near((w + e) / 2, middle), (s + n) / 2
        wider = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
        if max(wider[2] - wider[0], wider[3] - wider[1]) <= most:
            west, south, east, north = wider
    return west, south, east, north
