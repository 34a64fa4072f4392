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

from mapper.model import Geometry, Incident, Placement
from mapper.writers import _palette, _rows
from mapper.writers._polygons import oriented
from mapper.writers._qgis import printable

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
    whole = _within("Document", 1, _said("name", 2, title), _said("description", 2, about), *_styles(), *folders)
    root = _within("kml", 0, whole, more=f' xmlns="{_NAMESPACE}"')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'


def _styles() -> Iterable[str]:
    for number, colour in enumerate(_COLOURS):
        yield _style(f"site{number}", line=f"ff{colour}", width=2.0, fill=f"55{colour}")
        yield _style(f"site{number}b", line=f"99{colour}", width=1.0, fill=f"22{colour}")
    yield _style("place", line=f"ff{_PLACE}", width=1.0, fill=f"18{_PLACE}")
    yield _style("said", line="ff342c28", width=1.5, fill="00000000")


def _style(name: str, *, line: str, width: float, fill: str) -> str:
    return _within(
        "Style",
        2,
        _within("LineStyle", 3, _said("color", 4, line), _said("width", 4, str(width))),
        _within("PolyStyle", 3, _said("color", 4, fill)),
        _within("BalloonStyle", 3, _said("text", 4, "<h3>$[name]</h3>$[description]")),
        more=_identified(name),
    )


def _folder(name: str, placemarks: Sequence[str]) -> str:
    return _within("Folder", 2, _said("name", 3, _plain(name)), *placemarks)


def _placemark(placement: Placement, row: dict[str, Any], style: str) -> str:
    return _within(
        "Placemark",
        3,
        _said("name", 4, _plain(row["label"])),
        _said("description", 4, _balloon(row)),
        _when(row),
        _said("styleUrl", 4, f"#{style}"),
        _extended(row),
        _polygons(placement.geometry),
        more=_identified(_identifier(row["feature_id"])),
    )


def _line(placement: Placement, row: dict[str, Any]) -> str:
    nominal: Any = placement.nominal
    lines = nominal["coordinates"] if nominal["type"] == "MultiLineString" else [nominal["coordinates"]]
    drawn = [_within("LineString", 5, _said("tessellate", 6, "1"), _positions(line, 6)) for line in lines]
    name = _plain(f"{row['label']}: {row['distance_m'] or 0:,.0f} m from {row['anchor']}")
    return _within(
        "Placemark",
        3,
        _said("name", 4, name),
        _when(row),
        _said("styleUrl", 4, "#said"),
        _within("MultiGeometry", 4, *drawn),
    )


def _when(row: dict[str, Any]) -> str:
    """From its time on; a day alone stays a day."""
    begin = row["time_utc"] or (row["time_local"] if row["time_precision"] == "day" else "")
    return _within("TimeSpan", 4, _said("begin", 5, begin)) if begin else ""


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


def _extended(row: dict[str, Any]) -> str:
    said = [
        f'     <Data name="{name}">\n{_said("value", 6, _plain(str(value)))}     </Data>\n'
        for name, value in row.items()
        if value is not None and value != ""
    ]
    return _within("ExtendedData", 4, *said)


def _plain(text: str) -> str:
    return text.replace("$[", "$ [")


def _identifier(text: str) -> str:
    """An id as XML wants one."""
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in text)
    return kept if kept[:1].isalpha() else f"_{kept}"


def _polygons(geometry: Geometry) -> str:
    coordinates = oriented(geometry)
    if geometry["type"] == "Polygon":
        return _polygon(coordinates, 4)
    if len(coordinates) == 1:
        return _polygon(coordinates[0], 4)
    return _within("MultiGeometry", 4, *(_polygon(rings, 5) for rings in coordinates))


def _polygon(rings: Sequence[Sequence[Sequence[float]]], depth: int) -> str:
    edges = ("outerBoundaryIs", *["innerBoundaryIs"] * (len(rings) - 1))
    drawn = [
        _within(edge, depth + 1, _within("LinearRing", depth + 2, _positions(ring, depth + 3)))
        for edge, ring in zip(edges, rings, strict=True)
    ]
    return _within("Polygon", depth, _said("tessellate", depth + 1, "1"), *drawn)


def _positions(points: Sequence[Sequence[float]], depth: int) -> str:
    written = _ring_of(len(points)) % tuple(chain.from_iterable(points))
    return f"{' ' * depth}<coordinates>{written}</coordinates>\n"


@cache
def _ring_of(points: int) -> str:
    return " ".join(["%.9f,%.9f"] * points)


# ------------------------------------------------------------------------- lines of XML, a space deeper at each depth


def _within(tag: str, depth: int, *inner: str, more: str = "") -> str:
    """An element around lines that are made already; `more` are its attributes, escaped."""
    pad = " " * depth
    return f"{pad}<{tag}{more}>\n{''.join(inner)}{pad}</{tag}>\n" if any(inner) else f"{pad}<{tag}{more} />\n"


def _said(tag: str, depth: int, text: str) -> str:
    """An element that holds a text."""
    text = escape(printable(text), quote=False)
    pad = " " * depth
    return f"{pad}<{tag}>{text}</{tag}>\n" if text else f"{pad}<{tag} />\n"


def _identified(name: str) -> str:
    return f' id="{escape(printable(name))}"'
