"""`mapper read REPORT`: the incident document on standard output; nothing is written, no network."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from mapper.commands._options import about_the_report, about_the_sources, problems_of, the_report, the_sources
from mapper.pipeline import explain, read
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("report", metavar="REPORT", help="a .txt, .md or .html file, or - for standard input")
    parser.add_argument(
        "--explain", action="store_true", help="print instead how each phrase was read, and by which rule"
    )
    about_the_report(parser)
    about_the_sources(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the document; 0, or 1 when a source had problems."""
    report, sources = the_report(options.report, options), the_sources(options)
    if options.explain:
        terminal.result(explain(report, gazetteers=sources))
    else:
        incident = read(report, sources=sources, report_text=options.report_text)
        terminal.result(json.dumps(incident.to_dict(), ensure_ascii=False, indent=2))
    return 1 if problems_of(sources, terminal) else 0
