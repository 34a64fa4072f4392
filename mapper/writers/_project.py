"""A QGIS project as XML: layers in groups, coordinate system, first view, relations and a page to print.

Paths are relative to the project, so that both files can be moved together. Written for QGIS 3.22.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET

from mapper.writers import _crs, _layout, _qgis
from mapper.writers._polygons import Box
from mapper.writers._qgis import element

_GEOMETRY = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the project: a table of the GeoPackage, its title, its group and its look."""

    name: str
    title: str
    group: str
    geometry: str
    look: Sequence[ET.Element]
    visible: bool = True
    in_legend: bool = False


@dataclass(frozen=True, slots=True)
class Street:
    """A street layer from the network, which is switched off until somebody asks for it."""

    title: str
    url: str
    credit: str
    group: str = "Street map (network)"


def project(
    title: str, layers: Sequence[Layer], *, package: str, box: Box, street: Street, links: Iterable[tuple[str, str]],
    credit: str,
) -> str:  # fmt: skip
    """The project over the GeoPackage `package`; `box` is what to show first, its east may pass 180."""
    crs = _crs.Crs.of(box)
    view = crs.view(box)
    legend = [_shown(layer, package) for layer in layers if layer.in_legend]
    head = {"projectname": title, "version": "3.22.0"}
    root = element(
        "qgis",
        head,
        element("homePath", {"path": ""}),
        element("title", text=title),
        element("projectCrs", {}, crs.element()),
        _tree(layers, package, street),
        element("relations", {}, *_relations(links, {layer.name for layer in layers})),
        element(
            "mapcanvas",
            {"name": "theMapCanvas", "annotationsVisible": 1},
            element("units", text="meters"),
            _extent(view),
            element("destinationsrs", {}, crs.element()),
        ),
        element("projectlayers", {}, *(_layer(layer, package) for layer in layers), _street(street)),
        element("layerorder", {}, *(element("layer", {"id": _id(layer.name)}) for layer in layers)),
        _settings(),
        element("Layouts", {}, _layout.layout(title, legend=legend, view=view, credit=credit)),
        element(
            "ProjectViewSettings",
            {"UseProjectScales": 0},
            element("DefaultViewExtent", _crs.corners(view), crs.element()),
        ),
    )
    return _qgis.document_of(root)


def zipped(name: str, content: str) -> bytes:
    """A .qgz: the project in a zip of its own; without a clock, so that it is the same every time."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        file.writestr(entry, content.encode("utf-8"))
    return packed.getvalue()


def _id(name: str) -> str:
    return f"mapper_{name}"


def _source(package: str, name: str) -> str:
    return f"./{package}|layername={name}"


def _layer(layer: Layer, package: str) -> ET.Element:
    labelled = any(part.tag == "labeling" for part in layer.look)
    head = {
        "type": "vector",
        "geometry": _GEOMETRY[layer.geometry],
        "labelsEnabled": int(labelled),
        "hasScaleBasedVisibilityFlag": 0,
        "simplifyDrawingHints": 1,
        "styleCategories": "AllStyleCategories",
    }
    return element(
        "maplayer",
        head,
        element("id", text=_id(layer.name)),
        element("datasource", text=_source(package, layer.name)),
        element("layername", text=layer.title),
        element("srs", {}, _crs.wgs84()),
        element("provider", {"encoding": "UTF-8"}, text="ogr"),
        *layer.look,
    )


def _street(street: Street) -> ET.Element:
    where = f"type=xyz&url={street.url}&zmax=19&zmin=0"
    return element(
        "maplayer",
        {"type": "raster", "hasScaleBasedVisibilityFlag": 0, "styleCategories": "AllStyleCategories"},
        element("id", text=_id("street")),
        element("datasource", text=where),
        element("layername", text=street.title),
        element("srs", {}, _crs.mercator()),
        element("resourceMetadata", {}, element("rights", text=street.credit)),
        element("provider", text="wms"),
        element("pipe", {}, element("rasterrenderer", {"type": "singlebandcolordata", "band": 1, "opacity": 1})),
    )


def _leaf(name: str, title: str, source: str, provider: str, *, visible: bool) -> ET.Element:
    checked = "Qt::Checked" if visible else "Qt::Unchecked"
    values = {"id": _id(name), "name": title, "source": source, "providerKey": provider, "checked": checked}
    return element("layer-tree-layer", values | {"expanded": int(visible)})


def _shown(layer: Layer, package: str) -> ET.Element:
    return _leaf(layer.name, layer.title, _source(package, layer.name), "ogr", visible=layer.visible)


def _tree(layers: Sequence[Layer], package: str, street: Street) -> ET.Element:
    groups = [
        element(
            "layer-tree-group",
            {"name": group, "checked": "Qt::Checked", "expanded": int(group == layers[0].group)},
            *(_shown(layer, package) for layer in layers if layer.group == group),
        )
        for group in dict.fromkeys(layer.group for layer in layers)
    ]
    leaf = _leaf("street", street.title, f"type=xyz&url={street.url}&zmax=19&zmin=0", "wms", visible=False)
    network = element("layer-tree-group", {"name": street.group, "checked": "Qt::Checked", "expanded": 0}, leaf)
    return element("layer-tree-group", {}, *groups, network)


def _relations(links: Iterable[tuple[str, str]], present: set[str]) -> Iterable[ET.Element]:
    """Foreign keys as QGIS relations, which open the rows behind a region in its form."""
    for source, target in links:
        (child, column), (parent, key) = source.split("."), target.split(".")
        if {child, parent} <= present:
            about = {
                "id": f"{child}_{column}_{parent}",
                "name": f"{child} → {parent} ({column})",
                "referencingLayer": _id(child),
                "referencedLayer": _id(parent),
                "strength": "Association",
            }
            field = element("fieldRef", {"referencingField": column, "referencedField": key})
            yield element("relation", about, field)


def _settings() -> ET.Element:
    return element(
        "properties",
        {},
        element("Paths", {}, element("Absolute", {"type": "bool"}, text="false")),
        element("SpatialRefSys", {}, element("ProjectionsEnabled", {"type": "int"}, text="1")),
        element("Measurement", {}, element("DistanceUnits", {"type": "QString"}, text="meters")),
    )


def _extent(box: Box) -> ET.Element:
    return element("extent", {}, *(element(key, text=str(value)) for key, value in _crs.corners(box).items()))
