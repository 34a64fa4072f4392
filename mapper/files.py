"""Files appear whole or not at all: everything is written beside its place first, then moved in.

Names are slugs inside the output folder; no link is followed out of it.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from mapper.errors import UnwritableOutput

_LONGEST = 80  # characters of a stem: below every file system's limit, with room for suffixes


def slug(text: str, fallback: str = "report") -> str:
    """A name that is safe as a file's on every system: letters and digits of any script, dots, dashes.

    >>> slug("../../etc/passwd"), slug("Kerman 2024"), slug("گلزار شهدا"), slug("...")
    ('etc-passwd', 'Kerman-2024', 'گلزار-شهدا', 'report')
    """
    kept = re.sub(r"[^\w.-]+|\.{2,}", "-", unicodedata.normalize("NFC", text)).strip("-._")
    return kept[:_LONGEST].strip("-._") or fallback


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write every file into `folder`, or none: a failure leaves what was there as it was.

    Raises:
        UnwritableOutput: the folder can't be made or written, the disk is full, or a name leaves the folder.
    """
    for name in files:
        if Path(name).name != name or name in {"", ".", ".."}:
            raise UnwritableOutput(f"{name!r} is no plain file name; nothing was written")
        if (folder / name).is_dir():  # found out before anything is moved in
            raise UnwritableOutput(f"{folder / name} is a folder; move it away, nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".mapper-", dir=folder) as staging:
            for name, content in files.items():
                with (Path(staging) / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            for name in files:
                (Path(staging) / name).replace(folder / name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableOutput(
            f"can't write into {folder}: {reason}; earlier files there are unchanged. "
            "Name another folder with --out, or make room."
        ) from error
    return [folder / name for name in files]
