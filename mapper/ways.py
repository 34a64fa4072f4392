"""Roads, rails and waters of several sources as one: what placing asks along which line something happened.

A source that has any offers `ways(bbox, name=None, kind="road")`, which gives (name, ref, [[lon, lat], ...]) of every
way of the kind (road | rail | water) that touches the box (west, south, east, north); `name` asks for one of them. One
whose ways can be drawn also offers `drawn(bbox)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Way = tuple[str, str, list[list[float]]]
Drawn = tuple[str, str, str, list[list[float]]]


class Ways:
    """The ways of all sources, in their order; the first that has any for a question answers it alone."""

    def __init__(self, sources: Sequence[Any]) -> None:
        self._sources = tuple(sources)

    def ways(
        self, bbox: tuple[float, float, float, float], *, name: str | None = None, kind: str = "road"
    ) -> list[Way]:
        """(name, ref, line) of every way that touches the box: of one source, so that no road is there twice."""
        return next((found for s in self._sources if (found := list(s.ways(bbox, name=name, kind=kind)))), [])

    def drawn(self, bbox: tuple[float, float, float, float]) -> tuple[list[Drawn], str]:
        """((kind, sort, name, line) of every way that touches the box, the credit owed), of one source."""
        for source in self._sources:
            if found := list(source.drawn(bbox)) if hasattr(source, "drawn") else []:
                return found, source.attribution
        return [], ""


def joined(sources: Iterable[Any]) -> Ways | None:
    """The ways of those sources that have any, or None."""
    having = [source for source in sources if hasattr(source, "ways") and source.counts.ways]
    return Ways(having) if having else None
