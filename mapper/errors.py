"""What can go wrong, as a tree; catch `MapperError` to catch them all.

    MapperError
    ├── UsageError            the call makes no sense as put                      exit 2
    ├── UnreadableInput       a report, gazetteer or document that can't be read  exit 3
    │   └── InvalidDocument   read, but not what the schema says
    ├── SourceUnreachable     a service that was asked for did not answer         exit 4
    │   └── PlaceNotFound     it answered, and does not know the name
    └── UnwritableOutput      nothing was written, what was there stays whole     exit 3

Every message says what, where and what would help. Every error pickles, because batches run in processes.
"""

from __future__ import annotations


class MapperError(Exception):
    """The root: any failure that the tool foresees. `exit_code` is what the command ends with."""

    exit_code = 3


class UsageError(MapperError):
    """The call itself is wrong: an unknown format, two options that exclude each other."""

    exit_code = 2


class UnreadableInput(MapperError):
    """A file is missing, empty, binary, too large, in no known encoding, or not what its name says."""


class InvalidDocument(UnreadableInput):
    """An incident document or a GeoJSON that parses but breaks its schema; names line and pointer."""


class SourceUnreachable(MapperError):
    """A geocoder or tile host that the user asked for refused, timed out or answered nonsense."""

    exit_code = 4


class PlaceNotFound(SourceUnreachable):
    """The source answered and does not know the name; never empties a result by itself."""


class UnwritableOutput(MapperError):
    """The output folder cannot take the files; nothing there was changed."""
