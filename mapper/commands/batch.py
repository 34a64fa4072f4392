"""`mapper batch SOURCE... --out DIR`: many reports into one dataset, resumable; a failing report stops no other."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path

from mapper.batch import DATASET, Columns, Engine, Settings
from mapper.batch import run as run_batch
from mapper.batch.items import FACTS
from mapper.commands._options import about_the_sources, the_files
from mapper.errors import UnwritableOutput, UsageError
from mapper.parts import part
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help="a folder, a pattern ('news/**/*.html'), JSON Lines, CSV or Parquet (.gz too), "
        "or - for JSON Lines or CSV on standard input; repeatable",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="one folder for one archive")
    parser.add_argument(
        "--resume", action="store_true", help="go on with what DIR holds, new reports of the source too"
    )
    parser.add_argument("--workers", metavar="N", type=int, default=0, help="processes; default: one for each core")
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="work on the Dask cluster of this scheduler (tcp://host:8786) instead"
    )
    parser.add_argument(
        "--formats", metavar="NAME,...", default="", help="files for each report as well (see `mapper formats`)"
    )
    parser.add_argument(
        "--longest",
        metavar="SECONDS",
        type=float,
        default=120.0,
        help="give one report up after this long (120; not on a cluster)",
    )
    parser.add_argument("--precision-rule", choices=("news", "2004", "2020"), default="news", help="default: news")
    parser.add_argument(
        "--report-text", choices=("quotes", "full", "none"), default="quotes", help="in the files for each report"
    )
    table = parser.add_argument_group("columns of tables")
    table.add_argument("--text", metavar="COLUMN", default="", help="holds the report's words (text, body, ...)")
    table.add_argument("--id", metavar="COLUMN", default="", help="names the report (id); else its file and line do")
    table.add_argument(
        "--column",
        metavar="FACT=COLUMN",
        action="append",
        default=[],
        help=f"holds a fact of the report: {', '.join(FACTS)}; repeatable",
    )
    about_the_sources(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Map everything; 1 where reports failed, because somebody should look at them."""
    settings = Settings(
        gazetteers=the_files(options, terminal),
        geocoders=tuple(options.geocoder),
        precision_rule=options.precision_rule,
        report_text=options.report_text,
        formats=_formats(options.formats),
        longest_s=options.longest,
    )
    workers = options.workers or len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    if workers < 1:
        raise UsageError(f"--workers {workers}: at least one is needed")
    if settings.geocoders and workers > 1:
        terminal.message("a service on the network takes one question at a time: one worker")
        workers = 1
    columns = Columns(text=options.text, id=options.id, facts=dict(_fact(said) for said in options.column))
    try:
        done = run_batch(
            options.sources,
            options.out,
            settings=settings,
            columns=columns,
            workers=workers,
            engine=_cluster(options.scheduler) if options.scheduler else None,
            resume=options.resume,
            watch=terminal.progress,
        )
    except UnwritableOutput as error:
        raise UnwritableOutput(f"{error} What was read is kept: make room, then run again with --resume.") from error
    lines = [f"{done.read:,} reports read, {done.total:,} in all, {done.files:,} files of the dataset written"]
    if done.repeated:
        lines.append(f"{done.repeated:,} stood in the source twice, word for word: counted once")
    if done.replaced:
        lines.append(f"{done.replaced:,} were replaced by a new wording")
    terminal.message("\n".join(lines))
    if done.failed:
        terminal.warning(f"{done.failed:,} reports could not be read: rows with status 'failed' say why")
    terminal.result(str(options.out / DATASET), {name: getattr(done, name) for name in done.__slots__})
    return 1 if done.failed else 0


def _cluster(address: str) -> Engine:
    if find_spec("distributed") is None:
        raise UsageError("--scheduler needs Dask: pip install 'incident-mapper[dask]'")
    from mapper.batch.cluster import engine

    return engine(address)


def _formats(said: str) -> tuple[str, ...]:
    chosen = tuple(name.strip() for name in said.split(",") if name.strip())
    for name in chosen:
        part("writers", name)
    return chosen


def _fact(said: str) -> tuple[str, str]:
    fact, _, column = said.partition("=")
    if fact not in FACTS or not column:
        raise UsageError(f"--column {said}: write it like published=day; facts are {', '.join(FACTS)}")
    return fact, column
