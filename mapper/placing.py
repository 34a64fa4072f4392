"""Relations to regions: where each site can be, with all its doubt."""

from __future__ import annotations

from mapper.model import Incident


def placed(incident: Incident, *, precision_rule: str = "news") -> Incident:
    """The incident with its placements."""
    raise NotImplementedError
