"""`mapper map REPORT...`: read, locate, place, write. An edited incident document is placed and written again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mapper.commands._options import about_the_report, about_the_sources, problems_of, the_report, the_sources
from mapper.errors import MapperError, UsageError
from mapper.files import slug
from mapper.model import Incident
from mapper.parts import names, part
from mapper.pipeline import default_formats, gathered, place, read, reopened, write
from mapper.seams import Gazetteer, Style
from mapper.terminal import Terminal
from mapper.ways import joined
from mapper.writers._changes import Told, told

_DOCUMENT = ".json"
_WORTH_SAYING = ("narrows", "revises", "conflicts", "nothing")


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "reports",
        metavar="REPORT",
        nargs="+",
        help="a .txt, .md or .html file, - for standard input, or an incident document (.json), edited or not",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("output"), help="default: output")
    parser.add_argument(
        "--formats", metavar="NAME,...", help="what to write (see `mapper formats`); default: all that need no extra"
    )
    parser.add_argument(
        "--tiles",
        metavar="NAME|URL|click|embed:NAME|none",
        default="",
        help="the page's street layer: a provider, a URL template, `click` (only when the reader asks), `embed:` and "
        "one of the former (asks for the few tiles around the incident now and packs them in) or `none`",
    )
    parser.add_argument(
        "--publish-at",
        metavar="ADDRESS",
        default="",
        help="the folder or page where the map will be published: link previews then find the page and its picture",
    )
    parser.add_argument(
        "--precision-rule",
        choices=("news", "2004", "2020"),
        default="news",
        help="how precise a figure is taken to be (default: news)",
    )
    parser.add_argument(
        "--as-one", action="store_true", help="the reports are of one incident: one map, which keeps who said what"
    )
    about_the_report(parser)
    about_the_sources(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Map every report; the worst of their exit codes."""
    formats = _formats(options.formats)
    stems = [_stem(where) for where in options.reports]
    if twice := sorted({stem for stem in stems if stems.count(stem) > 1}):
        raise UsageError(f"two reports would both be written as {twice[0]}; rename one, or map them into two folders")
    for name in formats or default_formats():
        getattr(part("writers", name), "own_process", lambda: None)()
    sources = the_sources(options)
    codes, results = [0], []
    for where, stem, incident in _incidents(options, stems, sources, terminal):
        try:
            code, result = _one(
                where, stem, incident, sources=sources, options=options, formats=formats, terminal=terminal
            )
        except MapperError as error:
            if len(stems) == 1 or options.debug:
                raise
            terminal.error(str(error))
            code, result = error.exit_code, {"report": where, "error": str(error)}
        codes.append(code)
        results.append(result)
    if problems_of(sources, terminal):
        codes.append(1)
    if terminal.as_json:
        terminal.result("", results)
    return max(codes)


def _incidents(
    options: Namespace, stems: Sequence[str], sources: tuple[Gazetteer, ...], terminal: Terminal
) -> Iterator[tuple[str, str, Callable[[], Incident]]]:
    """(what it is of, stem of its files, how to get it) of every incident that is to be drawn."""

    def incident(where: str) -> Incident:
        if where.endswith(_DOCUMENT):
            return reopened(Path(where), report_text=options.report_text)
        return read(the_report(where, options), sources=sources, report_text=options.report_text)

    if not options.as_one:
        yield from ((where, stem, partial(incident, where)) for where, stem in zip(options.reports, stems, strict=True))
        return
    for group in gathered([incident(where) for where in options.reports], precision_rule=options.precision_rule):
        names_ = [options.reports[index] for index in group.reports]
        if group.apart:
            terminal.message(f"{', '.join(names_)}: about another incident, mapped apart ({group.apart})")
        for change in told(group.incident):
            if change.kind in _WORTH_SAYING:
                terminal.message(f"  {change.day or change.report}: {_line(change)}")
        yield ", ".join(names_), slug(group.incident.report.id), partial(_same, group.incident)


def _same(incident: Incident) -> Incident:
    return incident


def _line(change: Told) -> str:
    """A change in one line: what was said, what is said now, and why the later counts or does not."""
    if not change.now:
        return f"{change.kind} new; {change.why}"
    return f"{change.now!r} {change.kind} {change.before!r}; {change.why}"


def _one(
    where: str,
    stem: str,
    incident_of: Callable[[], Incident],
    *,
    sources: Sequence[Gazetteer],
    options: Namespace,
    formats: Sequence[str] | None,
    terminal: Terminal,
) -> tuple[int, dict[str, Any]]:
    incident = place(incident_of(), precision_rule=options.precision_rule, sources=sources)
    if not incident.placements:
        terminal.warning(f"{where}: nothing to draw, so nothing was written. {_why_nothing(incident)}")
        return 1, {"report": where, "written": []}
    wanting: list[str] = []
    style = Style(tiles=options.tiles, ways=joined(sources), url=options.publish_at, problem=wanting.append)
    written = write(incident, options.out, formats=formats, stem=stem, style=style)
    wanting += _needs_a_person(incident)
    for line in wanting:
        terminal.warning(f"{where}: {line}")
    if not terminal.as_json:
        terminal.message(_summary(incident))
        terminal.result(_listed(written, stem))
    done = {"report": where, "written": [str(path) for path in written], "needs_a_person": wanting}
    return (1 if wanting else 0), done


def _needs_a_person(incident: Incident) -> Sequence[str]:
    """What the tool could not settle: sites without a region, phrases that clash."""
    drawn = {placement.site for placement in incident.placements}
    homeless = [f"no region for {site.name}; say where it is in the document, or add a --gazetteer" for site in
                incident.sites if site.id not in drawn]  # fmt: skip
    sites = {site.id: site.name for site in incident.sites}
    clashes = [f"{sites[item.what]}: {item.why}" for item in incident.unplaced if item.what in sites]
    return [*homeless, *clashes]


def _why_nothing(incident: Incident) -> str:
    unknown = sorted({place.name for place in incident.places if place.lon is None})
    if unknown:
        return f"No gazetteer knows {', '.join(unknown[:5])}: add one with --gazetteer FILE, or ask a --geocoder NAME."
    return "The text names no place; a dateline or a place's name in it would help."


def _summary(incident: Incident) -> str:
    located = sum(place.lon is not None for place in incident.places)
    lines = [f"{incident.report.title or incident.report.id}: {len(incident.sites)} sites, {located} places located"]
    lines += [f"  not placed: {item.what} ({item.why})" for item in incident.unplaced]
    return "\n".join(lines)


def _listed(written: Sequence[Path], stem: str) -> str:
    """A line for each file: where it is, and how to open it."""
    how = {getattr(w := part("writers", name), "SUFFIX", ""): getattr(w, "OPEN", "") for name in names("writers")}
    wide = max(len(str(path)) for path in written)
    return "\n".join(f"{path!s:{wide}}  {how.get(path.name.removeprefix(stem), '')}".rstrip() for path in written)


def _stem(where: str) -> str:
    name = "report" if where == "-" else Path(where).name
    return slug(name.removesuffix(".incident.json") if name.endswith(".incident.json") else Path(name).stem)


def _formats(said: str | None) -> list[str] | None:
    if said is None:
        return None
    chosen = [name.strip() for name in said.split(",") if name.strip()]
    for name in chosen:
        part("writers", name)
    return chosen
