"""GeoPackage: everything that was read and placed, in one file that QGIS opens styled.

Layers: `regions` (as in the GeoJSON), `bands` (what the words give by themselves, and the likelier parts where
they were worked out), `rings` (the distance as said, as lines), `labels`, `places`, `evidence` (from what a phrase
measures from to the region that it led to), `land` and `borders` under them. Tables hold what has no shape; foreign
keys join them, and QGIS can show them as relations.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _base, _ground, _layers, _looks, _polygons, _qgis, _rows, _tables
from mapper.writers._geopackage import GeoPackage

TITLE = "GeoPackage"
FOR = "QGIS and every other GIS: layers, tables, styles and credits in one file"
LOSES = "nothing that was read; edits in it do not come back, edit the incident document"
NEEDS = ""
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.gpkg`."""
    return {f"{stem}.gpkg": package(incident, tables(incident), style=style)}


def package(incident: Incident, found: Sequence[_tables.Table], *, style: Style) -> bytes:
    """The GeoPackage of these tables."""
    day = style.made or incident.report.published
    made = GeoPackage(changed=f"{day.isoformat() if day else '1970-01-01'}T00:00:00.000Z")
    everything = _polygons.bounds(incident)
    for table in found:
        made.table(table, everything=everything)
        made.style(table.name, _qgis.document(look(incident, table)), about=table.about)
    for standard, mime_type, text in _about(incident):
        made.describe(standard, mime_type, text)
    return made.content()


def tables(incident: Incident) -> list[_tables.Table]:
    """Every table that has rows, layers first, the base map last; links to tables without rows are left out."""
    every = (*_layers.layers(incident), *_tables.tables(incident), *_base.tables(_polygons.frame(incident)))
    found = [table for table in every if table.rows]
    names = {table.name for table in found}
    return [
        replace(table, links={key: to for key, to in table.links.items() if to.split(".")[0] in names})
        for table in found
    ]


def look(incident: Incident, table: _tables.Table) -> list[ET.Element]:
    """What makes QGIS draw a table as it should, or list it well."""
    return _looks.LAYERS[table.name](incident) if table.name in _looks.LAYERS else _looks.listed(table.columns)


def base_credit(names: Container[str]) -> list[str]:
    """Whom to credit for the base map."""
    return [f"Land and borders: {_ground.CREDIT}"] if "land" in names else []


def _about(incident: Incident) -> Iterable[tuple[str, str, str]]:
    """Metadata of the file: for QGIS in its own words, for others as JSON."""
    card = incident.report
    credit = "; ".join(_rows.attributions(incident))
    said = f"Regions read from the report “{_rows.clean(card.title or card.id)}”; each holds all stated doubt."
    element = _qgis.element
    resource = element(
        "qgis",
        {"version": "3.22.0"},
        element("identifier", text=card.id),
        element("language", text=card.language),
        element("type", text="dataset"),
        element("title", text=_rows.clean(card.title or card.id)),
        element("abstract", text=said),
        *(element("rights", text=credit) for _ in [0] if credit),
    )
    yield ("http://mrcc.com/qgis.dtd", "text/xml", _qgis.document_of(resource))
    facts = {
        "title": card.title,
        "report": {"sha256": card.sha256, "publisher": card.publisher, "url": card.url},
        "attribution": list(_rows.attributions(incident)),
        "rules": dict(incident.rules),
    }
    yield ("https://schema.org/Dataset", "application/json", json.dumps(facts, ensure_ascii=False))
