"""JSON-LD: the incident as schema.org `Event` with `Place`s, for search engines, archives and knowledge graphs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _linked

TITLE = "JSON-LD (schema.org)"
FOR = "search engines, archives, knowledge graphs"
LOSES = "shapes (a circle holds each), readings other than the likeliest, candidates"
NEEDS = ""
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.jsonld`."""
    text = json.dumps(_linked.event(incident), ensure_ascii=False, indent=2)
    return {f"{stem}.jsonld": f"{text}\n".encode("utf-8", "replace")}
