"""What one report says, before anyone looks at a map: names, phrases, times and figures as worded, frozen.

Spans are half-open ranges of characters of the report's text; an index points into the tuple that its docstring
names. `assemble` turns these values into the document's (`mapper.model`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mapper.model import Bearing, Length, Report, Site, Span, Unplaced


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something with a position, before anyone knows which place it is.

    `name` is what to look up ("Kerman" of "Kerman's"). `kind` is what the words ask for ("city", "province",
    "cemetery", ...) or "". `sort`: toponym | demonym | organisation | description ("the cemetery gate") |
    anaphor ("the town", "there"). `container` is the index, in the same tuple, of the mention that the text
    states as its container ("Pandi, Bulacan"), `same_as` that of the antecedent.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str = ""
    sort: str = "toponym"
    container: int | None = None
    same_as: int | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A spatial phrase as read: which relation, about which site, from which anchors, in which of its readings.

    `site` is an index into the reading's sites. An anchor is the index of a mention, or `~index` (negative) of a
    site ("210 yards from the first"). The rest is as in `Relation`, which a phrase becomes once mentions are places.
    `rule` names the rule that read it.
    """

    relation: str
    site: int
    anchors: tuple[int, ...]
    quote: Span
    geometry: str
    distance: Length | None = None
    bearing: Bearing | None = None
    hedged: bool = False
    reading: str = ""
    weight: float = 1.0
    by: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    because: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """A time as worded, before day and zone are settled: only what the words give is set.

    `role`: event (when something happened) | as_of (up to when a figure holds) | said (when somebody spoke).
    The day is given by `year`, `month`, `day`, by `weekday` (Monday is 0), or by `days` counted from the
    publication or, where `after` is set, from the day named before it in the text ("the next day"); with a
    weekday, -1 and 1 say that it is the one before or after the publication ("last Wednesday"). `part` is the part
    of the day ("afternoon"), `precision` what the words allow: minute | hour | day. The clock is `hour` (0-23) and
    `minute`; `half` is "am", "pm", "24" for the clock of 24 hours, or "" where the words give neither. `zone` is "",
    "local", an offset ("+03:00") or an IANA name. `shifted`: the words count from another time, `base`, the index
    of that time in the same tuple, by `shift_s` seconds (None where they don't say how long: "minutes later").
    `same_as` is the index of a time that these words repeat in another zone ("14:50 (1120 GMT)"). `forward`: the
    words are about the event named after them ("half a minute after a smaller explosion"), else before or around
    them. `aside`: it tells when something set out. `first` is the ordinal of the event that the words themselves
    count from ("after the first blast").
    """

    quote: Span
    role: str = "event"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days: int | None = None
    after: bool = False
    part: str = ""
    hour: int | None = None
    minute: int | None = None
    half: str = ""
    zone: str = ""
    precision: str = "day"
    hedged: bool = False
    shifted: bool = False
    shift_s: float | None = None
    base: int | None = None
    same_as: int | None = None
    forward: bool = False
    again: bool = False
    aside: bool = False
    because: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as worded: whole numbers, `high` None where the words set no upper bound.

    `low` is None where they set no lower one ("up to 40").

    >>> Count(211, None, "at least 211").low
    211
    """

    low: int | None
    high: int | None
    said: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureSaid:
    """A figure as worded: who is counted in which state, before wordings of one claim are joined.

    `quote` is the words that state it. `voice` is what is left of the speaker without titles and the general words
    for offices, so that two wordings of one speaker can be told. `site` is an index into the reading's sites and
    `as_of` into its times. `changes`: the words say that it replaces an earlier figure ("rose to", "revised
    down"); `earlier`: that the figure told before it replaces this one ("raising an earlier toll of 10").
    """

    claim: str
    count: Count
    quote: Span
    by: str | None = None
    voice: tuple[str, ...] = ()
    scope: str | None = None
    site: int | None = None
    as_of: int | None = None
    estimate: bool = False
    changes: bool = False
    earlier: bool = False
    because: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What `mapper read --explain` prints of some words: what they were read as and by which rule, or that not."""

    quote: Span
    read_as: str
    rule: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything that the words of one report say, before anyone looks at a map.

    `times` and `claims` are as worded; `assemble` settles them once the zone of the place is known.
    """

    report: Report
    mentions: tuple[Mention, ...] = ()
    sites: tuple[Site, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    times: tuple[TimeSaid, ...] = ()
    claims: tuple[FigureSaid, ...] = ()
    sentences: tuple[Span, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[Note, ...] = ()
