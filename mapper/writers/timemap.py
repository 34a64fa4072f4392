"""TimeMap events (Forensic Architecture): what its `EVENTS_EXT`, `SOURCES_EXT` and `ASSOCIATIONS_EXT` serve.

One event for every site in every reading. TimeMap draws points and drops events without a date: the radius and the
region's meaning stand in the description, and an event whose day is unknown is left out. All values are strings, as
its own schema (src/reducers/validate) asks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _rows

TITLE = "TimeMap"
FOR = "Forensic Architecture's TimeMap: investigations in space and time"
LOSES = "shapes (points, with the radius in words), events without a day, candidates"
NEEDS = ""
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.timemap.json`: events, sources and associations in one object."""
    card = incident.report
    source = {
        "id": card.id,
        "title": card.title,
        "type": "Report",
        "url": card.url,
        "paths": [card.url] if card.url else [],
        "author": card.publisher,
        "date": _day(card.published.isoformat()) if card.published else "",
        "description": "",
    }
    rows = [row for row in _rows.rows(incident) if row["site"] and row["time_local"]]
    rows.sort(key=lambda row: (row["time_local"], -row["weight"]))
    kinds = {site.id: site.event for site in incident.sites}
    categories = dict.fromkeys(kinds[row["site"]] or "event" for row in rows)
    made = {
        "events": [_event(row, kinds[row["site"]] or "event", card.id) for row in rows],
        "sources": {card.id: source},
        "associations": [
            {"id": name, "title": name, "desc": "", "mode": "CATEGORY", "filter_paths": []} for name in categories
        ],
        "sites": [],
        "shapes": [],
    }
    return {f"{stem}.timemap.json": (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")}


def _event(row: dict[str, Any], kind: str, source: str) -> dict[str, Any]:
    day, _, clock = row["time_local"].partition("T")
    within = f"Anywhere within {row['uncertainty_m']:,.0f} m of doubt; a point is only where the label stands."
    return {
        "id": row["feature_id"],
        "description": f"{row['label']}: “{row['quote']}” {within}",
        "date": _day(day),
        "time": clock[:5],
        "time_precision": row["time_precision"],
        "time_display": row["time_local"],
        "location": _rows.where(row),
        "latitude": f"{row['label_lat']:.9f}",
        "longitude": f"{row['label_lon']:.9f}",
        "type": kind,
        "category": kind,
        "category_full": kind,
        "associations": [kind],
        "sources": [source],
        "comments": row["because"],
    }


def _day(iso: str) -> str:
    """The day as TimeMap reads one: MM/DD/YYYY."""
    year, month, day = iso[:10].split("-")
    return f"{month}/{day}/{year}"
