"""The JSON Schemas of what users and other programs may rely on, made from the values themselves.

`incident()` follows the dataclasses of the model, so that it can't drift from what is written; what types do not say
(ranges, words that are allowed) stands in one table here. `geojson()` follows the columns of the GeoJSON. Copies for
other programs lie in `data/`; a test holds them equal.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any

from mapper import model
from mapper.document import fields
from mapper.errors import UsageError
from mapper.writers import _columns

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LON: Schema = {"minimum": -180, "maximum": 180}
_LAT: Schema = {"minimum": -90, "maximum": 90}
_SHARE: Schema = {"minimum": 0, "maximum": 1}
_COUNT: Schema = {"minimum": 0}
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$"

RULES: Mapping[tuple[str, str], Schema] = {
    ("Span", "start"): _COUNT,
    ("Span", "end"): _COUNT,
    ("ReportCard", "sha256"): {"pattern": "^([0-9a-f]{64})?$"},
    ("ReportCard", "characters"): _COUNT,
    ("Place", "role"): {"enum": ["incident", "anchor", "container", "dateline", "mentioned"]},
    ("Place", "lon"): _LON,
    ("Place", "lat"): _LAT,
    ("Place", "uncertainty_m"): {"exclusiveMinimum": 0},
    ("Place", "extent_m"): _COUNT,
    ("Place", "position_m"): _COUNT,
    ("Place", "resolved_to"): {"pattern": "^(self|container:.+)$"},
    ("Place", "confidence"): _SHARE,
    ("Candidate", "lon"): _LON,
    ("Candidate", "lat"): _LAT,
    ("Length", "low"): _COUNT,
    ("Length", "high"): _COUNT,
    ("Relation", "bearing_deg"): {"minimum": 0, "maximum": 360},
    ("Relation", "bearing_half_width_deg"): {"minimum": 0, "maximum": 180},
    ("Relation", "weight"): _SHARE,
    ("Time", "value"): {"pattern": f"({_DATE})|({_INSTANT})"},
    ("Time", "precision"): {"enum": ["minute", "hour", "day", "unknown"]},
    ("Claim", "low"): _COUNT,
    ("Claim", "high"): _COUNT,
    ("Placement", "kind"): {"enum": ["place", "region", "ring"]},
    ("Placement", "weight"): _SHARE,
    ("Placement", "uncertainty_m"): _COUNT,
    ("Placement", "label_lon"): _LON,
    ("Placement", "label_lat"): _LAT,
    ("Incident", "schema"): {"const": "incident/1"},
}
"""What a field may hold beyond its type."""


def schema(name: str) -> Schema:
    """The schema called `name`: incident or geojson.

    >>> schema("incident")["title"]
    'Incident document'

    Raises:
        UsageError: there is none of that name.
    """
    if name not in SCHEMAS:
        raise UsageError(f"{name!r} is no schema; there are: {', '.join(SCHEMAS)}")
    return SCHEMAS[name]()


def incident() -> Schema:
    """Of the incident document."""
    definitions: dict[str, Schema] = {}
    root = _of_class(model.Incident, definitions)
    definitions["Geometry"] = _geometry(
        ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    )
    definitions["Area"] = _geometry(["Polygon", "MultiPolygon"])
    return {
        "$schema": DIALECT,
        "$id": "urn:incident-mapper:incident/1",
        "title": "Incident document",
        "description": "What a report says of an incident, where it is, and the words that it rests on. WGS 84 "
        "(lon, lat) degrees, metres, half-open spans of characters of the report's text.",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def geojson() -> Schema:
    """Of `<stem>.geojson`: RFC 7946, polygons only, every feature with the same columns."""
    columns = {column.name: _of_column(column) for column in _columns.COLUMNS}
    figures = {column.name: _of_column(column) for name in _columns.CLAIMS for column in _columns.claim_columns(name)}
    feature: Schema = {
        "type": "object",
        "required": ["type", "id", "properties", "geometry"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string", "minLength": 1},
            "properties": {"type": "object", "required": list(columns), "properties": columns | figures},
            "geometry": {"$ref": "#/$defs/Area"},
        },
    }
    return {
        "$schema": DIALECT,
        "$id": "urn:incident-mapper:geojson/1",
        "title": "Regions of an incident",
        "description": "RFC 7946: polygons in WGS 84 (lon, lat) degrees, outer rings counter-clockwise, cut at the "
        "antimeridian. Text columns are never null; numbers and time_utc are null where unknown.",
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "name": {"type": "string"},
            "attribution": {"type": "string"},
            "features": {"type": "array", "items": feature},
            "crs": {"not": {}},
        },
        "$defs": {"Area": _geometry(["Polygon", "MultiPolygon"])},
    }


SCHEMAS = {"incident": incident, "geojson": geojson}


def _of_class(cls: type, definitions: dict[str, Schema]) -> Schema:
    properties: dict[str, Schema] = {}
    required = []
    for known in fields(cls):
        said = _of_type(known.kind, definitions)
        if (cls.__name__, known.key) in _SHAPES:
            said = {"$ref": "#/$defs/Geometry"} if known.required else _or_null({"$ref": "#/$defs/Geometry"})
        rule = RULES.get((cls.__name__, known.key), {})
        properties[known.key] = said | rule
        if known.required or (cls is model.Incident and known.key == "schema"):
            required.append(known.key)
    if cls is model.Placement:
        properties["geometry"] = {"$ref": "#/$defs/Area"}
    about = (cls.__doc__ or "").split("\n")[0]
    return {
        "type": "object",
        "description": about,
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _of_type(kind: Any, definitions: dict[str, Schema]) -> Schema:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        (rest,) = [arg for arg in args if arg is not type(None)]
        said = _of_type(rest, definitions)
        return _or_null(said)
    if kind is Any:
        return {}
    if origin is tuple:
        return {"type": "array", "items": _of_type(args[0], definitions)}
    if origin is not None and issubclass(origin, Mapping):
        values = _of_type(args[1], definitions)
        return {"type": "object"} | ({"additionalProperties": values} if values else {})
    if dataclasses.is_dataclass(kind):
        name = typing.cast("type", kind).__name__
        if name not in definitions:
            definitions[name] = {}  # it may hold itself
            definitions[name] = _of_class(typing.cast("type", kind), definitions)
        return {"$ref": f"#/$defs/{name}"}
    if kind is date:
        return {"type": "string", "pattern": _DATE}
    return {"type": _TYPES[kind]}


def _or_null(said: Schema) -> Schema:
    return {"anyOf": [said, {"type": "null"}]} if "$ref" in said else said | {"type": [said["type"], "null"]}


_SHAPES = {("Place", "outline"), *(("Placement", key) for key in ("geometry", "nominal", "stated", "half", "ninety"))}
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}


def _geometry(kinds: list[str]) -> Schema:
    return {
        "type": "object",
        "description": "A GeoJSON geometry.",
        "required": ["type", "coordinates"],
        "properties": {"type": {"enum": kinds}, "coordinates": {"type": "array", "minItems": 1}},
    }


_COLUMN = {"text": "string", "real": "number", "integer": "integer", "boolean": "boolean", "time": "string"}
_COLUMN_RULES: Mapping[str, Schema] = {
    "kind": {"enum": ["place", "region", "ring"]},
    "role": {"enum": ["incident", "anchor", "container", "mentioned", ""]},
    "uncertainty_m": {"exclusiveMinimum": 0, "type": "number"},
    "weight": _SHARE | {"type": "number"},
    "confidence": _SHARE,
    "time_utc": {"pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
    "time_precision": {"enum": ["minute", "hour", "day", "unknown", ""]},
    "label_lon": _LON | {"type": "number"},
    "label_lat": _LAT | {"type": "number"},
    "quote_start": _COUNT,
    "quote_end": _COUNT,
}


def _of_column(column: _columns.Column) -> Schema:
    kind = _COLUMN[column.kind]
    said: Schema = {"type": kind if column.kind in {"text", "boolean"} else [kind, "null"]}
    return said | {"description": column.about} | _COLUMN_RULES.get(column.name, {})
