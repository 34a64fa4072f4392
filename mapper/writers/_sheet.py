"""Rows as CSV that no spreadsheet takes for formulas (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: Any) -> Any:
    """A value for a cell: numbers stay numbers, text that a spreadsheet would run gets a quote in front.

    >>> cell("=1+1"), cell(-3.5), cell("- 3"), cell(None), cell("Kerman")
    ("'=1+1", -3.5, "'- 3", '', 'Kerman')
    """
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" \u00a0\ufeff").startswith(_FORMULA):
        return f"'{value}"
    return value


def sheet(*rows: Sequence[Any], body: Iterable[Sequence[Any]]) -> bytes:
    """Heads and body as the bytes of a file."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in (*rows, *body))
    return text.getvalue().encode("utf-8", "replace")
