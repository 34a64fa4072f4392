"""Where the tables of `data/` are: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection

_INSTALLED = Path(__file__).parent / "_data"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "data"


def datafile(name: str) -> Path:
    """The path of one of the project's own tables.

    >>> datafile("landmarks.geojson").name
    'landmarks.geojson'
    """
    return FOLDER / name


@cache
def table(name: str) -> Mapping[str, Any]:
    """One of the project's own TOML tables, parsed once; nobody may change it.

    >>> "heads" in table("place_words.toml")
    True
    """
    return tomllib.loads(datafile(name).read_text("utf-8"))


def read_only(path: Path) -> Connection:
    """A finished SQLite file for reading alone: no lock, no journal, nothing beside it. Threads may share it.

    Whoever opens it closes it: since Python 3.13 one that is only forgotten is a ResourceWarning.
    """
    import sqlite3  # most who ask where a table is never open one

    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
