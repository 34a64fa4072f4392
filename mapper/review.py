"""Decisions of people about an incident document: edits are found, recorded, applied, and survive a new reading.

A document that was read carries `as_read`: for every item a short digest of its words and of each field that may be
edited. Comparing with it tells what somebody changed, dropped or added by hand; each becomes a `Decision` with the
item's path (`/places/kerman/lon`). Decisions may also be written by hand, with a name, a date and a note; one with a
path is carried out. To undo one, take it out of `decisions` and put the value back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from mapper.document import build, plain
from mapper.errors import InvalidDocument
from mapper.model import Claim, Decision, Incident, Place, Relation, Site, Time
from mapper.pointers import pointer, steps

CLASSES: Mapping[str, type[Any]] = {
    "places": Place,
    "sites": Site,
    "relations": Relation,
    "times": Time,
    "claims": Claim,
}
EDITABLE: Mapping[str, tuple[str, ...]] = {
    "places": (
        "name", "kind", "role", "lon", "lat", "uncertainty_m", "source", "source_id", "resolved_to", "extent_m",
        "position_m", "outline", "within", "confidence", "country", "timezone",
    ),
    "sites": ("name", "event", "ordinal", "time"),
    "relations": (
        "relation", "site", "anchors", "distance_m", "bearing_deg", "bearing_half_width_deg", "hedged", "geometry",
        "reading", "weight", "by", "detail",
    ),
    "times": ("value", "precision"),
    "claims": ("claim", "low", "high", "by", "as_of", "scope", "estimate", "site", "said"),
}  # fmt: skip
"""Fields whose digests a document carries, in their order; a new one goes to the end, so that old documents serve."""

_DIGITS = 6  # hexadecimal digits of a digest: one edit in 16 million would go unseen, and still take effect
_BY_HAND = "edited by hand"


def sealed(incident: Incident) -> Incident:
    """The incident with the digests of what was read: to be called once, before anyone edits it."""
    seal = {
        kind: {item.id: _digests(kind, plain(item)) for item in getattr(incident, kind)}
        for kind in CLASSES
        if getattr(incident, kind)
    }
    return replace(incident, as_read=seal)


def reviewed(incident: Incident) -> Incident:
    """An incident that may have been edited, with every decision recorded and carried out; ready to be placed.

    Raises:
        InvalidDocument: what is left does not hang together (a relation measures from a place that was dropped), or a
            decision names a field that does not exist.
    """
    known = {decision.path: decision for decision in incident.decisions if decision.path}
    found = {decision.path: decision for decision in _edits(incident)} if incident.as_read else {}
    written = [decision for path, decision in known.items() if path not in found]
    for decision in written:
        incident = _carried_out(incident, decision)
    notes = [decision for decision in incident.decisions if not decision.path]
    recorded = [_as_known(decision, known.get(path)) for path, decision in found.items()]
    order = {path: number for number, path in enumerate(known)}
    paths = sorted([*written, *recorded], key=lambda d: order.get(d.path, len(order)))
    incident = _followed(replace(incident, decisions=(*paths, *notes)))
    _must_hang_together(incident)
    return incident


def kept(fresh: Incident, edited: Incident) -> tuple[Incident, list[str]]:
    """A new reading with the decisions of an edited document; and those, in words, that no longer find their item.

    An item is the same one if its words are: numbers of relations may have changed between two readings.
    """
    decisions = reviewed(edited).decisions
    lost: list[str] = []
    carried: list[Decision] = []
    for decision in decisions:
        if not decision.path:
            carried.append(decision)
            continue
        kind, id_, *rest = steps(decision.path)
        old, new = edited.as_read.get(kind, {}), fresh.as_read.get(kind, {})
        here = id_ if decision.what == "add" else _same_item(id_, old, new)
        if here is None:
            lost.append(
                f"{decision.path}: the new reading has no such {kind.removesuffix('s')}; the decision is left out"
            )
            continue
        carried.append(replace(decision, path=pointer([kind, here, *rest])))
    return reviewed(replace(fresh, decisions=tuple(carried))), lost


def _same_item(id_: str, old: Mapping[str, str], new: Mapping[str, str]) -> str | None:
    """The id, in a new reading, of the item that was called `id_`: the one with the same words."""
    words = old.get(id_, "")[:_DIGITS]
    if not words:
        return id_ if id_ in new else None
    if new.get(id_, "")[:_DIGITS] == words:
        return id_
    same = [other for other, digests in new.items() if digests[:_DIGITS] == words]
    return same[0] if len(same) == 1 else None


# --------------------------------------------------------------------------------------------------- finding edits


def _digests(kind: str, item: Mapping[str, Any]) -> str:
    """Of the words that an item rests on, then of each field that may be edited."""
    return "".join(map(_digest, (_words(kind, item), *(item.get(key) for key in EDITABLE[kind]))))


def _words(kind: str, item: Mapping[str, Any]) -> Any:
    spans = item.get("mentions") or item.get("quotes") or [item.get("quote")]
    texts = sorted({span["text"] or f"{span['start']}-{span['end']}" for span in spans if span})
    return [texts, item.get("relation"), item.get("reading"), item.get("claim") if kind == "claims" else None]


def _digest(value: Any) -> str:
    text = json.dumps(_even(value), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def _even(value: Any) -> Any:
    """700 and 700.0 are one number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _even(item) for key, item in value.items()}
    return [_even(item) for item in value] if isinstance(value, list | tuple) else value


def _edits(incident: Incident) -> Iterator[Decision]:
    """What differs from what was read, item by item and field by field."""
    for kind in CLASSES:
        seal: Mapping[str, str] = incident.as_read.get(kind, {})
        items = {item.id: plain(item) for item in getattr(incident, kind)}
        dropped = [id_ for id_ in seal if id_ not in items]
        for id_, item in items.items():
            if id_ not in seal:
                yield Decision("add", _BY_HAND, "", path=pointer([kind, id_]), value=item)
                continue
            changed = [key for key, was in zip(EDITABLE[kind], _slots(seal[id_]), strict=False)
                       if _digest(item.get(key)) != was]  # fmt: skip
            for key in changed:
                if not _follows(key, changed, item) and not (key == "weight" and dropped and item["reading"]):
                    yield Decision("change", _BY_HAND, "", path=pointer([kind, id_, key]), value=item.get(key))
        for id_ in dropped:
            yield Decision("drop", _BY_HAND, "", path=pointer([kind, id_]))


def _slots(digests: str) -> list[str]:
    return [digests[at : at + _DIGITS] for at in range(_DIGITS, len(digests), _DIGITS)]


def _follows(key: str, changed: Sequence[str], item: Mapping[str, Any]) -> bool:
    """Whether a change only follows from another one, which `_followed` made."""
    if key in {"extent_m", "position_m"} and "uncertainty_m" in changed:
        return bool(item["uncertainty_m"] == (item["extent_m"] or 0) + (item["position_m"] or 0))
    if key == "outline":
        return item["outline"] is None and bool({"lon", "lat", "source_id"} & set(changed))
    if key in {"lon", "lat", "name", "source"} and "source_id" in changed:
        chosen = _candidate(item)
        return chosen is not None and chosen[key] == item[key]
    return False


def _candidate(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = (c for c in item.get("candidates", ()) if c["source_id"] == item["source_id"])
    return next(found, None)


def _as_known(decision: Decision, known: Decision | None) -> Decision:
    """An edit as it is recorded already: whose it is and why stays."""
    return decision if known is None else replace(known, what=decision.what, value=decision.value)


# ------------------------------------------------------------------------------------------------- carrying them out


def _carried_out(incident: Incident, decision: Decision) -> Incident:
    """The incident after one decision with a path."""
    kind, *rest = steps(decision.path)
    if kind not in CLASSES or not rest or len(rest) > 2:
        raise InvalidDocument(f"/decisions: {decision.path!r} names no item; it looks like /places/kerman/lon")
    id_, items = rest[0], list(getattr(incident, kind))
    at = next((number for number, item in enumerate(items) if item.id == id_), None)
    if decision.what == "drop":
        items = [item for item in items if item.id != id_]
    elif decision.what == "add":
        items = [*(item for item in items if item.id != id_), build(CLASSES[kind], decision.value, decision.path)]
    elif at is None:
        raise InvalidDocument(
            f"/decisions: there is no {kind.removesuffix('s')} {id_!r}, which {decision.path!r} changes"
        )
    elif len(rest) == 2:
        changed = plain(items[at]) | {rest[1]: decision.value}
        items[at] = build(CLASSES[kind], changed, pointer([kind, id_]))
    changes: dict[str, Any] = {kind: tuple(items)}
    return replace(incident, **changes)


def _followed(incident: Incident) -> Incident:
    """The incident with what follows from its decisions: a chosen candidate's position, an outline left behind."""
    touched: dict[str, set[str]] = {}
    for decision in incident.decisions:
        kind, *rest = steps(decision.path) or [""]
        if kind == "places" and len(rest) == 2 and decision.what == "change":
            touched.setdefault(rest[0], set()).add(rest[1])
    places = tuple(_moved(place, touched[place.id]) if place.id in touched else place for place in incident.places)
    return replace(incident, places=places, relations=_reweighed(incident))


def _moved(place: Place, changed: set[str]) -> Place:
    chosen = _candidate(plain(place)) if "source_id" in changed and not changed & {"lon", "lat"} else None
    if chosen:
        place = replace(place, name=chosen["name"], lon=chosen["lon"], lat=chosen["lat"], source=chosen["source"])
    if (chosen or changed & {"lon", "lat"}) and "outline" not in changed:
        place = replace(place, outline=None)
    if "uncertainty_m" in changed and place.uncertainty_m is not None and not changed & {"extent_m", "position_m"}:
        extent = min(place.extent_m or 0.0, place.uncertainty_m)
        place = replace(place, extent_m=extent, position_m=place.uncertainty_m - extent)
    said = "chosen among the candidates by hand" if chosen else _BY_HAND
    return place if said in place.because else replace(place, because=(*place.because, said))


def _reweighed(incident: Incident) -> tuple[Relation, ...]:
    """Relations with the weights of the readings that are left, where one was dropped, summing to 1 again."""
    if not any(d.what == "drop" and d.path.startswith("/relations/") for d in incident.decisions):
        return incident.relations

    def group(relation: Relation) -> tuple[str, int, int]:
        return (relation.site, relation.quote.start, relation.quote.end)

    whole: dict[tuple[str, int, int], float] = {}
    for relation in incident.relations:
        if relation.reading:
            whole[group(relation)] = whole.get(group(relation), 0.0) + relation.weight
    return tuple(
        replace(relation, weight=relation.weight / whole[group(relation)])
        if relation.reading and 0 < whole[group(relation)] < 1
        else relation
        for relation in incident.relations
    )


def _must_hang_together(incident: Incident) -> None:
    sites = {site.id for site in incident.sites}
    known = sites | {place.id for place in incident.places}
    for number, relation in enumerate(incident.relations):
        gone = [anchor for anchor in relation.anchors if anchor not in known]
        if gone or relation.site not in sites:
            what = f"measures from {gone[0]!r}" if gone else f"is about the site {relation.site!r}"
            raise InvalidDocument(
                f"/relations/{number}: {relation.id!r} {what}, which is not in the document; "
                "drop the relation too, or put it back"
            )
