"""How regions look in QGIS: their legend, the dashed distance in them, labels and map tips.

An area means "anywhere inside"; what the words say by themselves is dashed; a mark stands only where the region is
smaller than the mark.
"""

from __future__ import annotations

from math import cos, radians
from typing import Any
from xml.etree import ElementTree as ET

from mapper.model import Incident
from mapper.writers import _columns, _palette, _polygons, _rows
from mapper.writers._qgis import (
    Rule,
    aliases,
    area,
    data_defined,
    element,
    escaped,
    fill,
    layer,
    literal,
    renderer,
    symbol,
    temporal,
)

COLOURS = tuple(",".join(str(int(tone[i : i + 2], 16)) for i in (1, 3, 5)) for tone in _palette.TONES)
"""The hues of sites, as on the page: red, green, blue."""
INK, GREY = "40,44,52", "110,116,126"
_MOST_SITES = len(COLOURS)  # with more, a legend by name helps nobody

_LABEL_POINT = 'make_point("label_lon", "label_lat")'
_LABEL = "wordwrap(replace(\"label\", ' (', '\\n('), 32) || CASE WHEN \"unbounded\" THEN ' →' ELSE '' END"
_AS_SAID = "The distance as the words say it"
FEW = 60  # labels that one picture can hold
_NEAR_M = 30_000  # up to here an ellipse of degrees is a circle on the ground to 0.2 % below 60° of latitude


def regions(incident: Incident) -> list[ET.Element]:
    """Everything that styles the layer of regions, as the parts of a .qml or of a layer in a project."""
    return [
        temporal(),
        renderer(rules(incident)),
        labels(len(_rows.shown(incident)), scale=whole_scale(incident)),
        element("blendMode", text="0"),
        element("featureBlendMode", text="0"),
        aliases(_columns.columns(incident), first=1),
        element("previewExpression", text='"label"'),
        element("mapTip", text=map_tip()),
        element("layerGeometryType", text="2"),
    ]


def without_labels(incident: Incident) -> list[ET.Element]:
    """The regions where layers of their own hold the labels and what the words say."""
    drawn = renderer([rule for rule in rules(incident) if rule.label != _AS_SAID])
    kept = {part.tag: part for part in regions(incident)} | {drawn.tag: drawn}
    return [part for tag, part in kept.items() if tag != "labeling"]


def rules(incident: Incident) -> list[Rule]:
    """The legend of the regions: places by role, then every site with its readings, then what the words say."""
    rows = _rows.rows(incident)
    drawn = {row["site"] for row in rows}
    sites = [site.id for site in incident.sites if site.id in drawn]
    scale, cut = whole_scale(incident), _polygons.crosses(incident)
    found = [
        Rule(
            label,
            f"\"kind\" = 'place' AND \"role\" = '{role}'",
            symbol("fill", *area(rgb, opacity=opacity, edge=edge, width=width, level=level, cut=cut)),
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
            label = " · ".join(
                filter(
                    None, (row["name"], row["reading"], f"{row['weight']:.0%}" * bool(reading and row["weight"] < 1))
                )
            )
            found.append(Rule(label, chosen, _region(colours[site], likeliest=row["weight"] == best[site], cut=cut)))
    elif sites:
        likely, other = ('"kind" <> \'place\' AND "weight" ' + share for share in (">= 0.5", "< 0.5"))
        found.append(
            Rule("Anywhere inside: the likelier reading", likely, _region(COLOURS[0], likeliest=True, cut=cut))
        )
        found.append(Rule("Anywhere inside: another reading", other, _region(COLOURS[0], likeliest=False, cut=cut)))
    if any(row["distance_high_m"] and row["anchor_lon"] is not None for row in rows):
        said = f'"anchor_lon" IS NOT NULL AND "distance_high_m" > {_on_screen(2, scale)}'
        found.append(Rule(_AS_SAID, said, _band()))
    small = f'"uncertainty_m" < {_on_screen(0.7, scale)}'
    return [*found, Rule("Too small to draw at this scale", small, _too_small())]


def _on_screen(millimetres: float, scale: int) -> str:
    """Metres on the ground that take so many millimetres of the picture; `scale` where QGIS does not say its own."""
    return f"{millimetres} * coalesce(@map_scale, {scale}) / 1000"


def whole_scale(incident: Incident) -> int:
    """The denominator of the scale at which everything that is drawn fits on a page of 25 cm."""
    west, south, east, north = _polygons.bounds(incident)
    return max(1000, round(max((east - west) * cos(radians((south + north) / 2)), north - south) * 111_320 / 0.25))


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
    ("anchor", "Place that a distance is measured from", INK, 0.12, "solid", 0.3),
)


def _region(rgb: str, *, likeliest: bool, cut: bool) -> ET.Element:
    """Anywhere inside: filled where likeliest, hatched for another reading; the edge is where the doubt ends."""
    if likeliest:
        return symbol("fill", *area(rgb, opacity=0.2, edge="solid", width=0.4, level=4, cut=cut))
    wash = fill(rgb, opacity=0.08, edge="no", width=0, level=4)
    lines = area(rgb, opacity=0.6, edge="dot", width=0.4, hatch="b_diagonal", level=4, cut=cut)
    return symbol("fill", wash, *lines)


def _band() -> ET.Element:
    """Dashed lines at the bounds of the distance as worded, before any doubt about the anchor."""
    generator = layer(
        "GeometryGenerator",
        {"SymbolType": "Line", "geometryModifier": _band_expression(), "units": "MapUnit"},
        symbol("line", dashes(0.3), name="@0@0"),
        level=5,
    )
    return symbol("fill", generator)


def dashes(width: float) -> ET.Element:
    """A dashed line: what the words say, no edge of anything."""
    return layer(
        "SimpleLine",
        {"line_color": f"{INK},230", "line_width": width, "line_width_unit": "MM", "use_custom_dash": 1,
         "customdash": "2;1.4", "customdash_unit": "MM", "capstyle": "flat"},
    )  # fmt: skip


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


def labels(count: int = 0, *, scale: int = 1000, layer_type: str = "PolygonGeometry") -> ET.Element:
    """Labels by expression, set around the label point: sites first and in bold, places smaller.

    Where there are many, only regions that can be told apart on the picture are named.
    """
    style = element(
        "text-style",
        {
            "isExpression": 1,
            "fieldName": _LABEL,
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
        {"placement": 6, "predefinedPositionOrder": "TR,TL,BR,BL,R,L,TSR,BSR", "dist": 1.6, "distUnits": "MM",
         "offsetType": 0, "geometryGeneratorEnabled": int(layer_type != "PointGeometry"),
         "geometryGenerator": _LABEL_POINT,
         "geometryGeneratorType": "PointGeometry", "priority": 5, "layerType": layer_type},
    )  # fmt: skip
    settings = {"Priority": "CASE WHEN \"kind\" = 'place' THEN 3 ELSE 10 END"}
    if count > FEW:
        settings["Show"] = f'"uncertainty_m" > {_on_screen(4, scale)}'
    rendering = element("rendering", {"obstacle": 0, "drawLabels": 1, "displayAll": 0, "scaleVisibility": 0})
    return element(
        "labeling", {"type": "simple"}, element("settings", {}, style, placing, rendering, data_defined(settings))
    )


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
