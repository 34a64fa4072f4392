"""The coordinate system that a QGIS project draws in, and boxes in it; arithmetic enough to frame a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, log, pi, radians, sin, tan
from xml.etree import ElementTree as ET

from mapper.writers._polygons import Box
from mapper.writers._qgis import element

_MERCATOR = "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs"


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


def mercator() -> ET.Element:
    """Web Mercator, which street layers come in."""
    return spatial_reference(3857, "WGS 84 / Pseudo-Mercator", _MERCATOR, geographic=False)


def wgs84() -> ET.Element:
    """Degrees of longitude and latitude, which all data are in."""
    return spatial_reference(4326, "WGS 84", "+proj=longlat +datum=WGS84 +no_defs", geographic=True)


def corners(box: Box) -> Mapping[str, str]:
    """A box as QGIS writes the extent of a view, to the millimetre."""
    return dict(zip(("xmin", "ymin", "xmax", "ymax"), (f"{value:.3f}" for value in box), strict=True))
