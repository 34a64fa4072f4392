"""Heads of described things that are misspelt by a letter or two: "Cemmetry of Martyrs"."""

from __future__ import annotations

from functools import lru_cache

from mapper.grammar import Chart, Grammar, Node

SHORTEST = 7  # letters of a word that may be misspelt; shorter ones are too near to other words


def misspelt_heads(chart: Chart, inside: set[int]) -> list[Node]:
    """Words that are a letter or two from a long facility noun and in no other list: "Cemmetry"."""
    meant = {word: _meant(chart.grammar, word) for word in chart.vocabulary if len(word) >= SHORTEST}
    places = chart.places({word for word, noun in meant.items() if noun})
    return [Node("facility", p, p + 1, meant[chart.tokens.words[p]]) for p in places if p not in inside]


@lru_cache(maxsize=20_000)
def _meant(grammar: Grammar, word: str) -> str | None:
    """The long facility noun that a word is a letter or two from, if it is in no list of the language."""
    nouns = _long_nouns(grammar).get(word[:3])
    if nouns and not grammar.kinds(word):
        for noun in nouns:
            near = noun[-1] == word[-1] and abs(len(noun) - len(word)) <= 1
            if near and _apart(word, noun) <= (2 if len(noun) > 7 else 1):
                return noun
    return None


@lru_cache(maxsize=8)
def _long_nouns(grammar: Grammar) -> dict[str, list[str]]:
    """The facility nouns of one long word, by their first three letters."""
    nouns: dict[str, list[str]] = {}
    for noun in grammar.classes.get("facility", ()):
        if noun.isalpha() and len(noun) >= SHORTEST:
            nouns.setdefault(noun[:3], []).append(noun)
    return nouns


def _apart(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or swapped to turn one word into the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
