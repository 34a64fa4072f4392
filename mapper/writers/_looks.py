"""How every layer of the GeoPackage and of the project looks in QGIS; regions have a module of their own."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from mapper.model import Incident
from mapper.writers import _polygons, _regions, _rows
from mapper.writers._qgis import (
    Rule,
    area,
    element,
    escaped,
    fill,
    layer,
    renderer,
    symbol,
)
from mapper.writers._regions import COLOURS, GREY, INK


def bands(incident: Incident) -> list[ET.Element]:
    """What the words give by themselves: dashed, hardly filled; the likelier parts a little darker."""
    drawn, cut = _rows.shown(incident), _polygons.crosses(incident)
    kinds = (
        ("stated", "With the precision of the words", any(p.stated for p in drawn), _dashed(INK, 0.06, 1, cut=cut)),
        ("50 %", "As likely inside as outside", any(p.half for p in drawn), _dashed(COLOURS[0], 0.25, 2, cut=cut)),
        ("90 %", "Nine times of ten inside", any(p.ninety for p in drawn), _dashed(COLOURS[0], 0.12, 2, cut=cut)),
    )
    return [
        renderer([Rule(label, f"\"band\" = '{band}'", look) for band, label, present, look in kinds if present]),
        element("previewExpression", text='"label"'),
        element("layerGeometryType", text="2"),
    ]


def rings(_: Incident) -> list[ET.Element]:
    """The distance as said: a dashed line, which is no edge of anything."""
    return [*_plain(symbol("line", _regions.dashes(0.4)), "The figure alone"), element("layerGeometryType", text="1")]


def evidence(_: Incident) -> list[ET.Element]:
    """From what a phrase measures from to its region; the words are in the map tip."""
    thin = {"line_color": f"{GREY},200", "line_width": 0.2, "line_width_unit": "MM", "line_style": "dot"}
    quote = escaped('"quote"')
    return [
        *_plain(symbol("line", layer("SimpleLine", thin)), "From the words to the region"),
        element("mapTip", text=f"“[% {quote} %]”"),
        element("layerGeometryType", text="1"),
    ]


def label_points(incident: Incident) -> list[ET.Element]:
    """Labels alone: a point would look like a position."""
    return [
        element("renderer-v2", {"type": "nullSymbol"}),
        _regions.labels(len(_rows.shown(incident)), scale=_regions.whole_scale(incident), layer_type="PointGeometry"),
        element("previewExpression", text='"label"'),
        element("layerGeometryType", text="0"),
    ]


def places(incident: Incident) -> list[ET.Element]:
    """Places by role, as small marks, dots where there are many; how large each may be is in the regions."""
    size = 1.8 if len(incident.places) <= _regions.FEW else 0.7
    marks = (
        ("incident", "circle", INK),
        ("anchor", "cross2", INK),
        ("mentioned", "circle", GREY),
    )
    found = [
        Rule(
            f"{role.capitalize()} (middle)",
            f"\"role\" = '{role}'",
            symbol("marker", layer("SimpleMarker", {"name": shape, "color": f"{rgb},160", "outline_color": f"{rgb},255",
                                                    "outline_width": size / 6, "size": size, "size_unit": "MM"})),
        )
        for role, shape, rgb in marks
        if any(place.role == role and place.lon is not None for place in incident.places)
    ]  # fmt: skip
    name, kind = escaped('"name"'), escaped('"kind"')
    return [
        renderer(found),
        element("previewExpression", text='"name"'),
        element("mapTip", text=f"<b>[% {name} %]</b> ([% {kind} %])"),
        element("layerGeometryType", text="0"),
    ]


def land(_: Incident) -> list[ET.Element]:
    """Land under everything, pale."""
    return [*_plain(symbol("fill", fill("238,236,230", opacity=1, edge="no", width=0)), "Land"),
            element("layerGeometryType", text="2")]  # fmt: skip


def borders(_: Incident) -> list[ET.Element]:
    """Coasts and borders of countries, pale."""
    looks = (("coast", "Coast", "solid", "170,180,190,255"), ("border", "Border", "dash", "150,146,138,255"))
    return [
        renderer(
            [
                Rule(label, f"\"kind\" = '{kind}'", symbol("line", layer("SimpleLine", {
                    "line_color": rgb, "line_width": 0.2, "line_width_unit": "MM", "line_style": pen})))
                for kind, label, pen, rgb in looks
            ]
        ),
        element("layerGeometryType", text="1"),
    ]  # fmt: skip


def listed(columns: Mapping[str, str]) -> list[ET.Element]:
    """A table: nothing is drawn."""
    shown = next((name for name in ("name", "quote", "what", "id") if name in columns), next(iter(columns)))
    return [
        element("renderer-v2", {"type": "nullSymbol"}),
        element("previewExpression", text=f'"{shown}"'),
        element("layerGeometryType", text="0"),
    ]


def _plain(drawn: ET.Element, label: str) -> list[ET.Element]:
    return [renderer([Rule(label, "TRUE", drawn)])]


def _dashed(rgb: str, opacity: float, level: int, *, cut: bool) -> ET.Element:
    return symbol("fill", *area(rgb, opacity=opacity, edge="dash", width=0.3, level=level, cut=cut))


LAYERS = {
    "regions": _regions.without_labels,
    "bands": bands,
    "rings": rings,
    "evidence": evidence,
    "labels": label_points,
    "places": places,
    "land": land,
    "borders": borders,
}
"""The look of every layer of the GeoPackage."""
