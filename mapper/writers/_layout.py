"""A page to print, as QGIS has one: title, map, legend, scale and credits, ready to export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from xml.etree import ElementTree as ET

from mapper.writers import _qgis
from mapper.writers._crs import corners
from mapper.writers._polygons import Box
from mapper.writers._qgis import element

_PAGE = (297, 210)  # millimetres, A4 across
_MAP = (10, 22, 205, 160)
_ITEM = {"page": 65638, "map": 65639, "label": 65641, "legend": 65642, "scale": 65646}  # QGIS's numbers for items


def layout(title: str, *, legend: Iterable[ET.Element], view: Box, credit: str) -> ET.Element:
    """One page; `legend` are leaves of the tree of layers, `view` is in the project's own system."""
    white = _qgis.symbol("fill", _qgis.fill("255,255,255", opacity=1, edge="no", width=0), name="")
    page = _item("page", 1, (0, 0, *_PAGE), white, background=True)
    return element(
        "Layout",
        {"name": "Map", "units": "mm", "printResolution": 300, "worldFileMap": ""},
        element("PageCollection", {}, page, element("GuideCollection", {"visible": 1})),
        _item("map", 2, _MAP, element("Extent", _fitted(view)), background=True, frame=True,
              more={"keepLayerSet": "false", "followPreset": "false", "drawCanvasItems": "true"}),
        _text(3, (10, 8, 277, 12), title, points=16),
        _legend(legend),
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


def _uuid(number: int) -> str:
    return f"{{00000000-0000-4000-9000-{number:012d}}}"


def _text(number: int, place: Sequence[float], text: str, *, points: float) -> ET.Element:
    """A label; its text is given as an expression's literal, so that nothing in it is evaluated."""
    said = f"[% {_qgis.literal(text.replace('%]', '% ]'))} %]"
    font = element("LabelFont", {"description": f"Sans Serif,{points},-1,5,50,0,0,0,0,0", "style": ""})
    ink = element("FontColor", {"red": 40, "green": 44, "blue": 52, "alpha": 255})
    about = {"labelText": said, "htmlState": 0, "halign": 1, "valign": 128, "marginX": 0, "marginY": 0}
    return _item("label", number, place, font, ink, more=about)


def _legend(leaves: Iterable[ET.Element]) -> ET.Element:
    tree = element("layer-tree-group", {}, *leaves)
    styles = element(
        "styles",
        {},
        *(
            element("style", {"name": name, "alignment": 1, "marginTop": top, "marginLeft": left},
                    element("styleFont", {"description": f"Sans Serif,{size},-1,5,50,0,0,0,0,0", "style": ""}))
            for name, size, top, left in (("title", 12, 0, 0), ("group", 10, 2, 0), ("subgroup", 9, 2, 0),
                                          ("symbol", 8, 1.5, 0), ("symbolLabel", 8, 1.5, 2))
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
    return corners((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
