"""`mapper gazetteer list|add|remove|info`: the files of one's own that are asked every time."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from mapper.errors import UsageError
from mapper.gazetteer import added, as_text, info, listing, removed
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "verb", choices=("list", "add", "remove", "info"), help="what to do; see docs/gazetteers.md for the formats"
    )
    parser.add_argument("what", metavar="FILE|NAME", nargs="?", help="the file to add, or the gazetteer's name")
    parser.add_argument("--name", default="", help="what an added file goes by (default: the file's name)")


def run(options: Namespace, terminal: Terminal) -> int:
    """Do it; 1 where a source has rows that can't be used."""
    if options.verb == "list":
        rows = listing()
    elif not options.what:
        raise UsageError(f"mapper gazetteer {options.verb} needs the {'file' if options.verb == 'add' else 'name'}")
    elif options.verb == "add":
        rows = [added(Path(options.what), name=options.name, quiet=terminal.quiet)]
    elif options.verb == "remove":
        gone = removed(options.what)
        terminal.result(f"{gone.name} is off the list; {gone.file} is as it was", {"removed": gone.name})
        return 0
    else:
        rows = [info(options.what)]
    terminal.result(as_text(rows), rows)
    return 1 if any(row.get("problems") for row in rows) else 0
