"""What a worker does with one report: read it, place it, and hand back rows; a failure is a row as well.

A worker knows no folder and no clock: the same report gives the same outcome in any of them, in any order.
"""

from __future__ import annotations

import base64
import gc
import json
import signal
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mapper.batch.items import Item
from mapper.errors import MapperError
from mapper.files import slug
from mapper.model import Incident, Place, Report
from mapper.parts import part
from mapper.writers import _rows
from mapper.writers._geopackage import wkb

UNKNOWN = "unknown"
"""The partition of what has no date or no country."""

_COMPRESSION = 1  # zlib's fastest: geometries shrink by half, at a tenth of the cost of reading a report


@dataclass(frozen=True, slots=True)
class Settings:
    """How every report of a run is treated; the same in every worker, and kept with the run."""

    gazetteers: tuple[str, ...] = ()
    geocoders: tuple[str, ...] = ()
    precision_rule: str = "news"
    report_text: str = "quotes"
    formats: tuple[str, ...] = ()
    longest_s: float = 120.0


Reader = Callable[[Report], Incident]
"""One report to one incident, placed."""
Opener = Callable[[Settings], Reader]
"""Opens what reading needs, once in each worker. A function of a module, so that it travels by its name."""


@dataclass(frozen=True, slots=True)
class Card:
    """An incident as the overview needs it: one point, how precise it is, or why there is none.

    `kind` is the event's; `radius_m` is the uncertainty of the most precise region of a site; `status` is
    placed | unplaced | failed, and `why` explains the last two. `missing` says of each phrase and name that has no
    place why not; `credits` are what whoever publishes the position must print.
    """

    name: str
    title: str
    kind: str
    day: str
    country: str
    status: str
    why: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    relation: str = ""
    confidence: float | None = None
    missing: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. `rows` are packed (see `unpacked`); `files` are those asked for, by name."""

    name: str
    digest: str
    card: Card
    rows: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)


def opened(settings: Settings) -> Reader:
    """The mapper itself: its gazetteers opened, ready to read and place."""
    from mapper.pipeline import opened as sources_opened
    from mapper.pipeline import place, read

    sources = sources_opened([Path(name) for name in settings.gazetteers], settings.geocoders)

    def one(report: Report) -> Incident:
        incident = read(report, sources=sources, report_text=settings.report_text)
        return place(incident, precision_rule=settings.precision_rule, sources=sources)

    return one


def settle() -> None:
    """Once a worker has what every report needs: it is never garbage, and need not be looked through again."""
    gc.collect()
    gc.freeze()


def outcome(item: Item, reader: Reader, settings: Settings) -> Outcome:
    """The item's rows and card; never raises for what is wrong with the report."""
    digest = item.digest
    try:
        if item.error:
            return failed(item, item.error)
        with _no_longer_than(settings.longest_s):
            report = item.report()
            incident = reader(report)
            regions = list(zip(_rows.rows(incident), _rows.shown(incident), strict=True))
            files = _files(item, incident, settings)
    except MapperError as error:
        return failed(item, str(error))
    except Exception as error:  # noqa: BLE001  a defect met by one report must not cost the others
        return failed(item, f"{type(error).__name__}: {error}")
    card = _card(item, incident)
    about = _about(item, report, card)
    rows = [{**about, **row, "geometry": _wkb(region.geometry)} for row, region in regions]
    return Outcome(item.name, digest, card, _packed(rows or [{**about, "geometry": None}]), files)


def failed(item: Item, why: str) -> Outcome:
    """The outcome of an item that could not be read, or that no worker survived."""
    day = item.facts.get("published", "")[:10]
    card = Card(item.name, item.facts.get("title", ""), "", _day(day), UNKNOWN, "failed", why[:500])
    return Outcome(item.name, item.digest, card, _packed([{**_about(item, None, card), "geometry": None}]))


def unpacked(rows: bytes) -> list[dict[str, Any]]:
    """The rows as plain values; `geometry` is WKB, or None."""
    found: list[dict[str, Any]] = json.loads(zlib.decompress(rows))
    for row in found:
        if row["geometry"] is not None:
            row["geometry"] = base64.b64decode(row["geometry"])
    return found


def _packed(rows: list[dict[str, Any]]) -> bytes:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "replace"), _COMPRESSION)  # half a surrogate pair fits no table


def _wkb(geometry: Mapping[str, Any]) -> str:
    return base64.b64encode(wkb(geometry)).decode()


def _about(item: Item, report: Report | None, card: Card) -> dict[str, Any]:
    """The columns that say which report a row is from and what became of it."""
    published = report.published.isoformat() if report and report.published else item.facts.get("published", "")[:10]
    return {
        "report": item.name,
        "report_title": card.title,
        "report_publisher": report.publisher if report else item.facts.get("publisher", ""),
        "report_published": published,
        "report_url": report.url if report else item.facts.get("url", ""),
        "report_digest": item.digest,
        "event": card.kind,
        "status": card.status,
        "error": card.why,
    }


def _card(item: Item, incident: Incident) -> Card:
    drawn = [p for p in incident.placements if p.site]
    best = min(drawn, key=lambda p: (p.unbounded, p.uncertainty_m, p.id), default=None)
    anchors = [place for place in _by_role(incident.places) if place.lon is not None]
    missing = [f"{item.what}: {item.why}" for item in incident.unplaced]
    why = "" if best else "; ".join(missing)[:500] or "no site has a region"
    times = {time.id: time.value for time in incident.times if time.value}
    days = sorted(times[site.time][:10] for site in incident.sites if site.time in times)
    published = incident.report.published
    kinds = [site.event for site in incident.sites if site.event]
    return Card(
        name=item.name,
        title=incident.report.title,
        kind=kinds[0] if kinds else "",
        day=_day(days[0] if days else published.isoformat() if published else ""),
        country=next((place.country for place in anchors if place.country), UNKNOWN),
        status="placed" if best else "unplaced",
        why=why,
        lon=best.label_lon if best else None,
        lat=best.label_lat if best else None,
        radius_m=best.uncertainty_m if best else None,
        relation=best.relation if best else "",
        confidence=min((place.confidence for place in anchors if place.role in {"incident", "anchor"}), default=None),
        missing=tuple(item.why for item in incident.unplaced[:20]),
        credits=tuple(dict.fromkeys(place.attribution for place in anchors if place.attribution)),
    )


def _by_role(places: tuple[Place, ...]) -> list[Place]:
    order = ("incident", "anchor", "container", "mentioned")
    return sorted((place for place in places if place.role in order), key=lambda place: order.index(place.role))


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return UNKNOWN


def _files(item: Item, incident: Incident, settings: Settings) -> dict[str, bytes]:
    """The per-report files; the digest of the name keeps two reports of one name apart."""
    from mapper.seams import Style

    stem = f"{slug(Path(item.name).stem)}-{item.digest[:8]}"
    made: dict[str, bytes] = {}
    for name in settings.formats if incident.placements else ():
        made |= part("writers", name).files(incident, stem=stem, style=Style())
    return made


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Ends the reading of a report that takes longer, where the system has alarms and this is the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(number: int, frame: object) -> None:
        raise TimeoutError(f"reading took more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
