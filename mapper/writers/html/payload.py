"""What travels in the page: texts as JSON that can't become markup or template, and shapes as whole numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mapper.model import Claim, Incident, Place, Time
from mapper.writers import _globe, _ground, _measures, _rows, _shapes, _streets, _towns
from mapper.writers._streets import Streets
from mapper.writers._view import NAME, QUOTE, Area, View, meaning, near, short, wide
from mapper.writers._words import words
from mapper.writers.html import quoted
from mapper.writers.html.street import Street

_MEANS_SOMETHING = re.compile(r"[<>&{}\u2028\u2029]")
LEAST, MOST = 1_500, 16_000  # characters of roads and waters that a page carries
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def texts(view: View, street: Street | None, language: str, streets: Streets | None = None) -> str:
    """Every text of the page as one JSON object, safe inside a script element."""
    incident = view.incident
    report = incident.report
    layers = _ground.layers(view.bounds)
    steps: dict[str, int] = {}
    areas = [area_texts(area, view.middle, steps) for area in view.areas]
    paler = wide(view.areas)
    drawn = {area.placement.place for area in view.areas}
    points = {str(slots["compass"]) for area in view.areas if "compass" in (slots := meaning(area)[1])}
    towns, owed = _towns.around(view)
    globe = (view.middle, (view.bounds[1] + view.bounds[3]) / 2)
    return escaped({
        "language": language,
        "words": {name: page_words(name, points) for name in dict.fromkeys((language, "en"))},
        "report": {
            "title": short(report.title or report.id, NAME),
            "publisher": short(report.publisher, NAME),
            "url": report.url if re.match(r"https?://[^\s\"'<>\\]+$", report.url) else "",
            "published": report.published.isoformat() if report.published else "",
            "language": re.sub(r"[^A-Za-z0-9-]", "", report.language)[:35],
            "whole": report.text is not None,
        },
        "bounds": [round(x, 6) for x in view.bounds],
        "middle": round(view.middle, 6),
        "areas": table(areas),
        "wide": [n for n, area in enumerate(view.areas) if area.placement.id in paler],
        "steps": list(steps),
        "sentences": quoted.sentences(view),
        **(quoted.several(incident) if incident.reports else {}),
        "claims": [claim_texts(claim, incident) for claim in incident.claims],
        "places": [place_texts(place) for place in incident.places if place.id not in drawn],
        "unplaced": [[short(u.what, NAME), short(u.why, QUOTE)] for u in incident.unplaced],
        "towns": [[t.name, t.lon, t.lat, t.tier] for t in towns],
        "countries": [[c.name, round(c.lon, 2), c.lat, c.width] for c in _ground.countries(_wide(view))[:16]],
        **({"ways": [[name, round(lon, 5), round(lat, 5), cls] for name, lon, lat, cls in streets.names]}
           if streets else {}),
        "globe": [_globe.path(layers[0], *globe), *_globe.spot(*globe)],
        "ground": [{"size": la.size, "step": la.step, "cover": la.cover, "cells": []} for la in layers],
        "credits": [short(text, NAME) for text in credits_of(view, streets, owed)],
        "street": {"when": street.when, "credit": short(street.credit, 2 * NAME),
                   **({"tiles": dict(street.tiles)} if street.tiles else {})} if street else None,
        "rules": {short(str(k), NAME): short(str(v), NAME) for k, v in incident.rules.items()},
    })  # fmt: skip


def credits_of(view: View, streets: Streets | None, owed: Iterable[str]) -> tuple[str, ...]:
    """Whom the map owes a credit, each once."""
    ways = (streets.credit,) if streets and streets.credit else ()
    return tuple(dict.fromkeys((*_rows.attributions(view.incident), *ways, *owed, _ground.CREDIT)))


def shapes(view: View, streets: Streets | None = None, *, room: int = 0) -> str:
    """Every shape of the page, as numbers: regions by area, the ground's cells by scale, then ways by their class.

    The ways take what is left of `room` characters.
    """
    regions = [
        _shapes.together([_shapes.packed(g, view.middle) for g in (p.geometry, p.stated, p.nominal, p.half, p.ninety)])
        for p in (area.placement for area in view.areas)
    ]
    ground = ",".join(
        "[" + ",".join(f"[{c.west:g},{c.south:g},{c.body}]" for c in layer.cells) + "]"
        for layer in _ground.layers(view.bounds)
    )
    found = f'{{"regions":{json.dumps(regions, separators=(",", ":"))},"ground":[{ground}]'
    if streets:
        lines = _streets.packed(streets, budget=min(max(room - len(found), LEAST), MOST))
        drawn = {"step": streets.step, "corner": [round(x, 6) for x in streets.corner], "lines": lines}
        found += f',"ways":{json.dumps(drawn, separators=(",", ":"))}'
    return found + "}"


def escaped(value: Any) -> str:
    """JSON in which no text can end the script, open a template or start an entity."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a character is none
    return _STRING.sub(_guarded, text)


def _guarded(match: re.Match[str]) -> str:
    return _MEANS_SOMETHING.sub(lambda m: f"\\u{ord(m[0]):04x}", match[0])


def area_texts(area: Area, middle: float, steps: dict[str, int]) -> dict[str, Any]:
    """One region's texts; what many regions share (`steps`) is told once and numbered."""

    def number(text: str) -> int:
        return steps.setdefault(text, len(steps))

    place = next((p for p in area.places if p.id == area.placement.place), None)
    placement = area.placement
    speakers = {r.quote: r.by for r in area.relations}
    told = {
        "id": placement.id,
        "sort": area.sort,
        "role": place.role if place else "",
        "kind": short(place.kind, 40) if place else "",
        "tone": area.tone,
        "name": area.name,
        "label": area.label if area.label != area.name else "",
        "says": says(area),
        "reading": area.reading,
        "site": placement.site or "",
        "light": area.light,
        "open": placement.unbounded,
        "at": place_at((placement.label_lon, placement.label_lat), middle),
        "anchorAt": place_at(area.anchor_at, middle),
        "time": time_texts(area.time) if area.time else None,
        "quotes": [[short(q.text, QUOTE), short(speakers.get(q) or "", NAME)] for q in area.quotes if q.text],
        "budget": [[number(short(name, 40)), _plain(m)] for name, m in placement.budget_m.items() if m],
        "because": [number(short(step, QUOTE)) for step in area.because],
        "source": area.source,
        "confidence": area.confidence,
        "lost": [lost for place in area.places for lost in lost_texts(place)],
    }
    told = {key: value for key, value in told.items() if value not in ("", None, False, [], {})}
    return told | ({"weight": placement.weight} if area.reading else {})  # 0: what was said before


def table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows of the same kind as a table, so that no name of a column is repeated; the fullest columns come first.

    >>> table([{"a": 1}, {"a": 2, "b": 3}])
    {'keys': ['a', 'b'], 'rows': [[1], [2, 3]]}
    """
    filled = Counter(key for row in rows for key in row)
    keys = [key for key, _ in filled.most_common()]
    found = [[row.get(key) for key in keys] for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    return {"keys": keys, "rows": found}


def _plain(metres: float) -> float | int:
    """A length without a needless decimal point."""
    return int(metres) if metres == int(metres) else round(metres, 2)


def page_words(language: str, points: Collection[str] = ()) -> dict[str, str]:
    """The words that the page itself needs: not those of pictures and snippets, nor other points of the compass."""
    return {
        key: text
        for key, text in words(language).items()
        if not key.startswith(("alt_", "embed", "noscript"))
        and (not key.startswith("compass_") or key.removeprefix("compass_") in points)
    }


def time_texts(time: Time) -> dict[str, Any]:
    """A site's time as said, and how it was worked out."""
    return {
        "value": short(time.value or "", 40),
        "precision": time.precision,
        "derived": time.derived,
        "quote": short(time.quote.text, QUOTE),
        "because": [short(step, QUOTE) for step in time.because],
    }


def place_at(at: tuple[float, float] | None, middle: float) -> list[float] | None:
    """A position as Leaflet wants it: latitude first, near the map's middle."""
    return [round(at[1], 5), round(near(at[0], middle), 5)] if at else None


def says(area: Area) -> list[Any]:
    """What the region means: the key of a sentence in `words`, then what fills its slots; numbers are metres.

    The slots are low or radius, high, anchor and the point of the compass.
    """
    key, slots = meaning(area)
    values = [slots.get("low", slots.get("radius")), *(slots.get(slot) for slot in ("high", "anchor", "compass"))]
    while values and values[-1] is None:
        values.pop()
    return [key, *(value if isinstance(value, str) or value is None else _plain(value) for value in values)]


def lost_texts(place: Place) -> list[list[Any]]:
    """The candidates that a place won against."""
    own = (place.source, place.source_id)
    return [
        [short(c.name, NAME), f"{c.lat:.3f}, {c.lon:.3f}", short(f"{c.source} {c.source_id}", NAME), round(c.score, 3)]
        for c in place.candidates
        if (c.source, c.source_id) != own
    ][:4]


def place_texts(place: Place) -> list[Any]:
    """A row of the table of places, of one that is not drawn: name, kind, role, position, radius in metres, source."""
    located = place.lon is not None and place.lat is not None
    return [
        short(place.name, NAME), short(place.kind, 40), place.role,
        f"{place.lat:.4f}, {place.lon:.4f}" if located else "",
        _plain(_measures.rounded(place.uncertainty_m, up=True)) if place.uncertainty_m else 0,
        short(f"{place.source} {place.source_id}", NAME),
    ]  # fmt: skip


def claim_texts(claim: Claim, incident: Incident) -> dict[str, Any]:
    """A row of the table of claims; `differs` where another speaker's figure for the same excludes this one."""
    times = {time.id: time for time in incident.times}
    as_of = times.get(claim.as_of or "")
    site = next((s.name for s in incident.sites if s.id == claim.site), "")
    return {
        "what": short(claim.claim, 40),
        "figure": _measures.figure(claim),
        "said": short(claim.said, NAME),
        "by": short(claim.by or "", NAME),
        "asOf": short(as_of.value or as_of.quote.text, NAME) if as_of else "",
        "scope": short(claim.scope or "", NAME),
        "site": short(site, NAME),
        "estimate": claim.estimate,
        "quotes": [short(q.text, QUOTE) for q in claim.quotes if q.text],
        "differs": any(_excludes(claim, other) for other in incident.claims),
    }


def _excludes(a: Claim, b: Claim) -> bool:
    same = (a.claim, a.scope, a.site) == (b.claim, b.scope, b.site) and a.by != b.by
    low, high = max(a.low or 0, b.low or 0), min(_high(a), _high(b))
    return same and b.id not in (a.revises, a.id) and a.id != b.revises and low > high


def _high(claim: Claim) -> float:
    return float("inf") if claim.high is None else claim.high


def summary(view: View) -> str:
    """One sentence for search engines and link previews."""
    names = list(dict.fromkeys(area.name for area in view.areas if area.sort == "site"))[:4]
    return f"Map of where the report's words put it: {', '.join(names)}" if names else "Map of the places in a report"


def _wide(view: View) -> tuple[float, float, float, float]:
    west, south, east, north = view.bounds
    return west - 20, south - 15, east + 20, north + 15
