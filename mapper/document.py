"""Frozen values to plain JSON values and back; it knows no class of the house.

Field names are the document's names, in the order they are declared. A trailing underscore (`from_`)
falls away outside; tuples are lists, dates are ISO 8601. A field marked `rare` is left out while it has its default.
Unknown keys in a document are an error that
names the pointer, so that a typing mistake in an edited file is found and not dropped.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

from mapper.errors import InvalidDocument

T = TypeVar("T")

_SCALARS = {str, int, float, bool, type(None)}
_POSITIONS = {list, tuple}
_LINE = 3  # positions from which on it pays to look whether a list holds nothing else


def _default(f: dataclasses.Field[Any]) -> Any:
    return f.default if f.default_factory is dataclasses.MISSING else f.default_factory()


@cache
def _fields(cls: type) -> tuple[tuple[str, str, Any, bool, Any], ...]:
    """(attribute, document key, type, required, the value that stays unsaid) of every field that travels."""
    hints = typing.get_type_hints(cls)
    return tuple(
        (
            f.name,
            f.name.rstrip("_"),
            hints[f.name],
            f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
            _default(f) if f.metadata.get("rare") else dataclasses.MISSING,
        )
        for f in dataclasses.fields(cls)
        if f.metadata.get("travels", True)
    )


class Field(typing.NamedTuple):
    """A field as it stands in a document: its key, its type, and whether it must be there."""

    key: str
    kind: Any
    required: bool


def fields(cls: type) -> tuple[Field, ...]:
    """The fields of a class that travel, in their order."""
    return tuple(Field(key, kind, required) for _, key, kind, required, _ in _fields(cls))


def plain(value: Any) -> Any:
    """`value` as dicts, lists, strings, numbers, booleans and None."""
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    if kind is list or kind is tuple:
        if value and type(value[0]) is float:  # a position: most of a document
            return list(value)
        if len(value) > _LINE and set(map(type, value)) <= _POSITIONS and {type(p[0]) for p in value if p} == {float}:
            return list(map(list, value))  # a ring of them
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        known = [(key, getattr(value, name), unsaid) for name, key, _, _, unsaid in _fields(kind)]
        return {key: plain(item) for key, item, unsaid in known if unsaid is dataclasses.MISSING or item != unsaid}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def build(cls: type[T], data: Any, pointer: str = "") -> T:
    """The value of class `cls` that `data` describes; `pointer` is the JSON pointer said in errors.

    Raises:
        InvalidDocument: a key is missing or unknown, or a value has the wrong type.
    """
    if not isinstance(data, Mapping):
        raise InvalidDocument(f"{pointer or '/'}: expected an object, found {_said(data)}")
    fields = _fields(typing.cast("Any", cls))
    unknown = sorted(set(data) - {key for _, key, *_ in fields})
    if unknown:
        known = ", ".join(key for _, key, *_ in fields)
        raise InvalidDocument(f"{pointer}/{unknown[0]}: no such key; the keys here are {known}")
    given: dict[str, Any] = {}
    for name, key, kind, required, _ in fields:
        if key in data:
            given[name] = _value(kind, data[key], f"{pointer}/{key}")
        elif required:
            raise InvalidDocument(f"{pointer}/{key}: missing")
    return cls(**given)


def _value(kind: Any, data: Any, pointer: str) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if data is None and type(None) in args:
            return None
        rest = [arg for arg in args if arg is not type(None)]
        return _value(rest[0], data, pointer)
    if kind is Any:
        return data
    if origin is tuple:
        if not isinstance(data, list | tuple):
            raise InvalidDocument(f"{pointer}: expected a list, found {_said(data)}")
        return tuple(_value(args[0], item, f"{pointer}/{i}") for i, item in enumerate(data))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(data, Mapping):
            raise InvalidDocument(f"{pointer}: expected an object, found {_said(data)}")
        return dict(data)
    if dataclasses.is_dataclass(kind):
        return build(typing.cast("type[Any]", kind), data, pointer)
    if kind is date:
        try:
            return date.fromisoformat(data)
        except (TypeError, ValueError):
            raise InvalidDocument(f"{pointer}: expected a date like 2024-01-03, found {_said(data)}") from None
    return _scalar(kind, data, pointer)


def _scalar(kind: Any, data: Any, pointer: str) -> Any:
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return data  # 700 stays 700: a round trip changes nothing
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise InvalidDocument(f"{pointer}: expected {kind.__name__}, found {_said(data)}")
    return data


def _said(data: Any) -> str:
    text = repr(data)
    return text if len(text) <= 60 else f"{text[:57]}..."
