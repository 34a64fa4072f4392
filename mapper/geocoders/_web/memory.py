"""Answers kept on disk with their date and licence, and the pace at which a host is asked: both shared by processes.

One SQLite file in the user's cache. A host's next free moment stands in it too, so that ten processes that map reports
side by side still ask at most once a second together. Deleting the file loses nothing but time.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapper.errors import UnwritableOutput

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    service TEXT, asked TEXT, date TEXT, licence TEXT, found TEXT, PRIMARY KEY (service, asked)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pace (host TEXT PRIMARY KEY, free REAL) WITHOUT ROWID;
"""
_WAIT_S = 30  # for another process that writes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service once said: on which day (ISO 8601), under which licence, in its own words."""

    date: str
    licence: str
    found: Sequence[Mapping[str, Any]]


class Memory:
    """The file of answers. `path` may be ":memory:" for none on disk."""

    def __init__(self, path: Path | str) -> None:
        try:
            if isinstance(path, Path):
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._opened(path)
        except (OSError, sqlite3.Error) as error:
            raise UnwritableOutput(
                f"can't keep answers of online services in {path}: {error}; name another folder in MAPPER_CACHE"
            ) from error
        weakref.finalize(self, self._db.close)

    def _opened(self, path: Path | str) -> sqlite3.Connection:
        db = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        try:
            db.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            db.close()
            if isinstance(error, sqlite3.OperationalError) or not isinstance(path, Path):
                raise
            path.unlink()  # damaged: it only saved time
            return self._opened(path)
        return db

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def recall(self, service: str, asked: str) -> Answer | None:
        """The answer kept for a question, however old."""
        try:
            row = self._db.execute(
                "SELECT date, licence, found FROM answers WHERE service = ? AND asked = ?", (service, asked)
            ).fetchone()
        except sqlite3.Error:
            return None  # a memory that fails makes things slower, never wrong
        return Answer(row[0], row[1], json.loads(row[2])) if row else None

    def keep(self, service: str, asked: str, answer: Answer) -> None:
        """Keep an answer in the place of an older one."""
        row = (service, asked, answer.date, answer.licence, json.dumps(answer.found))
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def wait_s(self, host: str, *, now: float, pause_s: float) -> float:
        """Take the host's next free moment; the seconds until it comes. `now` is a clock that processes share."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                row = self._db.execute("SELECT free FROM pace WHERE host = ?", (host,)).fetchone()
                # A moment far in the future is a clock that was set back: it binds nobody.
                free = row[0] if row and row[0] - now < 100 * pause_s + 60 else now
                start = max(now, free)
                self._db.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (host, start + pause_s))
        except sqlite3.Error:
            return pause_s  # nobody knows when the host was asked last
        return float(start - now)
