"""The command line: finds the command, and turns every foreseen failure into a sentence and an exit code.

0 done, 1 done but something needs a person, 2 usage, 3 unreadable input, 4 a source could not be reached.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from importlib import import_module

from mapper.commands import ABOUT, NAMES
from mapper.errors import MapperError
from mapper.terminal import Terminal
from mapper.version import __version__

_INTERRUPTED = 130  # what a shell reports for a program that Ctrl-C ended


def main(argv: list[str] | None = None) -> int:
    """Run the command that `argv` names (default: the program's arguments); its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv[0] not in NAMES:
        return _no_command(argv)
    command = import_module(f"mapper.commands.{NAMES[argv[0]]}")
    parser = ArgumentParser(prog=f"mapper {argv[0]}", description=ABOUT[argv[0]])
    command.arguments(parser)
    parser.add_argument("--quiet", action="store_true", help="no messages, only results and what needs a person")
    parser.add_argument("--json", action="store_true", help="results as JSON")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    try:
        options = parser.parse_args(argv[1:])
    except SystemExit as end:  # argparse has said what was wrong, or printed its help
        return int(end.code or 0)
    terminal = Terminal(quiet=options.quiet, as_json=options.json)
    try:
        code: int = command.run(options, terminal)
        sys.stdout.flush()
    except MapperError as error:
        if options.debug:
            raise
        terminal.error(str(error))
        return error.exit_code
    except BrokenPipeError:  # whoever read the results has stopped; nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        terminal.error("interrupted; files already written are whole")
        return _INTERRUPTED
    return code


def _no_command(argv: list[str]) -> int:
    lines = [f"  {name:10} {about}" for name, about in ABOUT.items()]
    text = "\n".join(["usage: mapper COMMAND ...", "", *lines, "", "mapper COMMAND --help says more."])
    if argv and argv[0] in {"-V", "--version"}:
        sys.stdout.write(f"mapper {__version__}\n")
        return 0
    if argv and argv[0] in {"-h", "--help"}:
        sys.stdout.write(f"{text}\n")
        return 0
    wrong = f"mapper: no command is called {argv[0]!r}\n" if argv else ""
    sys.stderr.write(f"{wrong}{text}\n")
    return 2
