r"""JSON pointers (RFC 6901) and where in a text the values that they name stand.

>>> lines('{\n "a": [1,\n  {"b~/c": 2}]\n}')["/a/1/b~0~1c"]
3
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+|\n')


def pointer(steps: Iterable[str | int]) -> str:
    """The pointer of these steps from the root; the root itself is "".

    >>> pointer(["places", 0, "a/b"])
    '/places/0/a~1b'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def steps(text: str) -> list[str]:
    """The steps of a pointer, unescaped.

    >>> steps("/places/0/a~1b")
    ['places', '0', 'a/b']
    """
    return [step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]]


def value(document: Any, at: str) -> Any:
    """What a pointer names in a document.

    Raises:
        LookupError: nothing stands there.
    """
    for step in steps(at):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def lines(text: str) -> dict[str, int]:
    """The line on which every value of a well-formed JSON text begins, by pointer; counted from 1."""
    found: dict[str, int] = {}
    path: list[str | int] = []
    counts: list[int | None] = []  # of every open bracket: how many items it has, None for an object
    key: str | None = None
    for word, line in _words(text):
        if word in "}]":
            counts.pop()
            del path[len(counts) - 1 :]
            continue
        if word in ",:":
            continue
        if counts and counts[-1] is None and key is None:
            key = json.loads(word)
            continue
        if counts:
            count = counts[-1]
            path.append(key or "" if count is None else count)
            counts[-1] = None if count is None else count + 1
        found[pointer(path)] = line
        key = None
        if word in "{[":
            counts.append(None if word == "{" else 0)
        elif path:
            path.pop()
    return found


def _words(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _WORD.finditer(text):
        if match[0] == "\n":
            line += 1
        else:
            yield match[0], line
