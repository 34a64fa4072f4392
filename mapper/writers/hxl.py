"""CSV with HXL tags, for humanitarian desks: one row a figure, with where and when it belongs.

Figures of different speakers are rows of their own and are never added. It cannot carry shapes: a point and the
radius of a circle that holds the region stand for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mapper.model import Claim, Incident, Placement
from mapper.seams import Style
from mapper.writers import _rows, _sheet

TITLE = "HXL (tagged CSV)"
FOR = "humanitarian desks: the Humanitarian Data Exchange and its tools"
LOSES = "shapes (a circle holds each), readings other than the likeliest, figures that a later one replaces"
NEEDS = ""
BY_DEFAULT = False

_COLUMNS = {
    "Incident": "#crisis+name",
    "Event": "#event+name",
    "Event type": "#event+type",
    "Date": "#date+occurred",
    "Place": "#loc+name",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    "Anywhere within (m)": "#geo+radius_m",
    "Affected": "#affected+type",
    "At least": "#affected+num+min",
    "At most": "#affected+num+max",
    "Who": "#affected+group",
    "Estimate": "#indicator+estimate+bool",
    "As of": "#date+reported",
    "Said by": "#meta+source",
    "Quote": "#description+quote",
}


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.hxl.csv`."""
    return {f"{stem}.hxl.csv": _sheet.sheet(list(_COLUMNS), list(_COLUMNS.values()), body=_body(incident))}


def _body(incident: Incident) -> Iterator[list[Any]]:
    """A row for every figure, and for every site that has none."""
    where = _Where(incident)
    times = {time.id: time.value for time in incident.times}
    claims = _rows.standing(incident)
    counted = {claim.site for claim in claims}
    title = _rows.clean(incident.report.title or incident.report.id)
    for site in incident.sites:
        if site.id not in counted:
            yield [title, *where.of(site.id), *[""] * 7, site.mentions[0].text if site.mentions else ""]
    for claim in claims:
        yield [title, *where.of(claim.site), *_figure(claim, times.get(claim.as_of or ""))]


def _figure(claim: Claim, as_of: str | None) -> list[Any]:
    quote = claim.quotes[0].text if claim.quotes else claim.said
    who = [claim.claim, claim.low, claim.high, claim.scope or "", str(claim.estimate).lower()]
    return [*who, as_of or "", claim.by or "", quote]


class _Where:
    """Where each event happened, in its likeliest reading; a figure of no one site belongs to the incident's place."""

    def __init__(self, incident: Incident) -> None:
        from mapper.darwincore import point_radius

        self.incident = incident
        self.sites = {site.id: site for site in incident.sites}
        self.times = {time.id: time.value for time in incident.times}
        best: dict[str, Placement] = {}
        for placement in sorted(_rows.shown(incident), key=lambda p: p.weight):
            best[placement.site or f"place {placement.place}"] = placement
        self.circles = {name: point_radius(placement) for name, placement in best.items()}
        self.place = next((place for place in incident.places if place.role == "incident"), None)

    def of(self, site_id: str | None) -> list[Any]:
        site = self.sites.get(site_id or "")
        circle = self.circles.get(site.id if site else f"place {self.place.id if self.place else ''}")
        name = _rows.clean(self.place.name) if self.place else ""
        head = [_rows.clean(site.name), site.event, self.times.get(site.time or "") or ""] if site else ["", "", ""]
        return [*head, name, *([circle[1], circle[0], circle[2]] if circle else [""] * 3)]
