"""The project's own landmarks: graves, crossings, dams, squares that the news names and no package carries.

`data/landmarks.geojson`, one feature a landmark, each with its sources and its doubt; `docs/gazetteers.md` has the
schema. A landmark is found by any wording of its names, by sound, and with its surroundings where many share a name.
It cannot know places that are not in it: a facility that nobody knows falls back to its container.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mapper.datafiles import datafile
from mapper.errors import UnreadableInput
from mapper.geocoders._answers import Known, answers, known
from mapper.geocoders._ground import middle_and_reach
from mapper.geocoders._wording import sound_keys, worded
from mapper.model import Entry

_SHORT = 4  # consonants from which one may be wrong: there are few landmarks, so that a loose key costs nothing


class Landmarks:
    """A gazetteer of a few hundred places, held whole."""

    name = "landmarks"
    attribution = "this project; positions from the sources named with each, mostly Wikipedia (CC BY-SA 4.0)"
    curated = True  # somebody put the list together: a name in it is meant, however few people live there

    def __init__(self, places: Sequence[Known]) -> None:
        self.places = tuple(places)
        self._sounding: dict[str, set[int]] = {}  # of names that say a sort: "Rafah Crossing"
        self._plain: dict[str, set[int]] = {}  # of names that say none, by their longest word: "Behesht-e Zahra"
        self._of_sort: dict[str, set[int]] = {}
        self._around: dict[str, set[int]] = {}
        self._bearers: dict[str, list[Entry]] = {}
        self._longest: dict[str, int] = {}
        for number, place in enumerate(self.places):
            self._enter(number, place)
        self._candidates = lru_cache(maxsize=8192)(self._likely)
        self._answered = lru_cache(maxsize=8192)(self._answers)

    def _enter(self, number: int, place: Known) -> None:
        """Put a place under every key by which it may be asked for."""
        for name in (*place.names, *place.common):
            for word in name.words:
                for key in sound_keys(word, short=_SHORT):
                    self._sounding.setdefault(key, set()).add(number)
            if name.words and not name.sorts:
                for key in sound_keys(max(name.words, key=len), short=_SHORT):
                    self._plain.setdefault(key, set()).add(number)
            for sort in (place.entry.kind, *name.sorts):
                self._of_sort.setdefault(sort, set()).add(number)
        for word in place.around:
            self._around.setdefault(word, set()).add(number)
        for name in place.names:
            self._bearers.setdefault(name.folded, []).append(place.entry)
            first, length = name.folded.split(" ")[0], name.folded.count(" ") + 1
            self._longest[first] = max(length, self._longest.get(first, 0))

    def _likely(self, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The places that share the sound of a word with `name`, and those of its sort: both in the file's order."""
        asked = worded(name, forgiving=True)
        none: set[int] = set()
        index = self._sounding if asked.sorts else self._plain
        keys = (key for word in asked.words for key in sound_keys(word, short=_SHORT))
        sounding = none.union(*(index.get(key, none) for key in keys))
        of_sort = none.union(*(self._of_sort.get(sort, none) for sort in asked.sorts))
        around = none.union(*(self._around.get(word, none) for word in asked.words))
        return tuple(sorted(sounding | (of_sort & around))), tuple(sorted(of_sort | sounding))

    def longest_name(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 where none does."""
        return self._longest.get(word, 0)

    def bearers(self, key: str) -> list[Entry]:
        """The landmarks that a folded name is one of the names of: for finding the names in a text."""
        return self._bearers.get(key, [])

    def find(
        self, name: str, *, near: tuple[float, float] | None = None, countries: Sequence[str] = (), limit: int = 10
    ) -> tuple[Entry, ...]:
        """The landmarks that `name` may mean, best first.

        >>> [entry.name for entry in opened().find("the tomb of Qassem Suleimani", countries=("IR",))]
        ['Grave of Qasem Soleimani']
        """
        return self._answered(name, (near[0], near[1]) if near else None, tuple(countries), limit)

    def _answers(
        self, name: str, near: tuple[float, float] | None, countries: tuple[str, ...], limit: int
    ) -> tuple[Entry, ...]:
        """The same, kept: a report asks of one thing again and again, and so do reports of one place."""
        anywhere, nearby = self._candidates(name)
        numbers = nearby if near else anywhere
        if not numbers:
            return ()
        return answers(name, (self.places[n] for n in numbers), near=near, countries=countries, limit=limit)


@cache
def opened() -> Landmarks:
    """The landmarks that come with the tool."""
    return from_file(datafile("landmarks.geojson"))


def from_file(path: Path) -> Landmarks:
    """The landmarks of a file in the documented schema.

    Raises:
        UnreadableInput: the file breaks the schema; the message names the feature.
    """
    features = json.loads(path.read_text("utf-8"))["features"]
    by_id = {feature["properties"]["id"]: feature["properties"] for feature in features}
    places = []
    for number, feature in enumerate(features, 1):
        try:
            places.append(_known(feature, by_id))
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableInput(f"{path.name}: feature {number} breaks the schema of landmarks: {error!r}") from error
    return Landmarks(places)


def _known(feature: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Known:
    geometry, about = feature["geometry"], feature["properties"]
    (lon, lat), reach = middle_and_reach(geometry)
    sources = about["sources"]
    inside = by_id[about["part_of"]]["name"] if about.get("part_of") else None
    within = (*((inside,) if inside else ()), *about["within"])
    entry = Entry(
        name=about["name"],
        lon=lon,
        lat=lat,
        kind=about["kind"],
        source="landmarks",
        source_id=about["id"],
        extent_m=max(float(about["extent_m"]), reach),
        position_m=float(about["position_m"]),
        country=about["country"],
        timezone=about["timezone"],
        within=tuple(dict.fromkeys(within)),
        outline=geometry if "Polygon" in geometry["type"] else None,
        extent_source=about["note"],
        attribution="; ".join(dict.fromkeys(f"{s['title']} ({s['licence']})" for s in sources)),
        because=(f"position from {sources[0]['title']}, {float(about['position_m']):.0f} m of doubt",),
    )
    return known(entry, about["names"], about.get("common_names", ()))
