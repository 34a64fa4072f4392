"""The words of the house: every value that goes from one stage to the next, frozen.

Coordinates are WGS 84 (lon, lat) in degrees; lengths are metres; directions are degrees clockwise from true
north; spans are half-open ranges of characters of the report's text as decoded. Geometries are GeoJSON
geometry dicts. Field names are the names of the incident document (`CONTRACT`), so `document.plain` and
`document.build` carry any of these values to JSON and back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mapper import document
from mapper.parts import part

Geometry = Mapping[str, Any]
"""A GeoJSON geometry: {"type": ..., "coordinates": ...}; WGS 84 lon, lat."""

# ---------------------------------------------------------------------------------------------- the report


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the report: `report.text[start:end] == text`, half-open, no-break spaces included."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Report:
    """One text and what is known of it from outside.

    `published` is the day it came out; relative days resolve against it. `language` is a BCP 47 tag, `timezone`
    an IANA name that overrides the zone of the incident's place. `name` becomes the stem of the files. `markup`
    are ranges of the text that are not words of the report (front matter, link targets): they are not read.

    >>> Report("A bomb exploded in Quetta.", published=date(2024, 1, 3)).characters
    26
    """

    text: str
    title: str = ""
    published: date | None = None
    publisher: str = ""
    url: str = ""
    language: str = "en"
    timezone: str = ""
    name: str = "report"
    markup: tuple[tuple[int, int], ...] = ()

    @classmethod
    def from_file(cls, path: str | Path, **known: Any) -> Report:
        """The report in a file (text, Markdown, HTML; any common encoding); `known` wins over its front matter.

        Raises:
            UnreadableInput: missing, empty, binary, enormous, a folder, or in no known encoding.
        """
        report: Report = part("readers", "file").report(Path(path), **known)
        return report

    @property
    def characters(self) -> int:
        """The length of the text, in characters."""
        return len(self.text)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal: it ties a document to its report."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def readable(self) -> str:
        """The text with its markup blanked, character for character, so that spans count the same in both."""
        pieces, done = [], 0
        for start, end in self.markup:
            pieces += [self.text[done:start], "".join("\n" if c == "\n" else " " for c in self.text[start:end])]
            done = end
        return "".join([*pieces, self.text[done:]])

    def span(self, start: int, end: int) -> Span:
        """The words from `start` to `end`."""
        return Span(start, end, self.text[start:end])


# ------------------------------------------------------------------------------- measures that hold their doubt


@dataclass(frozen=True, slots=True)
class Length:
    """A distance as worded, in metres, with the words' own precision: before any hedge or doubt is added.

    `nominal` is None for bounds and ranges ("less than 2 km", "between 3 and 5 km"); `high` is None where the
    words set no upper bound. `number` and `unit_m` are the figure as written ("700", "3/4") and the metres in
    its unit, from which other precision rules can be worked out; `stated` says that the bounds are literal.

    >>> Length(650, 700, 750, "some 700 meters", number="700", unit_m=1, hedged=True).nominal
    700
    """

    low: float
    nominal: float | None
    high: float | None
    said: str = ""
    number: str = ""
    unit_m: float | None = None
    hedged: bool = False
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Bearing:
    """A direction as worded: degrees clockwise from true north, and half the width that the word covers."""

    degrees: float
    half_width: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a gazetteer: a place as a source knows it.

    `extent_m` is the radius that holds the place, `position_m` the doubt of its position; `outline` is its
    shape where the source has one. `within` names its containers, nearest first ("Kerman", "Iran"). `match` is
    how well the name asked for agrees with the entry's own (1: as written; less: respelled, shortened, or common
    to many places), and `because` says what was forgiven.
    """

    name: str
    lon: float
    lat: float
    kind: str
    source: str
    source_id: str
    extent_m: float
    position_m: float
    country: str = ""
    admin1: str = ""
    population: int = 0
    timezone: str = ""
    within: tuple[str, ...] = ()
    outline: Geometry | None = None
    extent_source: str = ""
    attribution: str = ""
    because: tuple[str, ...] = ()
    match: float = 1.0


# ---------------------------------------------------------------------------------------- the incident document


@dataclass(frozen=True, slots=True)
class ReportCard:
    """What the document says of its report. `text` is there only when the whole report may travel.

    `sentences` are those that something rests on; the page shows them beside the map. `starts` is where the text
    begins in a document of several reports: its spans count the characters of all texts, one after the other.
    """

    id: str
    title: str
    sha256: str
    characters: int
    language: str
    published: date | None = None
    timezone: str = ""
    dateline: Span | None = None
    publisher: str = ""
    url: str = ""
    sentences: tuple[Span, ...] = ()
    text: str | None = None
    starts: int = field(default=0, metadata={"rare": True})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the words could have meant, with the score that it won or lost by."""

    name: str
    lon: float
    lat: float
    source: str
    source_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """A name of the report with the place that it stands for, or with none.

    `role`: incident | anchor | container | dateline | mentioned. `lon`, `lat` are None where not located.
    `uncertainty_m` is the radius that holds the whole place and the doubt of its position; `extent_m` and
    `position_m` are its two parts. `resolved_to` is "self", or "container:<place id>" where only the enclosing
    place is known. `within` are the ids of containers in this document.
    """

    id: str
    name: str
    kind: str
    role: str
    mentions: tuple[Span, ...]
    lon: float | None = None
    lat: float | None = None
    uncertainty_m: float | None = None
    source: str = ""
    source_id: str = ""
    resolved_to: str = "self"
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    extent_m: float | None = None
    position_m: float | None = None
    country: str = ""
    timezone: str = ""
    within: tuple[str, ...] = ()
    outline: Geometry | None = None
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where one event of the incident happened: what relations, times and claims are about.

    `event` is its kind ("explosion", "earthquake", "collision"), `ordinal` its order where the text gives one.
    """

    id: str
    name: str
    event: str
    ordinal: int | None
    mentions: tuple[Span, ...]
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """One spatial phrase about one site: `relation` and `geometry` are names from the table of relations.

    `anchors` are ids of places or sites. Readings of one ambiguous phrase share `quote`; their weights sum to 1.
    `detail` carries what only some relations have: path, marker, marker_unit, marker_origin, minutes, mode,
    offset_east_m, offset_north_m, half_width_m, lat, lon, format, coordinate_step_deg, constraint.
    In a document of several reports `report` is the id of the one that says so, `revised_by` the relation that a
    later report puts in its place, and `conflicts_with` are those of other reports that can't be true beside it.
    """

    id: str
    relation: str
    site: str
    anchors: tuple[str, ...]
    distance_m: Length | None
    bearing_deg: float | None
    bearing_half_width_deg: float | None
    hedged: bool
    geometry: str
    quote: Span
    reading: str = ""
    weight: float = 1.0
    by: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    because: tuple[str, ...] = ()
    report: str = field(default="", metadata={"rare": True})
    revised_by: str = field(default="", metadata={"rare": True})
    conflicts_with: tuple[str, ...] = field(default=(), metadata={"rare": True})


@dataclass(frozen=True, slots=True)
class Time:
    """A time as worded: `value` is ISO 8601 with its offset (or a bare date), None where unknown.

    `precision`: minute | hour | day | unknown. A derived time says in `because` what it was worked out from.
    `role`: event (when something happened) | as_of (up to when a figure holds) | said (when somebody spoke).
    """

    id: str
    value: str | None
    precision: str
    derived: bool
    quote: Span
    because: tuple[str, ...] = ()
    role: str = "event"
    report: str = field(default="", metadata={"rare": True})


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that somebody stated: never merged with another speaker's, never added up.

    `claim`: killed injured missing displaced detained ... `low` and `high` bound it (high None: "at least").
    `scope` is the subset it is about ("rescuers"), `site` the site where the words give one; `revises` is the
    id of the claim that the text says it replaces.
    """

    id: str
    claim: str
    low: int | None
    high: int | None
    said: str
    by: str | None
    as_of: str | None
    scope: str | None
    estimate: bool
    quotes: tuple[Span, ...]
    site: str | None = None
    revises: str | None = None
    because: tuple[str, ...] = ()
    report: str = field(default="", metadata={"rare": True})


@dataclass(frozen=True, slots=True)
class Placement:
    """A region on the ground and the steps that led to it.

    `kind`: place (a named place with its doubt) | ring (one phrase that only gives a distance) | region (any
    other, or several phrases combined). `geometry` is the full region with all doubt; `stated` the band that
    the words give by themselves; `nominal` the line of the figure as said. `half` and `ninety` hold 50 % and 90 %
    where a joint solution gave them. `budget_m` keeps the components of doubt apart. The label point lies
    inside and is only a label.
    """

    id: str
    site: str | None
    place: str | None
    from_: tuple[str, ...]
    geometry: Geometry
    label_lon: float
    label_lat: float
    kind: str = "region"
    relation: str = ""
    shape: str = ""
    reading: str = ""
    weight: float = 1.0
    budget_m: Mapping[str, float] = field(default_factory=dict)
    uncertainty_m: float = 0.0
    unbounded: bool = False
    because: tuple[str, ...] = ()
    nominal: Geometry | None = None
    stated: Geometry | None = None
    half: Geometry | None = None
    ninety: Geometry | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that looked like a place and got none, with the reason."""

    what: str
    why: str
    quote: Span | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the document: who, when, what and why; survives a new reading."""

    what: str
    by: str
    date: str
    note: str = ""
    path: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one report did to what the reports before it had said of the incident.

    `what`: report | place | site | relation | time | claim. `kind`: first | new | repeats | agrees (another voice, the
    same) | narrows | revises | conflicts | nothing (the report had nothing to add). `report` is the id of the report,
    `later` of what it says and `earlier` of what was there; `quote` is its words.
    """

    what: str
    kind: str
    report: str
    later: str = ""
    earlier: str = ""
    quote: Span | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Incident:
    """The master of every file: what was read, where it is, and the words that it rests on.

    One made of several reports holds a card for each in `reports`, in the order they came out, and in `changes` what
    each of them changed; `report` then stands for all of them together. `as_read` are digests of what was read, by
    which `review` finds what people edited.
    """

    report: ReportCard
    places: tuple[Place, ...] = ()
    sites: tuple[Site, ...] = ()
    relations: tuple[Relation, ...] = ()
    times: tuple[Time, ...] = ()
    claims: tuple[Claim, ...] = ()
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    schema: str = "incident/1"
    reports: tuple[ReportCard, ...] = field(default=(), metadata={"rare": True})
    changes: tuple[Change, ...] = field(default=(), metadata={"rare": True})
    as_read: Mapping[str, Mapping[str, str]] = field(default_factory=dict, metadata={"rare": True})

    def to_dict(self) -> dict[str, Any]:
        """The incident document, as plain JSON values."""
        plain: dict[str, Any] = document.plain(self)
        return {"schema": plain.pop("schema"), **plain}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Incident:
        """The incident that a document describes; `to_dict(from_dict(d)) == d`.

        Raises:
            InvalidDocument: with the JSON pointer of the first thing that is wrong.
        """
        return document.build(cls, data)

    def to_geojson(self) -> dict[str, Any]:
        """The FeatureCollection of `<stem>.geojson`: polygons only, RFC 7946."""
        collection: dict[str, Any] = part("writers", "geojson").collection(self)
        return collection

    def to_geodataframe(self) -> Any:
        """A `geopandas.GeoDataFrame` of the same features, EPSG:4326."""
        return part("writers", "geojson").frame(self)

    def to_folium(self) -> Any:
        """A plain `folium.Map` with the regions, for those who want to add to it."""
        return part("writers", "html").folium_map(self)

    def _repr_html_(self) -> str:
        """The page in a sandboxed frame, for notebooks."""
        frame: str = part("writers", "html").frame(self)
        return frame
