"""A document against its JSON Schema, each breach in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mapper.pointers import pointer
from mapper.schema import schema


def against(name: str, document: Any) -> Iterator[tuple[str, str]]:
    """(pointer, what is wrong) of every breach of the schema called `name`."""
    from jsonschema import Draft202012Validator

    rules = schema(name)
    for error in Draft202012Validator(rules).iter_errors(_light(document)):
        yield from _said(error)


def _light(value: Any) -> Any:
    """The document without its coordinates, which are checked faster by hand."""
    if isinstance(value, dict):
        return {key: [0] if key == "coordinates" and item else _light(item) for key, item in value.items()}
    return [_light(item) for item in value] if isinstance(value, list) else value


def _said(error: Any) -> Iterator[tuple[str, str]]:
    at, wrong = list(error.absolute_path), error.instance
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in sorted(set(wrong) - set(known)):
            yield pointer([*at, key]), f"no such key; the keys here are {', '.join(known)}"
    elif error.validator == "required":
        missing = next(key for key in error.validator_value if f"'{key}'" == error.message.split(" is a ")[0])
        yield pointer([*at, missing]), f"{missing!r} is missing"
    elif error.validator == "anyOf":
        inner = min(error.context, key=lambda e: (e.validator == "type" and e.validator_value == "null", -len(e.path)))
        yield from _said(inner)
    elif error.validator == "type":
        kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        yield pointer(at), f"expected {' or '.join(kinds)}, found {short(wrong)}"
    elif error.validator in {"enum", "const"}:
        allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
        yield pointer(at), f"expected one of {', '.join(map(short, allowed))}, found {short(wrong)}"
    elif error.validator in {"minimum", "exclusiveMinimum", "maximum"}:
        bound = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}[error.validator]
        yield pointer(at), f"expected {bound} {error.validator_value}, found {short(wrong)}"
    elif error.validator == "pattern":
        yield pointer(at), f"{short(wrong)} is not written as it should be ({error.validator_value})"
    elif error.validator == "not":
        yield pointer(at), "may not stand here"
    else:
        yield pointer(at), error.message


def short(value: Any) -> str:
    """A value in few characters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
