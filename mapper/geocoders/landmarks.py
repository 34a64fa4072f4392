"""The project's own landmarks: graves, crossings, dams, squares that the news names and no package carries.

`data/landmarks.geojson`, one feature a landmark, each with its sources and its doubt; `docs/gazetteers.md` has the
schema. A landmark is found by any wording of its names, by sound, and with its surroundings where many share a name.
It cannot know places that are not in it: a facility that nobody knows falls back to its container.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from mapper.datafiles import datafile
from mapper.errors import UnreadableInput
from mapper.geocoders._answers import Known, answers, known
from mapper.geocoders._ground import middle_and_reach
from mapper.geocoders._wording import initials, worded
from mapper.model import Entry


class Landmarks:
    """A gazetteer of a few hundred places, held whole."""

    name = "landmarks"
    attribution = "this project; positions from the sources named with each, mostly Wikipedia (CC BY-SA 4.0)"

    def __init__(self, places: Sequence[Known]) -> None:
        self.places = tuple(places)
        self._by_initial: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            sorts = {f"#{place.entry.kind}"}
            for initial in sorted(sorts.union(*(initials(name) for name in (*place.names, *place.common)))):
                self._by_initial.setdefault(initial, []).append(number)

    def find(
        self, name: str, *, near: tuple[float, float] | None = None, countries: Sequence[str] = (), limit: int = 10
    ) -> tuple[Entry, ...]:
        """The landmarks that `name` may mean, best first.

        >>> [entry.name for entry in opened().find("the tomb of Qassem Suleimani", countries=("IR",))]
        ['Grave of Qasem Soleimani']
        """
        numbers = {n for initial in initials(worded(name, forgiving=True)) for n in self._by_initial.get(initial, ())}
        chosen = (self.places[n] for n in sorted(numbers))
        return answers(name, chosen, near=near, countries=countries, limit=limit)


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
