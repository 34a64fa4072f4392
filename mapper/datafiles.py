"""Where the tables of `data/` are: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_data"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "data"


def datafile(name: str) -> Path:
    """The path of one of the project's own tables.

    >>> datafile("landmarks.geojson").name
    'landmarks.geojson'
    """
    return FOLDER / name
