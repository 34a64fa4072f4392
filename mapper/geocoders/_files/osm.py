"""An OpenStreetMap extract (`.osm`, `.osm.pbf`): named features with their real outlines, roads, railways and water.

Read by osmium in two passes; areas are put together from closed ways and multipolygon relations. Memory holds the
positions of the extract's nodes: for files above a gigabyte they go to a temporary file instead. What OpenStreetMap's
tags mean as kinds is data (`data/osm_kinds.toml`).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mapper.datafiles import datafile
from mapper.errors import UnreadableInput, UsageError
from mapper.geocoders._files.records import usual_extent_m
from mapper.geocoders._files.rows import At, Items, Problem, Row, Way
from mapper.geocoders._ground import middle_and_reach
from mapper.model import Entry, Geometry

TITLE = "OpenStreetMap extract"
ATTRIBUTION = "OpenStreetMap contributors, ODbL 1.0"
_LARGE = 1_000_000_000  # bytes of an extract whose nodes go to disk
_POSITION_M = 30  # of a mapped feature: OpenStreetMap states none; imagery is offset by some metres to tens of metres
_NAMES = ("name", "alt_name", "official_name", "old_name", "int_name", "short_name", "loc_name", "nat_name", "reg_name")
_EVERY = 5000


def items(path: Path) -> Items:
    """The named features and the ways of the extract."""
    try:
        import osmium
    except ImportError as error:
        raise UsageError(
            f"{path.name}: reading OpenStreetMap extracts needs osmium: pip install 'incident-mapper[osm]'"
        ) from error
    size = path.stat().st_size
    storage = "sparse_file_array" if size > _LARGE else "flex_mem"
    processor = osmium.FileProcessor(str(path)).with_locations(storage).with_areas(osmium.filter.EmptyTagFilter())
    # An item without tags is only there to carry the others: the filter keeps it out of Python.
    processor = processor.with_filter(osmium.filter.EmptyTagFilter())
    count, done = 0, 0
    try:
        for thing in processor:
            count += 1
            if count % _EVERY == 0:
                done += (size - done) // 20  # osmium does not say how far it is: the bar slows down and never lies
                yield At(done)
            yield from _items(thing, path.name)
    except RuntimeError as error:  # what osmium raises for a broken file
        if not count:
            raise UnreadableInput(f"{path}: osmium can't read it ({error})") from error
        yield Problem(f"after {count} objects", f"osmium can't read on ({error})")


def _items(thing: Any, source: str) -> Iterator[Row | Way | Problem]:
    tags = {tag.k: tag.v for tag in thing.tags}
    if thing.is_way():
        ways = list(_ways(thing, tags))
        yield from ways
        if ways or (thing.is_closed() and _is_area(tags)):
            return  # found by its name among the ways; or it comes again as an area
    elif thing.is_relation():
        return
    named = _names(tags)
    if not named:
        return
    kind = _kind(tags)
    if kind is None:
        return
    try:
        geometry = _geometry(thing)
    except (RuntimeError, ValueError) as error:
        yield Problem(_id(thing), f"{named[0]!r} has no usable geometry ({error})")
        return
    readable = tags.get("name:en") or tags.get("int_name") or named[0]
    yield Row(_entry(readable, kind, geometry, tags, identity=_id(thing), source=source), named)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(datafile("osm_kinds.toml").read_text("utf-8"))


def _kind(tags: Mapping[str, str]) -> str | None:
    for key, kinds in _table()["kinds"].items():
        if value := tags.get(key):
            kind = kinds.get(value) or kinds.get("*")
            if kind:
                return value if kind == "=" else str(kind)
    return None


def _names(tags: Mapping[str, str]) -> tuple[str, ...]:
    said = [tags[key] for key in _NAMES if key in tags]
    said += [value for key, value in sorted(tags.items()) if key.startswith(("name:", "alt_name:"))]
    return tuple(dict.fromkeys(name.strip() for value in said for name in value.split(";") if name.strip()))


def _is_area(tags: Mapping[str, str]) -> bool:
    return tags.get("area") != "no" and ("highway" not in tags or tags.get("area") == "yes")


def _id(thing: Any) -> str:
    if thing.is_area():
        return f"{'way' if thing.from_way() else 'relation'}/{thing.orig_id()}"
    return f"{'node' if thing.is_node() else 'way'}/{thing.id}"


def _geometry(thing: Any) -> Geometry:
    if thing.is_node():
        return {"type": "Point", "coordinates": [thing.lon, thing.lat]}
    if thing.is_way():
        return {"type": "LineString", "coordinates": _line(thing)}
    rings = [[_ring(outer), *(_ring(inner) for inner in thing.inner_rings(outer))] for outer in thing.outer_rings()]
    if not rings:
        raise ValueError("its rings do not close")
    return (
        {"type": "MultiPolygon", "coordinates": rings}
        if len(rings) > 1
        else {"type": "Polygon", "coordinates": rings[0]}
    )


def _ring(ring: Any) -> list[list[float]]:
    return [[node.lon, node.lat] for node in ring]


def _line(way: Any) -> list[list[float]]:
    line = [[node.lon, node.lat] for node in way.nodes if node.location.valid()]
    if len(line) < 2:
        raise ValueError("its nodes are not in the extract")
    return line


def _entry(name: str, kind: str, geometry: Geometry, tags: Mapping[str, str], *, identity: str, source: str) -> Entry:
    middle, reach = middle_and_reach(geometry)
    said = tags.get("population", "").replace(",", "").replace(" ", "")
    population = int(said) if said.isdecimal() else 0
    within = [tags[key] for key in ("addr:suburb", "addr:city", "addr:district", "addr:state", "is_in") if key in tags]
    country = tags.get("addr:country", tags.get("ISO3166-1:alpha2", ""))
    extent, how = (reach, "its outline") if reach else usual_extent_m(kind, population, country)
    return Entry(
        name=name,
        lon=round(middle[0], 7),
        lat=round(middle[1], 7),
        kind=kind,
        source=source,
        source_id=identity,
        extent_m=extent,
        position_m=_POSITION_M,
        country=country.upper() if len(country) == 2 else "",
        population=population,
        within=tuple(within),
        outline=json.loads(json.dumps(geometry)) if "Polygon" in geometry["type"] else None,
        extent_source=how,
        attribution=ATTRIBUTION,
    )


def _ways(way: Any, tags: Mapping[str, str]) -> Iterator[Way]:
    for kind, keys in _table()["ways"].items():
        for key, left_out in keys.items():
            sort = tags.get(key)
            if sort is None or sort in left_out:
                continue
            try:
                line = tuple((lon, lat) for lon, lat in _line(way))
            except ValueError:
                return
            named = _names(tags)
            yield Way(kind, sort, named[0] if named else "", tags.get("ref", ""), line, named[1:])
            return
