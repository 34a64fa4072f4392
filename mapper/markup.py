"""Quotes as they stand in the file: what was read without its markup is cited with it.

Reading goes over `Report.readable`, where front matter and markup are blanked character for character. Spans
count the same in both texts; only the words inside them are taken anew from the file's own.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from mapper.model import Incident, Report, Span

T = TypeVar("T")


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
    if isinstance(value, Span):
        return dataclasses.replace(value, text=text[value.start : value.end] if value.text else "")
    if isinstance(value, tuple):
        return tuple(_requoted(item, text) for item in value)  # type: ignore[return-value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            new = _requoted(old, text)
            if new is not old and new != old:
                changed[field.name] = new
        return dataclasses.replace(value, **changed) if changed else value
    return value
