"""Many reports: read in parallel, kept as they come, written as one dataset; nothing is lost and nothing done twice.

Two phases. First every report becomes an outcome in the spool, in whatever order workers finish. Then the dataset is
made from the spool, sorted, so that it depends on the reports alone: not on the number of workers, their order, a
kill in between, or a clock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mapper.batch import pool
from mapper.batch.calibration import calibration
from mapper.batch.items import bundles
from mapper.batch.sources import Columns, count, items
from mapper.batch.spool import Spool
from mapper.batch.work import Opener, Outcome, Settings, opened
from mapper.errors import UsageError
from mapper.files import write_all
from mapper.version import __version__

__all__ = ["Columns", "Settings", "Summary", "run"]

SPOOL = Path(".mapper") / "spool.sqlite"
DATASET = "incidents"
REPORTS = "reports"
OVERVIEW = "overview.html"
CALIBRATION = "calibration.json"


class Watch(Protocol):
    """Sees things go by, and shows how many are left; `Terminal.progress` is one."""

    def __call__(self, items: Iterable[Any], *, total: int | None = None, what: str = "") -> Iterator[Any]:
        """The items, unchanged."""
        ...


Engine = Callable[..., Iterator[list[Outcome]]]
"""Bundles to outcomes: the pool of this machine, or a cluster."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: reports read now and in all, those repeated in the source or replaced by new wordings.

    `failed` are those in all that could not be read, `files` those of the dataset that this run wrote.
    """

    read: int
    total: int
    repeated: int
    replaced: int
    failed: int
    files: int


def run(
    sources: Sequence[str],
    out: Path,
    *,
    settings: Settings | None = None,
    columns: Columns | None = None,
    workers: int = 1,
    resume: bool = False,
    opener: Opener = opened,
    engine: Engine | None = None,
    watch: Watch | None = None,
) -> Summary:
    """Map every report of the sources into the folder `out`.

    Raises:
        UsageError: `out` holds a run and `resume` is not asked for, or was made with other settings, or is in use.
        UnreadableInput: a source is not there.
        UnwritableOutput: the disk is full, or `out` can't be written; what is there is whole, `resume` goes on.
    """
    from mapper.batch import dataset, overview  # here, so that workers do without what these need

    dataset.needs()
    settings, watch = settings or Settings(), watch or _unwatched
    spool = Spool(out / SPOOL)
    try:
        if len(spool) and not resume:
            raise UsageError(f"{out} already holds a batch; continue it with --resume, or name another folder")
        if changed := spool.settled(version=__version__, settings=_fingerprint(settings)):
            raise UsageError(f"{out} was begun otherwise ({changed}); name another folder, or go on as it was begun")
        total = count(sources, leave_out=out)
        before = len(spool)
        found = spool.new(items(sources, columns=columns, leave_out=out))
        outcomes = (engine or pool.outcomes)(bundles(found), opener=opener, settings=settings, workers=workers)
        left = max(total - before, 0) if total is not None else None
        for _ in watch(_kept(outcomes, spool, out), total=left, what="reports"):
            pass
        replaced = spool.drop_outdated()
        files = dataset.write(
            spool, out / DATASET, watch=lambda rows, n: watch(rows, total=n, what="partitions"), workers=workers
        )
        summed = calibration(spool.cards())
        summary = json.dumps(summed.to_dict(), ensure_ascii=False, indent=1).encode("utf-8", "replace")
        write_all(out, {OVERVIEW: overview.written(spool.cards(), summed), CALIBRATION: summary + b"\n"})
        return Summary(len(spool) - before + replaced, len(spool), spool.repeated, replaced, summed.failed, files)
    finally:
        spool.close()


def _kept(outcomes: Iterable[list[Outcome]], spool: Spool, out: Path) -> Iterator[Outcome]:
    """The outcomes once they are safe: their files first, then their rows, so that what is kept is complete."""
    for some in outcomes:
        files = {name: content for outcome in some for name, content in outcome.files.items()}
        if files:
            write_all(out / REPORTS, files)
        spool.keep(some)
        yield from some


def _fingerprint(settings: Settings) -> str:
    """The settings that results depend on, in words short enough for an error message."""
    own = []
    for name in settings.gazetteers:
        try:
            own.append(hashlib.sha256(Path(name).read_bytes()).hexdigest()[:12])
        except OSError:
            own.append(name)  # who opens it says what is wrong with it
    parts = {
        "precision": settings.precision_rule,
        "gazetteers": "+".join(own),
        "geocoders": "+".join(settings.geocoders),
        "report text": settings.report_text,
        "formats": "+".join(settings.formats),
    }
    return ", ".join(f"{key} {value}" for key, value in parts.items() if value)


def _unwatched(items: Iterable[Any], *, total: int | None = None, what: str = "") -> Iterator[Any]:
    return iter(items)
