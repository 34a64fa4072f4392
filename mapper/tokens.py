"""A text to its tokens and sentences, in time that grows with its length and in no language.

Folding keeps every character's place, so that a token's span is exact in the text as given: curly quotes are
straight, dashes are hyphens, letters are small; soft hyphens and zero-width characters fall away inside words.
Kinds of space are all one. Words are split at hyphens ("north-east" is three tokens) and before a possessive
("Kerman's" is two); figures keep their points and commas ("10.6", "1,000"); "p.m." is one token.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

_IGNORED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LETTER = r"[^\W\d_]"
_INNER = rf"(?:{_LETTER}|[\u0300-\u036f\u064b-\u065f{_IGNORED}]|'(?!s\b){_LETTER})"
# (Plain small letters before a space or a mark come first: they are most of a text, and surely whole.)
_TOKEN = re.compile(
    r"([a-z]++(?=[ ,\n])|[.,](?=\s)|[a-z]{2,}+(?=[\s.;:!?\"()/-])|\d+(?:[.,]\d+)*|"
    rf"(?:\b{_LETTER}\.){{2,}}|{_LETTER}{_INNER}*+|'s\b|[^\s{_IGNORED}])"
)
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4`\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2015\u2014", "\u2014"),
    "\u00ba": "\u00b0",
    "\u0130": "i",
}
_UNLIKE = re.compile(f"[{''.join(_SAME)}]")
_STRIP = str.maketrans(dict.fromkeys(_IGNORED))
_ANY_IGNORED = re.compile(f"[{_IGNORED}]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_NEW_ITEM = re.compile(r"[-*\u2022\u25aa\u25cf\u25e6\u2023\u2043\u00b7#>]$|\d+[.)]$")
_ENDS = frozenset(".!?\u2026\u3002\uff01\uff1f")
_CLOSERS = frozenset("\"')]}")


def folded(text: str) -> str:
    r"""The text in small letters and plain signs, character by character: the length stays.

    >>> folded("“Kerman’s” Cemetery – İzmir")
    '"kerman\'s" cemetery - izmir'
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    same = _UNLIKE.sub(lambda match: _SAME[match[0]], text)
    low = same.lower()
    if len(low) != len(same):
        low = "".join(small if len(small := char.lower()) == 1 else char for char in same)
    return low


@dataclass(frozen=True, slots=True)
class Breaks:
    """A language's words that settle whether a full stop ends a sentence.

    `abbreviations` don't end one, unless a word of `starters` follows; a unit before a full stop ("5 km. from")
    doesn't where a word of `continuers` follows in small letters. One of `clocks` ("a.m.") ends one before a capital
    letter, unless what follows is a day or a zone (`after_clocks`).
    """

    abbreviations: Collection[str] = frozenset()
    starters: Collection[str] = frozenset()
    continuers: Collection[str] = frozenset()
    clocks: Collection[str] = frozenset()
    after_clocks: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, as columns: `words` are folded, `starts`, `ends` are characters of `text`.

    `sentences` are half-open ranges of tokens; `limits[p]` is where the sentence of token `p` ends.
    `folded` is the text in small letters and plain signs.
    """

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[tuple[int, int]]
    limits: Sequence[int]
    folded: str

    def __len__(self) -> int:
        return len(self.words)

    def said(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end`, as given."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""


def tokenize(text: str, breaks: Breaks | None = None) -> Tokens:
    """The tokens of `text`.

    >>> tokens = tokenize("It hit 5km north-east of Kerman’s gate. Nobody was hurt.")
    >>> tokens.words[2:10], tokens.sentences
    (['5', 'km', 'north', '-', 'east', 'of', 'kerman', "'s"], [(0, 12), (12, 16)])
    """
    low = folded(text)
    pieces = _TOKEN.split(low)
    offsets = list(accumulate(map(len, pieces)))
    words = pieces[1::2]
    if not low.isascii() and _ANY_IGNORED.search(low):
        words = [word.translate(_STRIP) for word in words]
    ends = offsets[1::2]
    starts = offsets[0::2][: len(ends)]
    sentences = _sentences(text, words, pieces[0::2], breaks or Breaks(), starts)
    limits: list[int] = []
    for start, end in sentences:
        limits += [end] * (end - start)
    return Tokens(text, words, starts, ends, sentences, limits, low)


def _sentences(
    text: str, words: Sequence[str], gaps: Sequence[str], breaks: Breaks, starts: Sequence[int]
) -> list[tuple[int, int]]:
    last = len(words)
    cuts = {0, last}
    for place in [place for place, gap in enumerate(gaps) if "\n" in gap]:
        if 0 < place < last and (_BLANK_LINE.search(gaps[place]) or _new_line(text, words, starts, place, gaps)):
            cuts.add(place)
    for place in [place for place, word in enumerate(words) if word[-1] in _ENDS]:
        if words[place] in _ENDS or len(words[place]) > 2:
            after = place + 1
            while after < last and words[after] in _CLOSERS and not gaps[after]:
                after += 1
            shown = text[starts[after] : starts[after] + 2] if after < last else ""
            if after < last and gaps[after] and not _runs_on(words, place, after, breaks, shown):
                cuts.add(after)
    ordered = sorted(cuts)
    return [(start, end) for start, end in pairwise(ordered) if end > start]


def _runs_on(words: Sequence[str], place: int, after: int, breaks: Breaks, letters: str) -> bool:
    """Whether the full stop at `place` belongs to an abbreviation and the sentence goes on at `after`."""
    mark = words[place]
    if mark in "!?" or not place:
        return False
    word = mark if len(mark) > 1 else words[place - 1]
    if words[after] in breaks.continuers and not letters.istitle():
        return True
    if mark in breaks.clocks and letters.istitle():
        return any(word in breaks.after_clocks for word in words[after : after + 3])
    initial = len(word) == 1 and word.isalpha() and not (place > 1 and words[place - 2][0].isdecimal())  # "14.5 E."
    short = len(mark) > 1 or initial or word in breaks.abbreviations
    return short and words[after] not in breaks.starters


def _new_line(text: str, words: Sequence[str], starts: Sequence[int], place: int, gaps: Sequence[str]) -> bool:
    """Whether one line break before `place` parts two items: a list's next bullet, or a heading and its text."""
    if _NEW_ITEM.match(words[place]) and (len(words[place]) > 1 or gaps[place + 1]):
        return True
    line = text[text.rfind("\n", 0, starts[place] - len(gaps[place])) + 1 : starts[place] - len(gaps[place])][:200]
    names = [word for word in line.split() if len(word) > 3]
    heading = len(names) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in names)
    return heading and line.rstrip()[-1:] not in ",;-\u2013\u2014" and text[starts[place]].isupper()
