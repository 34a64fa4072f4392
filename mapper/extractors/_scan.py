"""The words of a report as tokens, and the names that a gazetteer knows among them, longest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from typing import Any

from mapper.extractors._name_words import words
from mapper.folding import folded
from mapper.senses import MAIN, SHORT

# A word, with apostrophes inside ("N'Djamena") but no possessive; or capitals with dots ("U.S.", "D.C.").
# (Plain words before a space or a mark come first: they are most of a text, and surely whole.)
_TOKEN = re.compile(
    r"([a-z]++(?=[ ,.\n])|[A-Z][a-z]++(?=[ ,\n])|(?:[A-Z]\.(?:[ ]?(?=[A-Z]\.))?){2,}|"
    r"[^\W_]++(?:['’ʼ](?![sS]\b)[^\W_]++)*)"
)
_SENTENCE = re.compile(r"[.!?:][\"'”’)\]]*\s+[\"'“‘(\[]*$|^[\"'“‘(\[\s]*$|\n\s*[\"'“‘(\[-]*$|[“\"]$|[–—]\s*$|\s--?\s$")
_JOINTS = frozenset((" ", "-", "\u00a0", "\u202f", "‑", "–", ". ", ".", "\n", "/", " - "))
_OWNING = frozenset(("'", "’", "ʼ"))  # before the "s" of "Cox's Bazar", which is a word of its own
TIGHT = frozenset((" ", "\u00a0", "\u202f"))
_ELIDED = re.compile(r"[a-z]{1,2}['’ʼ][A-Z]")  # the second word of "Coeur d'Alene"
_DOTTED = frozenset(("st", "ste", "mt", "ft"))
_WEIGHT = attrgetter("weight")
RUN = 15  # words that are looked at as one; longer runs are headlines or noise, and time must stay linear
LONGEST = 7  # words of a name
MOST = 20_000  # words, with what stands before them, that are remembered for the texts to come


@dataclass(slots=True)  # (never changed, but not frozen: every new word makes one)
class Token:
    """One word: how it is compared, whether it is written as a name; `gap` is what stands before it."""

    text: str
    key: str
    capital: bool
    cased: bool
    gap: str
    opens: bool  # capitalised, and begins a sentence, a line or a quotation
    head: str  # the word that a name which begins here is looked up by; none for figures


class Row(list[Token]):
    """The words of a text, and the characters where each begins and ends."""

    def __init__(self, words: Iterable[Token], starts: Sequence[int], ends: Sequence[int], tail: str = "") -> None:
        super().__init__(words)
        self.starts, self.ends, self.tail = starts, ends, tail
        self.capitals = [i for i, token in enumerate(self) if token.capital]
        """Those that are written as a name or a figure."""

    def dotted(self, i: int) -> bool:
        """Whether a full stop follows a word."""
        return (self[i + 1].gap if i + 1 < len(self) else self.tail).startswith(".")


class _Tokens(dict[tuple[str, str], Token]):
    """Of what stands before a word and the word itself the token; most of a text is the same few hundred."""

    def __missing__(self, pair: tuple[str, str]) -> Token:
        gap, word = pair
        if len(self) > MOST:
            self.clear()
        if word.isascii() and word.isalpha() and word.islower():
            self[pair] = token = Token(word, word, False, True, gap, False, word)
            return token
        first = word[0]
        cased = first.isupper() or first.islower()
        capital = first.isupper() or not cased or bool(_ELIDED.match(word))
        opens = capital and gap not in TIGHT and bool(_SENTENCE.search(gap))
        key = folded(word)
        head = "" if word.isdigit() else key.split(" ", 1)[0]
        self[pair] = token = Token(word, key, capital, cased, gap, opens, head)
        return token


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
    _lead: Any = None

    @property
    def lead(self) -> Any:
        """The best known of its senses."""
        if self._lead is None:
            self._lead = max(self.senses, key=_WEIGHT)
        return self._lead


_token = _Tokens().__getitem__


def tokens(text: str) -> Row:
    """The words of the text."""
    pieces = _TOKEN.split(text)
    offsets = list(accumulate(map(len, pieces)))
    ends = offsets[1::2]
    return Row(
        map(_token, zip(pieces[0::2], pieces[1::2], strict=False)), offsets[0 : 2 * len(ends) : 2], ends, pieces[-1]
    )


def runs(row: Row) -> list[tuple[int, int]]:
    """For each token the run of capitalised words that it is in, parted by nothing but spaces: (first, last)."""
    result = [(i, i) for i in range(len(row))]
    first = last = 0
    for i in row.capitals:
        if not row[i].cased:
            continue
        if i - 1 != last:
            first = i - 1
        gap, before = row[i].gap, row[i - 1]
        linked = i > 0 and i - first < RUN and before.capital and (
            gap in TIGHT or (gap == ". " and len(before.text) < 6 and _titled(before))
        )  # fmt: skip
        last = i
        if not linked:
            first = i
            continue
        result[first : i + 1] = [(first, i)] * (i + 1 - first)
    return result


def _titled(token: Token) -> bool:
    known = words()
    return token.key in known.titles or token.key in known.offices or token.key in _DOTTED or len(token.text) == 1


def names(row: Row, longest: Callable[[str], int], senses: Callable[[str], Sequence[Any]]) -> list[Found]:
    """The known names, left to right, the longest at each place, none overlapping."""
    connectors = words().connectors
    found: list[Found] = []
    count = len(row)
    done = 0
    for i in row.capitals:
        token = row[i]
        if i < done or not token.head:
            continue
        longer = longest(token.head)
        if i + 1 < count and _owns(row[i + 1]):
            owning = longest(f"{token.head}s")
            longer = owning + 1 if owning > 1 else 1
        stop, most = i, min(i + min(longer, LONGEST), count) - 1
        while stop < most and _joined(row[stop], after := row[stop + 1]):
            if not (after.capital or after.key in connectors or after.text.isdigit() or _owns(after)):
                break
            stop += 1
        for last in range(stop, i - 1, -1):
            if not row[last].capital and last > i and not (last > i + 1 and _owns(row[last])):
                continue  # "St. John's" may be a name; "Canada's" is no Canadas
            key = token.key if last == i else _key(row[i : last + 1])
            meant = senses(key)
            if not meant and last > i:
                meant = senses(folded(" ".join([t.text for t in row[i : last + 1]])))
            if meant and (last > i or _writes(row, i, meant)):
                found.append(Found(i, last, row.starts[i], row.ends[last], key, meant))
                done = last + 1
                break
    return found


def worded(row: Row, in_run: list[tuple[int, int]], found: list[Found]) -> list[Found]:
    """The names, and those that no gazetteer has but whose own words say that they are one.

    "Lake Pontchartrain" and "Waiheke Island" are places; so is what stands after "the village of".
    """
    known = words()
    covered = {i for f in found for i in range(f.first, f.last + 1)}
    new: list[Found] = []
    said: set[str] = set()
    for i in row.capitals:
        token = row[i]
        if i in covered or not token.cased or token.text.isupper():
            continue
        first, last = in_run[i]
        if token.key in known.heads and i + 1 == last and last not in covered and row[last].text.isalpha():
            new.append(_new(row, i, last, token.key))
        elif i + 1 == last and i == first and row[last].key in known.natural and not token.opens:
            new.append(_new(row, i, last, row[last].key))
        elif i == last == first and i > 1 and token.gap == " " and row[i - 1].key in {"of", "called", "named"}:
            noun = row[i - 2].key
            if noun in known.settled:
                new.append(_new(row, i, i, noun))
                said.add(token.key)
        covered.update(range(new[-1].first, new[-1].last + 1) if new else ())
    alone = (i for i in row.capitals if row[i].key in said and i not in covered and in_run[i] == (i, i))
    new += [_new(row, i, i, "") for i in (alone if said else ())]
    return sorted([*found, *new], key=lambda f: f.first) if new else found


def _new(row: Row, first: int, last: int, kind: str) -> Found:
    key = " ".join([t.key for t in row[first : last + 1]])
    return Found(first, last, row.starts[first], row.ends[last], key, (), kind=kind)


def _owns(token: Token) -> bool:
    return token.key == "s" and token.gap in _OWNING


def _key(words: Sequence[Token]) -> str:
    """The folded form of a name of several words; an "'s" inside is part of it ("Cox's Bazar")."""
    if any(map(_owns, words)):
        return folded("".join([words[0].text, *[("" if _owns(word) else " ") + word.text for word in words[1:]]]))
    return " ".join([word.key for word in words])


def _writes(row: Row, i: int, meant: Sequence[Any]) -> bool:
    """Whether a word of up to three letters is written as a name and no code: "UK", "Ulm", but not "As" or "EST"."""
    token = row[i]
    if len(token.key) > 3 or not token.cased:
        return True
    if token.text.isupper() and len(token.text) > 1:
        return any(s.sense == SHORT for s in meant)
    if row.dotted(i) and any(s.sense == SHORT for s in meant):
        return token.gap == ", " or len(token.key) == 3
    return len(token.key) == 3 and any(s.sense == MAIN for s in meant)


def _joined(left: Token, right: Token) -> bool:
    if right.gap == ", " and "." in right.text:
        return True  # "Washington, D.C."
    if right.gap not in _JOINTS:
        return _owns(right)
    return right.gap not in {". ", "."} or left.key in _DOTTED or "." in left.text
