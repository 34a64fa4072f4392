"""Says what is wrong with an incident document or a GeoJSON, where (line and pointer), and what would help.

Three looks: is it JSON, does it keep to its schema, and does it hang together (every id that is named exists, weights
of readings sum to 1, spans are as long as their words, bounds are in order, days exist, rings are closed and wound as
RFC 7946 says).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from mapper.check import coherence
from mapper.check.against import against
from mapper.check.values import values
from mapper.errors import InvalidDocument, UnreadableInput
from mapper.pointers import lines

_ENOUGH = 200  # problems: a broken file has thousands that are one


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the line (0 where it can't be told), the JSON pointer, and what."""

    line: int
    pointer: str
    what: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.pointer or 'the whole'}" if self.line else self.pointer or "the whole"
        return f"{where}: {self.what}"


def check_file(path: str | Path) -> list[Problem]:
    """What is wrong with the file, in the order of its lines; nothing, when it is sound.

    Raises:
        UnreadableInput: it can't be read or is no UTF-8 text.
    """
    try:
        return check(Path(path).read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error


def check(text: str) -> list[Problem]:
    """What is wrong with an incident document or a GeoJSON, given as text.

    >>> check('{"schema": "incident/1"}')[0].what
    "'report' is missing"
    """
    try:
        document = json.loads(text, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as error:
        return [Problem(error.lineno, "", f"not JSON: {error.msg} (column {error.colno})")]
    except (InvalidDocument, RecursionError) as error:
        return [Problem(0, "", str(error) or "nested too deeply")]
    found = [(at, what) for _, (at, what) in zip(range(_ENOUGH), _problems(document), strict=False)]
    if not found:
        return []
    line_of = lines(text)
    return sorted((Problem(_nearest(line_of, at), at, what) for at, what in found), key=lambda p: p.line)


def _problems(document: Any) -> Iterator[tuple[str, str]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict) and "schema" in document:
        wrong = list(against("incident", document))
        yield from wrong or chain(coherence.incident(document), values(document))
    elif kind == "FeatureCollection":
        wrong = list(against("geojson", document))
        yield from wrong
        yield from coherence.features(document)
    else:
        yield "", 'neither an incident document ("schema": "incident/1") nor a GeoJSON FeatureCollection'


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands twice is an error, because all but one of its values would be lost."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [key for key, _ in pairs]
        twin = next(key for key in names if names.count(key) > 1)
        raise InvalidDocument(f"the key {twin!r} stands twice in one object; keep one")
    return made


def _nearest(line_of: Mapping[str, int], at: str) -> int:
    """The line of a value, or of the closest one around it: what is missing stands nowhere."""
    while at not in line_of and at:
        at = at.rpartition("/")[0]
    return line_of.get(at, 0)
