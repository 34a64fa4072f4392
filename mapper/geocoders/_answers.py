"""Which of the places a source knows answer a name, and in what order: the same rule for every source of one's own.

A full wording of a name of its own answers from anywhere. A wording that leaves words out, that many places carry
("Martyrs' Cemetery"), or that says only a sort ("the cemetery") answers where its surroundings agree: the words name
what it lies in, or it is near the report's other places. Distances are in metres, points (lon, lat).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from mapper.geocoders._ground import Point, apart_m
from mapper.geocoders._wording import Agreement, Wording, agreement, surroundings, worded
from mapper.model import Entry

NEARBY_M = 100_000  # a town and what people there call theirs; no source settles it
HERE_M = 25_000  # "the cemetery", said of a town, is one of its own
_ONLY_COUNTRY, _NOTHING_AROUND = 0.6, 0.5  # what a common wording is worth where little or nothing confirms it


@dataclass(frozen=True)
class Known:
    """A place of a source, ready to be asked for: its own `names`, and those that it shares with many places."""

    entry: Entry
    names: tuple[Wording, ...]
    common: tuple[Wording, ...] = ()
    around: frozenset[str] = field(default_factory=frozenset)


def known(entry: Entry, names: Iterable[str], common: Iterable[str] = ()) -> Known:
    """The place `entry` under all its names."""
    return Known(entry, tuple(map(worded, names)), tuple(map(worded, common)), surroundings(entry.within))


def answers(
    name: str,
    places: Iterable[Known],
    *,
    near: Point | None = None,
    countries: Sequence[str] = (),
    limit: int = 10,
) -> tuple[Entry, ...]:
    """The entries that `name` may mean, best first; each says in `because` what was forgiven and what confirms it."""
    asked = worded(name, forgiving=True)
    if not asked.folded:
        return ()
    found = _shared([entry for place in places if (entry := _answer(asked, place, near, countries))])

    def order(entry: Entry) -> tuple[float, bool, float, int, str, float, float, str]:
        abroad = bool(countries) and entry.country not in countries
        far = apart_m(near, (entry.lon, entry.lat)) if near else 0.0
        # Where nothing else decides, the place does: not the row that it happens to stand in.
        return -entry.match, abroad, far, -entry.population, entry.name, entry.lon, entry.lat, entry.source_id

    return tuple(sorted(found, key=order)[:limit])


def _shared(found: list[Entry]) -> list[Entry]:
    """Places that nothing but a common wording speaks for share what it is worth."""
    weak = sum(entry.match <= _ONLY_COUNTRY for entry in found)
    if weak < 2:
        return found
    why = f"{weak} places of this source answer to it"
    return [
        replace(entry, match=round(entry.match / weak, 3), because=(*entry.because, why))
        if entry.match <= _ONLY_COUNTRY
        else entry
        for entry in found
    ]


def _answer(asked: Wording, place: Known, near: Point | None, countries: Collection[str]) -> Entry | None:
    best: Entry | None = None
    for name, common in (*((name, False) for name in place.names), *((name, True) for name in place.common)):
        agreed = agreement(asked, name, kind=place.entry.kind, surroundings=place.around)
        if agreed is None:
            continue
        entry = _in_context(agreed, place, near, countries, common=common)
        if entry and (best is None or entry.match > best.match):
            best = entry
            if best.match == 1:
                break
    return best


def _in_context(
    agreed: Agreement, place: Known, near: Point | None, countries: Collection[str], *, common: bool
) -> Entry | None:
    entry = place.entry
    match, because = agreed.match, [*entry.because, *agreed.because]
    named = _named(entry, agreed.said)
    if named:
        because.append(f"the words name what it lies in ({', '.join(named)})")
    if (common or agreed.shortened) and not set(named) - {_whole(entry)}:
        why = "only the sort of place is said" if agreed.only_sort else "many places are called so"
        if agreed.missing and not agreed.only_sort:
            why = f"the wording leaves out {', '.join(repr(word) for word in agreed.missing)}"
        if near:
            far = apart_m(near, (entry.lon, entry.lat))
            if far > (HERE_M if agreed.only_sort else NEARBY_M) + entry.extent_m:
                return None
            because.append(f"{why}; this one is {far / 1000:.0f} km from the places around it in the text")
            match -= 0.1
        elif agreed.only_sort or (countries and entry.country not in countries):
            return None
        else:
            match = _ONLY_COUNTRY if countries or named else _NOTHING_AROUND
            confirmed = "only the country agrees" if countries or named else "nothing around it confirms this one"
            because.append(f"{why}; {confirmed}")
    if agreed.only_sort:
        match = min(match, 0.7)
    return replace(entry, match=round(match, 3), because=tuple(because))


def _whole(entry: Entry) -> str:
    """The country, or what else is the widest that the place lies in: too wide to tell one cemetery from another."""
    return entry.within[-1] if len(entry.within) > 1 else ""


def _named(entry: Entry, words: Collection[str]) -> list[str]:
    """Those of the names of what it lies in that the words say."""
    return [name for name in entry.within if set(worded(name).words) & set(words)]
