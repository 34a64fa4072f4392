"""What a name can stand for, as the stages compare it: a candidate place, how prominent it is, what lies in what.

Positions are WGS 84 degrees, distances metres on a sphere: near enough to order candidates by.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from mapper.folding import folded

MAIN, ALTERNATE, SHORT, DEMONYM = range(4)
"""How a name names a place: its name, another of its names, a short form ("Calif."), the word for its people."""

_LESS = (0.0, 1.0, 0.5, 0.5)  # an alternate name is less likely meant than the name itself
_ABOVE = {"country": 2.0, "continent": 2.0, "region": 2.0, "admin1": 0.5, "water": 5.0, "facility": 0.5, "island": 1.0,
          "mountain": 1.0, "park": 1.0}  # fmt: skip


_DIVISIONS = frozenset(("admin1", "admin2", "admin3"))
_PART = 12  # a city of less than a twelfth of its division's people is not what its name first means
_MOST = 1.5
_SAID = frozenset(("county", "parish", "district", "province", "state", "region", "governorate", "oblast"))
_BESIDE_M = 60_000
_UNCOUNTED = 900  # a town whose people no source counts is listed because it is the seat of something


class Sense(NamedTuple):
    """One place that a name can stand for; `id` is its source's own, `admin1` and `admin2` those of its divisions."""

    id: int
    sense: int
    source_id: str
    source: str
    name: str
    lon: float
    lat: float
    kind: str
    country: str
    admin1: int
    admin2: int
    population: int
    capital: bool
    weight: float
    known: float = 0.0


def prominence(kind: str, population: int, capital: bool, sense: int, known: float = 0.0) -> float:
    """How prominent a place is: the logarithm of its people, more for capitals and for whole countries.

    `known` is what a large island or a famous mountain is worth beyond others of its kind.

    >>> prominence("city", 999_900, False, MAIN)
    6.0
    """
    people = population or (_UNCOUNTED if kind == "city" else 0)
    return math.log10(people + 100) + _ABOVE.get(kind, 0.0) + (1.5 if capital else 0.0) - _LESS[sense] + known


def seats(key: str, senses: Sequence[Sense]) -> dict[int, Sense]:
    """The cities that are usually meant where a division has the same name: id of the division -> its city.

    Kerman and Mashhad are cities before they are a province or a district; Bulacan, a small part of its province, is
    not. A city of a longer name is no seat: "Oklahoma" is not Oklahoma City.
    """
    if key.rpartition(" ")[2] in _SAID:
        return {}
    cities = [s for s in senses if s.kind == "city" and (s.sense == MAIN or not _longer(s.name, key))]
    result = {}
    for division in senses:
        if division.kind not in _DIVISIONS:
            continue
        own = [city for city in cities if _large(city, division) and _of(city, division)]
        if own:
            result[division.id] = max(own, key=lambda city: city.weight)
    return result


def _large(city: Sense, division: Sense) -> bool:
    """Whether a city is no small part of its division; one of another name of its own must be most of it ("Kiev")."""
    owned = city.sense != MAIN and division.sense == MAIN
    return city.population * (_MOST if owned else _PART) > division.population


def _longer(name: str, key: str) -> bool:
    whole = folded(name)
    return whole != key and key in whole


def _of(city: Sense, division: Sense) -> bool:
    """Whether a city lies in a division, or right beside the point of one that is listed apart from it."""
    if division.id in {city.admin1, city.admin2}:
        return True
    apart = division.kind != "admin1" or city.sense != MAIN
    return city.country == division.country and apart and (
        distance_m(city.lon, city.lat, division.lon, division.lat) < _BESIDE_M
    )  # fmt: skip


def inside(place: Sense, container: Sense) -> bool:
    """Whether a place lies in a container, by what the gazetteer lists it under."""
    if place.id == container.id:
        return False
    if container.kind == "country":
        return place.country == container.country and place.kind != "country"
    if container.kind == "admin1":
        return place.admin1 == container.id
    if container.kind in {"admin2", "admin3"}:
        return place.admin2 == container.id or (
            place.kind == "city" and place.admin1 == container.admin1 and place.country == container.country
            and distance_m(place.lon, place.lat, container.lon, container.lat) < 60_000
        )  # fmt: skip
    if container.kind == "city":
        return place.kind in {"city", "facility"} and place.population < container.population and (
            distance_m(place.lon, place.lat, container.lon, container.lat) < 30_000
        )  # fmt: skip
    if container.kind == "continent":
        return True
    return distance_m(place.lon, place.lat, container.lon, container.lat) < 1_000_000


def distance_m(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Metres between two points on a sphere.

    >>> round(distance_m(0, 0, 1, 0))
    111195
    """
    p, q = math.radians(lat), math.radians(to_lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 12_742_017.6 * math.asin(min(1.0, math.sqrt(h)))
