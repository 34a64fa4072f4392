"""The run's memory on disk: what became of every report so far. A kill at any moment loses what was in flight.

One SQLite file, because its commits are what kill -9, a full disk and a power cut can't halve. It is locked by the
system while a run has it open, so that a second run is refused and a dead run's lock is gone with it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from mapper.batch.items import Item
from mapper.batch.work import Card, Outcome
from mapper.errors import MapperError, UnwritableOutput, UsageError

_TABLES = """
create table if not exists settings (key text primary key, value text) without rowid;
create table if not exists reports (
    id integer primary key, name text not null, digest text not null, date text not null, country text not null,
    card text not null, rows blob not null);
create unique index if not exists reports_known on reports (name, digest);
create index if not exists reports_partition on reports (date, country, name, digest);
create table if not exists written (date text, country text, digest text, parts integer, primary key (date, country));
create temp table seen (name text, digest text, primary key (name, digest)) without rowid;
"""


class Spool:
    """Outcomes by (name, digest of the report): each once, however often a run begins again."""

    def __init__(self, path: Path) -> None:
        """Open or make the spool at `path`, locked for this process.

        Raises:
            UsageError: another run has it.
            UnwritableOutput: the folder can't be written.
        """
        self.path = path
        self.repeated = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise UnwritableOutput(f"can't write into {path.parent}: {error}") from error
        try:
            with self._guarded():
                self._db.execute("pragma locking_mode = exclusive")
                self._db.execute("pragma journal_mode = wal")
                self._db.execute("pragma synchronous = full")
                self._db.executescript(_TABLES)
                self._db.execute("begin exclusive")
                self._db.execute("commit")
        except MapperError:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file; what was kept is kept."""
        self._db.close()

    def settled(self, **settings: str) -> str:
        """What differs between these settings and those that the run began with; "" where nothing does."""
        with self._guarded():
            before = dict(self._db.execute("select key, value from settings"))
            if not before:
                self._db.executemany("insert into settings values (?, ?)", settings.items())
                return ""
        changed = [key for key in settings if before.get(key) != settings[key]]
        return "; ".join(f"{key} was {before.get(key)!r} and is now {settings[key]!r}" for key in changed)

    def new(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that are not yet done; one that the source holds twice, name and words alike, is done once."""
        for item in items:
            known = (item.name, item.digest)
            with self._guarded():
                first = self._db.execute("insert or ignore into seen values (?, ?)", known).rowcount
                done = self._db.execute("select 1 from reports where name = ? and digest = ?", known).fetchone()
            if not first:
                self.repeated += 1
            elif not done:
                yield item

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Remember what became of these reports: all of them, or after a failure none.

        Raises:
            UnwritableOutput: the disk is full, or can't be written; what was kept before stays whole.
        """
        with self._guarded():
            self._db.execute("begin")
            self._db.executemany(
                "insert or ignore into reports (name, digest, date, country, card, rows) values (?, ?, ?, ?, ?, ?)",
                [(o.name, o.digest, o.card.day, o.card.country, _text(o.card), o.rows) for o in outcomes],
            )
            self._db.execute("commit")

    def drop_outdated(self) -> int:
        """Forget former wordings of reports that the source now has in another; how many those were."""
        with self._guarded():
            return self._db.execute(
                "delete from reports where name in (select name from seen)"
                " and not exists (select 1 from seen where seen.name = reports.name and seen.digest = reports.digest)"
            ).rowcount

    def __len__(self) -> int:
        """How many reports are done."""
        with self._guarded():
            (count,) = self._db.execute("select count(*) from reports").fetchone()
        return int(count)

    def partitions(self) -> Iterator[tuple[str, str, str]]:
        """(date, country, digest of what belongs there) of every partition, in order."""
        with self._guarded():
            keys = self._db.execute("select distinct date, country from reports order by date, country").fetchall()
        for date, country in keys:
            known = hashlib.sha256()
            with self._guarded(), closing(self._db.cursor()) as cursor:
                for pair in cursor.execute(
                    "select name, digest from reports where date = ? and country = ? order by name, digest",
                    (date, country),
                ):
                    known.update("\0".join(pair).encode("utf-8", "surrogatepass") + b"\n")
            yield date, country, known.hexdigest()

    def rows(self, date: str, country: str) -> Iterator[bytes]:
        """The packed rows of a partition's reports, by the reports' names."""
        with self._guarded(), closing(self._db.cursor()) as cursor:
            for (rows,) in cursor.execute(
                "select rows from reports where date = ? and country = ? order by name, digest", (date, country)
            ):
                yield rows

    def cards(self) -> Iterator[Card]:
        """The cards of all reports, by date, country and name."""
        with self._guarded(), closing(self._db.cursor()) as cursor:
            for (card,) in cursor.execute("select card from reports order by date, country, name, digest"):
                known = json.loads(card)
                lists: Any = {key: tuple(value) for key, value in known.items() if isinstance(value, list)}
                yield Card(**{**known, **lists})

    def written(self) -> dict[tuple[str, str], tuple[str, int]]:
        """(digest, parts) of each partition as it was last written into the dataset."""
        with self._guarded():
            found = self._db.execute("select date, country, digest, parts from written").fetchall()
        return {(date, country): (digest, parts) for date, country, digest, parts in found}

    def mark_written(self, partitions: Iterable[tuple[str, str, str, int]]) -> None:
        """Note (date, country, digest, parts) of partitions whose files are whole; an empty digest: they are not."""
        with self._guarded():
            self._db.execute("begin")
            self._db.executemany("insert or replace into written values (?, ?, ?, ?)", partitions)
            self._db.execute("delete from written where digest = ''")
            self._db.execute("commit")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """SQLite's errors as the house's own, with what would help."""
        try:
            yield
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("rollback")
            if "locked" in str(error):
                raise UsageError(
                    f"another run is writing into {self.path.parent}; wait for it, or name another folder with --out"
                ) from error
            if isinstance(error, sqlite3.OperationalError):
                raise UnwritableOutput(
                    f"can't write into {self.path.parent}: {error}; what is there is whole."
                ) from error
            raise UnwritableOutput(f"{self.path} is damaged ({error}); begin again in another folder") from error


_CARD = tuple(field.name for field in fields(Card))


def _text(card: Card) -> str:
    return (
        json.dumps({key: getattr(card, key) for key in _CARD}, ensure_ascii=False).encode("utf-8", "replace").decode()
    )
