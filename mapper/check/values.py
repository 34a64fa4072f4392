"""Values that no schema can judge: bounds the wrong way round, days that no calendar has, half a position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from mapper.check.against import short
from mapper.pointers import pointer


def values(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(pointer, what is wrong) in an incident document that keeps to its schema."""
    for index, place in enumerate(document.get("places", ())):
        for one, other in (("lon", "lat"), ("lat", "lon")):
            if place.get(one) is not None and place.get(other) is None:
                yield pointer(["places", index, other]), f"there is a {one} but no {other}; give both or neither"
    for index, relation in enumerate(document.get("relations", ())):
        distance = relation.get("distance_m") or {}
        yield from _ordered(distance, ("low", "nominal", "high"), ["relations", index, "distance_m"])
    for index, claim in enumerate(document.get("claims", ())):
        yield from _ordered(claim, ("low", "high"), ["claims", index])
    for index, time in enumerate(document.get("times", ())):
        yield from _dated(time.get("value"), ["times", index, "value"])
    yield from _dated(document["report"].get("published"), ["report", "published"])
    for index, card in enumerate(document.get("reports", ())):
        yield from _dated(card.get("published"), ["reports", index, "published"])


def _ordered(item: Mapping[str, Any], keys: tuple[str, ...], path: list[str | int]) -> Iterator[tuple[str, str]]:
    known = [(key, item[key]) for key in keys if item.get(key) is not None]
    for (before, least), (key, value) in pairwise(known):
        if value < least:
            yield pointer([*path, key]), f"{short(value)} is less than {before!r}, which is {short(least)}"


def _dated(said: str | None, path: list[str | int]) -> Iterator[tuple[str, str]]:
    try:
        datetime.fromisoformat(said or "2000-01-01")
    except ValueError as error:
        yield pointer(path), f"{short(said)} is no date or time of the calendar ({error})"
