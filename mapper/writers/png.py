"""The map as an PNG picture of twice the pixels (2400 by 1800), for social media and pages without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style

TITLE = "PNG picture"
FOR = "social media, e-mail, and pages without scripts"
LOSES = "everything but what can be seen: the evidence, the alternatives, the exact coordinates"
NEEDS = "pictures"
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.png`."""
    from mapper.writers import _picture

    return {f"{stem}.png": _picture.drawn(incident, form="png", style=style)}
