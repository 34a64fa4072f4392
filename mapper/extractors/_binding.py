"""Phrases to sites: whose place a phrase tells, and what it is measured from where the words leave that out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mapper.extractors._anchors import SiteWords
from mapper.extractors._draft import Draft
from mapper.extractors._phrases import Found
from mapper.extractors._sites import Mark, Sites
from mapper.model import Site, Unplaced
from mapper.readings import Mention, Note, Phrase, Reading

PARALLEL = 0.8  # weight of "from the same place as the clause before" for an anchor left out; no source settles it
APART = 0.4  # weight of "from the place named last" where no clause stands beside it; no source settles it
_SIDE_BY_SIDE = "parallel to the clause before it"

Way = tuple[tuple[int, ...], float, str, tuple[str, ...]]
"""One reading of a phrase's anchors: they (a site is its `~index`), the weight, its name, the reasons."""

Group = tuple[tuple[int, ...], list[Way]]
"""Sites that share the readings of a phrase."""


@dataclass(slots=True)
class _Bound:
    """A phrase with its sites and the readings of its anchors, in draft indices (a site is its `~index`)."""

    found: Found
    sites: tuple[int, ...]
    readings: list[Way]
    because: tuple[str, ...] = ()


@dataclass(slots=True)
class _Binder:
    draft: Draft
    sites: Sites
    bound: list[_Bound] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    noted: set[int] = field(default_factory=set)
    told_elsewhere: int = -1
    """Where the last phrase ended that says where another place is."""
    placed_at: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """The sites that were placed by a thing, by its noun: what is said of "the mine" later is about them."""

    def put(self, bound: _Bound) -> None:
        """Keep a phrase with its sites."""
        self.bound.append(bound)
        for anchors, *_ in bound.readings:
            for anchor in anchors:
                if anchor >= 0 and (thing := self.draft.thing(anchor)) is not None:
                    self.placed_at.setdefault(thing.head, bound.sites)


def bind(draft: Draft, found: Sequence[Found], sites: Sites) -> Reading:
    """The reading that the phrases, the mentions and the sites make together."""
    binder = _Binder(draft, sites)
    sites.anchors = frozenset(
        anchor.mark for one in found for anchor in one.anchors if isinstance(anchor, SiteWords) and anchor.mark
    )
    sites.moves = [(one.start, one.end) for one in found if one.rule == "way gone"]
    sites.taken = {place for one in found if not one.why for place in range(one.start, one.end)}
    for one in found:
        if one.why:
            _note(binder, one, "no place", one.why)
        elif one.relation == "zone":
            _zone(binder, one)
        else:
            _phrase(binder, one)
    return _reading(binder)


def _note(binder: _Binder, one: Found, read_as: str, *because: str) -> None:
    binder.noted.update(range(one.start, one.end))
    binder.notes.append(Note(binder.draft.span(one.start, one.end), read_as, one.rule, because))


def _phrase(binder: _Binder, one: Found) -> None:
    subject = _subject(binder.draft, one.start)
    goes_on = 0 <= binder.told_elsewhere == one.start - _after_comma(binder.draft, one.start)
    if goes_on or (subject is not None and binder.draft.is_name(subject)):
        binder.told_elsewhere = one.end
        _note(binder, one, "no place of the event", "it says where another place is")
        return
    if one.open_to == "place" and _tells_of_a_name(binder.draft, one.start):
        _note(binder, one, "no place of the event", "it says how far the place named before it is")
        return
    mark, why = binder.sites.figure(one.start, one.end)
    if subject is None and mark is None and not why:
        subject = _set_beside(binder.draft, one.start)
    if subject is not None:
        which, because = _object(binder, subject), ()
    elif mark is None and why and one.relation != "coordinates":
        _note(binder, one, "no place of the event", why)
        return
    elif mark is None:
        if (binder.sites.places and one.relation != "coordinates") or one.relation == "in":
            _note(binder, one, "no place of the event", "no event is spoken of before it")
            return
        alone = one.relation == "coordinates" and binder.sites.counted == 1
        which, because = (0,) if alone else _fallback(binder, one), ()
    elif mark.unreal or binder.sites.apart(mark):
        _note(binder, one, "no place of the event", mark.unreal or "another event")
        return
    else:
        which, because = _sites_of(binder, mark, one), ()
    readings = _anchors(binder, one, which)
    if readings is None:
        _note(binder, one, "no place of the event", "what it is measured from is not said")
        return
    for sites, ways in readings:
        binder.put(_Bound(one, sites, ways, because))


def _subject(draft: Draft, start: int) -> int | None:
    """The mention whose place the phrase tells ("The mine is 6 km east of ..."), if a copula stands between."""
    chart, place = draft.chart, start
    words, limits = chart.tokens.words, chart.tokens.limits
    seen = False
    while place > 0 and start - place < 5 and limits[place - 1] == limits[start]:
        if chart.is_a(place - 1, "copula"):
            seen = True
        elif not chart.is_a(place - 1, "adverb") and words[place - 1] not in {"which", "that", ","}:
            break
        place -= 1
    if not seen:
        return None
    return draft.ending.get(place)


def _after_comma(draft: Draft, start: int) -> int:
    """How many tokens part a phrase from what stands before it: one where that is a comma or "and", else none."""
    return int(start > 0 and draft.chart.tokens.words[start - 1] in {",", "and"})


def _tells_of_a_name(draft: Draft, start: int) -> bool:
    """Whether a distance without an anchor is set beside a name: "Diyarbakir, 300 km away"."""
    beside = draft.ending.get(start - 1) if start and draft.chart.tokens.words[start - 1] == "," else None
    return beside is not None and draft.is_name(beside)


def _set_beside(draft: Draft, start: int) -> int | None:
    """The described thing that a phrase is set beside: "The bridge, 5 km west of the old town, ..."."""
    beside = draft.ending.get(start - 1) if start and draft.chart.tokens.words[start - 1] == "," else None
    return beside if beside is not None and not draft.is_name(beside) else None


def _object(binder: _Binder, subject: int) -> tuple[int, ...]:
    """The site of a described thing whose place is told: the incident's, if it happened there, else its own."""
    thing = binder.draft.thing(subject)
    if thing is not None and thing.head in binder.placed_at:
        return binder.placed_at[thing.head]
    start, end = binder.draft.tokens[subject]
    mark = Mark("thing", "incident", start, start, end)
    if not binder.sites.places:
        return binder.sites.of_its_own(mark)
    return binder.sites.before(start)[:1] or binder.sites.of_its_own(mark)


def _fallback(binder: _Binder, one: Found) -> tuple[int, ...]:
    """A site for a phrase in a report that speaks of no known event: the words before it are its subject."""
    start = one.start
    limits = binder.draft.chart.tokens.limits
    while start > 0 and limits[start - 1] == limits[one.start]:
        start -= 1
    end = one.start if start < one.start else one.end
    return binder.sites.of_its_own(Mark("words", "incident", start, start, min(end, start + 4)))


def _sites_of(binder: _Binder, mark: Mark, one: Found) -> tuple[int, ...]:
    which = binder.sites.about(mark)
    if which:
        return which
    if mark.role in {"order", "pronoun"}:
        return binder.sites.before(mark.start)
    return binder.sites.of_its_own(mark)


def _anchors(binder: _Binder, one: Found, which: tuple[int, ...]) -> list[Group] | None:
    """Of the sites in groups that share readings: the readings of the anchors, with weights and reasons."""
    if one.open_to in {"each other", "site"} and (len(which) > 1 or one.open_to == "site"):
        return _from_sites(binder, one, which)
    if one.open_to == "each other":
        return None
    if one.open_to == "itself":
        return [(which, [(tuple(~site for site in which[:1]), 1.0, "", ())])]
    if one.open_to:
        return _left_out(binder, one, which)
    groups: list[Group] = []
    for site in which:
        anchors: list[int] = []
        for anchor in one.anchors:
            if isinstance(anchor, SiteWords):
                other = _site_meant(binder, anchor, site, one.start)
                if other is None:
                    return groups or None
                anchors.append(~other)
            else:
                anchors.append(anchor)
        if one.relation == "none":
            anchors = []
        if anchors or one.relation in {"none", "coordinates", "on_path", "path_marker"}:
            groups.append(((site,), [(tuple(anchors), 1.0, "", ())]))
    return groups or None


def _site_meant(binder: _Binder, words: SiteWords, own: int, start: int) -> int | None:
    """The site that "the first blast" or "the scene" stands for as an anchor; never the one that is placed."""
    which = binder.sites.about(words.mark) if words.mark is not None else binder.sites.before(start)
    return which[0] if which and own not in which else None


def _from_sites(binder: _Binder, one: Found, which: tuple[int, ...]) -> list[Group] | None:
    """Distances between sites: "190 yards apart", "210 yards further up the street"."""
    if len(which) > 1:
        first = which[0]
        return [((site,), [((~first,), 1.0, "", ("measured from one site to the other",))]) for site in which[1:]]
    own = which[0] if which else 0
    if own > 0 and own < binder.sites.counted:
        return [((own,), [((~(own - 1),), 1.0, "", ("further on than the one before",))])]
    return _left_out(binder, one, which)


def _left_out(binder: _Binder, one: Found, which: tuple[int, ...]) -> list[Group] | None:
    """Readings of an anchor that the words leave out: that of the clause before, or the site before."""
    ends = one.detail.get("path_anchors", ())
    if one.relation == "distance_along_path" and len(ends) == 2:
        share = round(1 / len(ends), 6)
        names = [binder.draft.said(end) for end in ends]
        reason = "from which end is not said"
        return [(which, [((end,), share, f"from {name}", (reason,)) for end, name in zip(ends, names, strict=True)])]
    place, reason = _place_before(binder, one)
    groups: list[Group] = []
    for site in which:
        earlier = (
            [other for other in range(site) if other < binder.sites.counted] if site < binder.sites.counted else []
        )
        ways: list[Way] = []
        if place is not None and earlier and not one.detail:
            name = binder.draft.said(place)
            weight = PARALLEL if reason == _SIDE_BY_SIDE else APART
            ways = [
                ((place,), weight, f"from {name}", ("the anchor is left out", reason)),
                ((~earlier[-1],), round(1 - weight, 6), f"from the {binder.sites.name(earlier[-1]).lower()}",
                 ("the anchor is left out", "the distance can also be from the event told before it")),
            ]  # fmt: skip
        elif place is not None:
            ways = [((place,), 1.0, "", ("the anchor is left out", reason))]
        elif earlier:
            ways = [((~earlier[-1],), 1.0, "", ("the anchor is left out", "measured from the event told before it"))]
        if ways:
            groups.append(((site,), ways))
    return groups or None


def _place_before(binder: _Binder, one: Found) -> tuple[int | None, str]:
    """The mention that a distance without an anchor is measured from, and why."""
    draft = binder.draft
    limits, words = draft.chart.tokens.limits, draft.chart.tokens.words
    for bound in reversed(binder.bound):
        if limits[bound.found.start] != limits[one.start]:
            break
        if bound.found.distance is not None and bound.readings[0][0] and bound.readings[0][0][0] >= 0:
            return bound.readings[0][0][0], _SIDE_BY_SIDE
    # "Bucha, 25 km away" and "a second mosque 5 km away" tell where these are, not what it is measured from
    beside = one.start - 1 - (one.start > 0 and words[one.start - 1] == ",")
    return draft.before(beside), "the place named last before it"


def _zone(binder: _Binder, one: Found) -> None:
    """An area that was closed around something: an area of its own, and a hint of where the event was."""
    which = tuple(range(binder.sites.counted))[:1]
    if not which:
        which = binder.sites.of_its_own(Mark("words", "incident", one.start, one.start, one.end))
    if one.open_to or all(isinstance(anchor, SiteWords) for anchor in one.anchors):
        binder.put(_Bound(one, which, [((~which[0],), 1.0, "", ("around the site itself",))]))
        return
    groups = _anchors(binder, one, which)
    for sites, ways in groups or ():
        binder.put(_Bound(one, sites, ways))
        if binder.sites.counted and all(anchor >= 0 for anchors, *_ in ways for anchor in anchors):
            hint = replace(one, relation="at", geometry="feature", distance=None, weak=True, hedged=False)
            binder.put(_Bound(hint, sites, ways, ("what the zone was drawn around",)))


# ---------------------------------------------------------------------------------------------- draft to reading


def _along_the_water(binder: _Binder) -> None:
    """The water that a phrase names ("on the Cumberland River") is the path of one about the same site along it."""
    draft, kept = binder.draft, list(binder.bound)
    limits, words = draft.chart.tokens.limits, draft.chart.tokens.words
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
        named = draft.chart.plain(start + (words[start] == "the"), thing.end if thing else end)
        for index, other in enumerate(kept):
            along = other.found.detail.get("path") == "the water"
            if along and other.sites == bound.sites and limits[other.found.start] == limits[one.start]:
                kept[index] = replace(other, found=replace(other.found, detail={**other.found.detail, "path": named}))
                if bound in kept:
                    kept.remove(bound)
                    _note(binder, one, "the path of another phrase", "the water that it goes along")
                break
    binder.bound = kept


def _reading(binder: _Binder) -> Reading:
    _along_the_water(binder)
    draft, sites = binder.draft, binder.sites
    strong = {
        site
        for bound in binder.bound
        if not bound.found.weak and bound.found.relation != "zone"
        for site in bound.sites
    }
    bound = [b for b in binder.bound if not b.found.weak or not strong.intersection(b.sites)]
    used = [(b.found.start, anchor) for b in bound for anchors, *_ in b.readings for anchor in anchors if anchor >= 0]
    away = frozenset(b.found.start for b in bound if b.found.distance is not None and b.found.relation != "within")
    mentions, at = draft.mentions(sorted(used), away)
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


def _unread(binder: _Binder, bound: Sequence[_Bound]) -> None:
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


def _phrases(draft: Draft, bound: _Bound, at: Mapping[int, int], site_at: Mapping[int, int]) -> list[Phrase]:
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


def _site(binder: _Binder, index: int, number: int) -> Site:
    place = binder.sites.places[index]
    told = [mark for mark in place.marks if mark.role in {"event", "order"} or mark.kind not in {"", "incident"}]
    told = [mark for mark in told if mark.role != "verb"] or told or place.marks
    spans = [binder.draft.span(m.start, m.end) for m in dict.fromkeys(told) if m.role not in {"words", "each"}]
    return Site(f"site-{number}", binder.sites.name(index), place.kind, place.ordinal, tuple(spans))
