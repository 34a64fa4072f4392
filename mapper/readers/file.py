"""The door for reports: a file, or bytes from standard input, to a `Report`."""

from __future__ import annotations

import codecs
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mapper.errors import UnreadableInput, UsageError
from mapper.files import slug
from mapper.model import Report
from mapper.parts import names, part
from mapper.readers import FORMATS

LARGEST = 32 * 1024 * 1024  # bytes; the longest book in print is a sixth of it

_MARKS = (  # byte order marks, longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {  # formats that people hand in by mistake, by how they begin
    b"%PDF": "a PDF; save its text as .txt",
    b"PK\x03\x04": "a ZIP or office document; save its text as .txt",
    b"\xd0\xcf\x11\xe0": "an old office document; save its text as .txt",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"SQLite format 3": "a database",
}


def report(path: Path, *, encoding: str = "", **known: Any) -> Report:
    """The report in `path`; what is `known` wins over what the file says of itself.

    Raises:
        UnreadableInput: missing, empty, binary, enormous, a folder, or in no known encoding.
        UsageError: a `published` that is no date, an unknown encoding.
    """
    try:
        if path.is_dir():
            raise UnreadableInput(f"{path} is a folder; name a file, or use `mapper batch` for many")
        if (size := path.stat().st_size) > LARGEST:
            raise UnreadableInput(f"{path} has {size:,} bytes, more than {LARGEST:,}; is it one report? Cut it first")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableInput(f"{path} does not exist; check the name, or give `-` for standard input") from None
    except OSError as error:
        raise UnreadableInput(f"{path} can't be read: {error.strerror or error}") from error
    return from_bytes(data, name=path.name, encoding=encoding, **known)


def from_bytes(data: bytes, *, name: str, encoding: str = "", **known: Any) -> Report:
    """The report in `data`; `name` is the file's, and its suffix says the format (none: plain text)."""
    raw = decoded(data, name=name, encoding=encoding)
    drafted = _reader(Path(name).suffix.lower(), raw).draft(raw)
    facts: dict[str, Any] = {**drafted.facts, **{key: value for key, value in known.items() if value}}
    facts["published"] = _day(facts.get("published"), strict="published" in known, where=name)
    facts["language"] = facts.get("language") or "en"
    made = Report(drafted.text, name=slug(Path(name).stem), markup=drafted.markup, **facts)
    if not made.readable.strip():
        raise UnreadableInput(f"{name} holds no words beside its markup")
    return made


def decoded(data: bytes, *, name: str, encoding: str = "") -> str:
    """The characters of a file: by its byte order mark, as UTF-8, as it declares, or as its bytes suggest.

    Raises:
        UnreadableInput: empty, binary, or in no encoding that makes sense of it.
    """
    if not data.strip():
        raise UnreadableInput(f"{name} is empty")
    for start, what in _MAGIC.items():
        if data.startswith(start):
            raise UnreadableInput(f"{name} is {what}; a report is text, Markdown or HTML")
    declared = encoding or next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    try:
        text = data.decode(declared) if declared else _guessed(data, name)
    except LookupError:
        raise UsageError(f"no encoding is called {declared!r}; try utf-8, windows-1252, utf-16") from None
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"{name} is not {declared}: byte {error.start} can't be one; name its --encoding"
        ) from None
    strange = sum(c < " " and c not in "\t\n\r\f" for c in text[:100_000])
    if strange > len(text[:100_000]) // 100:
        raise UnreadableInput(f"{name} looks binary; a report is text, Markdown or HTML")
    return text


def _guessed(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if found := re.search(rb"charset=[\"']?([\w-]+)", data[:2048]):
        try:
            return data.decode(found[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass  # a page that declares what it is not: its bytes decide
    from charset_normalizer import from_bytes as suggested

    best = suggested(data).best()
    if best is None:
        raise UnreadableInput(
            f"{name} is binary, or in no encoding that makes words of it; name its --encoding, or save it as UTF-8"
        )
    return str(best)


@cache
def _of_suffix(suffix: str) -> str:
    """The reader of a suffix: a built-in one, or one that joined (looking for those takes its time)."""
    for name in FORMATS:
        if suffix in part("readers", name).SUFFIXES:
            return name
    joined = (name for name in names("readers") if name not in FORMATS and name != "file")
    return next((name for name in joined if suffix in part("readers", name).SUFFIXES), "text")


def _reader(suffix: str, raw: str) -> Any:
    looks_like_html = re.match(r"\s*<(?:!doctype html|html)\b", raw[:2000], re.IGNORECASE)
    return part("readers", "html" if looks_like_html else _of_suffix(suffix))


def _day(said: object, *, strict: bool, where: str) -> date | None:
    if said is None or isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        if strict:
            raise UsageError(f"{said!r} is no day; write it like 2024-01-03") from None
        raise UnreadableInput(f"{where}: published: {said!r} is no day; write it like 2024-01-03") from None
