"""What one record of a user's file means: which of its columns is the name, where it lies, how large it is.

The names of columns and the usual sizes of kinds are data (`data/gazetteer_columns.toml`). A record that makes no place
becomes a problem with its reason; nothing is guessed that the file could have said.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from mapper.datafiles import datafile
from mapper.geocoders._extent import town_m
from mapper.geocoders._files.rows import Problem, Row, Way
from mapper.geocoders._ground import middle_and_reach
from mapper.geocoders._wording import folded, worded
from mapper.model import Entry, Geometry

_UNSTATED_M = 100  # of a position that states no doubt and is written finely enough
_METRES_A_DEGREE = 111_320
_SEVERAL = re.compile(r"\s*[;|،]\s*")


@cache
def words() -> Mapping[str, Any]:
    """The table of column names, kinds and usual sizes (`data/gazetteer_columns.toml`)."""
    return tomllib.loads(datafile("gazetteer_columns.toml").read_text("utf-8"))


@cache
def _column_meanings() -> dict[str, str]:
    return {_plain(name): meaning for meaning, names in words()["columns"].items() for name in names}


def _plain(column: str) -> str:
    return folded(column).replace(" ", "")


def columns(names: Iterable[str]) -> dict[str, list[str]]:
    """Which columns mean what: meaning to columns, the most telling first.

    >>> columns(["Site Name", "Latitude", "lng", "type"])
    {'name': ['Site Name'], 'lon': ['lng'], 'lat': ['Latitude'], 'kind': ['type']}
    """
    meanings = _column_meanings()
    order = list(meanings)
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda n: order.index(_plain(n)) if _plain(n) in meanings else len(order)):
        if meaning := meanings.get(_plain(name)):
            found.setdefault(meaning, []).append(name)
    return found


def row(
    about: Mapping[str, Any],
    meanings: Mapping[str, Sequence[str]],
    *,
    where: str,
    source: str,
    geometry: Geometry | None = None,
    attribution: str = "",
) -> Row | Problem:
    """The place that one record describes; `meanings` says which of its columns mean what, `where` is its line."""

    def said(meaning: str) -> Any:
        return next((v for c in meanings.get(meaning, ()) if not _nothing(v := about.get(c))), None)

    names = [_clean(name) for meaning in ("name", "names") for name in _list(said(meaning))]
    names += [_clean(v) for c, v in about.items() if c.startswith("name:") and not _nothing(v)]
    if not any(folded(name) for name in names):
        return Problem(where, f"no name (a column called {_some('name')} should hold it)")
    try:
        lon, lat, reach, position_m = _position(said, geometry)
        extent = _length(said("extent_m"), "the radius", 1) or _length(said("extent_km"), "the radius", 1000)
        position_m = _length(said("position_m"), "the doubt of the position", 1) or position_m
        population = int(_number(said("population"), "the population") or 0)
    except ValueError as error:
        return Problem(where, str(error))
    kind = kind_of(str(said("kind") or ""), names)
    outline = geometry if geometry and "Polygon" in geometry["type"] else None
    country = str(said("country") or "")
    if extent is None:
        extent, extent_source = (reach, "its outline") if reach else usual_extent_m(kind, population, country)
    else:
        extent_source = "as the file states it"
    within = tuple(str(v).strip() for c in meanings.get("within", ()) for v in _list(about.get(c)))
    entry = Entry(
        name=names[0],
        lon=round(lon, 9),
        lat=round(lat, 9),
        kind=kind,
        source=source,
        source_id=str(said("id") if said("id") is not None else where),
        extent_m=max(extent, reach),
        position_m=position_m,
        country=country.upper() if len(country) == 2 else "",
        population=population,
        timezone=str(said("timezone") or ""),
        within=tuple(dict.fromkeys((*within, *([country] if len(country) > 2 else [])))),
        outline=outline,
        extent_source=extent_source,
        attribution=attribution or str(said("attribution") or ""),
    )
    return Row(entry, tuple(dict.fromkeys(names)), tuple(map(str, _list(said("common_names")))))


def usual_extent_m(kind: str, population: int, country: str = "") -> tuple[float, str]:
    """The radius that usually holds a place of the kind, and how it was arrived at.

    A town's grows with its people.
    """
    if population and kind in {"city", "town", "village", "suburb"}:
        return town_m(population, country.upper())
    sizes = words()["sizes_m"]
    return float(sizes.get(kind, sizes["place"])), f"usual for its kind ({kind})"


def _position(said: Callable[[str], Any], geometry: Geometry | None) -> tuple[float, float, float, float]:
    """Longitude, latitude, the reach of the geometry around them and the doubt that their writing leaves."""
    lon_said, lat_said = said("lon"), said("lat")
    if lon_said is not None and lat_said is not None:
        lon, lat = _number(lon_said, "the longitude"), _number(lat_said, "the latitude")
        doubt = max(_UNSTATED_M, _METRES_A_DEGREE / 2 * 10.0 ** -min(_decimals(lon_said), _decimals(lat_said)))
    elif geometry is not None:
        (lon, lat), _ = middle_and_reach(geometry)
        doubt = float(_UNSTATED_M)
    else:
        raise ValueError(
            f"no position (columns called {_some('lon')} and {_some('lat')}, or a geometry, should hold it)"
        )
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        swapped = lon is not None and lat is not None and -90 <= lon <= 90 and -180 <= lat <= 180
        hint = "; are the two swapped?" if swapped else "; degrees of WGS 84 are needed"
        raise ValueError(f"longitude {lon}, latitude {lat} is no position on earth{hint}")
    reach = middle_and_reach(geometry, around=(lon, lat))[1] if geometry is not None else 0.0
    return lon, lat, reach, doubt


def _clean(value: Any) -> str:
    """The value as text that can be stored and shown: JSON may hold halves of characters."""
    return str(value).strip().encode("utf-8", "replace").decode("utf-8")


def _some(meaning: str) -> str:
    return " or ".join(words()["columns"][meaning][:3])


def _nothing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _list(value: Any) -> list[Any]:
    if _nothing(value):
        return []
    if isinstance(value, str):
        return [part for part in _SEVERAL.split(value.strip("[]")) if part]
    return list(value) if isinstance(value, list | tuple) else [value]


def _number(value: Any, what: str) -> float | None:
    if _nothing(value) or isinstance(value, bool):
        return None
    text = str(value).strip().replace("\u2212", "-")
    if re.fullmatch(r"-?\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{what} {text!r} is no number") from None
    if not math.isfinite(number):
        raise ValueError(f"{what} {text!r} is no number")
    return number


def _length(value: Any, what: str, unit_m: float) -> float | None:
    number = _number(value, what)
    if number is not None and number < 0:
        raise ValueError(f"{what} {number} is less than nothing")
    return None if number is None else number * unit_m


def _decimals(value: Any) -> int:
    return len(re.sub(r"[eE].*", "", str(value)).replace(",", ".").partition(".")[2])


def kind_of(said: str, names: Sequence[str]) -> str:
    """The kind of a place: as the file says it, else as its name does ("... Cemetery"), else "place".

    >>> kind_of("", ["Golzar Cemetery"]), kind_of("Border crossing", []), kind_of("", ["Zubayda"])
    ('cemetery', 'crossing', 'place')
    """
    if said.strip():
        sorts = worded(said)
        exact = not sorts.words and not sorts.forgiven
        return min(sorts.sorts) if exact and sorts.sorts else "_".join(folded(said).split()) or "place"
    for name in names:
        if sorts_said := worded(name).sorts:
            return min(sorts_said)
    return "place"


def ways(about: Mapping[str, Any], meanings: Mapping[str, Sequence[str]], geometry: Geometry | None) -> list[Way]:
    """The lines of a feature as ways, where it says that it is a road, a railway or water; else none."""
    if geometry is None or "LineString" not in geometry["type"]:
        return []
    table = words()["ways"]
    telling = (*meanings.get("kind", ()), *(column for column in about if str(column).casefold() in table["columns"]))
    said = " ".join(_clean(about[column]) for column in telling if not _nothing(about.get(column)))
    sorts = {*folded(said).split(), *(str(c).casefold() for c in telling if str(c).casefold() in table["columns"])}
    kind = next((kind for kind in ("rail", "water", "road") if sorts.intersection(table[kind])), None)
    if kind is None:
        return []
    names = [_clean(v) for meaning in ("name", "names") for c in meanings.get(meaning, ()) for v in _list(about.get(c))]
    lines = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    return [
        Way(kind, said, names[0] if names else "", _clean(about.get("ref") or ""), points, tuple(names[1:]))
        for line in lines
        if len(points := tuple((float(p[0]), float(p[1])) for p in line)) > 1
    ]


def read_from(
    about: Mapping[str, Any],
    meanings: Mapping[str, Sequence[str]],
    *,
    where: str,
    source: str,
    geometry: Geometry | None,
) -> Sequence[Row | Way | Problem]:
    """What one record is: the ways that its line is, else a place, or the reason why it is neither."""
    return ways(about, meanings, geometry) or [row(about, meanings, where=where, source=source, geometry=geometry)]
