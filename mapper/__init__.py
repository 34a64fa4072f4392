"""Turns a written report of an incident into a map that an editor can publish and a critic can audit.

    import mapper
    report = mapper.Report.from_file("seeds/kerman-2024-01-03.txt")
    incident = mapper.place(mapper.read(report))
    mapper.write(incident, "output", formats=("html", "geojson"))

Names load when they are first used, so that `import mapper` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mapper.version import __version__

if TYPE_CHECKING:
    from mapper.errors import (
        InvalidDocument,
        MapperError,
        PlaceNotFound,
        SourceUnreachable,
        UnreadableInput,
        UnwritableOutput,
        UsageError,
    )
    from mapper.model import Incident, Report
    from mapper.pipeline import map_report, merge, place, read, write

_HOME = {
    "Incident": "model",
    "Report": "model",
    "read": "pipeline",
    "merge": "pipeline",
    "place": "pipeline",
    "write": "pipeline",
    "map_report": "pipeline",
    "MapperError": "errors",
    "UsageError": "errors",
    "UnreadableInput": "errors",
    "InvalidDocument": "errors",
    "SourceUnreachable": "errors",
    "PlaceNotFound": "errors",
    "UnwritableOutput": "errors",
}

__all__ = [
    "Incident",
    "InvalidDocument",
    "MapperError",
    "PlaceNotFound",
    "Report",
    "SourceUnreachable",
    "UnreadableInput",
    "UnwritableOutput",
    "UsageError",
    "__version__",
    "map_report",
    "merge",
    "place",
    "read",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'mapper' has no attribute {name!r}")
    return getattr(import_module(f"mapper.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
