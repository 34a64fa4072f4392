"""The words of a report as tokens, and the names that a gazetteer knows among them, longest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapper.extractors._name_words import words
from mapper.folding import folded
from mapper.senses import MAIN, SHORT

# A word, with apostrophes inside ("N'Djamena") but no possessive; or capitals with dots ("U.S.", "D.C.").
# (Plain small letters come first: they are most of a text, and their own folded form.)
_TOKEN = re.compile(
    r"([a-z]+)(?![^\W_]|['’ʼ](?![sS]\b)[^\W_])|"
    r"(?:[A-Z]\.(?:[ ]?(?=[A-Z]\.))?){2,}|[^\W_]+(?:['’ʼ](?![sS]\b)[^\W_]+)*"
)
_SENTENCE = re.compile(r"[.!?:][\"'”’)\]]*\s+[\"'“‘(\[]*$|^[\"'“‘(\[\s]*$|\n\s*[\"'“‘(\[-]*$|[“\"]$|[–—]\s*$|\s--?\s$")
_JOINTS = frozenset((" ", "-", "\u00a0", "\u202f", "‑", "–", ". ", ".", "\n", "/", " - "))
TIGHT = frozenset((" ", "\u00a0", "\u202f"))
_ELIDED = re.compile(r"[a-z]{1,2}['’ʼ][A-Z]")  # the second word of "Coeur d'Alene"
_DOTTED = frozenset(("st", "ste", "mt", "ft"))
RUN = 15  # words that are looked at as one; longer runs are headlines or noise, and time must stay linear
LONGEST = 7  # words of a name


@dataclass(slots=True)
class Token:
    """One word: where it is, how it is compared, whether it is written as a name; `gap` is what stands before it."""

    start: int
    end: int
    text: str
    key: str
    capital: bool
    cased: bool
    gap: str
    opens: bool  # capitalised, and begins a sentence, a line or a quotation


@dataclass(slots=True)
class Found:
    """Words that a gazetteer knows as a name: tokens `first` to `last`, inclusive; `senses` are what they may mean."""

    first: int
    last: int
    start: int
    end: int
    key: str
    senses: Sequence[Any]
    sort: str = "toponym"
    kind: str = ""
    score: float = 0.0
    weight: float = 0.0
    name_end: int = 0  # where what is looked up ends, if before `end`
    because: list[str] = field(default_factory=list)


def tokens(text: str) -> list[Token]:
    """The words of the text."""
    result = []
    end = 0
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        word = match.group()
        if match.lastindex:
            result.append(Token(start, stop, word, word, False, True, text[end:start], False))
            end = stop
            continue
        gap = text[end:start]
        first = word[0]
        cased = first.isupper() or first.islower()
        capital = first.isupper() or not cased or bool(_ELIDED.match(word))
        opens = capital and gap not in TIGHT and (start == 0 or bool(_SENTENCE.search(gap)))
        result.append(Token(start, stop, word, folded(word), capital, cased, gap, opens))
        end = stop
    return result


def runs(row: list[Token]) -> list[tuple[int, int]]:
    """For each token the run of capitalised words that it is in, parted by nothing but spaces: (first, last)."""
    result = [(0, -1)] * len(row)
    first = 0
    for i, token in enumerate(row):
        linked = i > 0 and i - first < RUN and token.capital and token.cased and row[i - 1].capital and (
            token.gap in TIGHT or (token.gap == ". " and (len(row[i - 1].text) < 6 and _titled(row[i - 1])))
        )  # fmt: skip
        if not linked:
            for j in range(first, i):
                result[j] = (first, i - 1)
            first = i
    for j in range(first, len(row)):
        result[j] = (first, len(row) - 1)
    return result


def _titled(token: Token) -> bool:
    known = words()
    return token.key in known.titles or token.key in known.offices or token.key in _DOTTED or len(token.text) == 1


def names(row: list[Token], longest: Callable[[str], int], senses: Callable[[str], Sequence[Any]]) -> list[Found]:
    """The known names, left to right, the longest at each place, none overlapping."""
    connectors = words().connectors
    found = []
    i = 0
    count = len(row)
    while i < count:
        token = row[i]
        if not token.capital or not token.key or token.text.isdigit():
            i += 1
            continue
        reach = min(longest(token.key.split(" ", 1)[0]), LONGEST)
        stop = i
        while stop + 1 < count and stop + 1 - i < reach and _joined(row[stop], row[stop + 1]):
            if not row[stop + 1].capital and row[stop + 1].key not in connectors and not row[stop + 1].text.isdigit():
                break
            stop += 1
        best = None
        for last in range(stop, i - 1, -1):
            if not row[last].capital and last > i:
                continue
            key = token.key if last == i else " ".join([t.key for t in row[i : last + 1]])
            meant = senses(key)
            if not meant and last > i:
                meant = senses(folded(" ".join([t.text for t in row[i : last + 1]])))
            if meant and (last > i or _writes(row, i, meant)):
                end = row[last].end
                best = Found(i, last, token.start, end, key, meant)
                break
        if best is None:
            i += 1
        else:
            found.append(best)
            i = best.last + 1
    return found


def worded(row: list[Token], in_run: list[tuple[int, int]], found: list[Found]) -> list[Found]:
    """The names, and those that no gazetteer has but whose own words say that they are one.

    "Lake Pontchartrain" and "Waiheke Island" are places; so is what stands after "the village of".
    """
    known = words()
    covered = {i for f in found for i in range(f.first, f.last + 1)}
    new: list[Found] = []
    said: set[str] = set()
    for i, token in enumerate(row):
        if i in covered or not token.capital or not token.cased or token.text.isupper():
            continue
        last = in_run[i][1]
        if token.key in known.heads and i + 1 == last and last not in covered and row[last].text.isalpha():
            new.append(_new(row, i, last, token.key))
        elif i + 1 == last and i == in_run[i][0] and row[last].key in known.natural and not token.opens:
            new.append(_new(row, i, last, row[last].key))
        elif (
            i == last
            and i > 1
            and token.gap == " "
            and row[i - 1].key in {"of", "called", "named"}
            and i == in_run[i][0]
        ):
            noun = row[i - 2].key
            if noun in known.settled:
                new.append(_new(row, i, i, noun))
                said.add(token.key)
        covered.update(range(new[-1].first, new[-1].last + 1) if new else ())
    for i, token in enumerate(row):
        if token.key in said and i not in covered and token.capital and in_run[i] == (i, i):
            new.append(_new(row, i, i, ""))
    return sorted([*found, *new], key=lambda f: f.first) if new else found


def _new(row: list[Token], first: int, last: int, kind: str) -> Found:
    key = " ".join([t.key for t in row[first : last + 1]])
    return Found(first, last, row[first].start, row[last].end, key, (), kind=kind)


def _writes(row: list[Token], i: int, meant: Sequence[Any]) -> bool:
    """Whether a word of up to three letters is written as a name and no code: "UK", "Ulm", but not "As" or "EST"."""
    token = row[i]
    if len(token.key) > 3 or not token.cased:
        return True
    if token.text.isupper() and len(token.text) > 1:
        return any(s.sense == SHORT for s in meant)
    if i + 1 < len(row) and row[i + 1].gap.startswith(".") and any(s.sense == SHORT for s in meant):
        return token.gap == ", " or len(token.key) == 3
    return len(token.key) == 3 and any(s.sense == MAIN for s in meant)


def _joined(left: Token, right: Token) -> bool:
    if right.gap == ", " and "." in right.text:
        return True  # "Washington, D.C."
    if right.gap not in _JOINTS:
        return False
    return right.gap not in {". ", "."} or left.key in _DOTTED or "." in left.text
