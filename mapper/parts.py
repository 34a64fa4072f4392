"""The one loader: finds a part of the house by its seam and its name, and imports it only then.

A seam is a subpackage (`mapper.writers`, `mapper.relations`, ...) whose `NAMES` maps each part's public
name to the module that holds it. Third parties join a seam through the entry point group
`mapper.<seam>`; a built-in name wins, so that nobody's package can replace a part unseen.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from mapper.errors import UsageError


@cache
def names(seam: str) -> tuple[str, ...]:
    """The names of a seam's parts: built-in ones in their written order, then those that joined.

    >>> "geojson" in names("writers")
    True
    """
    from importlib.metadata import entry_points  # takes longer than finding a built-in part

    built_in = import_module(f"mapper.{seam}").NAMES
    joined = (point.name for point in entry_points(group=f"mapper.{seam}"))
    return (*built_in, *sorted(set(joined) - set(built_in)))


@cache
def part(seam: str, name: str) -> Any:
    """The part called `name`, imported.

    Raises:
        UsageError: no part of that seam has the name; the message lists those that exist.
    """
    built_in = import_module(f"mapper.{seam}").NAMES
    if name in built_in:
        return import_module(f"mapper.{seam}.{built_in[name]}")
    from importlib.metadata import entry_points

    for point in entry_points(group=f"mapper.{seam}", name=name):
        return point.load()
    raise UsageError(f"{name!r} is none of the {seam}; there are: {', '.join(names(seam))}")
