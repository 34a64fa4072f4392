"""The word lists that tell names of places from other names; `data/toponym_words.toml`, `data/name_words.txt`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from mapper.datafiles import datafile

Words = frozenset[str]


@dataclass(frozen=True)
class NameWords:
    """Each list under its name; entries are folded words. The tables say what each list is for."""

    titles: Words
    small_words: Words
    offices: Words
    organisations: Words
    public: Words
    facilities: Words
    natural: Words
    modifiers: Words
    locating: Words
    moving: Words
    dwelling: Words
    travelling: Words
    kinds_before: Words
    kinds_after: Words
    settled: Words
    locals: Words
    services: Words
    speaking: Words
    ordinary: Words
    never: Words
    connectors: Words
    eponyms: Words
    heads: Words
    given: Words
    surnames: Words
    common: Words


@cache
def words() -> NameWords:
    """The lists, read once."""
    table = tomllib.loads(datafile("toponym_words.toml").read_text("utf-8"))
    given, surnames, common = datafile("name_words.txt").read_text("utf-8").splitlines()
    lists = {
        name: frozenset(word.replace("_", " ") for word in table[name].split())
        for name in NameWords.__annotations__
        if name in table
    }
    return NameWords(
        **lists,
        given=frozenset(given.split()) - lists["small_words"],
        surnames=frozenset(surnames.split()),
        common=frozenset(common.split()),
    )
