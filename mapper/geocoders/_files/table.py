"""CSV and other tables with a heading line: any common delimiter and encoding, columns guessed by their names."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from mapper.geocoders._files.records import columns, read_from
from mapper.geocoders._files.rows import At, Items, Problem
from mapper.model import Geometry

TITLE = "CSV"
ATTRIBUTION = ""
_SAMPLE = 64 * 1024  # bytes that decide encoding and delimiter
_DELIMITERS = ",;\t|"
_NUMBER = r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?"


def items(path: Path) -> Items:
    """The rows of the table."""
    with _binary(path) as raw:
        sample = raw.peek(_SAMPLE)[:_SAMPLE]
        text = io.TextIOWrapper(raw, encoding=_encoding(sample), errors="replace", newline="")
        csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        reader = csv.reader(text, delimiter=_delimiter(sample.decode(_encoding(sample), "replace")))
        heading = next(reader, [])
        meanings = columns(heading)
        if "name" not in meanings and "names" not in meanings:
            yield Problem("line 1", f"no column is called name; the columns are {', '.join(heading) or 'none'}")
            return
        yield from _rows(reader, heading, meanings, path)


def _rows(reader: Any, heading: list[str], meanings: dict[str, list[str]], path: Path) -> Items:
    read = 0
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(f"line {line}", str(error))
            continue
        read += sum(map(len, fields)) + len(fields)
        if not any(field.strip() for field in fields):
            continue
        if len(fields) > len(heading):
            yield Problem(f"line {line}", f"{len(fields)} fields where the heading has {len(heading)}")
            continue
        about = dict(zip(heading, (field.strip() for field in fields), strict=False))
        try:
            geometry = next((from_wkt(about[c]) for c in meanings.get("geometry", ()) if about.get(c)), None)
        except ValueError as error:
            yield Problem(f"line {line}", str(error))
            continue
        yield from read_from(about, meanings, where=f"line {line}", source=path.name, geometry=geometry)
        yield At(read)


def _binary(path: Path) -> io.BufferedReader:
    if not zipfile.is_zipfile(path):
        return io.BufferedReader(path.open("rb", buffering=0), _SAMPLE)
    archive = zipfile.ZipFile(path)
    name = next(name for name in archive.namelist() if name.lower().endswith((".csv", ".txt", ".tsv")))
    return io.BufferedReader(archive.open(name), _SAMPLE)  # type: ignore[arg-type]  # a raw stream in all but name


def _encoding(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample[: sample.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    heading = sample.lstrip("\ufeff").partition("\n")[0]
    return max(_DELIMITERS, key=heading.count)


def from_wkt(text: str) -> Geometry:
    """The GeoJSON geometry that well-known text (or GeoJSON in a cell) describes.

    >>> from_wkt("POINT (57.1208 30.2783)")
    {'type': 'Point', 'coordinates': [57.1208, 30.2783]}

    Raises:
        ValueError: it describes none.
    """
    import json

    text = text.strip()
    if text.startswith("{"):
        shape: Geometry = json.loads(text)
        return shape
    simple = re.fullmatch(rf"(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*({_NUMBER})\s+({_NUMBER})[^)]*\)", text, re.IGNORECASE)
    if simple:
        return {"type": "Point", "coordinates": [float(simple[1]), float(simple[2])]}
    import shapely

    try:
        parsed = shapely.from_wkt(re.sub(r"(?i)^SRID=4326;", "", text))
    except shapely.errors.GEOSException as error:
        raise ValueError(f"{text[:40]!r} is no well-known text ({error})") from None
    if parsed.is_empty:
        raise ValueError(f"{text[:40]!r} is an empty geometry")
    found: Geometry = json.loads(shapely.to_geojson(parsed))
    return found
