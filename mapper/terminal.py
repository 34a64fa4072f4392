"""What a person sees while the command runs: messages on standard error, results on standard output.

Colour only on a terminal and never with `NO_COLOR`; no progress bar where nobody watches.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

_COLOURS = {"error": "31", "warning": "33", "quiet": "2"}
_BAR = 24  # characters; leaves room for counts on 80 columns


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where to say what. `quiet` keeps messages back but never errors; `as_json` makes results machine-readable."""

    quiet: bool = False
    as_json: bool = False

    def result(self, text: str, data: Any = None) -> None:
        """One result on standard output: `data` as JSON where that is asked for and there is some, else `text`."""
        if self.as_json and data is not None:
            text = json.dumps(data, ensure_ascii=False, indent=2)
        sys.stdout.write(text.rstrip("\n") + "\n")

    def message(self, text: str) -> None:
        """What somebody may want to know."""
        if not self.quiet:
            self._say(text, "quiet")

    def warning(self, text: str) -> None:
        """What a person should look at; said even when quiet."""
        self._say(text, "warning")

    def error(self, text: str) -> None:
        """Why it did not work."""
        self._say(f"mapper: {text}", "error")

    def progress(self, items: Iterable[T], *, total: int | None = None, what: str = "") -> Iterator[T]:
        """The items one by one, with a bar, the rate and the time left where a person watches."""
        if self.quiet or not sys.stderr.isatty():
            yield from items
            return
        started = time.monotonic()
        for done, item in enumerate(items, 1):
            yield item
            sys.stderr.write(f"\r{_bar(done, total, time.monotonic() - started)} {what}\x1b[K")
        sys.stderr.write("\r\x1b[K")

    def _say(self, text: str, kind: str) -> None:
        plain = "".join(c if c.isprintable() or c == "\n" else " " for c in text)  # a report can't steer the terminal
        coloured = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        sys.stderr.write(f"\x1b[{_COLOURS[kind]}m{plain}\x1b[0m\n" if coloured else f"{plain}\n")


def _bar(done: int, total: int | None, seconds: float) -> str:
    rate = done / seconds if seconds else 0.0
    if not total:
        return f"{done:,} ({rate:,.0f}/s)"
    full = _BAR * done // total
    left = (total - done) / rate if rate else 0.0
    return f"[{'█' * full}{'·' * (_BAR - full)}] {done:,}/{total:,} ({rate:,.0f}/s, {left:,.0f} s left)"
