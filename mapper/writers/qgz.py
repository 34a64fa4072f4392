"""QGIS project: `<stem>.qgz` beside `<stem>.gpkg`, to open with a double click.

Layers in groups over a built-in base of land and borders, a street layer that stays off until somebody switches it
on (it asks a server on the network), relations between the tables, and a page to print with legend, scale and
credits. Paths are relative: both files move together.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _polygons, _project, _rows, _tables, gpkg

TITLE = "QGIS project"
FOR = "QGIS users who want the finished map, ready to print or to go on with"
LOSES = "nothing that the GeoPackage has; other programs can't open it"
NEEDS = ""
BY_DEFAULT = False

_TITLES = {
    "labels": "Labels",
    "places": "Places",
    "rings": "The distance as said",
    "evidence": "From the words to the region",
    "bands": "What the words give by themselves",
    "regions": "Anywhere inside",
    "borders": "Borders",
    "land": "Land",
}
"""Layers from the top down; what is not here is a table."""
_OFF = {"evidence"}
_IN_LEGEND = {"regions", "rings", "bands", "places"}
_STREET = _project.Street(
    "OpenStreetMap", "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap contributors, ODbL"
)


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.qgz` and the GeoPackage that it shows."""
    tables = {table.name: table for table in gpkg.tables(incident)}
    layers = [_layer(incident, tables[name]) for name in _TITLES if name in tables]
    layers += [_layer(incident, table) for name, table in tables.items() if name not in _TITLES]
    links = [(f"{name}.{column}", to) for name, t in tables.items() for column, to in t.links.items()]
    credit = [
        "Regions hold all stated doubt: anywhere inside",
        *_rows.attributions(incident),
        *gpkg.base_credit(tables),
    ]
    content = _project.project(
        _rows.clean(incident.report.title or incident.report.id),
        layers,
        package=f"{stem}.gpkg",
        box=_polygons.frame(incident),
        street=_STREET,
        links=links,
        credit=" · ".join(credit),
    )
    packed = _project.zipped(f"{stem}.qgs", content)
    return {f"{stem}.qgz": packed, f"{stem}.gpkg": gpkg.package(incident, list(tables.values()), style=style)}


def _layer(incident: Incident, table: _tables.Table) -> _project.Layer:
    drawn = table.name in _TITLES
    return _project.Layer(
        table.name,
        _TITLES.get(table.name, table.name),
        "Tables" if not drawn else "Base map" if table.name in {"land", "borders"} else "Incident",
        table.geometry,
        gpkg.look(incident, table),
        visible=drawn and table.name not in _OFF,
        in_legend=table.name in _IN_LEGEND,
    )
