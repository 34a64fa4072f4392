"""Coordinates as written: decimal, degrees and minutes, degrees minutes seconds, ISO 6709, MGRS and plus codes.

Each is a position with the step of its last written digit, in degrees; what that means on the ground is settled
when it is placed. A plus code that needs a place to stand beside ("7QRP+G2 Kerman") and a pair of bare figures
without a sign that they are coordinates are left alone.

Sources: ISO 6709:2008 annex H, NGA.STND.0037 (MGRS, WGS 84), the Open Location Code specification.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapper.tokens import folded

_BETWEEN = r"\.?\s{0,2}(?:[,;/]|-|and\b|by\b)?\s{0,2}(?:longitude|long?\.?|lon\.?)?:?\s{0,2}"


def _written(n: int) -> str:
    """One angle: degrees, perhaps minutes, perhaps seconds, the last with decimals."""
    return (
        rf"(?P<d{n}>\d{{1,3}}(?:[.,]\d{{1,10}})?)\s?(?:°|deg(?:rees)?\b\.?|d\b)?\s?"
        rf"(?:(?P<m{n}>(?<!\d)\d{{1,2}}(?:[.,]\d{{1,8}})?)\s?(?:'(?!')|min(?:utes)?\b\.?|m\b)?\s?"
        rf"(?:(?P<s{n}>(?<!\d)\d{{1,2}}(?:[.,]\d{{1,6}})?)\s?(?:\"|''|sec(?:onds)?\b\.?)?\s?)?)?"
    )


def _side(n: int, letters: str) -> str:
    """The hemisphere of an angle."""
    names = {"n": "n(?:orth)?", "s": "s(?:outh)?", "e": "e(?:ast)?", "w": "w(?:est)?"}
    sides = "|".join(names[letter] for letter in letters)
    return rf"(?P<h{n}>{sides})(?![a-z])(?:\.?\s(?:latitude|longitude|lat\b|long?\b))?"


_AFTER = re.compile(r"(?<![\w.,])" + _written(1) + _side(1, "ns") + _BETWEEN + _written(2) + _side(2, "ew"))
_BEFORE = re.compile(
    r"(?<!\w)" + _side(1, "ns") + r"\s?" + _written(1) + _BETWEEN + _side(2, "ew") + r"\s?" + _written(2)
)
_SIGNED = re.compile(
    r"(?<![\w.])(?P<lat>[+-]?\d{1,2}\.\d{3,10})\s?°?\s?[,;/ ]\s{0,2}(?P<lon>[+-]?\d{1,3}\.\d{3,10})(?![\w.]?\d)°?"
)
_WORDED = re.compile(
    r"lat(?:itude)?\.?\s?(?:of|is|:|=)?\s?(?P<lat>[+-]?\d{1,2}(?:\.\d{1,10})?)\s?°?\s?[,;]?\s?(?:and\s)?"
    r"lon(?:g(?:itude)?)?\.?\s?(?:of|is|:|=)?\s?(?P<lon>[+-]?\d{1,3}(?:\.\d{1,10})?)"
)
_ISO = re.compile(
    r"(?<![\w.])(?P<lat>[+-]\d{2,6}(?:\.\d{1,10})?)(?P<lon>[+-]\d{3,7}(?:\.\d{1,10})?)(?:[+-]\d{1,6}(?:\.\d+)?)?(?:crs\w{1,12})?/"
)
_MGRS = re.compile(
    r"(?<!\w)(?P<zone>\d{1,2})(?P<band>[c-hj-np-x])\s?(?P<column>[a-hj-np-z])(?P<row>[a-hj-np-v])\s?(?P<figures>\d{2,5}\s\d{2,5}|\d{4,10})(?!\w)"
)
_PACKED = re.compile(
    r"(?<![\w.])(?P<lat>\d{4}(?:\d\d)?(?:\.\d{1,8})?)\s?,?\s?(?P<h1>[ns])\s?[,/]?\s?"
    r"(?P<lon>\d{5}(?:\d\d)?(?:\.\d{1,8})?)\s?,?\s?(?P<h2>[ew])(?!\w)"
)
_PLUS = re.compile(r"(?<![\w+])(?P<code>[23456789cfghjmpqrvwx]{8}\+[23456789cfghjmpqrvwx]{0,7})(?!\w)")
_LIKELY = re.compile(
    r"\d(?:(?<=\b[ns]\d)|(?<=\b[ns]\s\d)|(?<=\b(?:nor|sou)th\d)|(?<=\b(?:nor|sou)th\s\d)|(?<=[+-]\d)\d|"
    r"\s{0,2}(?:°|deg|'|\"|[ns](?![a-z])|north|south)|\.\d{3}|[c-hj-np-x]\s?[a-z]{2}\s?\d|"
    r"\s?,\s?[ns]\s?,|\s?(?:d|m|min(?:utes)?|sec(?:onds)?)\.?\s?(?:[ns](?![a-z])|north|south))"
)
_LIKELY_WORDED = re.compile(r"\blat(?:itude)?(?:of|is)?(?![a-z])")
_LIKELY_PLUS = re.compile(r"[\dcfghjmpqrvwx]\+")
"""Signs that a position may be written somewhere: without one the costly patterns are not tried."""
_SIGN = {
    "angles": re.compile(r"\d(?:\s{0,2}(?:°|deg|'|\"|[ns](?![a-z])|north|south)|(?<=[ns]\d)|(?<=[ns]\s\d))"),
    "packed": re.compile(r"\d\s?,?\s?[ns]\s?[,/]?\s?\d{5}"),
    "signed": re.compile(r"\d\.\d{3}"),
    "mgrs": re.compile(r"\d[c-hj-np-x]\s?[a-z]{2}\s?\d"),
}
"""The same for each way of writing one."""
_PLUS_DIGITS = "23456789cfghjmpqrvwx"
_BANDS = "cdefghjklmnpqrstuvwx"


@dataclass(frozen=True, slots=True)
class Position:
    """Characters `start` to `end` written as a position: degrees, and the step of the last written digit."""

    start: int
    end: int
    lat: float
    lon: float
    format: str
    step_deg: float


def positions(text: str, low: str | None = None) -> list[Position]:
    """The positions written in a text, in its order; `low` is the text folded, where that is at hand.

    >>> [(p.lat, p.lon, p.format) for p in positions("at 54 52,6N - 015 24,6E and at 38SMB4488")]
    [(54.87666667, 15.41, 'dm'), (33.3342351, 44.4036278, 'mgrs')]
    """
    low = folded(text) if low is None else low
    if not (
        _LIKELY.search(low)
        or ("lat" in low and _LIKELY_WORDED.search(low))
        or ("+" in low and _LIKELY_PLUS.search(low))
    ):
        return []
    found: list[Position] = []
    for kind in (_iso, _angles, _packed, _words, _signed, _mgrs, _plus):
        for one in kind(low):
            if (
                abs(one.lat) <= 90
                and abs(one.lon) <= 180
                and all(one.end <= o.start or o.end <= one.start for o in found)
            ):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _angles(text: str) -> Iterator[Position]:
    if not _SIGN["angles"].search(text):
        return
    for pattern in (_AFTER, _BEFORE):
        for match in pattern.finditer(text):
            lat, lon = _angle(match, "1"), _angle(match, "2")
            if lat is None or lon is None or (lat[2] == "decimal" and not _plainly(match)):
                continue
            yield Position(
                match.start(), match.end(), _signed_by(lat[0], match["h1"]), _signed_by(lon[0], match["h2"]),
                lat[2], max(lat[1], lon[1]),
            )  # fmt: skip


def _packed(text: str) -> Iterator[Position]:
    """Angles without spaces, as receivers and pilots write them: "5132.10N 00152.35W", "363121N 0140950E"."""
    for match in _PACKED.finditer(text) if _SIGN["packed"].search(text) else ():
        lat, lon = _unpacked(match["lat"], 2), _unpacked(match["lon"], 3)
        if lat is not None and lon is not None and lat[2] == lon[2]:
            step = max(lat[1], lon[1])
            yield Position(
                *match.span(), _signed_by(lat[0], match["h1"]), _signed_by(lon[0], match["h2"]), lat[2], step
            )


def _unpacked(written: str, width: int) -> tuple[float, float, str] | None:
    """Degrees of `width` digits, then minutes and perhaps seconds of two, the last with decimals."""
    whole, _, decimals = written.partition(".")
    parts = [whole[:width], *(whole[i : i + 2] for i in range(width, len(whole), 2))]
    figures = [*map(float, parts[:-1]), float(f"{parts[-1]}.{decimals or 0}")]
    if any(figure >= 60 for figure in figures[1:]):
        return None
    value = sum(figure / 60**power for power, figure in enumerate(figures))
    return round(value, 8), 10.0 ** -len(decimals) / 60 ** (len(parts) - 1), ("dm", "dms")[len(parts) - 2]


def _plainly(match: re.Match[str]) -> bool:
    """Whether whole degrees are written as such: "5 N 6 E" alone is none, "5° N 6° E" and "5.25 N 6.5 E" are."""
    return "°" in match[0] or "deg" in match[0] or ("." in match["d1"] and "." in match["d2"])


def _signed_by(value: float, hemisphere: str) -> float:
    return -value if hemisphere[0] in "sw" else value


def _angle(match: re.Match[str], n: str) -> tuple[float, float, str] | None:
    """Degrees, the step of the last digit in degrees, and the format, of one written angle."""
    degrees, minutes, seconds = match["d" + n], match["m" + n], match["s" + n]
    parts = [part.replace(",", ".") for part in (degrees, minutes, seconds) if part is not None]
    if any("." in part for part in parts[:-1]) or any(float(part) >= 60 for part in parts[1:]):
        return None
    value = sum(float(part) / 60**power for power, part in enumerate(parts))
    decimals = len(parts[-1].partition(".")[2])
    return round(value, 8), 10.0**-decimals / 60 ** (len(parts) - 1), ("decimal", "dm", "dms")[len(parts) - 1]


def _decimal(lat: str, lon: str) -> float:
    """The coarser step of two decimal figures."""
    return 10.0 ** -min(len(lat.partition(".")[2]), len(lon.partition(".")[2]))


def _signed(text: str) -> Iterator[Position]:
    for match in _SIGNED.finditer(text) if _SIGN["signed"].search(text) else ():
        yield Position(
            *match.span(), float(match["lat"]), float(match["lon"]), "decimal", _decimal(match["lat"], match["lon"])
        )


def _words(text: str) -> Iterator[Position]:
    if "lat" in text:
        for match in _WORDED.finditer(text):
            step = _decimal(match["lat"], match["lon"])
            yield Position(*match.span(), float(match["lat"]), float(match["lon"]), "decimal", step)


def _iso(text: str) -> Iterator[Position]:
    for match in _ISO.finditer(text) if "/" in text else ():
        lat, lon = _iso_angle(match["lat"], 2), _iso_angle(match["lon"], 3)
        if lat is not None and lon is not None:
            yield Position(*match.span(), lat[0], lon[0], "iso6709", max(lat[1], lon[1]))


def _iso_angle(written: str, width: int) -> tuple[float, float] | None:
    """An ISO 6709 angle: ±DD.D, ±DDMM.M or ±DDMMSS.S, told apart by the number of digits."""
    whole, _, decimals = written[1:].partition(".")
    parts = [whole[:width], *(whole[i : i + 2] for i in range(width, len(whole), 2))]
    if len(whole) < width or (len(whole) - width) % 2 or len(parts) > 3:
        return None
    figures = [float(part) for part in parts[:-1]] + [float(f"{parts[-1]}.{decimals or 0}")]
    value = sum(figure / 60**power for power, figure in enumerate(figures))
    return round(-value if written[0] == "-" else value, 8), 10.0 ** -len(decimals) / 60 ** (len(parts) - 1)


def _plus(text: str) -> Iterator[Position]:
    """Full plus codes; the position is the middle of the cell, the step its height."""
    for match in _PLUS.finditer(text) if "+" in text else ():
        digits = match["code"].replace("+", "")
        lat, lon, height, width = -90.0, -180.0, 20.0, 20.0
        for place in range(0, min(len(digits), 10), 2):
            if place + 1 >= len(digits):
                break
            lat += _PLUS_DIGITS.index(digits[place]) * height
            lon += _PLUS_DIGITS.index(digits[place + 1]) * width
            height, width = height / 20, width / 20
        height, width = height * 20, width * 20
        for digit in digits[10:]:
            row, column = divmod(_PLUS_DIGITS.index(digit), 4)
            height, width = height / 5, width / 4
            lat, lon = lat + row * height, lon + column * width
        yield Position(
            *match.span(), round(lat + height / 2, 9), round(lon + width / 2, 9), "pluscode", round(height, 12)
        )


def _mgrs(text: str) -> Iterator[Position]:
    """Military grid references; the position is the middle of the square, the step its side in degrees of latitude."""
    for match in _MGRS.finditer(text) if _SIGN["mgrs"].search(text) else ():
        figures = re.sub(r"\s", "", match["figures"])
        if len(figures) % 2 or not 1 <= int(match["zone"]) <= 60:
            continue
        side = 10 ** (5 - len(figures) // 2)
        half = len(figures) // 2
        found = _grid(match, int(figures[:half]) * side + side / 2, int(figures[half:]) * side + side / 2)
        if found is not None:
            yield Position(*match.span(), round(found[0], 7), round(found[1], 7), "mgrs", side / 111_320)


def _grid(match: re.Match[str], easting: float, northing: float) -> tuple[float, float] | None:
    """The latitude and longitude of a place in a 100 km square, by the letters of the square and the band."""
    zone = int(match["zone"])
    columns = ("abcdefgh", "jklmnpqr", "stuvwxyz")[(zone - 1) % 3]
    if match["column"] not in columns:
        return None
    easting += (columns.index(match["column"]) + 1) * 100_000
    rows = "abcdefghjklmnpqrstuv"
    northing += ((rows.index(match["row"]) - (0 if zone % 2 else 5)) % 20) * 100_000
    south = _BANDS.index(match["band"]) < 10
    lowest = -80 + 8 * _BANDS.index(match["band"])
    for turn in range(6):
        lat, lon = _from_utm(zone, easting, northing + turn * 2_000_000 - (10_000_000 if south else 0))
        if lowest - 0.5 <= lat <= lowest + (12.5 if match["band"] == "x" else 8.5):
            return lat, lon
    return None


def _from_utm(zone: int, easting: float, northing: float) -> tuple[float, float]:
    """UTM to latitude and longitude on WGS 84: Krüger's series to the third order, good to a millimetre in its zone."""
    n = 1 / 298.257223563 / (2 - 1 / 298.257223563)
    radius = 6_378_137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = northing / (0.9996 * radius), (easting - 500_000) / (0.9996 * radius)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi_ = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in enumerate(beta, 1))
    eta_ = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in enumerate(beta, 1))
    chi = math.asin(math.sin(xi_) / math.cosh(eta_))
    delta = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    lat = chi + sum(d * math.sin(2 * j * chi) for j, d in enumerate(delta, 1))
    lon = math.atan2(math.sinh(eta_), math.cos(xi_))
    return math.degrees(lat), zone * 6 - 183 + math.degrees(lon)
