"""The pattern language: a pattern of a language file to the plain sequences of atoms that it stands for.

An atom is a word (`km`), words to choose from (`km|mile`), a slot (`<unit>`, `<far:length>`) or a gap (`..`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mapper.tokens import tokenize


class PatternError(ValueError):
    """A pattern of a language file that can't be compiled: says which and why."""


def listed(value: str | Iterable[str], *, lines: bool = False) -> list[str]:
    """A TOML list, or a text whose entries stand between commas or on lines of their own."""
    if not isinstance(value, str):
        return list(value)
    parts = value.splitlines() if lines else value.replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def sequences(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every plain sequence of atoms that a pattern stands for.

    >>> [" ".join(atoms) for atoms in sequences("<length> (due north | off) of? <anchor>")][:3]
    ['<length> due north <anchor>', '<length> off <anchor>', '<length> due north of <anchor>']
    """
    return _sequences(_items(pattern))


def split(word: str) -> list[str]:
    """The tokens of a word or a group of words in a language file."""
    pieces = word.split()
    if all(piece.isascii() and piece.isalpha() and piece.islower() for piece in pieces):
        return pieces  # nearly every word of a language file: no need to look closer
    return list(tokenize(word).words)


def _items(pattern: str) -> list[Any]:
    """A pattern as nested lists: a str per item, ["?", [...]] optional, ["|", [...], [...]] a choice."""
    if "(" in pattern or ")" in pattern:
        pattern = pattern.replace("(", " ( ").replace(")?", " )? ").replace(")", " ) ").replace(") ?", ")?")
    words, stack = pattern.split(), [[[]]]  # type: ignore[var-annotated]
    for word in words:
        if word == "(":
            stack.append([[]])
        elif word in {")", ")?"}:
            ways = stack.pop()
            if not stack:
                raise PatternError(f"{pattern!r}: a bracket closes that never opened")
            choice = ways[0] if len(ways) == 1 else [["|", *ways]]
            stack[-1][-1].append(["?", choice] if word == ")?" else ["|", choice])
        elif word == "|":
            stack[-1].append([])
        elif word.endswith("?") and len(word) > 1:
            stack[-1][-1].append(["?", _atom(word[:-1])])
        else:
            stack[-1][-1].extend(_atom(word))
    if len(stack) != 1:
        raise PatternError(f"{pattern!r}: a bracket is never closed")
    ways = stack[0]
    return ways[0] if len(ways) == 1 else [["|", *ways]]


def _atom(word: str) -> list[Any]:
    if word.startswith("<"):
        if not word.endswith(">"):
            raise PatternError(f"{word!r} is not closed")
        return [word]
    if word == "..":
        return [word]
    ways = [split(way) for way in word.split("|")] if len(word) > 1 else [[word]]
    if len(ways) == 1:
        return ways[0]
    if all(len(way) == 1 for way in ways):
        return ["|".join(way[0] for way in ways)]  # one step for all of them
    return [["|", *ways]]


def _sequences(items: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    if not items:
        yield ()
        return
    head, rest = items[0], items[1:]
    for tail in _sequences(rest):
        if isinstance(head, str):
            yield (head, *tail)
            continue
        if head[0] == "?":
            yield tail
        for way in head[1:]:
            for start in _sequences(way):
                yield (*start, *tail)
