"""A dump of GeoNames as it publishes them: `IR.txt`, `cities500.zip`, `allCountries.zip`; nineteen columns, no heading.

Streamed, so that the twelve million rows of the whole world need no more memory than one. GeoNames states no extents:
the usual size of the kind stands for them, a town's is worked out from its people.
"""

from __future__ import annotations

import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import IO, Any

from mapper.datafiles import datafile
from mapper.geocoders._files.records import usual_extent_m
from mapper.geocoders._files.rows import At, Items, Problem, Row
from mapper.model import Entry

TITLE = "GeoNames dump"
ATTRIBUTION = "GeoNames, CC BY 4.0"
_COLUMNS = 19
_EVERY = 2000  # rows between two reports of progress
_POSITION_M = 500  # GeoNames gives no doubt; its points lie on the place, mostly to a minute of arc or finer


def items(path: Path) -> Items:
    """The rows of the dump."""
    with path.open("rb") as raw:
        if not zipfile.is_zipfile(path):
            yield from _rows(raw, raw, path.name)
            return
        with zipfile.ZipFile(raw) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith(".txt") and "readme" not in n.lower()]
            for name in names:
                with archive.open(name) as member:
                    yield from _rows(member, raw, path.name)


def _rows(lines: IO[bytes], raw: IO[bytes], source: str) -> Items:
    for number, line in enumerate(lines, 1):
        if number % _EVERY == 0:
            yield At(raw.tell())
        if line.strip():
            yield _row(line.decode("utf-8", "replace").rstrip("\r\n").split("\t"), number, source)


def _row(fields: list[str], number: int, source: str) -> Row | Problem:
    where = f"line {number}"
    if len(fields) != _COLUMNS:
        return Problem(where, f"{len(fields)} columns where a dump of GeoNames has {_COLUMNS}")
    identity, name, ascii_name, others, lat, lon, letter, code, country = fields[:9]
    try:
        at = float(lon), float(lat)
        population = int(fields[14] or 0)
    except ValueError:
        return Problem(where, f"position {lon!r}, {lat!r} or population {fields[14]!r} is no number")
    if not (abs(at[0]) <= 180 and abs(at[1]) <= 90) or not name:
        return Problem(where, f"{name!r} at longitude {lon}, latitude {lat} is no place on earth")
    kind = _kind(letter, code)
    extent, how = usual_extent_m(kind, population, country)
    entry = Entry(
        name=name, lon=at[0], lat=at[1], kind=kind, source=source, source_id=identity, extent_m=extent,
        position_m=_POSITION_M, country=country, admin1=fields[10], population=population, timezone=fields[17],
        extent_source=how, attribution=ATTRIBUTION,
    )  # fmt: skip
    names = dict.fromkeys((name, ascii_name, *others.split(",")))
    return Row(entry, tuple(name for name in names if name))


@cache
def _kinds() -> dict[str, Any]:
    return tomllib.loads(datafile("geonames_kinds.toml").read_text("utf-8"))


def _kind(letter: str, code: str) -> str:
    table = _kinds()
    return str(table["codes"].get(code) or table["classes"].get(letter, "place"))
