"""One report of many, before anybody reads it: its name, its words or bytes, and what is known of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mapper.model import Report
from mapper.parts import part

FACTS = ("title", "published", "publisher", "url", "language", "timezone")
"""What a column may tell of a report; the names are those of front matter."""

_MOST = 16  # reports that travel to a worker at once: a blink of work, all that a killed run does again
_LARGEST = 2 * 1024 * 1024  # bytes of them, so that long reports travel in smaller company


@dataclass(frozen=True, slots=True)
class Item:
    """A report as the source has it: a file's bytes or a cell's text; `error` says why there is neither.

    `name` is its path below the source, its `id` column, or `file:line`: the same on every machine, so that a
    run can be continued anywhere.
    """

    name: str
    data: bytes = b""
    facts: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    cell: bool = False

    def __post_init__(self) -> None:
        """A name of any file system and any column becomes one that every table can hold."""
        object.__setattr__(self, "name", self.name.encode("utf-8", "backslashreplace").decode())

    @property
    def digest(self) -> str:
        """What the report is known by beside its name: another wording or another date is another report."""
        known = json.dumps([sorted(self.facts.items()), self.error, self.cell], ensure_ascii=True)
        return hashlib.sha256(self.data + b"\0" + known.encode()).hexdigest()[:32]

    def report(self) -> Report:
        """The report, decoded and read as its format has it.

        Raises:
            UnreadableInput: empty, binary, in no known encoding.
            UsageError: a `published` that is no date.
        """
        path = PurePosixPath(self.name)
        name = f"{path.name}.txt" if self.cell else path.name
        made: Report = part("readers", "file").from_bytes(self.data, name=name, **self.facts)
        return made


def bundles(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """The items in bundles of bounded number and size; one large item goes alone."""
    bundle: list[Item] = []
    size = 0
    for item in items:
        if bundle and (len(bundle) == _MOST or size + len(item.data) > _LARGEST):
            yield tuple(bundle)
            bundle, size = [], 0
        bundle.append(item)
        size += len(item.data)
    if bundle:
        yield tuple(bundle)
