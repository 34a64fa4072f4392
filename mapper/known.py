"""The names of all gazetteers as one, for finding them in a text: the user's own beside the embedded ones.

A name on a list that somebody put together (`curated`) is meant, however few people live there; a name in a dump of a
million places only as far as its people make it known. Services on the network are never asked which words are names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from mapper.model import Entry
from mapper.seams import Gazetteer
from mapper.senses import MAIN, Sense, prominence

_CURATED = 3.5  # powers of ten of people that a place of one's own list is worth


class Known:
    """What every gazetteer that can be looked through knows: how long names get, and what they stand for."""

    def __init__(self, gazetteers: Sequence[Gazetteer]) -> None:
        self._embedded: Any = next((g for g in gazetteers if hasattr(g, "senses")), None)
        self._own: list[Any] = [g for g in gazetteers if hasattr(g, "bearers")]
        self.longest = lru_cache(maxsize=20_000)(self._longest)
        self.senses = lru_cache(maxsize=20_000)(self._senses)

    def __bool__(self) -> bool:
        return self._embedded is not None or bool(self._own)

    def expect(self, words: Collection[str]) -> None:
        """The folded words that will be asked for, so that they can be looked up all at once."""
        if self._embedded is not None:
            self._embedded.expect(words)

    def _longest(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 1 where none has more."""
        most: int = self._embedded.longest(word) if self._embedded is not None else 1
        return max([most, *[int(g.longest_name(word)) for g in self._own]])

    def _senses(self, key: str) -> tuple[Sense, ...]:
        """The places that a folded name can stand for: those of one's own sources first."""
        own = [_sense(entry, curated=g.curated) for g in self._own for entry in g.bearers(key)]
        embedded: tuple[Sense, ...] = self._embedded.senses(key) if self._embedded is not None else ()
        return (*own, *embedded) if own else embedded


@lru_cache(maxsize=4)
def known(gazetteers: tuple[Gazetteer, ...]) -> Known:
    """What some gazetteers know together; the same for the texts to come."""
    return Known(gazetteers)


def _sense(entry: Entry, *, curated: bool) -> Sense:
    weight = prominence(entry.kind, entry.population, False, MAIN) + (_CURATED if curated else 0.0)
    return Sense(
        -1, MAIN, entry.source_id, entry.source, entry.name, entry.lon, entry.lat, entry.kind, entry.country, 0, 0,
        entry.population, False, weight,
    )  # fmt: skip
