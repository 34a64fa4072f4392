"""`mapper read REPORT`: the incident document on standard output; nothing is written, no network."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from mapper.commands._options import about_the_report, about_the_sources, problems_of, the_report, the_sources
from mapper.pipeline import as_read, explain, read, reopened
from mapper.review import kept
from mapper.terminal import Terminal
from mapper.writers.incident import text


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("report", metavar="REPORT", help="a .txt, .md or .html file, or - for standard input")
    parser.add_argument(
        "--explain", action="store_true", help="print instead how each phrase was read, and by which rule"
    )
    parser.add_argument(
        "--keep", metavar="FILE", type=Path, help="carry over what people decided in this incident document (.json)"
    )
    about_the_report(parser)
    about_the_sources(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the document; 0, or 1 when a source had problems or a decision found nothing to be about."""
    report, sources = the_report(options.report, options), the_sources(options)
    lost: list[str] = []
    if options.explain:
        terminal.result(explain(report, gazetteers=sources))
    else:
        incident = as_read(read(report, sources=sources, report_text=options.report_text))
        if options.keep:
            incident, lost = kept(incident, reopened(options.keep, report_text=options.report_text))
            for line in lost:
                terminal.warning(line)
        terminal.result(text(incident.to_dict()))
    return 1 if problems_of(sources, terminal) or lost else 0
