"""KML 2.2 of an incident: what `kml` writes as it is and `kmz` writes zipped.

Every text is escaped twice: as HTML for the balloon, and as XML for the file; `$[` is broken, because Google Earth
replaces what follows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET

from mapper.model import Geometry, Incident, Placement
from mapper.writers import _palette, _rows
from mapper.writers._polygons import oriented
from mapper.writers._qgis import element

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_COLOURS = tuple(tone[5:7] + tone[3:5] + tone[1:3] for tone in _palette.TONES)  # KML has blue first
_PLACE = "7e7470"


def document(incident: Incident) -> str:
    """The KML: a folder for every site with its readings, one for places, one for the distances as said."""
    pairs = list(zip(_rows.shown(incident), _rows.rows(incident), strict=True))
    of_site: dict[str, list[tuple[Placement, dict[str, Any]]]] = {}
    for placement, row in reversed(pairs):
        of_site.setdefault(placement.site or "", []).append((placement, row))
    folders = []
    for number, site in enumerate(incident.sites):
        found, look = of_site.get(site.id, []), f"site{number % len(_COLOURS)}"
        best = max((placement.weight for placement, _ in found), default=1.0)
        if found:
            marks = [_placemark(p, row, look if p.weight == best else f"{look}b") for p, row in found]
            folders.append(_folder(_rows.clean(site.name or site.id), marks))
    lines = [_line(p, row) for p, row in pairs if p.nominal and p.nominal["type"] in {"LineString", "MultiLineString"}]
    places = [_placemark(p, row, "place") for p, row in pairs if p.place]
    folders += [_folder("Distances as said", lines)] if lines else []
    folders += [_folder("Places", places)] if places else []
    credit = "; ".join(_rows.attributions(incident))
    title = _rows.clean(incident.report.title or incident.report.id)
    about = "Regions hold all stated doubt: anywhere inside." + (f" Positions: {credit}." if credit else "")
    whole = element(
        "Document", {}, element("name", text=title), element("description", text=about), *_styles(), *folders
    )
    root = element("kml", {"xmlns": _NAMESPACE}, whole)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _styles() -> Iterable[ET.Element]:
    for number, colour in enumerate(_COLOURS):
        yield _style(f"site{number}", line=f"ff{colour}", width=2.0, fill=f"55{colour}")
        yield _style(f"site{number}b", line=f"99{colour}", width=1.0, fill=f"22{colour}")
    yield _style("place", line=f"ff{_PLACE}", width=1.0, fill=f"18{_PLACE}")
    yield _style("said", line="ff342c28", width=1.5, fill="00000000")


def _style(name: str, *, line: str, width: float, fill: str) -> ET.Element:
    return element(
        "Style",
        {"id": name},
        element("LineStyle", {}, element("color", text=line), element("width", text=str(width))),
        element("PolyStyle", {}, element("color", text=fill)),
        element("BalloonStyle", {}, element("text", text="<h3>$[name]</h3>$[description]")),
    )


def _folder(name: str, placemarks: Sequence[ET.Element]) -> ET.Element:
    return element("Folder", {}, element("name", text=_plain(name)), *placemarks)


def _placemark(placement: Placement, row: dict[str, Any], style: str) -> ET.Element:
    return element(
        "Placemark",
        {"id": _identifier(row["feature_id"])},
        element("name", text=_plain(row["label"])),
        element("description", text=_balloon(row)),
        *_when(row),
        element("styleUrl", text=f"#{style}"),
        _extended(row),
        _polygons(placement.geometry),
    )


def _line(placement: Placement, row: dict[str, Any]) -> ET.Element:
    nominal: Any = placement.nominal
    lines = nominal["coordinates"] if nominal["type"] == "MultiLineString" else [nominal["coordinates"]]
    return element(
        "Placemark",
        {},
        element("name", text=_plain(f"{row['label']}: {row['distance_m'] or 0:,.0f} m from {row['anchor']}")),
        *_when(row),
        element("styleUrl", text="#said"),
        element("MultiGeometry", {}, *(element("LineString", {}, element("tessellate", text="1"),
                                               element("coordinates", text=_positions(line))) for line in lines)),
    )  # fmt: skip


def _when(row: dict[str, Any]) -> list[ET.Element]:
    """From its time on; a day alone stays a day."""
    begin = row["time_utc"] or (row["time_local"] if row["time_precision"] == "day" else "")
    return [element("TimeSpan", {}, element("begin", text=begin))] if begin else []


def _balloon(row: dict[str, Any]) -> str:
    parts = [
        f"<p>“{escape(row['quote'])}”</p>" if row["quote"] else "",
        f"<p>{escape(row['time_local'])}</p>" if row["time_local"] else "",
        f"<p>Said by {escape(row['by'])}</p>" if row["by"] else "",
        f"<p>Anywhere inside; all doubt within {row['uncertainty_m']:,.0f} m.</p>",
        f"<p><small>{escape(row['because'])}</small></p>" if row["because"] else "",
        f"<p><small>Source: {escape(row['source'])}</small></p>" if row["source"] else "",
    ]
    return _plain("".join(parts))


def _extended(row: dict[str, Any]) -> ET.Element:
    said = [
        element("Data", {"name": name}, element("value", text=_plain(str(value))))
        for name, value in row.items()
        if value not in {None, ""}
    ]
    return element("ExtendedData", {}, *said)


def _plain(text: str) -> str:
    return text.replace("$[", "$ [")


def _identifier(text: str) -> str:
    """An id as XML wants one."""
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in text)
    return kept if kept[:1].isalpha() else f"_{kept}"


def _polygons(geometry: Geometry) -> ET.Element:
    coordinates = oriented(geometry)
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    polygons = [
        element(
            "Polygon",
            {},
            element("tessellate", text="1"),
            *(
                element(edge, {}, element("LinearRing", {}, element("coordinates", text=_positions(ring))))
                for edge, ring in zip(("outerBoundaryIs", *["innerBoundaryIs"] * (len(rings) - 1)), rings, strict=True)
            ),
        )
        for rings in parts
    ]
    return polygons[0] if len(polygons) == 1 else element("MultiGeometry", {}, *polygons)


def _positions(points: Sequence[Sequence[float]]) -> str:
    return _ring_of(len(points)) % tuple(chain.from_iterable(points))


@cache
def _ring_of(points: int) -> str:
    return " ".join(["%.9f,%.9f"] * points)
