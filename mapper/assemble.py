"""A reading and its places to an incident: the document that every file is made from."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.model import Incident, Place, Reading


def assemble(reading: Reading, places: Sequence[Place], *, report_text: str = "quotes") -> Incident:
    """The incident, not yet placed."""
    raise NotImplementedError


def redacted(incident: Incident, *, report_text: str) -> Incident:
    """The incident with no more of the report than may travel: quotes | full | none. Never gives back what is gone."""
    raise NotImplementedError
