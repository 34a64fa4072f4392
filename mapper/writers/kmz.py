"""KMZ: the KML zipped, as Google Earth saves it; a tenth of the bytes, otherwise the same."""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _kml, _project

TITLE = "KMZ"
FOR = "Google Earth, to send by mail"
LOSES = "what KML loses"
NEEDS = ""
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.kmz`, which holds `doc.kml`."""
    return {f"{stem}.kmz": _project.zipped("doc.kml", _kml.document(incident))}
