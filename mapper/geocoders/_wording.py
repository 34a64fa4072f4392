"""Whether two wordings name one place: "burial site of martyred General Qassem Soleimani", "Grave of Qasem Soleimani".

A name is taken apart into the sort of place it says ("burial site" and "tomb" are one sort) and the words that are
its own. Words are compared by sound, so that transliterations and misspellings meet, and what had to be forgiven is
said. The lists are data (`data/place_words.toml`); nothing here knows a place. What it cannot know: whether two places
really share a name. So a wording that leaves words out, or that many places carry, only holds with its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from mapper import folding
from mapper.datafiles import table

_WORD = re.compile(r"\w+", re.UNICODE)
_TWICE = re.compile(r"(.)\1+")
_POSSESSIVE = re.compile(r"['’ʼ]s?(?=\W|$)")
_SURE_OF = {False: 0.85, True: 0.95}  # how far a match is trusted: respelled, or as written but for order and sort


def folded(name: str) -> str:
    """`name` as all gazetteers compare it (`mapper.folding`), without possessives and any other punctuation.

    >>> folded("Golzār-e Shohadā"), folded("Al-Aqsa’s  «Mosque»"), folded("گلزار شهدای كرمان")
    ('golzar e shohada', 'al aqsa mosque', 'گلزار شهدای کرمان')
    """
    return " ".join(_WORD.findall(folding.folded(_POSSESSIVE.sub(" ", name).replace("_", " "))))


@dataclass(frozen=True, slots=True)
class _Table:
    joiners: frozenset[str]
    optional: frozenset[str]
    sounds: tuple[tuple[str, str], ...]
    heads: dict[tuple[str, ...], str]  # words as sounded -> the sort of place they say
    longest: dict[str, int]  # how many words the longest head has that begins with a word
    alike: frozenset[frozenset[str]]


@cache
def _table() -> _Table:
    said = table("place_words.toml")
    sounds = tuple((a, b) for a, b in said["sounds"])
    heads = {
        tuple(_sound(w, sounds) for w in folded(way).split()): sort
        for sort, ways in said["heads"].items()
        for way in ways
    }
    longest: dict[str, int] = {}
    for words in heads:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return _Table(
        frozenset(said["joiners"]),
        frozenset(_sound(word, sounds) for word in said["optional"]),
        sounds,
        heads,
        longest,
        frozenset(frozenset(pair) for pair in said["alike"]),
    )


@lru_cache(maxsize=65536)
def _heard(word: str) -> str:
    return _sound(word, _table().sounds)


def _sound(word: str, sounds: tuple[tuple[str, str], ...]) -> str:
    if word.isascii():
        for written, heard in sounds:
            word = word.replace(written, heard)
    short = _TWICE.sub(r"\1", word)
    return f"{short[:-1]}i" if len(short) > 3 and short.endswith("y") else short


@dataclass(frozen=True, slots=True)
class Wording:
    """A name taken apart: `sorts` it says, its own `words` as they sound (and as `written`), what was forgiven."""

    folded: str
    sorts: frozenset[str]
    words: tuple[str, ...]
    written: tuple[str, ...]
    forgiven: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def worded(name: str, *, forgiving: bool = False) -> Wording:
    """The wording of a name; `forgiving` reads a misspelt word for a sort as that word, and says so.

    >>> worded("the burial site of Qassem Soleimani").sorts, worded("Qasim Sulaimani").words
    (frozenset({'grave'}), ('kasim', 'sulemani'))
    """
    table = _table()
    whole = folded(name)
    written = [word for word in whole.split() if word not in table.joiners]
    heard = [_heard(word) for word in written]
    sorts: set[str] = set()
    own: list[int] = []
    forgiven: list[str] = []
    at = 0
    while at < len(heard):
        reach = min(table.longest.get(heard[at], 1 if forgiving else 0), len(heard) - at)
        for width in range(reach, 0, -1):
            head = _head(tuple(heard[at : at + width]), forgiving=forgiving)
            if head:
                sort, exact = head
                sorts.add(sort)
                if not exact:
                    forgiven.append(f"{' '.join(written[at : at + width])!r} read as {sort.replace('_', ' ')!r}")
                at += width
                break
        else:
            own.append(at)
            at += 1
    return Wording(
        whole, frozenset(sorts), tuple(heard[i] for i in own), tuple(written[i] for i in own), tuple(forgiven)
    )


def _head(words: tuple[str, ...], *, forgiving: bool) -> tuple[str, bool] | None:
    heads = _table().heads
    if words in heads:
        return heads[words], True
    if not forgiving or len(words) > 1 or len(words[0]) < 6:
        return None
    for known, sort in heads.items():
        if len(known) == 1 and len(known[0]) >= 6 and same_word(words[0], known[0]):
            return sort, False
    return None


@lru_cache(maxsize=65536)
def same_word(one: str, other: str) -> bool:
    """Whether two words, as they sound, are one word spelled in two ways: one edit on five letters, two on nine.

    >>> same_word("cemetri", "cemeteri"), same_word("gulestan", "gulzar"), same_word("kerman", "kermanshah")
    (True, False, False)
    """
    if one == other:
        return True
    longest = max(len(one), len(other))
    allowed = 0 if longest < 5 else 1 if longest < 9 else 2
    if not allowed or abs(len(one) - len(other)) > allowed or one[0] != other[0]:
        return False
    return _edits(one, other) <= allowed


def _edits(one: str, other: str) -> int:
    """Letters to insert, drop, change or swap with the next one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        further = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, further[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            further.append(cost)
        before, row = row, further
    return row[-1]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well one wording agrees with another: `match` from 0 to 1, and what was forgiven.

    `missing` are words of the known name that were not said, those apart that only name its surroundings; `said` the
    surroundings that were named along with it. `shortened`: some word was not said. `only_sort`: nothing but the sort
    of place was asked for ("the cemetery").
    """

    match: float
    missing: tuple[str, ...]
    said: tuple[str, ...]
    only_sort: bool
    shortened: bool
    because: tuple[str, ...]


def agreement(asked: Wording, known: Wording, *, kind: str, surroundings: Collection[str]) -> Agreement | None:
    """How `asked` agrees with a place's `known` name, or None where it does not.

    `kind` is the known place's own sort; `surroundings` are the words (as they sound) of what it lies in: such a word
    may be said along with the name ("Kerman's ...", "Iranian ...").
    """
    if asked.folded == known.folded:
        return Agreement(1.0, (), (), only_sort=False, shortened=False, because=())
    forgiven = list(asked.forgiven)
    if not _same_sort(asked, known, kind, forgiven):
        return None
    left = list(asked.words)
    missing: list[str] = []
    respelled = False
    for word, written in zip(known.words, known.written, strict=True):
        found = next((w for w in left if w == word), None) or next((w for w in left if same_word(w, word)), None)
        if found is None:
            if not any(_says(word, place) for place in surroundings):
                missing.append(written)
        else:
            respelled = respelled or found != word or written not in asked.written
            left.remove(found)
    if missing and not asked.sorts:
        return None  # "Golzar" is not "Golzar-e Shohada"; "the grave of Soleimani" may be that of Qasem Soleimani
    optional = _table().optional
    beside = [word for word in left if word not in optional]
    said = tuple(sorted({place for word in beside for place in surroundings if _says(word, place)}))
    if any(not any(_says(word, place) for place in surroundings) for word in beside):
        return None
    taken = len(asked.words) - len(left)
    only_sort = bool(asked.sorts) and not taken
    if only_sort and not (asked.sorts & (known.sorts | {kind})):
        return None
    if respelled:
        forgiven.append(f"{asked.folded!r} taken as another spelling of {known.folded!r}")
    shortened = taken < len(known.words)
    sure = _SURE_OF[not (respelled or asked.forgiven)]
    return Agreement(sure, tuple(missing), said, only_sort, shortened, tuple(forgiven))


def _same_sort(asked: Wording, known: Wording, kind: str, forgiven: list[str]) -> bool:
    if not asked.sorts:
        return not known.sorts
    sorts = known.sorts or {kind}
    if asked.sorts & sorts:
        return True
    alike = _table().alike
    for one in sorted(asked.sorts):
        for other in sorted(sorts):
            if frozenset((one, other)) in alike:
                forgiven.append(f"asked for as {one.replace('_', ' ')}, known as {other.replace('_', ' ')}")
                return True
    return False


def _says(word: str, place: str) -> bool:
    """Whether a word says a surrounding place: by its name, a spelling of it, or as its people ("Iranian")."""
    return same_word(word, place) or (len(place) >= 4 and word.startswith(place[:-1]) and len(word) - len(place) <= 3)


def surroundings(names: Collection[str]) -> frozenset[str]:
    """The words, as they sound, by which a text may name what a place lies in."""
    return frozenset(word for name in names for word in worded(name).words if len(word) > 2)


def sound_keys(word: str, *, short: int = 5) -> Iterator[str]:
    """Keys that two spellings of one word share: its consonants, whole and (from `short` on) with any one left out.

    >>> sorted(set(sound_keys("kerman")) & set(sound_keys("karmen")))
    ['~krmn']
    """
    bones = word[0] + "".join(c for c in word[1:] if c not in "aeiuy")
    yield f"~{bones}"
    if len(bones) >= short:
        for kept in combinations(bones[1:], len(bones) - 2):
            yield f"~{bones[0]}{''.join(kept)}"
