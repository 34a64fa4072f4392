"""The look of the GeoJSON in QGIS: `<stem>.qml` beside `<stem>.geojson`, which QGIS loads by itself.

Regions by role, site and reading, what the words say as dashed lines, labels and map tips by expression, names of
columns for people, and the time slider. It carries no data of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _qgis, _regions

TITLE = "QGIS style (.qml)"
FOR = "QGIS 3.22 and later: styles and labels the GeoJSON of the same name"
LOSES = "everything but the look"
NEEDS = ""
BY_DEFAULT = True
SUFFIX = ".qml"
OPEN = "the style that QGIS takes from beside the .geojson"


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.qml`."""
    return {f"{stem}.qml": _qgis.document(_regions.regions(incident)).encode("utf-8", "replace")}
