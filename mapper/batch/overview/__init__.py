"""An archive on one page: every placed incident, clustered, filtered by time, kind and precision; offline.

Nothing is fetched: Leaflet, land and all data are inside, texts travel as JSON and reach the page as text only, and
a content security policy names the one script and the one style by their hashes. A point here is where a label stands;
an incident alone on its spot is drawn as the circle that holds it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mapper.batch.calibration import Calibration
from mapper.batch.work import UNKNOWN, Card
from mapper.writers import _ground
from mapper.writers._shapes import decoded
from mapper.writers.html.page import leaflet_css, leaflet_script
from mapper.writers.html.payload import escaped

HERE = Path(__file__).parent
MOST = 100_000  # incidents that one page can carry and a browser still filters at once; the dataset has all
_TITLE = 80  # characters of a title


def written(cards: Iterable[Card], calibration: Calibration) -> bytes:
    """The page of all cards that have a position, with the calibration as tables below it."""
    columns: dict[str, list[Any]] = {name: [] for name in ("title", "name", "day", "kind", "place", "lon", "lat", "m")}
    kinds: dict[str, int] = {}
    credits_: set[str] = set()
    left_out = 0
    for card in cards:
        if card.lon is None or card.lat is None:
            continue
        if len(columns["lon"]) == MOST:
            left_out += 1
            continue
        credits_.update(card.credits)
        row = (
            _short(card.title or card.name), _short(card.name), "" if card.day == UNKNOWN else card.day,
            kinds.setdefault(card.kind or "event", len(kinds)), "" if card.country == UNKNOWN else card.country,
            round(card.lon, 5), round(card.lat, 5), round(card.radius_m or 0.0),
        )  # fmt: skip
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    data = {**columns, "kinds": list(kinds), "left_out": left_out, "calibration": calibration.to_dict(),
            "credits": [*sorted(credits_), _ground.CREDIT]}  # fmt: skip
    return _document(escaped(data), _land()).encode("utf-8", "replace")


def _document(data: str, land: str) -> str:
    script = _closed(f"{leaflet_script()}\n{(HERE / 'overview.js').read_text('utf-8')}")
    css = _closed(f"{leaflet_css()}\n{(HERE / 'overview.css').read_text('utf-8')}")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(css)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    holes: Mapping[str, str] = {"policy": policy, "css": css, "data": data, "land": land, "script": script}
    body = (HERE / "overview.html").read_text("utf-8")
    return re.sub(r"<!--(\w+)-->", lambda hole: holes[hole[1]], body)


def _land() -> str:
    """The land of the whole world: [step, [[west, south, polygons], ...]], each ring as steps from point to point."""
    world = _ground.layers((-180.0, -90.0, 180.0, 90.0))[0]
    cells = [
        [cell.west, cell.south, [[decoded(ring) for ring in part] for part in json.loads(cell.body)["land"]]]
        for cell in world.cells
    ]
    return json.dumps([world.step, cells], separators=(",", ":"))


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= _TITLE else f"{shown[: _TITLE - 1]}…"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _closed(text: str) -> str:
    return re.sub(r"</(?=script|style)", r"<\\/", text, flags=re.IGNORECASE)
