"""Alternative text: the map in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _told

TITLE = "Alternative text"
FOR = "the alt attribute, captions, and readers who cannot see the map"
LOSES = "shapes; it tells distances and directions"
NEEDS = ""
BY_DEFAULT = True
SUFFIX = ".alt.txt"
OPEN = "the map in words, for alt text and captions"


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.alt.txt`."""
    return {f"{stem}.alt.txt": (_told.told(incident, style.language) + "\n").encode("utf-8")}
