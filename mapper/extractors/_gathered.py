"""What was bound becomes the reading: mentions in their order, sites with names, phrases, and what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mapper.extractors._anchors import SiteWords
from mapper.extractors._bound import Binder, Bound
from mapper.extractors._draft import Draft
from mapper.model import Site, Unplaced
from mapper.readings import Mention, Note, Phrase, Reading

_HOLDING = frozenset({"in", "at", "address", "part_of", "edge", "near"})
"""Relations whose anchor is where a report is: what it says of "the town" is about that."""


OUT_OF_TOWN_M = 2_000.0  # what is this far from a place may be outside it; no source settles it


def _along_the_water(binder: Binder) -> None:
    """The water that a phrase names ("on the Cumberland River") is the path of one about the same site along it."""
    draft, kept = binder.draft, list(binder.bound)
    limits = draft.chart.tokens.limits
    for bound in binder.bound:
        one = bound.found
        if (
            one.relation not in {"at", "in", "on_path"}
            or len(one.anchors) != 1
            or isinstance(one.anchors[0], SiteWords)
        ):
            continue
        thing, (start, end) = draft.thing(one.anchors[0]), draft.tokens[one.anchors[0]]
        if not any(draft.chart.is_a(place, "waterway") for place in {start, start + 1, end - 1} if place < end):
            continue
        named = draft.chart.plain(start + draft.chart.is_a(start, "the"), thing.end if thing else end)
        for index, other in enumerate(kept):
            along = other.found.detail.get("path") == "the water"
            if along and other.sites == bound.sites and limits[other.found.start] == limits[one.start]:
                kept[index] = replace(other, found=replace(other.found, detail={**other.found.detail, "path": named}))
                if bound in kept:
                    kept.remove(bound)
                    binder.note(one, "the path of another phrase", "the water that it goes along")
                break
    binder.bound = kept


def gathered(binder: Binder) -> Reading:
    _along_the_water(binder)
    draft, sites = binder.draft, binder.sites
    strong = {
        site
        for bound in binder.bound
        if not bound.found.weak and bound.found.relation != "zone"
        for site in bound.sites
    }
    measured = {site for b in binder.bound if not b.found.weak and b.found.distance is not None for site in b.sites}
    bound = [
        b
        for b in binder.bound
        if not b.found.weak or not (strong if b.found.distance is None else measured).intersection(b.sites)
    ]
    used = [(b.found.start, anchor) for b in bound for anchors, *_ in b.readings for anchor in anchors if anchor >= 0]
    away = frozenset(b.found.start for b in bound if b.found.distance is not None and b.found.relation != "within")
    held = [
        (b.found.start, anchor)
        for b in bound
        if b.found.distance is None and b.found.relation in _HOLDING
        for anchors, *_ in b.readings
        for anchor in anchors
        if anchor >= 0
    ]
    mentions, at = draft.mentions(sorted(used), away, _loose(draft, bound), held=sorted(held))
    _unread(binder, bound)
    placed = sorted({site for b in bound for site in b.sites} | set(range(sites.counted)))
    site_at = {old: new for new, old in enumerate(placed)}
    phrases: list[Phrase] = []
    seen: set[Any] = set()
    for one in sorted(bound, key=lambda b: (b.found.start, b.found.end, b.sites)):
        for phrase in _phrases(draft, one, at, site_at):
            key = (*_meaning(phrase), *(_same(mentions, anchor) for anchor in phrase.anchors))
            if key not in seen:
                seen.add(key)
                phrases.append(phrase)
                if phrase.relation == "none":
                    binder.unplaced.append(Unplaced(phrase.quote.text, "the text does not say where", phrase.quote))
    return Reading(
        draft.report,
        mentions,
        tuple(_site(binder, old, number) for number, old in enumerate(placed, 1)),
        tuple(phrases),
        sentences=tuple(draft.span(start, end) for start, end in draft.chart.tokens.sentences),
        unplaced=tuple(binder.unplaced),
        notes=tuple(sorted(binder.notes, key=lambda note: (note.quote.start, note.quote.end))),
    )


def _loose(draft: Draft, bound: Sequence[Bound]) -> frozenset[int]:
    """Things of sites that other words measure from elsewhere: "on a sandbank, a mile from the harbour".

    Of a definite thing ("at the mine") only where these words lead out of town: "20 km north of Mariana".
    """
    measured: Counter[int] = Counter()
    by_anchor: Counter[tuple[int, int]] = Counter()
    afar: set[int] = set()
    for b in bound:
        if b.found.distance is not None and b.found.relation != "zone":
            measured.update(b.sites)
            near = {anchor for anchors, *_ in b.readings for anchor in anchors}
            by_anchor.update((site, anchor) for site in b.sites for anchor in near)
            if b.found.distance.low >= OUT_OF_TOWN_M and any(a >= 0 and draft.is_name(a) for a in near):
                afar.update(b.sites)
    return frozenset(
        anchor
        for b in bound
        if b.found.distance is None
        for anchors, *_ in b.readings
        for anchor in anchors
        if (thing := draft.thing(anchor)) is not None
        and any(measured[site] > by_anchor[site, anchor] and (not thing.definite or site in afar) for site in b.sites)
    )


def _unread(binder: Binder, bound: Sequence[Bound]) -> None:
    """Notes on what looks spatial and no phrase took up: lengths, directions, described things."""
    draft = binder.draft
    read = {place for b in bound for place in range(b.found.start, b.found.end)} | binder.noted
    for kind in ("length", "bearing"):
        for node in draft.chart.of(kind):
            words = range(node.start, node.end)
            if read.isdisjoint(words) and len(words) > (kind == "bearing"):
                because = (f"a {kind} that no rule took up",)
                binder.notes.append(Note(draft.span(node.start, node.end), "not read", "", because))
                read.update(words)
    for one in draft.things:
        if one.start not in read and one.end - 1 not in read:
            span = draft.span(one.start, one.end)
            binder.notes.append(Note(span, "not used", "", ("a described place that no phrase leans on",)))


def _meaning(phrase: Phrase) -> tuple[Any, ...]:
    """What makes two phrases about one site the same, but for their anchors."""
    far, way = phrase.distance, phrase.bearing
    return (
        phrase.relation, phrase.site, phrase.by, far and (far.low, far.nominal, far.high), way and way.degrees,
        repr(sorted(phrase.detail.items())),
    )  # fmt: skip


def _same(mentions: Sequence[Mention], anchor: int) -> Any:
    """What two mentions of one thing have in common."""
    if anchor < 0:
        return anchor
    one = mentions[anchor]
    while one.same_as is not None:
        one = mentions[one.same_as]
    return (one.name.casefold(), one.kind, one.container)


def _phrases(draft: Draft, bound: Bound, at: Mapping[int, int], site_at: Mapping[int, int]) -> list[Phrase]:
    one = bound.found
    detail = dict(one.detail)
    if "path_anchors" in detail:
        detail["path_anchors"] = [at[index] for index in detail["path_anchors"] if index in at]
    return [
        Phrase(
            one.relation,
            site_at[site],
            tuple(at[a] if a >= 0 else ~site_at[~a] for a in anchors),
            draft.span(one.start, one.end),
            one.geometry,
            one.distance,
            one.bearing,
            one.hedged,
            reading,
            weight,
            detail=detail,
            because=(*bound.because, *because),
            rule=one.rule,
        )
        for site in bound.sites
        for anchors, weight, reading, because in bound.readings
        if all(a >= 0 or ~a in site_at for a in anchors)
    ]


def _site(binder: Binder, index: int, number: int) -> Site:
    place = binder.sites.places[index]
    told = [mark for mark in place.marks if mark.role in {"event", "order"} or mark.kind not in {"", "incident"}]
    told = [mark for mark in told if mark.role != "verb"] or told or place.marks
    spans = [binder.draft.span(m.start, m.end) for m in dict.fromkeys(told) if m.role not in {"words", "each"}]
    return Site(f"site-{number}", binder.sites.name(index), place.kind, place.ordinal, tuple(spans))
