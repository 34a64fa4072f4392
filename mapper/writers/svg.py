"""The map as an SVG picture, for print and for pages that take no script; every letter is an outline."""

from __future__ import annotations

from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style

TITLE = "SVG picture"
FOR = "print, graphics desks, and pages without scripts"
LOSES = "everything but what can be seen: the evidence, the alternatives, the exact coordinates"
NEEDS = "pictures"
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.svg`."""
    from mapper.writers import _picture

    return {f"{stem}.svg": _picture.drawn(incident, form="svg", style=style)}
