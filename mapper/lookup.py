"""What the gazetteers know of a name, and why the first is first: what `mapper find` shows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mapper import document
from mapper.errors import SourceUnreachable, UsageError
from mapper.geocoders._ground import apart_m
from mapper.model import Entry
from mapper.seams import Gazetteer

_SURE = 0.8  # matches from here up are as good as each other: then the source's place in the order decides


@dataclass(frozen=True, slots=True)
class Found:
    """The places that a name may mean, best first; why the first is first; what went wrong on the way."""

    name: str
    entries: tuple[Entry, ...]
    why_first: str
    problems: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values; outlines are left out, their reach is `extent_m`."""
        rows = [{k: v for k, v in document.plain(entry).items() if k != "outline"} for entry in self.entries]
        return {"name": self.name, "why_first": self.why_first, "found": rows, "problems": list(self.problems)}


def find(
    name: str,
    sources: Sequence[Gazetteer],
    *,
    near: tuple[float, float] | None = None,
    countries: Sequence[str] = (),
    limit: int = 10,
) -> Found:
    """What the sources, in the order they are given, know of `name`.

    A place in one of the `countries` goes before others, a sure match before a doubtful one, an earlier source before
    a later; within a source its own order stands.

    Raises:
        SourceUnreachable: nothing was found, and a service that should know was not reached.
    """
    found: list[tuple[tuple[bool, bool, int], Entry]] = []
    for number, source in enumerate(sources):
        entries = source.find(name, near=near, countries=countries, limit=limit)
        found += [((bool(countries) and e.country not in countries, e.match < _SURE, number), e) for e in entries]
    found.sort(key=lambda pair: pair[0])
    problems = tuple(str(problem) for source in sources for problem in getattr(source, "problems", ()))
    if not found and any(getattr(source, "unreachable", False) for source in sources):
        raise SourceUnreachable(f"{name!r} was not found, and not everybody could be asked: {'; '.join(problems)}")
    why = (
        _why(found, near) if found else "no gazetteer knows it; add one with --gazetteer FILE, or ask a --geocoder NAME"
    )
    return Found(name, tuple(entry for _, entry in found[:limit]), why, problems)


def _why(found: Sequence[tuple[tuple[bool, bool, int], Entry]], near: tuple[float, float] | None) -> str:
    (first_key, first), *others = found
    own = "; ".join(first.because)
    if not others:
        return "; ".join(filter(None, ["the only one that is known", own]))
    next_key, second = others[0]
    if first_key[0] != next_key[0]:
        why = f"it is in {first.country}, as asked"
    elif first_key[1] != next_key[1]:
        why = f"it is called as asked; the next is only like it ({second.name})"
    elif first_key[2] != next_key[2]:
        why = f"{first.source} is asked before {second.source}"
    elif near and (far := apart_m(near, (first.lon, first.lat))) < (
        next_far := apart_m(near, (second.lon, second.lat))
    ):
        why = f"it is {_length(far)} from the point given, the next {_length(next_far)}"
    elif first.match > second.match:
        why = f"its name agrees better than that of the next ({second.name})"
    elif first.population > second.population:
        why = f"more people live there ({first.population:,}) than in the next ({second.population:,})"
    else:
        why = f"{first.source} puts it before the next"
    return "; ".join(filter(None, [why, own]))


def table(found: Found) -> str:
    """The places for people, one a line, and why the first is first."""
    if not found.entries:
        return _tame(f"{found.name}: {found.why_first}")
    rows = [
        ("", "name", "kind", "in", "longitude", "latitude", "within", "people", "match", "source"),
        *map(_row, found.entries),
    ]
    rows = [(str(i) if i else "#", *row[1:]) for i, row in enumerate(rows)]
    rows = [tuple(_tame(cell) for cell in row) for row in rows]
    wide = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    right = {4, 5, 6, 7, 8}
    lines = ["  ".join(_padded(cell, wide[i], right=i in right) for i, cell in enumerate(row)).rstrip() for row in rows]
    return "\n".join([*lines, "", f"The first is first: {_tame(found.why_first)}."])


def _tame(text: str) -> str:
    """The text without what would steer the terminal or part the line; joiners within words stay."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text)


def _row(entry: Entry) -> tuple[str, ...]:
    around = ", ".join(dict.fromkeys(filter(None, (*entry.within[:1], entry.country))))
    return ("", entry.name, entry.kind, around, f"{entry.lon:.4f}", f"{entry.lat:.4f}",
            f"±{_length(entry.extent_m + entry.position_m)}", f"{entry.population:,}" if entry.population else "",
            f"{entry.match:.2f}", f"{entry.source} {entry.source_id}")  # fmt: skip


def _length(metres: float) -> str:
    """Metres for people: two figures are enough to choose by.

    >>> _length(549.6), _length(4070), _length(837_000)
    ('550 m', '4.1 km', '837 km')
    """
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 100_000 else f"{metres / 1000:,.0f} km"


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return f"{space}{text}" if right else f"{text}{space}"


def point(said: str) -> tuple[float, float]:
    """The point that `LON,LAT` says.

    >>> point("57.08,30.28")
    (57.08, 30.28)

    Raises:
        UsageError: it says none.
    """
    try:
        lon, lat = (float(number) for number in said.split(","))
    except ValueError:
        lon = lat = math.nan
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        hint = "; latitude and longitude look swapped" if abs(lon) <= 90 < abs(lat) <= 180 else ""
        raise UsageError(f"{said!r} is no LON,LAT in degrees, like 57.08,30.28{hint}")
    return lon, lat


def country(said: str) -> str:
    """The country code that `said` writes, in capitals.

    Raises:
        UsageError: it is none.
    """
    code = said.strip().upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise UsageError(f"{said!r} is no country code of two letters, like IR")
    return code
