"""The XML in which QGIS says how a layer looks: symbols, rules, settings by expression, for .qml and projects.

Nothing of the report becomes an expression: texts are quoted as literals, names in the legend are attributes of
XML, and what is shown as HTML is escaped first. Written for QGIS 3.22 and what came after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from mapper.writers import _columns

_NO_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_UNCUT = (
    "difference(boundary($geometry), collect_geometries(make_line(make_point(180, -90), make_point(180, 90)), "
    "make_line(make_point(-180, -90), make_point(-180, 90))))"
)
HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


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
    made = ET.Element(tag, {key: printable(str(value)) for key, value in (attributes or {}).items()})
    made.text = printable(text) or None
    made.extend(children)
    return made


def printable(text: str) -> str:
    """The text without what XML has no way to write."""
    return text if text.isascii() and text.isprintable() else _NO_XML.sub("", text)


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


def area(rgb: str, *, opacity: float, edge: str, width: float, hatch: str = "solid", level: int = 0, cut: bool = False
         ) -> list[ET.Element]:  # fmt: skip
    """A fill with its edge, as layers of a symbol; where areas are `cut` at the antimeridian, the cut is no edge."""
    if not cut or edge == "no":
        return [fill(rgb, opacity=opacity, edge=edge, width=width, hatch=hatch, level=level)]
    line = {"line_color": f"{rgb},255", "line_style": edge, "line_width": width, "line_width_unit": "MM",
            "joinstyle": "round", "capstyle": "flat"}  # fmt: skip
    settings = {"SymbolType": "Line", "geometryModifier": _UNCUT, "units": "MapUnit"}
    around = layer("GeometryGenerator", settings, symbol("line", layer("SimpleLine", line), name="@0@0"), level=level)
    return [fill(rgb, opacity=opacity, edge="no", width=0, hatch=hatch, level=level), around]


def renderer(found: Sequence[Rule]) -> ET.Element:
    """A rule-based renderer; with one symbol a rule."""
    lines, symbols = [], []
    for number, rule in enumerate(found):
        key = f"{{00000000-0000-4000-8000-{number + 1:012d}}}"
        label = rule.label.replace("[%", "[ %")  # legends evaluate what stands between [% and %]
        lines.append(element("rule", {"key": key, "symbol": number, "label": label, "filter": rule.filter}))
        rule.symbol.set("name", str(number))
        symbols.append(rule.symbol)
    root = element("rules", {"key": "{00000000-0000-4000-8000-000000000000}"}, *lines)
    head = {"type": "RuleRenderer", "symbollevels": 0, "forceraster": 0, "enableorderby": 0}
    return element("renderer-v2", head, root, element("symbols", {}, *symbols))


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


def aliases(columns: Sequence[_columns.Column], *, first: int = 0) -> ET.Element:
    """Headings for people instead of the names of columns; `first` is the index of the first column."""
    found = [
        element("alias", {"field": column.name, "index": number + first, "name": column.alias})
        for number, column in enumerate(columns)
    ]
    return element("aliases", {}, *found)


def document(parts: Sequence[ET.Element], *, labelled: bool = True) -> str:
    """A .qml of these parts."""
    head = {"version": "3.22.0", "styleCategories": "AllStyleCategories", "labelsEnabled": int(labelled),
            "hasScaleBasedVisibilityFlag": 0, "simplifyDrawingHints": 1}  # fmt: skip
    return document_of(element("qgis", head, *parts))


def document_of(root: ET.Element) -> str:
    """An XML document as QGIS writes it, with its document type."""
    ET.indent(root, " ")
    return HEAD + ET.tostring(root, encoding="unicode") + "\n"
