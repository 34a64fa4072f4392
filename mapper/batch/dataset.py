"""The result of a run: one GeoParquet dataset, a folder for each date and country, a row for each region.

`date=2024-01-03/country=IR/part-0.parquet`: what Arrow, DuckDB, GDAL and geopandas read as one table. WGS 84
longitude and latitude in degrees. A report that has no region or could not be read has one row without geometry
that says why.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from mapper.batch import crew
from mapper.batch.spool import Spool
from mapper.batch.work import unpacked
from mapper.errors import UnwritableOutput, UsageError
from mapper.files import write_all
from mapper.writers._columns import CLAIMS, COLUMNS

_PART = 1_000  # reports of a file; some thirty megabytes in memory while it is made
_FEW = 200  # partitions that are not worth processes of their own
_COMMIT = 256  # partitions that a killed run may have to write again
_ABOUT = ("report", "report_title", "report_publisher", "report_published", "report_url", "report_digest", "event",
          "status", "error")  # fmt: skip
_DTYPES = {"text": "str", "real": "float64", "integer": "Int64", "boolean": "boolean",
           "time": "datetime64[ms, UTC]"}  # fmt: skip
_PLAIN = {
    "geometry",
    "report",
    "report_title",
    "report_url",
    "report_digest",
    "error",
    "feature_id",
    "quote",
    "because",
}
"""Columns in which every value is another: no dictionary, no statistics, but compressed."""
_Partition = tuple[str, str, str, int]
"""Date, country, digest and number of parts."""


def write(spool: Spool, folder: Path, *, watch: Callable[[Iterable[Any], int], Iterable[Any]], workers: int = 1) -> int:
    """Bring the dataset in `folder` up to what the spool holds; how many files were written.

    A partition that already is as it should be is left alone. One that changed goes first and comes back whole, so
    that nobody ever reads half of each. `watch` sees the partitions go by.

    Raises:
        UnwritableOutput: the disk is full, or the folder can't be written.
    """
    before, partitions = spool.written(), list(spool.partitions())
    stale = [part for part in partitions if not _fresh(_place(folder, *part[:2]), part[2], before.get(part[:2]))]
    gone = sorted(set(before) - {(date, country) for date, country, _ in partitions})
    spool.mark_written((date, country, "", 0) for date, country, *_ in (*stale, *gone))
    for date, country in gone:
        place = _place(folder, date, country)
        _gone(place)
        with suppress(OSError):  # a day with other countries stays
            place.parent.rmdir()
    places: deque[tuple[Path, str, _Partition | None]] = deque()  # where what is being made goes, and what it completes
    finishes: deque[_Partition | None] = deque()

    def tasks() -> Iterator[tuple[list[bytes]]]:
        for date, country, digest in watch(stale, len(stale)):
            place = _place(folder, date, country)
            _gone(place)
            for number, (packs, last) in enumerate(_batched(spool.rows(date, country), _PART)):
                places.append((place, _name(number), (date, country, digest, number + 1) if last else None))
                yield (packs,)

    def files() -> Iterator[tuple[Path, dict[str, bytes]]]:
        many = workers > 1 and len(stale) > _FEW
        made = crew.in_processes(_made, tasks(), workers=workers) if many else (_made(*task) for task in tasks())
        for content in made:
            place, name, finished = places.popleft()
            finishes.append(finished)
            yield place, {name: content}

    done: list[_Partition] = []
    written = 0
    for _ in crew.in_threads(write_all, files()):  # a small file is mostly waiting for the disk
        written += 1
        finished = finishes.popleft()
        done += [finished] if finished else []
        if len(done) >= _COMMIT:
            spool.mark_written(done)
            done.clear()
    spool.mark_written(done)
    return written


def needs() -> None:
    """Say before the work begins, not after it, that the packages of this format are missing.

    Raises:
        UsageError: they are.
    """
    if find_spec("pyarrow") is None:
        raise UsageError("batches write GeoParquet: pip install 'incident-mapper[batch]'")


def _fresh(place: Path, digest: str, was: tuple[str, int] | None) -> bool:
    """Whether a partition's files are there and hold what they should."""
    return was is not None and was[0] == digest and all((place / _name(i)).is_file() for i in range(was[1]))


def _place(folder: Path, date: str, country: str) -> Path:
    return folder / f"date={_safe(date)}" / f"country={_safe(country)}"


def _name(part: int) -> str:
    return f"part-{part}.parquet"


def _made(packs: Sequence[bytes]) -> bytes:
    """A file's content. No folder is known here: only the run itself writes, so that nobody does once it is gone."""
    return _parquet([row for pack in packs for row in unpacked(pack)])


def _batched(packs: Iterable[bytes], size: int) -> Iterator[tuple[list[bytes], bool]]:
    """So many at a time, and whether these are the last."""
    packs = iter(packs)
    batch = list(islice(packs, size))
    while batch:
        after = list(islice(packs, size))
        yield batch, not after
        batch = after


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    """The rows as GeoParquet, every column in the same type in every file, also where it is empty."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    times = [name for name, kind in _columns() if kind == "time"]
    for row in rows:
        row |= {name: datetime.fromisoformat(row[name]) for name in times if row.get(name)}
    made = io.BytesIO()
    few = [name for name in schema.names if name not in _PLAIN]
    packed = {name: "zstd" if name in _PLAIN else "none" for name in schema.names}
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, made, compression=packed, use_dictionary=few, write_statistics=few)
    return made.getvalue()


@cache
def _schema() -> Any:
    """The columns and their types, with the GeoParquet metadata as geopandas writes it for such a table.

    Made once: to build a frame for each of thousands of small partitions costs more than to read their reports.
    """
    import geopandas
    import pandas as pd
    import pyarrow.parquet as pq
    from shapely import MultiPolygon, box

    table: dict[str, Any] = {name: pd.Series([""] * 2, dtype="str") for name in _ABOUT}
    for name, kind in _columns():
        table[name] = pd.Series([None] * 2, dtype=_DTYPES[kind])
    one = box(0, 0, 1, 1)
    frame = geopandas.GeoDataFrame(table, geometry=[one, MultiPolygon([one])], crs="EPSG:4326")
    made = io.BytesIO()
    frame.to_parquet(made, index=False)
    schema = pq.read_schema(made)
    geo = json.loads(schema.metadata[b"geo"])
    geo["columns"]["geometry"].pop("bbox")  # of the two squares above
    return schema.with_metadata({b"geo": json.dumps(geo).encode()})


def _columns() -> list[tuple[str, str]]:
    figures = [
        (f"{claim}_{column}", kind)
        for claim in CLAIMS
        for column, kind in (("low", "integer"), ("high", "integer"), ("scope", "text"), ("by", "text"))
    ]
    return [(column.name, column.kind) for column in COLUMNS] + figures


def _safe(said: str) -> str:
    """A partition's value as a folder's name: dates and country codes are, what a gazetteer made up may not be."""
    return re.sub(r"[^\w-]", "-", said) or "unknown"


def _gone(place: Path) -> None:
    try:
        shutil.rmtree(place)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise UnwritableOutput(f"can't replace {place}: {error.strerror or error}") from error
