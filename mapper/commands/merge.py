"""`mapper merge REPORT...`: the reports are of one incident; what `mapper map --as-one` does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from mapper.commands import map as one_map
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    one_map.arguments(parser)
    parser.set_defaults(as_one=True)


def run(options: Namespace, terminal: Terminal) -> int:
    """One map of all reports, and one of each incident that some of them are really about."""
    return one_map.run(options, terminal)
