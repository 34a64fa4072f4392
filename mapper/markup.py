"""Quotes as they stand in the file: what was read without its markup is cited with it.

Reading goes over `Report.readable`, where front matter and markup are blanked character for character. Spans
count the same in both texts; only the words inside them are taken anew from the file's own.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

from mapper.model import Incident, Report, Span

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
_PLAIN = (str, int, float)


def readable(report: Report) -> Report:
    """The report as it is read: its markup blanked, and none left to blank."""
    return dataclasses.replace(report, text=report.readable, markup=()) if report.markup else report


def requoted(incident: Incident, report: Report) -> Incident:
    """The incident with every span's words, the sum and the count taken from the report as it stands."""
    if not report.markup:
        return incident
    cited = _requoted(incident, report.text)
    text = None if cited.report.text is None else report.text
    card = dataclasses.replace(cited.report, sha256=report.sha256, characters=report.characters, text=text)
    return dataclasses.replace(cited, report=card)


def _requoted(value: T, text: str) -> T:
    """The value with its spans' words from `text`; itself where nothing changes."""
    changed: Any = value
    if isinstance(value, Span):
        said = text[value.start : value.end] if value.text else ""
        changed = value if said == value.text else Span(value.start, value.end, said)
    elif isinstance(value, tuple):
        items = tuple([_requoted(item, text) for item in value])
        changed = items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        new = {name: item for name, old in _fields(value) if (item := _requoted(old, text)) is not old}
        changed = dataclasses.replace(value, **new) if new else value
    return changed  # type: ignore[no-any-return]


def _fields(value: DataclassInstance) -> list[tuple[str, Any]]:
    """The fields that can hold a span: neither words nor figures."""
    fields = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
    return [(name, item) for name, item in fields if item is not None and not isinstance(item, _PLAIN)]
