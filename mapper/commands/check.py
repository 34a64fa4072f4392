"""`mapper check FILE...`: what is wrong with an incident document or a GeoJSON, with line and JSON pointer."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from mapper.check import check_file
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="an incident document (.json) or a .geojson")


def run(options: Namespace, terminal: Terminal) -> int:
    """Print one line a problem; 0 when there is none, else 1."""
    lines, found = [], []
    for file in options.files:
        problems = check_file(file)
        lines += [f"{file}:{p.line}: {p.pointer or '/'}: {p.what}" for p in problems] or [f"{file}: sound"]
        found += [{"file": file, "line": p.line, "pointer": p.pointer, "what": p.what} for p in problems]
    terminal.result("\n".join(lines), found)
    return 1 if found else 0
