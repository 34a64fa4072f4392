"""FlatGeobuf: the rows of the GeoJSON with a spatial index, for maps that stream from a plain web server."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from mapper.model import Incident
from mapper.seams import Style

TITLE = "FlatGeobuf"
FOR = "web maps that stream, QGIS, GDAL"
LOSES = "what GeoJSON loses; no look"
NEEDS = ""
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.fgb`."""
    import pyogrio

    made = BytesIO()
    frame = incident.to_geodataframe()
    pyogrio.write_dataframe(frame, made, driver="FlatGeobuf", promote_to_multi=True, layer=incident.report.id)
    return {f"{stem}.fgb": made.getvalue()}
