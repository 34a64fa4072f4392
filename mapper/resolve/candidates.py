"""What a name may stand for in all the gazetteers: the user's own first, services on the network last.

When no source has a name as written it is tried with less: without the word for its kind, its parts, its likely
spellings; whatever was forgiven is said in `because` and costs score.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from mapper.errors import SourceUnreachable
from mapper.folding import folded
from mapper.model import Entry
from mapper.seams import Gazetteer
from mapper.senses import ALTERNATE, MAIN, SHORT, Sense, distance_m, prominence, seats

OWN = 6.0  # a user's own place comes before a town of a million
_SURE = 0.9  # agreement with a source's own name
_MANY = 60  # places of one name in a list of the user's own: which is meant, the report's other places tell
_HOPELESS = 8.0  # what no surroundings can make up for
_KNOWN = 5.0  # a place of this weight is what its name first means
_NAMESAKE = 4.0
_SHARED = 0.7
_LARGE = 6.0  # a division of this weight owns its name
LONG = 7  # letters from which a name may be misspelt by one, and from LONG + 2 by two
_KIND_WORDS = frozenset(
    """city town village county province state region district municipality republic island islands river lake mount
    greater metro downtown north south east west northern southern eastern western central area valley bay beach
    upper lower new of the de""".split()  # noqa: SIM905
)


_NATURAL = frozenset(
    """island islands isle river lake mount mt mountain mountains bay beach gulf creek cape peninsula strait falls
    canyon volcano peak glacier reef""".split()  # noqa: SIM905
)
_BESIDE_M = 150_000  # a river or a bay that is only known by the town of its name lies near it, if it is that town's


_SHORTEST, _NOTED = 3, 4.0  # letters of a part that a longer name may be known by, and how well it must be known
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south"}


@dataclass(slots=True, eq=False)
class Option:
    """One candidate of a name, with its score so far; `entry` where it comes from another source than the embedded."""

    sense: Sense
    score: float
    entry: Entry | None = None
    because: tuple[str, ...] = ()
    total: float = 0.0
    alone: bool = False
    """Small, and in a country that nothing else in the report is in."""
    share: float = 0.0
    seated: bool = False
    """A division whose name means its city first."""


class Sources:
    """All gazetteers of one reading, asked in their order."""

    def __init__(self, gazetteers: Sequence[Gazetteer]) -> None:
        self.embedded: Any = next((g for g in gazetteers if hasattr(g, "senses")), None)
        self.own: list[Any] = [g for g in gazetteers if g is not self.embedded and not getattr(g, "online", False)]
        self.online = [g for g in gazetteers if getattr(g, "online", False)]

    def options(self, name: str) -> list[Option]:
        """The candidates of a name as it is written."""
        known = self._embedded(folded(name))
        if _INITIALS.fullmatch(name):
            # "L.A." are the first letters of two words; Louisiana is "La."
            known = [_less(o, 3.0, "") if o.sense.sense == SHORT and " " not in o.sense.name else o for o in known]
        found = [
            option(entry, OWN * entry.match)
            for g in self.own
            if not known or " " in name or g.name != "landmarks"  # no landmark is called by one word that a town has
            for entry in _told(g, name)
            if entry.match > _SURE
        ]
        found += known
        if not found:
            found = [option(entry, 0.0) for entry in self.asked(name)]
        return found

    def asked(self, name: str, **hints: Any) -> list[Entry]:
        """What services on the network say; none that does not answer ends the reading."""
        found: list[Entry] = []
        for service in self.online:
            try:
                found += service.find(name, limit=5, **hints)
            except SourceUnreachable:
                continue
        return found

    def _embedded(self, key: str) -> list[Option]:
        if self.embedded is None:
            return []
        senses = self.embedded.senses(key)
        seat_of = seats(key, senses)
        cities = {seat.id for seat in seat_of.values()}
        owners = [s for s in senses if s.sense == MAIN]
        land = any(s.kind in {"country", "admin1"} and s.weight > _LARGE for s in owners)
        owned = any(s.weight > _KNOWN for s in owners)
        city = any(s.kind == "city" and s.weight > _KNOWN for s in owners)
        short = any(s.sense == SHORT for s in senses)
        scores = {}
        for sense in senses:
            score = sense.weight
            if sense.sense == ALTERNATE and sense.kind == "city" and sense.id not in cities:
                # "Mexico" is the country, though Mexico City is called so too; "Philadelphia" is not Amman.
                score -= 3.0 if land else 2.0 if owned else 0.0
            if sense.sense == ALTERNATE and sense.kind == "country" and city:
                score -= _NAMESAKE  # "Tunis" and "Salvador" are cities before they are another word for a country
            if short and sense.sense == ALTERNATE:
                score -= 2.0  # "D.C." is Washington's, though Bogota has it too
            scores[sense.id] = score
        for number, seat in seat_of.items():
            # The city before the province of its name, which makes it better known, unless it is a small part of that.
            scores[seat.id] = max(scores[seat.id], min(scores[number], scores[seat.id] + _SHARED))
            scores[number] = min(scores[number], scores[seat.id] - 0.8)
        found = [Option(sense, scores[sense.id], seated=sense.id in seat_of) for sense in senses]
        least = max([o.score for o in found], default=0.0) - _HOPELESS
        return [o for o in found if o.score > least]

    def forgiven(
        self, name: str, countries: Collection[str], spots: Sequence[tuple[float, float]] = ()
    ) -> list[Option]:
        """What an unknown name may be long for or a misspelling of, in countries that the report is about.

        `spots` are (lon, lat) of the report's other places: "Plum Island" is near the town of Plum only if they are.
        """
        natural = not _NATURAL.isdisjoint(folded(name).split())
        for options, certain in self._forgiven(name):
            if natural:
                if beside := [o for o in options if _beside(o, spots)]:
                    return beside
                continue
            if certain:
                return options
            if countries:
                fitting = [o for o in options if o.sense.country in countries or o.sense.kind in {"water", "continent"}]
            else:
                fitting = [o for o in options if o.sense.weight > _LARGE]
            if fitting:
                return fitting
        return []

    def _forgiven(self, name: str) -> Iterator[tuple[list[Option], bool]]:
        """Candidates of ever less like names; certain where only words for kinds and directions were left out."""
        key = folded(name)
        words = key.split()
        whole = " ".join([_DIRECTIONS.get(word, word) for word in words])
        if whole != key and (options := self._embedded(whole)):
            yield [_less(o, 0.2, f"{name!r} read as {o.sense.name!r}") for o in options], True
        for start, end in _parts(words):
            part = " ".join(words[start:end])
            options = self._embedded(part)
            certain = all(word in _KIND_WORDS for word in (*words[:start], *words[end:]))
            if not certain:  # "Costa del Sol" is no Sol
                options = [o for o in options if o.sense.sense == MAIN and len(part) > _SHORTEST]
            if any(o.sense.weight > _NOTED for o in options):
                yield [_less(o, 1.0, f"found as {part!r}, part of {name!r}") for o in options], certain
        if len(key) >= LONG and key.isascii():
            for near in self._near(key):
                options = [o for o in self._embedded(near) if o.sense.weight >= 4]
                if options:
                    yield [_less(o, 1.5, f"{name!r} read as a misspelling of {o.sense.name!r}") for o in options], False

    def _near(self, key: str) -> Iterator[str]:
        """Known names one edit away, then two for long names that begin alike."""
        if self.embedded is None:
            return
        yield from self.embedded.existing(list(dict.fromkeys(_edits(key))))
        if len(key) >= LONG + 2:
            for candidate in islice(self.embedded.starting(key[:4]), 5000):
                if abs(len(candidate) - len(key)) <= 2 and _distance(key, candidate, 2) <= 2:
                    yield candidate

    def entry(self, chosen: Option) -> Entry:
        """The whole entry of a candidate."""
        if chosen.entry is not None:
            return chosen.entry
        entry: Entry = self.embedded.entry(chosen.sense.id)
        return entry


@lru_cache(maxsize=5_000)
def _told(source: Any, name: str) -> tuple[Entry, ...]:
    """What a local source says of a name; reports repeat names."""
    return tuple(source.find(name, limit=_MANY))


def option(entry: Entry, more: float) -> Option:
    """A candidate from a source that knows entries only."""
    sense = Sense(
        -1, MAIN, entry.source_id, entry.source, entry.name, entry.lon, entry.lat, entry.kind, entry.country, 0, 0,
        entry.population, False, prominence(entry.kind, entry.population, False, MAIN),
    )  # fmt: skip
    return Option(sense, sense.weight + more, entry, entry.because)


def _beside(o: Option, spots: Sequence[tuple[float, float]]) -> bool:
    if o.sense.kind == "water":
        return True
    return any(distance_m(o.sense.lon, o.sense.lat, lon, lat) < _BESIDE_M for lon, lat in spots)


def _less(o: Option, cost: float, why: str) -> Option:
    return Option(o.sense, o.score - cost, o.entry, (*o.because, why) if why else o.because)


def _parts(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of the words of a name, longest first, that hold more than words for kinds and directions."""
    count = len(words)
    for length in range(count - 1, 0, -1):
        for start in range(count - length + 1):
            if not all(word in _KIND_WORDS or len(word) < 3 for word in words[start : start + length]):
                yield start, start + length


def _edits(key: str) -> Iterator[str]:
    """Every string one letter away: a letter swapped, left out, replaced or put in."""
    letters = "abcdefghijklmnopqrstuvwxyz "
    for i in range(len(key) - 1):
        yield key[:i] + key[i + 1] + key[i] + key[i + 2 :]
    for i in range(len(key)):
        yield key[:i] + key[i + 1 :]
    for i in range(len(key) + 1):
        for letter in letters:
            yield key[:i] + letter + key[i:]
            if i < len(key):
                yield key[:i] + letter + key[i + 1 :]


def _distance(a: str, b: str, most: int) -> int:
    """The edit distance of two strings, or more than `most`."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0], least = row[0], i, i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
            least = min(least, row[j])
        if least > most:
            return most + 1
    return row[-1]
