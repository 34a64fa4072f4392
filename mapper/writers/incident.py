"""The incident document: the master that every other file is made from, and that people may edit.

Two spaces, UTF-8, keys in the order of the model, numbers in their shortest form that comes back unchanged, a
newline at the end. Whatever fits on a line stays on one and a ring of coordinates is one line, so that a
difference between two documents reads as a difference of facts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from mapper.model import Incident
from mapper.seams import Style

TITLE = "Incident document (JSON)"
FOR = "whoever wants to check, edit or map again: mapper map X.incident.json"
LOSES = "nothing that was read; the report's text, unless --report-text full"
NEEDS = ""
BY_DEFAULT = True
SUFFIX = ".incident.json"
OPEN = "all that was read: edit it and run `mapper map` on it"

_WIDTH = 110  # characters that a list or an object may take to stay on one line


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.incident.json`."""
    return {f"{stem}.incident.json": text(incident.to_dict()).encode("utf-8", "backslashreplace")}


def text(document: Mapping[str, Any]) -> str:
    """A document as text; `json.loads` of it gives the same document.

    >>> print(text({"name": "Kerman", "mentions": [{"start": 0, "end": 6}]}), end="")
    {
      "name": "Kerman",
      "mentions": [{"start": 0, "end": 6}]
    }
    """
    return _laid_out(document, "", top=True) + "\n"


def _laid_out(value: Any, indent: str, *, top: bool = False) -> str:
    """A value; a list or an object that fits a line stands on one, and a ring of positions always does."""
    if not isinstance(value, dict | list) or not value:
        return _flat(value)
    if isinstance(value, list) and _is_ring(value):
        return _ring(value)
    deeper = indent + "  "
    if isinstance(value, dict):
        opens, closes = "{}"
        items = [
            f"{_text(key)}: {_SCALARS[type(item)](item) if type(item) in _SCALARS else _laid_out(item, deeper)}"
            for key, item in value.items()
        ]
    else:
        opens, closes = "[]"
        items = [_SCALARS[type(item)](item) if type(item) in _SCALARS else _laid_out(item, deeper) for item in value]
    length = sum(map(len, items)) + 2 * len(items) + len(indent)
    if not top and length <= _WIDTH and not any("\n" in item for item in items):
        return opens + ", ".join(items) + closes
    return f"{opens}\n{deeper}" + f",\n{deeper}".join(items) + f"\n{indent}{closes}"


def _is_ring(value: list[Any]) -> bool:
    """Whether a list is a line or ring of positions."""
    first = value[0]
    return isinstance(first, list) and bool(first) and isinstance(first[0], int | float)


_ring = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
_flat = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_text = json.encoder.encode_basestring
_SCALARS: dict[type, Callable[[Any], str]] = {
    str: _text,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: "null",
}
"""What needs no encoder of its own, which costs more than the value."""
