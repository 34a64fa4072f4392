"""The user's own list of gazetteers: files that the command line asks every time, before anything that comes with it.

The list is `gazetteers.toml` in the user's configuration folder, one `[[gazetteer]]` a file, written by
`mapper gazetteer add` and open to any editor. The command line and `mapper.read` ask it after the files they are given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapper.errors import MapperError, UnreadableInput, UsageError
from mapper.files import write_all
from mapper.model import Entry
from mapper.parts import part
from mapper.seams import Gazetteer
from mapper.userfiles import LIST, config_folder, configured

_HEAD = """# The gazetteers that `mapper` asks before those that come with it, in this order.
# Written by `mapper gazetteer add` and `remove`; a relative path counts from this folder.
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the list, under the name that it goes by."""

    name: str
    file: Path


def listed() -> tuple[Listed, ...]:
    """The user's gazetteers, in the order they are asked.

    Raises:
        UnreadableInput: the list is no TOML, or an entry has no file; the message names the place.
    """
    entries = configured(LIST).get("gazetteer", [])
    try:
        return tuple(_listed(entry, config_folder()) for entry in entries)
    except (KeyError, TypeError, AttributeError) as error:
        where = config_folder() / LIST
        raise UnreadableInput(f'{where}: every [[gazetteer]] needs a line file = "..." ({error!r})') from error


def _listed(entry: dict[str, Any], folder: Path) -> Listed:
    file = folder / Path(entry["file"]).expanduser()
    return Listed(str(entry.get("name") or file.name), file)


class Unusable:
    """A file of the list that can't be used now: it knows nothing, and its problem is said with all others."""

    attribution = ""

    def __init__(self, name: str, why: MapperError) -> None:
        self.name = name
        self.problems = (f"{name}, on your list of gazetteers: {why}",)

    def find(
        self, name: str, *, near: tuple[float, float] | None = None, countries: Sequence[str] = (), limit: int = 10
    ) -> tuple[Entry, ...]:
        """Nothing."""
        return ()


def opened(*, quiet: bool = False) -> tuple[Gazetteer, ...]:
    """The gazetteers of the list; one that can't be used is there with its problem, and stops nothing."""
    sources: list[Gazetteer] = []
    for entry in listed():
        try:
            sources.append(part("geocoders", "file").opened(entry.file, quiet=quiet))
        except MapperError as error:
            sources.append(Unusable(entry.name, error))
    return tuple(sources)


def added(file: str | Path, *, name: str = "", quiet: bool = False) -> dict[str, Any]:
    """Put a file on the list, indexing it first; what is known of it then.

    Raises:
        UsageError: the name is taken by another file.
        UnreadableInput: nothing in the file can be used.
    """
    path = Path(file).resolve()
    new = Listed(name or path.name, path)
    others = [other for other in listed() if other.file.resolve() != path]
    if any(other.name == new.name for other in others):
        raise UsageError(f"another gazetteer is called {new.name!r}; give this one a --name of its own")
    part("geocoders", "file").opened(path, quiet=quiet).close()
    _keep([*others, new])
    return info(new.name)


def removed(name: str) -> Listed:
    """Take a gazetteer (by its name or its file) off the list, and its index out of the cache; the file stays.

    Raises:
        UsageError: none is called so.
    """
    gone = _called(name)
    _keep([other for other in listed() if other != gone])
    part("geocoders", "file").forget(gone.file)
    return gone


def info(name: str) -> dict[str, Any]:
    """What is known of a gazetteer: of the list by its name, of those that come with the tool, or any file.

    Raises:
        UsageError: nothing is called so.
        UnreadableInput: the file can't be used.
    """
    if name in _BUILT_IN:
        source = part("geocoders", name).opened()
        return {"name": name, "what": _BUILT_IN[name], "attribution": source.attribution}
    entry = _called(name)
    source = part("geocoders", "file").opened(entry.file)
    try:
        counts = source.counts
        return {
            "name": entry.name, "file": str(entry.file), "format": source.format, "places": counts.places,
            "ways": counts.ways, "kinds": dict(source.kinds()), "attribution": source.attribution,
            "problems": list(source.problems),
        }  # fmt: skip
    finally:
        source.close()


_BUILT_IN = {"landmarks": "the project's own landmarks", "embedded": "the cities, countries and divisions of GeoNames"}


def listing() -> list[dict[str, Any]]:
    """Every source in the order it is asked, the user's own first; one that can't be used says why."""
    rows: list[dict[str, Any]] = []
    for entry in listed():
        try:
            rows.append(info(entry.name))
        except MapperError as error:
            rows.append({"name": entry.name, "file": str(entry.file), "problems": [str(error)]})
    return [*rows, *(info(name) for name in _BUILT_IN)]


def as_text(rows: Sequence[dict[str, Any]]) -> str:
    """The listing, or one info, for people."""
    return "\n".join(line for row in rows for line in _lines(row))


def _lines(row: dict[str, Any]) -> list[str]:
    if "what" in row:
        return [f"{row['name']}: {row['what']} ({row['attribution']})"]
    lines = [f"{row['name']}: {row['file']}"]
    if "places" in row:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in list(row["kinds"].items())[:6])
        lines.append(
            f"    {row['format']}, {row['places']:,} places ({kinds}), {row['ways']:,} roads, rails and waters"
        )
        if row["attribution"]:
            lines.append(f"    {row['attribution']}")
    return [*lines, *(f"    problem: {problem}" for problem in row["problems"])]


def _called(name: str) -> Listed:
    for entry in listed():
        if name == entry.name or Path(name).resolve() == entry.file.resolve():
            return entry
    if Path(name).exists():
        return Listed(Path(name).name, Path(name))
    names = ", ".join(entry.name for entry in listed()) or "none yet"
    raise UsageError(f"no gazetteer is called {name!r}; on your list: {names}")


def _keep(entries: Sequence[Listed]) -> None:
    blocks = [f"[[gazetteer]]\nname = {_quoted(e.name)}\nfile = {_quoted(str(e.file))}\n" for e in entries]
    write_all(config_folder(), {LIST: "\n".join([_HEAD, *blocks]).encode("utf-8")})


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON's escapes are TOML's
