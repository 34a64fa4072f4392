"""KML for Google Earth and other globes: regions with their quotes in balloons, on the time slider.

It cannot carry: more than one reading's style by rule, tables of claims, and candidates; circles come as polygons.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _kml

TITLE = "KML"
FOR = "Google Earth, Google My Maps, phones"
LOSES = "claims of no one site, candidates, types of columns (all are text)"
NEEDS = ""
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.kml`."""
    return {f"{stem}.kml": _kml.document(incident).encode("utf-8", "replace")}
