"""A QGIS project as XML: layers in groups, coordinate system, first view, relations and a page to print.

Paths are relative to the project, so that both files can be moved together. Written for QGIS 3.22.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import cos, log, pi, radians, sin, tan
from xml.etree import ElementTree as ET

from mapper.writers import _qgis
from mapper.writers._polygons import Box
from mapper.writers._qgis import element

_PAGE = (297, 210)  # millimetres, A4 across
_MAP = (10, 22, 205, 160)
_GEOMETRY = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}
_ITEM = {"page": 65638, "map": 65639, "label": 65641, "legend": 65642, "scale": 65646}  # QGIS's numbers for items


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
    crs = Crs.of(box)
    view = crs.view(box)
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
        element("Layouts", {}, _layout(title, layers, package, view, credit)),
        element(
            "ProjectViewSettings",
            {"UseProjectScales": 0},
            element("DefaultViewExtent", _corners(view), crs.element()),
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


@dataclass(frozen=True, slots=True)
class Crs:
    """The coordinate system that a map is drawn in: the UTM zone of a small area, web Mercator for a large one."""

    code: int
    description: str
    proj: str
    middle: float = 0.0

    @classmethod
    def of(cls, box: Box) -> Crs:
        west, south, east, north = box
        lon, lat = ((west + east) / 2 + 180) % 360 - 180, (south + north) / 2
        if east - west > 12 or north > 84 or south < -80:
            return cls(3857, "WGS 84 / Pseudo-Mercator", _MERCATOR)
        zone = min(60, int((lon + 180) / 6) + 1)
        proj = f"+proj=utm +zone={zone}{' +south' if lat < 0 else ''} +datum=WGS84 +units=m +no_defs"
        code = (32600 if lat >= 0 else 32700) + zone
        return cls(code, f"WGS 84 / UTM zone {zone}{'N' if lat >= 0 else 'S'}", proj, zone * 6 - 183)

    def element(self) -> ET.Element:
        """The system as QGIS describes one; the authority's code is what it goes by."""
        return spatial_reference(self.code, self.description, self.proj, geographic=False)

    def view(self, box: Box) -> Box:
        """The box in this system, with a margin: enough to frame a view, not to measure by."""
        corners = [self._point(lon, lat) for lon in (box[0], box[2]) for lat in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        grow = 0.08 * max(max(xs) - min(xs), max(ys) - min(ys), 200)
        return (min(xs) - grow, min(ys) - grow, max(xs) + grow, max(ys) + grow)

    def _point(self, lon: float, lat: float) -> tuple[float, float]:
        phi = radians(max(-85.0, min(85.0, lat)))
        if self.code == 3857:
            return (6378137 * radians(lon), 6378137 * log(tan(pi / 4 + phi / 2)))
        across = radians((lon - self.middle + 180) % 360 - 180) * cos(phi)
        along = 6367449.146 * phi - 16038.509 * sin(2 * phi) + 16.833 * sin(4 * phi)  # the meridian from the equator
        normal = 6378137 / (1 - 0.00669438 * sin(phi) ** 2) ** 0.5
        north = 0.9996 * (along + normal * tan(phi) * across**2 / 2) + (10_000_000 if self.code > 32700 else 0)
        return (500_000 + 0.9996 * normal * (across + (1 - tan(phi) ** 2) * across**3 / 6), north)


_MERCATOR = "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs"


def spatial_reference(code: int, description: str, proj: str, *, geographic: bool) -> ET.Element:
    """A coordinate system by its EPSG code, with what QGIS shows of it."""
    values = {
        "proj4": proj,
        "srid": code,
        "authid": f"EPSG:{code}",
        "description": description,
        "ellipsoidacronym": "EPSG:7030",
        "geographicflag": str(geographic).lower(),
    }
    return element("spatialrefsys", {}, *(element(key, text=str(value)) for key, value in values.items()))


def _wgs84() -> ET.Element:
    return element("srs", {}, spatial_reference(4326, "WGS 84", "+proj=longlat +datum=WGS84 +no_defs", geographic=True))


def _id(name: str) -> str:
    return f"mapper_{name}"


def _uuid(number: int) -> str:
    return f"{{00000000-0000-4000-9000-{number:012d}}}"


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
        _wgs84(),
        element("provider", {"encoding": "UTF-8"}, text="ogr"),
        *layer.look,
    )


def _street(street: Street) -> ET.Element:
    where = f"type=xyz&url={street.url}&zmax=19&zmin=0"
    mercator = spatial_reference(3857, "WGS 84 / Pseudo-Mercator", _MERCATOR, geographic=False)
    return element(
        "maplayer",
        {"type": "raster", "hasScaleBasedVisibilityFlag": 0, "styleCategories": "AllStyleCategories"},
        element("id", text=_id("street")),
        element("datasource", text=where),
        element("layername", text=street.title),
        element("srs", {}, mercator),
        element("resourceMetadata", {}, element("rights", text=street.credit)),
        element("provider", text="wms"),
        element("pipe", {}, element("rasterrenderer", {"type": "singlebandcolordata", "band": 1, "opacity": 1})),
    )


def _leaf(name: str, title: str, source: str, provider: str, *, visible: bool) -> ET.Element:
    checked = "Qt::Checked" if visible else "Qt::Unchecked"
    values = {"id": _id(name), "name": title, "source": source, "providerKey": provider, "checked": checked}
    return element("layer-tree-layer", values | {"expanded": int(visible)})


def _tree(layers: Sequence[Layer], package: str, street: Street) -> ET.Element:
    groups = [
        element(
            "layer-tree-group",
            {"name": group, "checked": "Qt::Checked", "expanded": int(group == layers[0].group)},
            *(
                _leaf(layer.name, layer.title, _source(package, layer.name), "ogr", visible=layer.visible)
                for layer in layers
                if layer.group == group
            ),
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
    return element("extent", {}, *(element(key, text=str(value)) for key, value in _corners(box).items()))


def _corners(box: Box) -> Mapping[str, str]:
    return dict(zip(("xmin", "ymin", "xmax", "ymax"), (f"{value:.3f}" for value in box), strict=True))


def _layout(title: str, layers: Sequence[Layer], package: str, view: Box, credit: str) -> ET.Element:
    """One page: title, map, legend, scale and credits, ready to export."""
    white = _qgis.symbol("fill", _qgis.fill("255,255,255", opacity=1, edge="no", width=0), name="")
    page = _item("page", 1, (0, 0, *_PAGE), white, background=True)
    return element(
        "Layout",
        {"name": "Map", "units": "mm", "printResolution": 300, "worldFileMap": ""},
        element("PageCollection", {}, page, element("GuideCollection", {"visible": 1})),
        _item("map", 2, _MAP, element("Extent", _fitted(view)), background=True, frame=True,
              more={"keepLayerSet": "false", "followPreset": "false", "drawCanvasItems": "true"}),
        _text(3, (10, 8, 277, 12), title, points=16),
        _legend(layers, package),
        _scale_bar(view),
        _text(6, (10, 194, 277, 10), credit, points=7),
    )  # fmt: skip


def _item(kind: str, number: int, place: Sequence[float], *children: ET.Element, background: bool = False,
          frame: bool = False, more: Mapping[str, object] | None = None) -> ET.Element:  # fmt: skip
    x, y, width, height = place
    head = {
        "type": _ITEM[kind],
        "uuid": _uuid(number),
        "templateUuid": _uuid(number),
        "id": kind,
        "position": f"{x},{y},mm",
        "positionOnPage": f"{x},{y},mm",
        "size": f"{width},{height},mm",
        "zValue": number,
        "visibility": 1,
        "opacity": 1,
        "frame": str(frame).lower(),
        "background": str(background).lower(),
        "referencePoint": 0,
        "outlineWidthM": "0.3,mm",
    }
    colours = (
        element("FrameColor", {"red": 120, "green": 120, "blue": 120, "alpha": 255}),
        element("BackgroundColor", {"red": 255, "green": 255, "blue": 255, "alpha": 255}),
    )
    return element("LayoutItem", head | dict(more or {}), *colours, *children)


def _text(number: int, place: Sequence[float], text: str, *, points: float) -> ET.Element:
    """A label; its text is given as an expression's literal, so that nothing in it is evaluated."""
    said = f"[% {_qgis.literal(text.replace('%]', '% ]'))} %]"
    font = element("LabelFont", {"description": f"Sans Serif,{points},-1,5,50,0,0,0,0,0", "style": ""})
    ink = element("FontColor", {"red": 40, "green": 44, "blue": 52, "alpha": 255})
    about = {"labelText": said, "htmlState": 0, "halign": 1, "valign": 128, "marginX": 0, "marginY": 0}
    return _item("label", number, place, font, ink, more=about)


def _legend(layers: Sequence[Layer], package: str) -> ET.Element:
    chosen = [layer for layer in layers if layer.in_legend]
    tree = element(
        "layer-tree-group",
        {},
        *(_leaf(layer.name, layer.title, _source(package, layer.name), "ogr", visible=True) for layer in chosen),
    )
    styles = element(
        "styles",
        {},
        *(
            element("style", {"name": name, "alignment": 1, "marginTop": top},
                    element("styleFont", {"description": f"Sans Serif,{size},-1,5,50,0,0,0,0,0", "style": ""}))
            for name, size, top in (("title", 12, 0), ("group", 10, 2), ("subgroup", 9, 2), ("symbol", 8, 1.5),
                                    ("symbolLabel", 8, 1.5))
        ),
    )  # fmt: skip
    about = {"map_uuid": _uuid(2), "resizeToContents": 1, "wrapChar": " · ", "symbolWidth": 6, "symbolHeight": 3.5,
             "columnCount": 1, "boxSpace": 1, "title": "", "legendFilterByAtlas": 0, "splitLayer": 0}  # fmt: skip
    return _item("legend", 4, (219, 22, 70, 100), tree, styles, more=about)


def _scale_bar(view: Box) -> ET.Element:
    """A bar of two round parts, at most a quarter of the map's width."""
    wanted = _fit_width(view) / 8
    base = 10 ** int(log(max(wanted, 1.0), 10))
    part = max(step * base for step in (1, 2, 5) if step * base <= max(wanted, 1.0))
    unit, size = ("km", 1000) if part >= 1000 else ("m", 1)
    font = {"fontFamily": "Sans Serif", "fontSize": 8, "fontSizeUnit": "Point", "textColor": "40,44,52,255"}
    about = {"mapUuid": _uuid(2), "style": "Single Box", "unitType": "meters",
             "unitLabel": unit, "numSegments": 2, "numSegmentsLeft": 0, "numUnitsPerSegment": part,
             "numMapUnitsPerScaleBarUnit": size, "segmentSizeMode": 0, "height": 2, "labelBarSpace": 2,
             "boxContentSpace": 1, "outlineWidth": 0.3, "alignment": 0,
             "segmentMillimeters": _MAP[2] * part / _fit_width(view), "minBarWidth": 30, "maxBarWidth": 80}  # fmt: skip
    return _item("scale", 5, (10, 183, 90, 10), element("text-style", font), more=about)


def _fit_width(view: Box) -> float:
    return max(view[2] - view[0], (view[3] - view[1]) * _MAP[2] / _MAP[3])


def _fitted(view: Box) -> Mapping[str, str]:
    """The view grown to the shape of the map on the page."""
    width, x, y = _fit_width(view), (view[0] + view[2]) / 2, (view[1] + view[3]) / 2
    height = width * _MAP[3] / _MAP[2]
    return _corners((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
