"""The look of regions in QGIS, as the XML of a layer style: used by the .qml, the GeoPackage and the project.

Nothing of the report becomes an expression: texts are quoted as literals, names in the legend are attributes of
XML, and map tips escape what they show. Written for QGIS 3.22 and what came after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any
from xml.etree import ElementTree as ET

from mapper.model import Geometry, Incident
from mapper.writers import _rows

HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
COLOURS = ("213,94,0", "0,114,178", "0,158,115", "204,121,167", "230,159,0", "86,180,233")
"""Okabe and Ito's colours, which readers with any colour vision can tell apart."""
INK, GREY = "40,44,52", "110,116,126"
_MOST_SITES = len(COLOURS)  # with more, a legend by name helps nobody

_LABEL_POINT = 'make_point("label_lon", "label_lat")'
_FEW = 60  # labels that one picture can hold
_NEAR_M = 30_000  # up to here an ellipse of degrees is a circle on the ground to 0.2 % below 60° of latitude


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a legend: what it is called, the features that it is for, and how they are drawn."""

    label: str
    filter: str
    symbol: ET.Element


def literal(text: str) -> str:
    r"""`text` as a string of a QGIS expression.

    >>> literal("O'Hare \\ x")
    "'O''Hare \\\\ x'"
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def element(tag: str, attributes: Mapping[str, Any] | None = None, *children: ET.Element, text: str = "") -> ET.Element:
    """An XML element; control characters, which XML has no way to write, fall away."""
    made = ET.Element(tag, {key: _printable(str(value)) for key, value in (attributes or {}).items()})
    made.text = _printable(text) or None
    made.extend(children)
    return made


def _printable(text: str) -> str:
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")


def options(values: Mapping[str, Any]) -> ET.Element:
    """Settings of a symbol layer, in the form that QGIS writes them."""
    return element(
        "Option",
        {"type": "Map"},
        *(element("Option", {"name": key, "type": "QString", "value": value}) for key, value in values.items()),
    )


def symbol(kind: str, *layers: ET.Element, name: str = "0", alpha: float = 1.0) -> ET.Element:
    """A symbol (`fill`, `line` or `marker`) of one or more layers."""
    head = {"type": kind, "name": name, "alpha": alpha, "clip_to_extent": 1, "force_rhr": 0}
    return element("symbol", head, *layers)


def layer(drawn_as: str, settings: Mapping[str, Any], *children: ET.Element, level: int = 0) -> ET.Element:
    """One layer of a symbol; `level` orders the drawing over all features."""
    return element("layer", {"class": drawn_as, "enabled": 1, "locked": 0, "pass": level}, options(settings), *children)


def fill(rgb: str, *, opacity: float, edge: str, width: float, hatch: str = "solid", level: int = 0) -> ET.Element:
    """A fill with its edge; `edge` is a Qt pen style, `hatch` a Qt brush style, `width` millimetres."""
    settings = {
        "color": f"{rgb},{round(255 * opacity)}",
        "style": hatch if opacity else "no",
        "outline_color": f"{rgb},255",
        "outline_style": edge,
        "outline_width": width,
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }
    return layer("SimpleFill", settings, level=level)


def rules(incident: Incident) -> list[Rule]:
    """The legend of the regions: places by role, then every site with its readings, then what the words say."""
    rows = _rows.rows(incident)
    drawn = {row["site"] for row in rows}
    sites = [site.id for site in incident.sites if site.id in drawn]
    scale = whole_scale(incident)
    found = [
        Rule(
            label,
            f"\"kind\" = 'place' AND \"role\" = '{role}'",
            symbol("fill", fill(rgb, opacity=opacity, edge=edge, width=width, level=level)),
        )
        for level, (role, label, rgb, opacity, edge, width) in enumerate(_PLACES)
        if any(row["kind"] == "place" and row["role"] == role for row in rows)
    ]
    colours = dict(zip(sites, COLOURS, strict=False)) if len(sites) <= _MOST_SITES else {}
    if colours:
        best = {site: max(row["weight"] for row in rows if row["site"] == site) for site in sites}
        of_site: dict[tuple[str, str], dict[str, Any]] = {}
        for row in rows:
            if row["site"]:
                of_site.setdefault((row["site"], row["reading"]), row)
        for (site, reading), row in sorted(of_site.items(), key=lambda item: sites.index(item[0][0])):
            chosen = f'"site" = {literal(site)} AND "reading" = {literal(reading)}'
            found.append(Rule(row["label"], chosen, _region(colours[site], likeliest=row["weight"] == best[site])))
    elif sites:
        likely, other = ('"kind" <> \'place\' AND "weight" ' + share for share in (">= 0.5", "< 0.5"))
        found.append(Rule("Anywhere inside: the likelier reading", likely, _region(COLOURS[0], likeliest=True)))
        found.append(Rule("Anywhere inside: another reading", other, _region(COLOURS[0], likeliest=False)))
    if any(row["distance_high_m"] and row["anchor_lon"] is not None for row in rows):
        said = f'"anchor_lon" IS NOT NULL AND "distance_high_m" > {_on_screen(2, scale)}'
        found.append(Rule("The distance as the words say it", said, _band()))
    small = f'"uncertainty_m" < {_on_screen(0.7, scale)}'
    return [*found, Rule("Too small to draw at this scale", small, _too_small())]


def _on_screen(millimetres: float, scale: int) -> str:
    """Metres on the ground that take so many millimetres of the picture; `scale` where QGIS does not say its own."""
    return f"{millimetres} * coalesce(@map_scale, {scale}) / 1000"


def whole_scale(incident: Incident) -> int:
    """The denominator of the scale at which everything that is drawn fits on a page of 25 cm."""
    west, south, east, north = bounds(incident)
    return max(1000, round(max((east - west) * cos(radians((south + north) / 2)), north - south) * 111_320 / 0.25))


def bounds(incident: Incident) -> tuple[float, float, float, float]:
    """West, south, east and north of everything that is drawn; the world where nothing is."""
    rings = [ring for placement in _rows.shown(incident) for part in _parts(placement.geometry) for ring in part[:1]]
    lons, lats = ([point[i] for ring in rings for point in ring] for i in (0, 1))
    return (min(lons), min(lats), max(lons), max(lats)) if rings else (-180.0, -90.0, 180.0, 90.0)


def _parts(geometry: Geometry) -> Sequence[Any]:
    coordinates: Sequence[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _too_small() -> ET.Element:
    """An open mark where a region is smaller than the mark itself; it goes as soon as the region can be seen."""
    mark = layer(
        "SimpleMarker",
        {"name": "circle", "color": "255,255,255,120", "outline_color": f"{INK},255", "outline_width": 0.3,
         "outline_width_unit": "MM", "size": 1.8, "size_unit": "MM"},
    )  # fmt: skip
    settings = {"SymbolType": "Marker", "geometryModifier": _LABEL_POINT, "units": "MapUnit"}
    return symbol("fill", layer("GeometryGenerator", settings, symbol("marker", mark, name="@0@0"), level=5))


_PLACES = (
    # role, label, colour, opacity of the fill, edge, width
    ("container", "Area that encloses the places", GREY, 0.0, "dot", 0.3),
    ("mentioned", "Place that the report mentions", GREY, 0.06, "dot", 0.3),
    ("incident", "Place of the incident, with its extent", INK, 0.07, "solid", 0.26),
    ("anchor", "Place that a distance is measured from", INK, 0.2, "solid", 0.3),
)


def _region(rgb: str, *, likeliest: bool) -> ET.Element:
    """Anywhere inside: filled where likeliest, hatched for another reading; the edge is where the doubt ends."""
    if likeliest:
        return symbol("fill", fill(rgb, opacity=0.2, edge="solid", width=0.4, level=4))
    wash = fill(rgb, opacity=0.08, edge="no", width=0, level=4)
    return symbol("fill", wash, fill(rgb, opacity=0.6, edge="dot", width=0.4, hatch="b_diagonal", level=4))


def _band() -> ET.Element:
    """Dashed lines at the bounds of the distance as worded, before any doubt about the anchor."""
    line = layer(
        "SimpleLine",
        {
            "line_color": f"{INK},230",
            "line_width": 0.3,
            "line_width_unit": "MM",
            "use_custom_dash": 1,
            "customdash": "2;1.4",
            "customdash_unit": "MM",
            "capstyle": "flat",
        },
    )
    generator = layer(
        "GeometryGenerator",
        {"SymbolType": "Line", "geometryModifier": _band_expression(), "units": "MapUnit"},
        symbol("line", line, name="@0@0"),
        level=5,
    )
    return symbol("fill", generator)


def _band_expression() -> str:
    """Circles or arcs at the lower and the upper bound around the anchor.

    Near the anchor an ellipse of degrees will do; far from it, or where there is a bearing, points on a sphere
    of the earth's radius in each direction. It is a drawing aid: the GeoPackage has the exact lines.
    """
    lat = 'radians("anchor_lat")'
    w2 = f"(1 - 0.00669438 * sin({lat}) ^ 2)"
    circle = (
        'boundary(make_ellipse(make_point("anchor_lon", "anchor_lat"), '
        f"@bound * 180 / pi() / (6378137 / sqrt({w2})) / cos({lat}), "
        f"@bound * 180 / pi() / (6335439 / {w2} ^ 1.5), 90, 72))"
    )
    radius = f"(1 / (cos(radians(@az)) ^ 2 * {w2} ^ 1.5 / 6335439 + sin(radians(@az)) ^ 2 * sqrt({w2}) / 6378137))"
    arc = (
        "make_line(array_foreach(generate_series(0, 72), "
        "with_variable('az', @from + @element * (@to - @from) / 72, "
        f"with_variable('d', @bound / {radius}, "
        f"with_variable('lat2', asin(sin({lat}) * cos(@d) + cos({lat}) * sin(@d) * cos(radians(@az))), "
        'make_point("anchor_lon" + degrees(atan2(sin(radians(@az)) * sin(@d) * '
        f"cos({lat}), cos(@d) - sin({lat}) * sin(@lat2))), degrees(@lat2)))))))"
    )
    turn = 'coalesce("bearing_half_width_deg", 180)'
    one = (
        f'CASE WHEN @bound < {_NEAR_M} AND "bearing_deg" IS NULL AND abs("anchor_lat") < 80 THEN {circle} ELSE '
        f"with_variable('from', coalesce(\"bearing_deg\", 0) - {turn}, "
        f"with_variable('to', coalesce(\"bearing_deg\", 0) + {turn}, {arc})) END"
    )
    bounds = 'array_filter(array("distance_low_m", "distance_high_m"), @element > 0)'
    return f"collect_geometries(array_foreach({bounds}, with_variable('bound', @element, {one})))"


def renderer(found: Sequence[Rule]) -> ET.Element:
    """A rule-based renderer; with one symbol a rule."""
    lines, symbols = [], []
    for number, rule in enumerate(found):
        key = f"{{00000000-0000-4000-8000-{number + 1:012d}}}"
        lines.append(element("rule", {"key": key, "symbol": number, "label": rule.label, "filter": rule.filter}))
        rule.symbol.set("name", str(number))
        symbols.append(rule.symbol)
    root = element("rules", {"key": "{00000000-0000-4000-8000-000000000000}"}, *lines)
    head = {"type": "RuleRenderer", "symbollevels": 0, "forceraster": 0, "enableorderby": 0}
    return element("renderer-v2", head, root, element("symbols", {}, *symbols))


def labels(count: int = 0, *, scale: int = 1000) -> ET.Element:
    """Labels by expression, set around the label point: sites first and in bold, places smaller.

    Where there are many, only regions that can be told apart on the picture are named.
    """
    style = element(
        "text-style",
        {
            "isExpression": 1,
            "fieldName": "wordwrap(\"label\", 32) || CASE WHEN \"unbounded\" THEN ' →' ELSE '' END",
            "fontFamily": "Sans Serif",
            "fontSize": 9,
            "fontSizeUnit": "Point",
            "fontWeight": 50,
            "textColor": f"{INK},255",
            "textOpacity": 1,
            "multilineHeight": 1,
        },
        element(
            "text-buffer",
            {"bufferDraw": 1, "bufferSize": 0.9, "bufferSizeUnits": "MM", "bufferColor": "255,255,255,255",
             "bufferOpacity": 0.85, "bufferJoinStyle": 128, "bufferNoFill": 1},
        ),
        data_defined(
            {
                "Size": "CASE WHEN \"kind\" = 'place' THEN 8 ELSE 9.5 END",
                "Bold": "\"kind\" <> 'place'",
                "Color": "CASE WHEN \"kind\" = 'place' THEN color_rgb(90,96,106) ELSE color_rgb(40,44,52) END",
            }
        ),
    )  # fmt: skip
    placing = element(
        "placement",
        {"placement": 6, "predefinedPositionOrder": "TR,TL,BR,BL,R,L,TSR,BSR", "dist": 1, "distUnits": "MM",
         "offsetType": 0, "geometryGeneratorEnabled": 1, "geometryGenerator": _LABEL_POINT,
         "geometryGeneratorType": "PointGeometry", "priority": 5, "layerType": "PolygonGeometry"},
    )  # fmt: skip
    settings = {"Priority": "CASE WHEN \"kind\" = 'place' THEN 3 ELSE 10 END"}
    if count > _FEW:
        settings["Show"] = f'"uncertainty_m" > {_on_screen(4, scale)}'
    rendering = element("rendering", {"obstacle": 0, "drawLabels": 1, "displayAll": 0, "scaleVisibility": 0})
    return element(
        "labeling", {"type": "simple"}, element("settings", {}, style, placing, rendering, data_defined(settings))
    )


def data_defined(expressions: Mapping[str, str]) -> ET.Element:
    """Settings that an expression gives, feature by feature."""
    entries = [
        element(
            "Option",
            {"name": name, "type": "Map"},
            element("Option", {"name": "active", "type": "bool", "value": "true"}),
            element("Option", {"name": "expression", "type": "QString", "value": expression}),
            element("Option", {"name": "type", "type": "int", "value": 3}),
        )
        for name, expression in expressions.items()
    ]
    whole = element(
        "Option",
        {"type": "Map"},
        element("Option", {"name": "name", "type": "QString", "value": ""}),
        element("Option", {"name": "properties", "type": "Map"}, *entries),
        element("Option", {"name": "type", "type": "QString", "value": "collection"}),
    )
    return element("dd_properties", {}, whole)


def escaped(expression: str) -> str:
    """An expression whose value is safe inside HTML."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        expression = f"replace({expression}, '{character}', '{entity}')"
    return expression


def map_tip() -> str:
    """What shows on hovering: the words first, then what was made of them; everything escaped."""

    def line(before: str, column: str, after: str = "") -> str:
        value = escaped(f'"{column}"')
        return f"[% CASE WHEN \"{column}\" <> '' THEN '{before}' || {value} || '{after}' ELSE '' END %]"

    title, metres = escaped('"label"'), 'format_number("uncertainty_m", 0)'
    return (
        f"<div style='max-width:26em'><b>[% {title} %]</b>"
        + line("<br>", "time_local")
        + line("<p>“", "quote", "”</p>")
        + line("<p>Said by ", "by", "</p>")
        + f"<p>Anywhere inside; all doubt within [% {metres} %] m.</p>"
        + line("<p><small>", "because", "</small></p>")
        + line("<p><small>Source: ", "source", "</small></p>")
        + "</div>"
    )


def temporal(column: str = "time_utc") -> ET.Element:
    """The time slider: a region appears at its time and stays; what has no time is always there.

    By expression, because the filters that QGIS 3.22 makes from fields lose every row whose time is null.
    """
    start = f'coalesce("{column}", make_datetime(1, 1, 1, 0, 0, 0))'
    return element(
        "temporal",
        {"mode": 4, "enabled": 1, "startField": "", "endField": "", "durationField": "", "durationUnit": "min",
         "fixedDuration": 0, "accumulate": 0, "startExpression": start, "endExpression": ""},
        element("fixedRange", {}, element("start"), element("end")),
    )  # fmt: skip


def aliases(columns: Sequence[_rows.Column], *, first: int = 0) -> ET.Element:
    """Headings for people instead of the names of columns; `first` is the index of the first column."""
    found = [
        element("alias", {"field": column.name, "index": number + first, "name": column.alias})
        for number, column in enumerate(columns)
    ]
    return element("aliases", {}, *found)


def style_of_regions(incident: Incident) -> list[ET.Element]:
    """Everything that styles the layer of regions, as the parts of a .qml or of a layer in a project."""
    return [
        temporal(),
        renderer(rules(incident)),
        labels(len(_rows.shown(incident)), scale=whole_scale(incident)),
        element("blendMode", text="0"),
        element("featureBlendMode", text="0"),
        aliases(_rows.columns(incident), first=1),
        element("previewExpression", text='"label"'),
        element("mapTip", text=map_tip()),
        element("layerGeometryType", text="2"),
    ]


def document(parts: Sequence[ET.Element]) -> str:
    """A .qml of these parts."""
    head = {"version": "3.22.0", "styleCategories": "AllStyleCategories", "labelsEnabled": 1,
            "hasScaleBasedVisibilityFlag": 0, "simplifyDrawingHints": 1}  # fmt: skip
    root = element("qgis", head, *parts)
    ET.indent(root, " ")
    return HEAD + ET.tostring(root, encoding="unicode") + "\n"
