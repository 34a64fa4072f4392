"""The user's own places, from a file: GeoJSON, GeoPackage, shapefile, CSV, a GeoNames dump, an OpenStreetMap extract.

The file is read once into an index in the user's cache and served from there until its content changes. Rows that
can't be used are problems, named by line, and the rest still serves. `docs/gazetteers.md` says what each format needs.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path

from mapper.errors import UnreadableInput, UnwritableOutput
from mapper.geocoders._answers import answers
from mapper.geocoders._files import index
from mapper.geocoders._files.kinds import kind_of_file
from mapper.geocoders._files.served import Index
from mapper.model import Entry
from mapper.terminal import Terminal
from mapper.userfiles import cache_folder

Way = tuple[str, str, list[list[float]]]
_LONGEST_S = 3600  # to wait for another process that makes an index
_BY_HAND = 20_000  # places: more than that nobody has put together by hand
_WHOLESALE = ("GeoNames dump", "OpenStreetMap extract")
_SHOWN = 20  # problems of one file that are said one by one


class FileGazetteer:
    """A user's file, indexed. `problems` are the sentences about what in it could not be used."""

    def __init__(self, path: Path, opened_index: Index) -> None:
        self.name = path.name
        self.path = path
        self.attribution = opened_index.about.get("attribution", "")
        self.format = opened_index.about["format"]
        self.counts = opened_index.counts
        self._index = opened_index
        self._longest = lru_cache(maxsize=50_000)(opened_index.longest)
        self._bearers = lru_cache(maxsize=5_000)(partial(opened_index.bearers, source=self.name))

    @property
    def problems(self) -> tuple[str, ...]:
        """What in the file could not be used, by line."""
        if not self.counts.problems:
            return ()
        said = [f"{self.name}, {problem.where}: {problem.what}" for problem in self._index.problems()[:_SHOWN]]
        more = self.counts.problems - len(said)
        return (*said, *([f"{self.name}: {more} more rows could not be used"] if more else []))

    def find(
        self, name: str, *, near: tuple[float, float] | None = None, countries: Sequence[str] = (), limit: int = 10
    ) -> tuple[Entry, ...]:
        """The places of the file that `name` may mean, best first; near ones before far ones of the same name."""
        found = self._index.candidates(name, source=self.name, near=near)
        return answers(name, found, near=near, countries=countries, limit=limit) if found else ()

    @property
    def curated(self) -> bool:
        """Whether somebody put this list together: then a name in it is meant, however few people live there."""
        return self.format not in _WHOLESALE and self.counts.places <= _BY_HAND

    def longest_name(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 where none does."""
        return self._longest(word)

    def bearers(self, key: str) -> list[Entry]:
        """The places that a folded name is one of the names of: for finding the names in a text."""
        return self._bearers(key)

    def ways(
        self, bbox: tuple[float, float, float, float], *, name: str | None = None, kind: str = "road"
    ) -> list[Way]:
        """(name, ref, [[lon, lat], ...]) of every road, rail or water that touches (west, south, east, north).

        `name` asks for one name or number ("Route 66", "A2"); `kind` is road | rail | water. Only OpenStreetMap
        extracts and layers of lines have any.
        """
        return self._index.ways(bbox, name=name, kind=kind)

    def drawn(self, bbox: tuple[float, float, float, float]) -> list[tuple[str, str, str, list[list[float]]]]:
        """(kind, sort, name, [[lon, lat], ...]) of every way that touches the box, for drawing under the regions."""
        return self._index.drawn(bbox)

    def kinds(self) -> list[tuple[str, int]]:
        """How many places there are of each kind, the most first."""
        return self._index.kinds()

    def close(self) -> None:
        """Let the index go."""
        self._index.close()


def opened(path: str | Path, *, quiet: bool = False, again: bool = False) -> FileGazetteer:
    """The gazetteer of a file; indexes it first (with a progress bar on a terminal) where that is not yet done.

    `again` makes the index anew whatever the cache holds.

    Raises:
        UnreadableInput: missing, empty, of no known format, or broken so that nothing of it serves.
        UnwritableOutput: the cache can't take the index.
    """
    path = Path(path)
    kind = kind_of_file(path)
    place = _place_of_index(path)
    state = _state(path)
    found = None if again else _kept(place, path, state)
    if found is None:
        with _alone(place):  # another process may have made it in the meantime
            found = None if again else _kept(place, path, state)
            found = found or _made(place, path, kind, state, quiet=quiet)
    return FileGazetteer(path, found)


def forget(path: str | Path) -> bool:
    """Remove the index of a file from the cache; whether there was one."""
    place = _place_of_index(Path(path))
    there = place.exists()
    place.unlink(missing_ok=True)
    return there


def _place_of_index(path: Path) -> Path:
    key = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return cache_folder() / "gazetteers" / f"{key}.sqlite"


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One process makes an index; others wait for it. The lock is the system's own and ends with its holder."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(place.parent / "lock", timeout=_LONGEST_S, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(place, error) from error
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _unwritable(place: Path, error: Exception) -> UnwritableOutput:
    return UnwritableOutput(
        f"can't keep an index in {place.parent}: {error}; make room there, or name another folder in MAPPER_CACHE"
    )


def _parts(path: Path) -> list[Path]:
    """The files that make one source: a shapefile has several."""
    return sorted(path.parent.glob(f"{path.stem}.*")) if path.suffix.lower() == ".shp" else [path]


def _state(path: Path) -> dict[str, str]:
    facts = [part.stat() for part in _parts(path)]
    return {
        "path": str(path.resolve()),
        "size": str(sum(fact.st_size for fact in facts)),
        "changed": str(max(fact.st_mtime_ns for fact in facts)),
    }


def _kept(place: Path, path: Path, state: dict[str, str]) -> Index | None:
    """The index in the cache, where it is of this file as it is now."""
    if not place.exists():
        return None
    try:
        found = Index(place)
    except sqlite3.DatabaseError:
        return None
    about = found.about
    same = about.get("schema") == index.SCHEMA and about.get("size") == state["size"]
    # A copy or a checkout touches the time of a file whose content is the same.
    if same and (about.get("changed") == state["changed"] or about.get("sha256") == _sha256(path)):
        return found
    found.close()
    return None


def _sha256(path: Path) -> str:
    whole = hashlib.sha256()
    for part in _parts(path):
        if part.is_file():
            with part.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _made(place: Path, path: Path, kind: str, state: dict[str, str], *, quiet: bool) -> Index:
    reader = import_module(f"mapper.geocoders._files.{kind}")
    about = state | {"sha256": _sha256(path), "format": reader.TITLE, "attribution": reader.ATTRIBUTION}
    try:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent) as folder:
            new = Path(folder) / "index.sqlite"
            index.write(new, reader.items(path), about, seen=_bar(path, quiet=quiet))
            _something_in(new, path)
            new.replace(place)
    except (sqlite3.OperationalError, OSError) as error:
        raise _unwritable(place, error) from error
    return Index(place)


def _something_in(new: Path, path: Path) -> None:
    made = Index(new)
    try:
        counts, problems = made.counts, made.problems()
    finally:
        made.close()
    if not counts.places and not counts.ways:
        why = f"; {problems[0].where}: {problems[0].what}" if problems else ""
        raise UnreadableInput(f"{path}: no place in it can be used{why}. docs/gazetteers.md says what is needed.")


def _bar(path: Path, *, quiet: bool) -> Callable[[int], None]:
    """A progress bar in hundredths of the file."""
    size = max(path.stat().st_size, 1)
    steps = Terminal(quiet=quiet).progress(range(100), total=100, what=f"% of {path.name} indexed")
    done = 0

    def seen(read: int) -> None:
        nonlocal done
        while done < min(100, 100 * read // size):
            done += 1
            next(steps, None)

    return seen
