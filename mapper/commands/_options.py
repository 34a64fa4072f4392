"""Options that several commands share, and what they mean."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from mapper.model import Report
from mapper.parts import part
from mapper.pipeline import opened
from mapper.seams import Gazetteer
from mapper.terminal import Terminal
from mapper.userfiles import LIST, is_there


def about_the_report(parser: ArgumentParser) -> None:
    """What is known of the report from outside; wins over its front matter."""
    group = parser.add_argument_group("the report")
    group.add_argument(
        "--published", metavar="DATE", help="when it came out (2024-01-03); relative days resolve against it"
    )
    group.add_argument("--title", help="its title")
    group.add_argument("--publisher", help="who published it")
    group.add_argument("--url", help="where it was published")
    group.add_argument("--timezone", metavar="ZONE", help="an IANA zone, where it is not that of the incident's place")
    group.add_argument("--language", metavar="TAG", help="its language (en)")
    group.add_argument("--encoding", metavar="NAME", default="", help="of its characters, where they can't be told")
    group.add_argument(
        "--report-text",
        choices=("quotes", "full", "none"),
        default="quotes",
        help="how much of the report travels in what is written (default: the sentences used)",
    )


def about_the_sources(parser: ArgumentParser) -> None:
    """Where places are looked up."""
    group = parser.add_argument_group("places")
    group.add_argument(
        "--gazetteer",
        metavar="FILE",
        action="append",
        default=[],
        help="your own places (GeoJSON, GeoPackage, shapefile, CSV, GeoNames dump, OSM extract), before those on your "
        "list (mapper gazetteer list); repeatable",
    )
    group.add_argument(
        "--geocoder",
        metavar="NAME",
        action="append",
        default=[],
        help="a service on the network (nominatim, photon, ...), asked last and only if named; repeatable, in order",
    )


def the_report(where: str, options: Namespace) -> Report:
    """The report that an argument names; `-` is standard input."""
    door = part("readers", "file")
    names = ("published", "title", "publisher", "url", "timezone", "language")
    known = {name: value for name in names if (value := getattr(options, name))}
    if where == "-":
        report: Report = door.from_bytes(sys.stdin.buffer.read(), name="report", encoding=options.encoding, **known)
    else:
        report = door.report(Path(where), encoding=options.encoding, **known)
    return report


def the_sources(options: Namespace) -> tuple[Gazetteer, ...]:
    """The gazetteers and geocoders that the options name, opened; after these the files on the user's list."""
    own: Sequence[Gazetteer] = ()
    if is_there(LIST):
        from mapper import gazetteer  # a list that is not there costs nothing

        own = gazetteer.opened(quiet=options.quiet)
    return opened([*options.gazetteer, *own], options.geocoder)


def the_files(options: Namespace, terminal: Terminal) -> tuple[str, ...]:
    """The gazetteers of the options and of the user's list, as files, for those who open them elsewhere."""
    from mapper.gazetteer import listed as on_the_list

    listed = on_the_list()
    for entry in listed:
        if not entry.file.exists():
            terminal.warning(f"{entry.name}, on your list of gazetteers: {entry.file} is not there")
    files = [*map(Path, options.gazetteer), *(entry.file for entry in listed if entry.file.exists())]
    return tuple(dict.fromkeys(str(file.resolve()) for file in files))


def problems_of(sources: tuple[Gazetteer, ...], terminal: Terminal) -> int:
    """Say what went wrong inside the sources while the rest still served; how many things that were."""
    said = [problem for source in sources for problem in getattr(source, "problems", ())]
    for problem in said:
        terminal.warning(str(problem))
    return len(said)
