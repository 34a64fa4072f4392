"""Whether the parts of a document fit each other: ids, weights, spans, rings. Yields (pointer, what is wrong)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from mapper.check.against import short
from mapper.pointers import pointer


def incident(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Of an incident document that keeps to its schema."""
    ids = {kind: [item["id"] for item in document.get(kind, ())] for kind in _NAMED}
    for kind, known in ids.items():
        for index, id_ in enumerate(known):
            if id_ in known[:index]:
                yield pointer([kind, index, "id"]), f"{id_!r} is the id of another of the {kind} too"
    for kind, index, key, id_, allowed in _named(document):
        if id_ and not any(id_ in ids[target] for target in allowed):
            again = "; mapper map works placements out anew" if kind == "placements" else ""
            yield pointer([kind, index, *key]), f"there is no {' or '.join(_NAMED[t] for t in allowed)} {id_!r}{again}"
    for kind in ("placements", "relations"):
        yield from _weights(document, kind)
    for index, placement in enumerate(document.get("placements", ())):
        yield from _area(placement["geometry"], ["placements", index, "geometry"])
    yield from _spans(document, [], document["report"].get("text"))


_NAMED = {"places": "place", "sites": "site", "relations": "relation", "times": "time", "claims": "claim",
          "placements": "placement"}  # fmt: skip

Named = dict[tuple[str, str], tuple[str, ...]]


def _named(document: Mapping[str, Any]) -> Iterator[tuple[str, int, list[str | int], str, tuple[str, ...]]]:
    """Every place in the document that names another part of it, and what it may name."""
    one: Named = {
        ("sites", "time"): ("times",),
        ("relations", "site"): ("sites",),
        ("relations", "revised_by"): ("relations",),
        ("claims", "as_of"): ("times",),
        ("claims", "site"): ("sites",),
        ("claims", "revises"): ("claims",),
        ("placements", "site"): ("sites",),
        ("placements", "place"): ("places",),
    }
    many: Named = {
        ("relations", "anchors"): ("places", "sites"),
        ("relations", "conflicts_with"): ("relations",),
        ("placements", "from"): ("relations",),
        ("places", "within"): ("places",),
    }
    for (kind, key), allowed in one.items():
        for index, item in enumerate(document.get(kind, ())):
            yield kind, index, [key], item.get(key) or "", allowed
    for (kind, key), allowed in many.items():
        for index, item in enumerate(document.get(kind, ())):
            for number, id_ in enumerate(item.get(key, ())):
                yield kind, index, [key, number], id_, allowed
    for index, place in enumerate(document.get("places", ())):
        yield "places", index, ["resolved_to"], place.get("resolved_to", "self").partition("container:")[2], ("places",)


def _weights(document: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Readings of one phrase, and regions of one site, share a weight of 1; what a later report replaced has none."""
    shares: dict[Any, list[tuple[int, float]]] = defaultdict(list)
    for index, item in enumerate(document.get(kind, ())):
        detail = item.get("detail", {})
        replaced = detail.get("status") in {"revised", "narrowed"}
        if item.get("reading") and item.get("site") and not replaced and not detail.get("supporting"):
            quote = item.get("quote") or {}
            key = (item["site"], *(quote.get(edge) for edge in ("start", "end")))
            shares[key].append((index, item.get("weight", 1.0)))
    for found in shares.values():
        whole = sum(weight for _, weight in found)
        if len(found) > 1 and abs(whole - 1) > 0.01:
            index = found[-1][0]
            yield (
                pointer([kind, index, "weight"]),
                f"the weights of these readings sum to {whole:g}; they must sum to 1",
            )


def _spans(value: Any, path: list[str | int], text: str | None) -> Iterator[tuple[str, str]]:
    """Spans are as long as their words, and the words stand there where the text travels with the document."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            start, end, said = value["start"], value["end"], value["text"]
            if said and end - start != len(said):
                yield pointer(path), f"a span of {end - start} characters, but its text has {len(said)}"
            elif said and text is not None and text[start:end] != said:
                yield pointer(path), f"the report reads {short(text[start:end])} there, not {short(said)}"
            return
        for key, item in value.items():
            yield from _spans(item, [*path, key], text)
    elif isinstance(value, list) and value and not isinstance(value[0], int | float):
        for index, item in enumerate(value):
            yield from _spans(item, [*path, index], text)


def features(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Of a FeatureCollection, whether or not it keeps to its schema."""
    found = document.get("features")
    if not isinstance(found, list):
        return
    seen: set[Any] = set()
    columns: list[str] | None = None
    for index, feature in enumerate(found):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            continue
        id_, properties = feature.get("id"), feature["properties"]
        if id_ in seen:
            yield pointer(["features", index, "id"]), f"{id_!r} is the id of another feature too"
        seen.add(id_ if isinstance(id_, str) else None)
        if "feature_id" in properties and properties["feature_id"] != id_:
            yield pointer(["features", index, "properties", "feature_id"]), "must equal the feature's id"
        columns = columns or sorted(properties)
        if sorted(properties) != columns:
            odd = sorted(set(columns) ^ set(properties))
            yield (
                pointer(["features", index, "properties"]),
                f"other columns than the features before: {', '.join(odd)}",
            )
        if isinstance(feature.get("geometry"), dict):
            yield from _area(feature["geometry"], ["features", index, "geometry"])


def _area(geometry: Mapping[str, Any], path: list[str | int]) -> Iterator[tuple[str, str]]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(coordinates, list):
        return
    parts: Iterable[tuple[list[str | int], Any]] = [([], coordinates)]
    if kind == "MultiPolygon":
        parts = [([number], part) for number, part in enumerate(coordinates)]
    for step, part in parts:
        for number, ring in enumerate(part if isinstance(part, list) else ()):
            where = pointer([*path, "coordinates", *step, number])
            what = _ring(ring, outer=number == 0)
            if what:
                yield where, what


def _ring(ring: Any, *, outer: bool) -> str:
    """What is wrong with a ring, or ""."""
    pairs = isinstance(ring, list) and all(
        isinstance(p, list) and len(p) >= 2 and all(type(n) in {int, float} for n in p) for p in ring
    )
    if not pairs:
        return "a ring is a list of positions [lon, lat]"
    if len(ring) < 4 or ring[0] != ring[-1]:
        return "a ring is closed and has at least four positions"
    if not all(-180 <= p[0] <= 180 and -90 <= p[1] <= 90 for p in ring):
        return "longitudes run from -180 to 180 and latitudes from -90 to 90; perhaps they are the wrong way round"
    edges = list(pairwise(ring))
    if any(abs(b[0] - a[0]) > 180 and min(abs(a[1]), abs(b[1])) < 89.999 for a, b in edges):
        return "it runs around the world: cut it at the antimeridian"
    doubled_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in edges)
    if (doubled_area > 0) != outer and doubled_area:
        return "outer rings run counter-clockwise and holes clockwise; turn it around"
    return ""
