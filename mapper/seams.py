"""Every seam on one page: what a part must look like to join the house.

A part is a module (or any object with the same attributes). It registers in one line, the `NAMES` of its
seam's package, and is loaded by `parts.part(seam, name)` when it is first needed. Third parties join through
the entry point group `mapper.<seam>`. `tests/test_seams.py` walks all parts and checks their shape and docs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from mapper.ground import Anchor, Around, Example, Ground
from mapper.model import Entry, Incident, Relation, Report, Unplaced
from mapper.readings import Mention


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a file: its text, the ranges in it that are markup, and the facts it states.

    Spans count the characters of `text`. What lies in `markup` (front matter, link targets, emphasis marks) keeps
    its place there and is not read. `facts` are strings by front matter's names: title, published, publisher,
    url, language, timezone.
    """

    text: str
    markup: tuple[tuple[int, int], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """`readers/`: the decoded characters of one format to a draft."""

    SUFFIXES: tuple[str, ...]

    def draft(self, raw: str) -> Draft:
        """The text that will be read, what in it is markup, and what it says of itself."""
        ...


class Extractor(Protocol):
    """`extractors/`: the text to mentions of things with a position; knows no coordinates."""

    def mentions(self, report: Report, *, gazetteers: Sequence[Gazetteer]) -> tuple[Mention, ...]:
        """The mentions, in the order of the text, none overlapping another."""
        ...


class Gazetteer(Protocol):
    """`geocoders/`: a source that knows names. Embedded, the user's file, or a service on the network."""

    name: str
    attribution: str

    def find(
        self,
        name: str,
        *,
        near: tuple[float, float] | None = None,
        countries: Sequence[str] = (),
        limit: int = 10,
    ) -> Sequence[Entry]:
        """The entries that carry `name` (any script, case and accents folded), best first; none is no error.

        `near` is (lon, lat) and `countries` ISO 3166-1 alpha-2 codes: hints for the order, never filters.

        Raises:
            SourceUnreachable: a service on the network did not answer.
        """
        ...


class SpatialRelation(Protocol):
    """`relations/`: what one spatial phrase means on the ground; knows no language."""

    EXAMPLES: tuple[Example, ...]
    """Points that must lie in the region of a phrase, and points that must not."""

    def place(self, relation: Relation, anchors: Sequence[Anchor], around: Around) -> Ground | Unplaced:
        """Where the site can be by this phrase alone, or why nothing can be said."""
        ...


class Surroundings(Protocol):
    """Roads, rails and waters around an incident, for drawing (`mapper.ways`)."""

    def drawn(
        self, bbox: tuple[float, float, float, float]
    ) -> tuple[Sequence[tuple[str, str, str, Sequence[Sequence[float]]]], str]:
        """((kind, sort, name, line) of every way that touches west, south, east, north; the credit owed)."""
        ...


@dataclass(frozen=True, slots=True)
class Style:
    """How a writer is asked to write: choices of the command line that concern looks and not facts.

    `tiles`: the name or URL of the street layer, "click", "none" or "embed:NAME". `language`: of the page's own words.
    `ways` are the roads and waters of the user's own files, drawn under the regions. `url` is where the page will be
    published. `problem` is told what could not be had, while the rest is written all the same.
    """

    tiles: str = ""
    language: str = "en"
    made: date | None = None
    ways: Surroundings | None = None
    url: str = ""
    problem: Callable[[str], None] | None = None


class Writer(Protocol):
    """`writers/`: an incident to the bytes of one or more files. Pure: the pipeline puts them on disk.

    One that writes a single file may say in `SUFFIX` how its name ends after the stem and in `OPEN` how to open it;
    the command line prints that beside the path. A writer that can start faster in a process of its own may offer
    `own_process()`; the command line calls it first.
    """

    TITLE: str
    """What the format is called, for `mapper formats`."""
    FOR: str
    """Who wants it."""
    LOSES: str
    """What it cannot carry."""
    NEEDS: str
    """The extra that must be installed, or ""."""
    BY_DEFAULT: bool
    """Whether `mapper map` writes it unasked."""

    def files(self, incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
        """File names (beginning with `stem`) and their bytes; the same incident gives the same bytes."""
        ...
