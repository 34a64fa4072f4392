"""What a service's answer means as an entry: its kind, its extent, its containers, and whether it was asked for.

Nominatim and Photon say most of it; of any other service of geopy only position and address are sure. An answer that
is called otherwise than was asked keeps its place at the end, with a low match and the reason.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from mapper.datafiles import datafile
from mapper.geocoders._answers import answers, known
from mapper.geocoders._ground import Point, apart_m, middle_and_reach
from mapper.model import Entry

OSM = "OpenStreetMap contributors, ODbL 1.0"
LICENCES = {"nominatim": OSM, "photon": OSM, "pickpoint": OSM, "openmapquest": OSM, "geonames": "GeoNames, CC BY 4.0"}
_POSITION_M = {"nominatim": 50.0, "photon": 50.0}  # of a mapped feature; any other service may give a mere centroid
_UNKNOWN_POSITION_M = 500.0
_UNKNOWN_EXTENT_M = 5000.0
_CALLED_OTHERWISE = 0.3
_ADDRESS = ("neighbourhood", "suburb", "village", "town", "city", "district", "county", "state", "country")


def entry(found: Mapping[str, Any], *, asked: str, service: str, licence: str, date: str) -> Entry | None:
    """The entry for one answer as kept (`plain`), or None where it gives no position on earth."""
    try:
        lon, lat = float(found["lon"]), float(found["lat"])
    except (KeyError, TypeError, ValueError):
        return None
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        return None
    raw = found.get("raw")
    about = dict(_nominatim(raw) if service == "nominatim" else _photon(raw) if service == "photon" else ())
    names = [str(name) for name in about.get("names", ()) if name] or [str(found.get("address") or "").split(",")[0]]
    extent = _extent((lon, lat), about.get("box"))
    made = Entry(
        name=names[0] or asked,
        lon=lon,
        lat=lat,
        kind=about.get("kind") or "place",
        source=service,
        source_id=about.get("id") or f"{lat:.6f},{lon:.6f}",
        extent_m=extent or _UNKNOWN_EXTENT_M,
        position_m=_POSITION_M.get(service, _UNKNOWN_POSITION_M),
        country=str(about.get("country") or "").upper()[:2],
        within=tuple(about.get("within") or [part.strip() for part in str(found.get("address") or "").split(",")[1:]]),
        extent_source=f"the bounding box that {service} gives" if extent else "not stated by the service",
        attribution=licence,
        because=(f"{service} said so on {date}",),
    )
    return _compared(made, names, asked)


def _compared(made: Entry, names: list[str], asked: str) -> Entry:
    called = answers(asked, [known(made, names)], near=(made.lon, made.lat))
    if called:
        return called[0]
    why = f"the service calls it {made.name!r}, which is not what was asked for"
    return replace(made, match=_CALLED_OTHERWISE, because=(*made.because, why))


def _nominatim(raw: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(raw, Mapping):
        return
    details = _object(raw, "namedetails")
    first = str(raw.get("display_name") or "").split(",")[0]
    yield "names", list(dict.fromkeys([str(raw.get("name") or first), first, *map(str, details.values())]))
    yield "kind", _osm_kind(raw.get("class") or raw.get("category"), raw.get("type"), raw.get("addresstype"))
    if raw.get("osm_id"):
        yield "id", f"{raw.get('osm_type', '')}/{raw['osm_id']}"
    address = _object(raw, "address")
    yield "country", address.get("country_code")
    yield "within", [str(address[part]) for part in _ADDRESS if part in address and address[part] != raw.get("name")]
    box = raw.get("boundingbox")
    if isinstance(box, list) and len(box) == 4:
        south, north, west, east = box
        yield "box", (west, south, east, north)


def _object(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def _photon(raw: Any) -> Iterator[tuple[str, Any]]:
    about = raw.get("properties") if isinstance(raw, Mapping) else None
    if not isinstance(about, Mapping):
        return
    yield "names", [about.get("name")]
    yield "kind", _osm_kind(about.get("osm_key"), about.get("osm_value"), about.get("type"))
    if about.get("osm_id"):
        types = {"N": "node", "W": "way", "R": "relation"}
        yield "id", f"{types.get(str(about.get('osm_type')), '')}/{about['osm_id']}"
    yield "country", about.get("countrycode")
    yield "within", [str(about[part]) for part in _ADDRESS if about.get(part) and about[part] != about.get("name")]
    box = about.get("extent")
    if isinstance(box, list) and len(box) == 4:
        west, north, east, south = box
        yield "box", (west, south, east, north)


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    kinds: Mapping[str, Mapping[str, str]] = tomllib.loads(datafile("osm_kinds.toml").read_text("utf-8"))["kinds"]
    return kinds


def _osm_kind(key: Any, value: Any, address_type: Any) -> str:
    """The kind for OpenStreetMap's tag; a boundary is what its place in an address says ("city", "state")."""
    if key == "boundary" and address_type:
        return {"state": "admin1", "province": "admin1", "county": "admin2"}.get(str(address_type), str(address_type))
    kinds = _kinds().get(str(key), {})
    kind = kinds.get(str(value)) or kinds.get("*") or "place"
    return str(value) if kind == "=" else kind


def _extent(middle: Point, box: Any) -> float | None:
    try:
        west, south, east, north = (float(x) for x in box)
    except (TypeError, ValueError):
        return None
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
        return None
    corners = [[west, south], [east, south], [west, north], [east, north]]
    reach = middle_and_reach({"type": "MultiPoint", "coordinates": corners}, around=middle)[1]
    return max(reach, apart_m(middle, (west, south)), 10.0)
