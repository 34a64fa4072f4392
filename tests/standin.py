"""A mapper that reads nothing: for tests of what surrounds the reading. Its regions depend on the text alone."""

import hashlib
import json
import os
import time
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

from mapper.errors import UnreadableInput
from mapper.model import Incident, Place, Placement, ReportCard, Site, Span

COUNTRIES = ("IR", "UA", "US", "FR", "BR")


def opened(settings):
    return incident


def slow(settings):
    def one(report):
        time.sleep(0.005)
        return incident(report)

    return one


def jumping(settings):
    """In a world whose clocks go back and forth."""
    jumps = cycle((0.0, 2e9, -5.0))
    time.time = time.monotonic = lambda: next(jumps)
    return incident


def keeping(settings):
    """Tells in the title where the gazetteer was found and what was in it."""
    path = Path(settings.gazetteers[0])
    said = json.dumps({"path": str(path), "text": path.read_text("utf-8")})
    return lambda report: incident(replace(report, title=said))


def watched(settings):
    """Tells in the title whether Dask watches its worker."""
    from distributed import get_worker

    def one(report):
        told = "watched" if "profile" in get_worker().periodic_callbacks else "unwatched"
        return incident(replace(report, title=told))

    return one


def refused(settings):
    raise UnreadableInput("the gazetteer is not there")


def incident(report):
    number = int(hashlib.sha256(report.text.encode()).hexdigest()[:8], 16)
    if "FAIL" in report.text:
        raise UnreadableInput("no words in it\nat all")
    if "BREAK" in report.text:
        raise ZeroDivisionError("a defect")
    if "HANG" in report.text:
        time.sleep(60)
    if "DIE" in report.text:
        os.kill(os.getpid(), 9)
    if "TOUCH " in report.text:  # leaves a mark in a file each time it is read
        with Path(report.text.split("TOUCH ")[1].split()[0]).open("a") as file:
            file.write(report.text[:20] + "\n")
    lon, lat = number % 300 - 150.0, number // 300 % 140 - 70.0
    day = date.fromordinal(738_000 + number % 7)
    card = ReportCard("x", report.title or report.text[:40], report.sha256, report.characters, "en", day)
    if "NOWHERE" in report.text:
        return Incident(report=card)
    place = Place("p", "Town", "city", "incident", (), lon, lat, 500.0, country=COUNTRIES[number % 5], confidence=0.9)
    box = {
        "type": "Polygon",
        "coordinates": [[[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat + 1], [lon, lat]]],
    }
    placements = (
        Placement("p.area", None, "p", (), box, lon + 0.5, lat + 0.5, kind="place", uncertainty_m=900.0),
        Placement(
            "s.r", "s", None, (), box, lon + 0.5, lat + 0.5, relation="near", uncertainty_m=100.0 + number % 9000
        ),
    )
    site = Site("s", "Blast", "explosion", 1, (Span(0, 1, report.text[:1]),))
    return Incident(report=card, places=(place,), sites=(site,), placements=placements)
