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
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mapper.batch.spool import Spool
from mapper.batch.work import unpacked
from mapper.errors import UnwritableOutput, UsageError
from mapper.files import write_all
from mapper.writers._rows import CLAIMS, COLUMNS

_PART = 20_000  # rows of a file; a few dozen megabytes in memory while it is made
_ABOUT = ("report", "report_title", "report_publisher", "report_published", "report_url", "report_digest", "event",
          "status", "error")  # fmt: skip
_DTYPES = {"text": "str", "real": "float64", "integer": "Int64", "boolean": "boolean",
           "time": "datetime64[ms, UTC]"}  # fmt: skip


def write(spool: Spool, folder: Path, *, watch: Callable[[Iterable[Any], int], Iterable[Any]]) -> int:
    """Bring the dataset in `folder` up to what the spool holds; how many files were written.

    A partition that already is as it should be is left alone. One that changed goes first and comes back whole, so
    that nobody ever reads half of each. `watch` sees the partitions go by.

    Raises:
        UnwritableOutput: the disk is full, or the folder can't be written.
    """
    before, wanted, written = spool.written(), set(), 0
    partitions = list(spool.partitions())
    for date, country, digest in watch(partitions, len(partitions)):
        place = folder / f"date={_safe(date)}" / f"country={_safe(country)}"
        wanted.add((date, country))
        was, parts = before.get((date, country), ("", 0))
        if was == digest and all((place / f"part-{i}.parquet").is_file() for i in range(parts)):
            continue
        spool.mark_written(date, country, None)
        _gone(place)
        made = 0
        for rows in _parts(spool.rows(date, country)):
            write_all(place, {f"part-{made}.parquet": _parquet(rows)})
            made += 1
        spool.mark_written(date, country, digest, made)
        written += made
    for date, country in sorted(set(before) - wanted):
        _gone(folder / f"date={_safe(date)}" / f"country={_safe(country)}")
        spool.mark_written(date, country, None)
    return written


def needs() -> None:
    """Say before the work begins, not after it, that the packages of this format are missing.

    Raises:
        UsageError: they are.
    """
    if find_spec("pyarrow") is None:
        raise UsageError("batches write GeoParquet: pip install 'incident-mapper[batch]'")


def _parts(packed: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for pack in packed:
        rows += unpacked(pack)
        if len(rows) >= _PART:
            yield rows
            rows = []
    if rows:
        yield rows


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    """The rows as GeoParquet, every column in the same type in every file, also where it is empty."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    times = [name for name, kind in _columns() if kind == "time"]
    for row in rows:
        row |= {name: datetime.fromisoformat(row[name]) for name in times if row.get(name)}
    made = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), made, compression="zstd")
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
        if not any(place.parent.iterdir()):
            place.parent.rmdir()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise UnwritableOutput(f"can't replace {place}: {error.strerror or error}") from error
