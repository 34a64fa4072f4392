"""Where many reports come from: folders, globs, JSON Lines, CSV, Parquet, standard input; all of them streamed.

A source is never held in memory: folders are walked, tables are read row by row. What can't be read becomes an
item with its error, because one bad row must not end a night's run.
"""

from __future__ import annotations

import csv
import glob
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from mapper.batch.items import FACTS, Item
from mapper.errors import UnreadableInput
from mapper.parts import names, part
from mapper.readers import FORMATS

_TEXT = ("text", "report_text", "body", "content", "article")  # what columns with a report's words are called
_ID = ("id", "report_id", "uid", "name")
_SYNONYMS = {
    "published": ("date", "published_at", "publication_date"),
    "publisher": ("source",),
    "title": ("headline",),
}
_TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
_LONGEST_CELL = 32 * 1024 * 1024  # characters; as long as the longest report file may be

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; an empty name is looked for under the usual ones."""

    text: str = ""
    id: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def items(sources: Sequence[str], *, columns: Columns | None = None, leave_out: Path | None = None) -> Iterator[Item]:
    """Every report of the sources; `leave_out` is a folder that is not walked (the run's own output).

    Raises:
        UnreadableInput: a source that is not there, or a table without a column for the text.
    """
    columns = columns or Columns()
    for source in sources:
        for path, name in _files(source, leave_out):
            if path is None:
                yield from _from_stdin(columns)
            elif _suffix(path) in _TABLES:
                yield from _from_table(path, name, columns)
            else:
                yield _from_file(path, name)


def count(sources: Sequence[str], *, leave_out: Path | None = None) -> int | None:
    """How many reports there will be, for the time left; None where nobody can know before the end.

    Lines are counted, so that a CSV with line breaks in its cells is said to be longer than it is.
    """
    total = 0
    for source in sources:
        for path, _ in _files(source, leave_out):
            if path is None:
                return None
            if _suffix(path) == ".parquet":
                total += _parquet(path).metadata.num_rows
            elif _suffix(path) in _TABLES:
                with _binary(path) as lines:
                    total += sum(piece.count(b"\n") for piece in iter(lambda: lines.read(1 << 20), b""))
            else:
                total += 1
    return total


def _files(source: str, leave_out: Path | None) -> Iterator[tuple[Path | None, str]]:
    """(file, name) of everything in a source; None is standard input."""
    path = Path(source)
    if source == "-":
        yield None, "standard input"
    elif path.is_dir():
        for found in _walk(path, leave_out.resolve() if leave_out else None):
            yield found, found.relative_to(path).as_posix()
    elif path.exists():
        yield path, path.name
    elif glob.has_magic(source):
        found_one = False
        for hit in glob.iglob(source, recursive=True):  # noqa: PTH207  an absolute pattern is one too
            if Path(hit).is_file():
                found_one = True
                yield Path(hit), PurePosixPath(Path(hit)).as_posix()
        if not found_one:
            raise UnreadableInput(f"no file is called {source}; check the pattern")
    else:
        raise UnreadableInput(
            f"{source} does not exist; name a folder, a pattern, a table (.jsonl, .csv, .parquet) or -"
        )


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    """The files below a folder in the formats that are read; links to folders are not followed."""
    known = {suffix for name in _readers() for suffix in part("readers", name).SUFFIXES} | {*_TABLES}
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if leave_out and here.resolve() == leave_out:
            continue
        with os.scandir(here) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                elif _suffix(Path(entry.name)) in known and not entry.name.startswith("."):
                    yield Path(entry.path)


def _readers() -> list[str]:
    return [name for name in names("readers") if name in FORMATS or name != "file"]


def _suffix(path: Path) -> str:
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def _from_file(path: Path, name: str) -> Item:
    largest: int = part("readers", "file").LARGEST
    try:
        if (size := path.stat().st_size) > largest:
            return Item(name, error=f"{name} has {size:,} bytes, more than {largest:,}; is it one report?")
        return Item(name, path.read_bytes())
    except OSError as error:
        return Item(name, error=f"{name} can't be read: {error.strerror or error}")


def _from_table(path: Path, name: str, columns: Columns) -> Iterator[Item]:
    suffix = _suffix(path)
    if suffix == ".parquet":
        yield from _from_rows(_parquet_rows(path), name, columns)
        return
    try:
        with _binary(path) as raw:
            yield from _from_lines(raw, name, columns, delimiter="\t" if suffix == ".tsv" else "", suffix=suffix)
    except OSError as error:
        raise UnreadableInput(f"{path} can't be read: {error.strerror or error}") from error


def _from_stdin(columns: Columns) -> Iterator[Item]:
    """JSON Lines, or CSV with a header: what begins with a brace is JSON."""
    raw = sys.stdin.buffer
    first = raw.peek(1)[:1] if hasattr(raw, "peek") else b"{"
    yield from _from_lines(raw, "stdin", columns, delimiter="", suffix=".jsonl" if first == b"{" else ".csv")


def _from_lines(raw: IO[bytes], name: str, columns: Columns, *, delimiter: str, suffix: str) -> Iterator[Item]:
    if suffix in {".jsonl", ".ndjson"}:
        yield from _from_rows(_json_rows(raw), name, columns)
        return
    csv.field_size_limit(_LONGEST_CELL)
    with io.TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="") as text:
        yield from _from_rows(_csv_rows(text, delimiter), name, columns)


def _json_rows(lines: Iterable[bytes]) -> Iterator[tuple[int, Row | str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield number, f"no JSON: {error}"
            continue
        yield number, row if isinstance(row, dict) else "a line must be one JSON object with the report's text in it"


def _csv_rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, Row | str]]:
    header = text.readline()
    if not header:
        return
    delimiter = delimiter or max(",;\t", key=header.count)
    names_said = next(csv.reader([header], delimiter=delimiter))
    rows = csv.DictReader(text, fieldnames=names_said, delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num + 1, f"no CSV: {error}"
            continue
        yield rows.line_num + 1, row


def _parquet(path: Path) -> Any:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise UnreadableInput(f"{path}: reading Parquet needs pip install 'incident-mapper[batch]'") from None
    try:
        return ParquetFile(path)
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path} is no Parquet: {error}") from error


def _parquet_rows(path: Path) -> Iterator[tuple[int, Row | str]]:
    number = 0
    for batch in _parquet(path).iter_batches(batch_size=256):
        for row in batch.to_pylist():
            number += 1
            yield number, row


def _from_rows(rows: Iterable[tuple[int, Row | str]], name: str, columns: Columns) -> Iterator[Item]:
    for number, row in rows:
        where = f"{name}:{number}"
        if isinstance(row, str):
            yield Item(where, error=f"{where}: {row}", cell=True)
            continue
        text = _cell(row, columns.text, _TEXT)
        named = str(_cell(row, columns.id, _ID) or where)
        if not isinstance(text, str) or not text.strip():
            wanted = columns.text or ", ".join(_TEXT)
            yield Item(named, error=f"{where}: no text in {wanted}; say which column has it with --text", cell=True)
            continue
        facts = {
            fact: str(value)
            for fact in FACTS
            if (value := _cell(row, columns.facts.get(fact, ""), (fact, *_SYNONYMS.get(fact, ())))) not in (None, "")
        }
        yield Item(named, text.encode("utf-8", "replace"), facts, cell=True)


def _cell(row: Row, said: str, usual: Sequence[str]) -> Any:
    if said:
        return row.get(said)
    return next((row[name] for name in usual if row.get(name) not in (None, "")), None)


def _binary(path: Path) -> IO[bytes]:
    opened: Callable[..., Any] = gzip.open if path.suffix.lower() == ".gz" else open
    return opened(path, "rb")  # type: ignore[no-any-return]
