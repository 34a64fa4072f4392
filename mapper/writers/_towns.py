"""Names of towns around, from the embedded gazetteer where there is one: what makes the built-in ground a map."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians

from mapper.errors import MapperError
from mapper.parts import part
from mapper.writers._view import LABEL, View, near, short

METRES = 111_195.0  # in a degree of latitude
REACHES = ((0.8, 14), (4.0, 14), (20.0, 16))  # radii in widths of the map, and how many of the largest towns in each


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its rank by inhabitants; `tier` 0 is near, 2 is for those who look from far away."""

    name: str
    lon: float
    lat: float
    tier: int
    rank: int


def around(view: View) -> tuple[tuple[Town, ...], tuple[str, ...]]:
    """Towns around the map's middle, and the credits that their source asks for."""
    try:
        gazetteer = part("geocoders", "embedded").opened()
    except (MapperError, ImportError, OSError):
        return (), ()
    west, south, east, north = view.bounds
    lat = (south + north) / 2
    width = max(hypot((east - west) * cos(radians(lat)), north - south) * METRES, 4000.0)
    own = {(place.name, round(place.lat or 0, 1)) for place in view.incident.places if place.lon is not None}
    found: dict[str, tuple[int, Town]] = {}
    owed: dict[str, None] = {}
    for tier, (reach, limit) in enumerate(REACHES):
        for entry in gazetteer.towns_near(near(view.middle, 0.0), lat, min(width * reach, 3e6), limit):
            if entry.source_id in found or (entry.name, round(entry.lat, 1)) in own:
                continue
            town = Town(short(entry.name, LABEL), round(near(entry.lon, view.middle), 4), round(entry.lat, 4), tier, 0)
            found[entry.source_id] = (entry.population, town)
            owed[entry.attribution] = None
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    towns = tuple(Town(t.name, t.lon, t.lat, t.tier, n) for n, (_, (_, t)) in enumerate(ordered))
    return towns, tuple(c for c in owed if c)
