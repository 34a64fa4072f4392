"""The command line. Results go to standard output, progress and messages to standard error."""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Run the command; its exit code."""
    raise NotImplementedError
