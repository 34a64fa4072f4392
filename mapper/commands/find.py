"""`mapper find NAME`: what the gazetteers know of a name, and why the first is first."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace

from mapper.commands._options import about_the_sources, the_sources
from mapper.lookup import country, find, point, table
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    # argparse takes "-3.7,40.4" for an option unless it looks like a negative number to it.
    parser._negative_number_matcher = re.compile(r"^-\d[\d.]*(,-?[\d.]+)?$")
    parser.add_argument("name", metavar="NAME", nargs="+", help="the name of a place, in any script")
    parser.add_argument("--near", metavar="LON,LAT", help="prefer places near this point, in degrees")
    parser.add_argument(
        "--country", metavar="CC", action="append", default=[], help="prefer a country (IR); repeatable"
    )
    parser.add_argument("--limit", type=int, default=10, help="how many to show (default: 10)")
    about_the_sources(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Print what is found; 1 where it is nothing or something could not be asked."""
    near = point(options.near) if options.near else None
    codes = [country(said) for said in options.country]
    found = find(" ".join(options.name), the_sources(options), near=near, countries=codes, limit=max(options.limit, 1))
    for problem in found.problems:
        terminal.warning(problem)
    terminal.result(table(found), found.to_dict())
    return 0 if found.entries and not found.problems else 1
