"""Phrases to sites: whose place a phrase tells, and what it is measured from where the words leave that out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mapper.extractors._anchors import SiteWords
from mapper.extractors._descriptions import Described, dropped
from mapper.extractors._phrases import Found
from mapper.extractors._sites import Mark, Sites
from mapper.grammar import Chart
from mapper.model import Mention, Note, Phrase, Reading, Report, Site, Span, Unplaced

PARALLEL = 0.8  # weight of "from the same place as the clause before" for an anchor left out; no source settles it
APART = 0.4  # weight of "from the place named last" where no clause stands beside it; no source settles it
_SIDE_BY_SIDE = "parallel to the clause before it"
BESIDE = 10  # tokens between a name and the name of what it is part of
BACK = 3  # sentences that an anchor left out is looked for in


Way = tuple[tuple[int, ...], float, str, tuple[str, ...]]
"""One reading of a phrase's anchors: they (a site is its `~index`), the weight, its name, the reasons."""

Group = tuple[tuple[int, ...], list[Way]]
"""Sites that share the readings of a phrase."""


@dataclass(frozen=True)
class Draft:
    """A text with everything that can be an anchor, in tokens: toponyms, descriptions, anaphors, in this order."""

    report: Report
    chart: Chart
    toponyms: Sequence[tuple[Mention, int, int]]
    things: Sequence[Described]
    again: Sequence[tuple[int, int, str]]
    strangers: Sequence[tuple[int, int, int]] = ()

    def tokens_of(self, index: int) -> tuple[int, int]:
        """The tokens of a mention of the draft."""
        if index < len(self.toponyms):
            return self.toponyms[index][1:]
        index -= len(self.toponyms)
        if index < len(self.things):
            return self.things[index].start, self.things[index].end
        index -= len(self.things)
        return self.again[index][:2] if index < len(self.again) else self.strangers[index - len(self.again)][1:]

    @property
    def dropped(self) -> frozenset[int]:
        """Toponyms that are only part of a thing's name: "Kennedy" of "the John F. Kennedy Library"."""
        return dropped(self.things)

    def is_toponym(self, index: int) -> bool:
        """Whether a mention of the draft is a name of its own, or an anaphor of one."""
        return index < len(self.toponyms) or index >= len(self.toponyms) + len(self.things)

    def __len__(self) -> int:
        return len(self.toponyms) + len(self.things) + len(self.again) + len(self.strangers)


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


def bind(draft: Draft, found: Sequence[Found], sites: Sites) -> Reading:
    """The reading that the phrases, the mentions and the sites make together."""
    binder = _Binder(draft, sites)
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
    binder.notes.append(Note(_span(binder.draft, one.start, one.end), read_as, one.rule, because))


def _span(draft: Draft, start: int, end: int) -> Span:
    return draft.report.span(*draft.chart.span(start, end))


def _phrase(binder: _Binder, one: Found) -> None:
    subject = _subject(binder.draft, one.start)
    if subject is not None and binder.draft.is_toponym(subject):
        _note(binder, one, "no place of the event", "it says where another place is")
        return
    mark, why = binder.sites.figure(one.start, one.end)
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
        binder.bound.append(_Bound(one, sites, ways, because))


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
    return next((index for index in range(len(draft)) if draft.tokens_of(index)[1] == place), None)


def _object(binder: _Binder, subject: int) -> tuple[int, ...]:
    """The site of a described thing whose place is told: the incident's, if it happened there, else its own."""
    for bound in binder.bound:
        for anchors, *_ in bound.readings:
            if any(_same_thing(binder.draft, subject, anchor) for anchor in anchors if anchor >= 0):
                return bound.sites
    start, end = binder.draft.tokens_of(subject)
    mark = Mark("thing", "incident", start, start, end)
    if not binder.sites.places:
        return binder.sites.of_its_own(mark)
    return binder.sites.before(start)[:1] or binder.sites.of_its_own(mark)


def _same_thing(draft: Draft, one: int, other: int) -> bool:
    kinds = [
        draft.things[i - len(draft.toponyms)].head
        for i in (one, other)
        if 0 <= i - len(draft.toponyms) < len(draft.things)
    ]
    return len(kinds) == 2 and kinds[0] == kinds[1]


def _fallback(binder: _Binder, one: Found) -> tuple[int, ...]:
    """A site for a phrase in a report that speaks of no known event: the words before it are its subject."""
    start = one.start
    limits = binder.draft.chart.tokens.limits
    while start > 0 and limits[start - 1] == limits[one.start]:
        start -= 1
    end = one.start if start < one.start else one.end
    return binder.sites.of_its_own(Mark("thing", "incident", start, start, min(end, start + 4)))


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
        names = [binder.draft.chart.said(*binder.draft.tokens_of(end)) for end in ends]
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
            name = binder.draft.chart.said(*binder.draft.tokens_of(place))
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
    limits, sentences = draft.chart.tokens.limits, draft.chart.tokens.sentences
    for bound in reversed(binder.bound):
        if limits[bound.found.start] == limits[one.start] and bound.found.distance is not None:
            for anchors, *_ in bound.readings:
                if anchors and anchors[0] >= 0:
                    return anchors[0], _SIDE_BY_SIDE
    here = next(i for i, (start, end) in enumerate(sentences) if start <= one.start < end)
    floor = sentences[max(0, here - BACK)][0]
    apposed = draft.chart.tokens.words[one.start - 1] == "," if one.start else False
    best: tuple[int, int] | None = None
    for index in range(len(draft)):
        start, end = draft.tokens_of(index)
        if start < floor or end > one.start or end >= one.start - apposed:
            continue
        if index < len(draft.toponyms) and draft.toponyms[index][0].sort in {"organisation", "demonym"}:
            continue
        if best is None or (end, -start) > best:
            best, chosen = (end, -start), index
    return (chosen, "the place named last before it") if best is not None else (None, "")


def _zone(binder: _Binder, one: Found) -> None:
    """An area that was closed around something: an area of its own, and a hint of where the event was."""
    which = tuple(range(binder.sites.counted))[:1]
    if not which:
        which = binder.sites.of_its_own(Mark("thing", "incident", one.start, one.start, one.end))
    if one.open_to or all(isinstance(anchor, SiteWords) for anchor in one.anchors):
        binder.bound.append(_Bound(one, which, [((~which[0],), 1.0, "", ("around the site itself",))]))
        return
    groups = _anchors(binder, one, which)
    for sites, ways in groups or ():
        binder.bound.append(_Bound(one, sites, ways))
        if all(anchor >= 0 for anchors, *_ in ways for anchor in anchors):
            hint = replace(one, relation="at", geometry="feature", distance=None, weak=True, hedged=False)
            binder.bound.append(_Bound(hint, sites, ways, ("what the zone was drawn around",)))


# ---------------------------------------------------------------------------------------------- draft to reading


def _reading(binder: _Binder) -> Reading:
    draft, sites = binder.draft, binder.sites
    strong = {
        site
        for bound in binder.bound
        if not bound.found.weak and bound.found.relation != "zone"
        for site in bound.sites
    }
    bound = [b for b in binder.bound if not b.found.weak or not strong.intersection(b.sites)]
    used = [(b.found.start, anchor) for b in bound for anchors, *_ in b.readings for anchor in anchors if anchor >= 0]
    mentions, at = _mentions(draft, sorted(used))
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
                binder.notes.append(Note(phrase.quote, phrase.relation, phrase.rule, phrase.because))
                if phrase.relation == "none":
                    binder.unplaced.append(Unplaced(phrase.quote.text, "the text does not say where", phrase.quote))
    return Reading(
        draft.report,
        mentions,
        tuple(_site(binder, old, number) for number, old in enumerate(placed, 1)),
        tuple(phrases),
        sentences=tuple(_span(draft, start, end) for start, end in draft.chart.tokens.sentences),
        unplaced=tuple(binder.unplaced),
        notes=tuple(sorted(binder.notes, key=lambda note: (note.quote.start, note.quote.end))),
    )


def _unread(binder: _Binder, bound: Sequence[_Bound]) -> None:
    """Notes on what looks spatial and no phrase took up: lengths, directions, described things."""
    draft = binder.draft
    said = {(note.quote.start, note.quote.end) for note in binder.notes}
    read = {place for b in bound for place in range(b.found.start, b.found.end)}
    for kind in ("length", "bearing"):
        end = -1
        for node in draft.chart.of(kind):
            span = _span(draft, node.start, node.end)
            noted = any(low < span.end and span.start < high for low, high in said)
            if (
                node.start >= end
                and read.isdisjoint(range(node.start, node.end))
                and not noted
                and node.end - node.start > (kind == "bearing")
            ):
                binder.notes.append(Note(span, "not read", "", (f"a {kind} that no rule took up",)))
                end = node.end
    for one in draft.things:
        if one.start not in read and one.end - 1 not in read:
            span = _span(draft, one.start, one.end)
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
            _span(draft, one.start, one.end),
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
    spans = [_span(binder.draft, mark.start, mark.end) for mark in place.marks]
    return Site(f"site-{number}", binder.sites.name(index), place.kind, place.ordinal, tuple(spans))


def _mentions(draft: Draft, used: Sequence[tuple[int, int]]) -> tuple[tuple[Mention, ...], dict[int, int]]:
    """All mentions in the order of the text, and where each of the draft went."""
    offset = len(draft.toponyms)
    dropped = draft.dropped
    leaned_on = {index for _, index in used}
    rows: list[tuple[int, int, int, Mention]] = []
    for index, (mention, *_) in enumerate(draft.toponyms):
        if index not in dropped:
            rows.append((mention.start, -mention.end, index, mention))
    heads: dict[str, int] = {}
    for index, one in enumerate(draft.things, offset):
        earlier = heads.get(one.head)
        mention = replace(one.mention, container=one.container)
        bare = one.definite and one.end - one.start == 1 + len(one.head.split())
        if bare and earlier is not None:
            mention = replace(mention, sort="anaphor", same_as=earlier, because=("named before",))
        elif one.container is None and not one.road and (around := _around(draft, used, one.start)) is not None:
            mention = replace(mention, container=around, because=(*mention.because, "in the place spoken of before it"))
        elif not bare or one.head not in heads:
            heads[one.head] = index
        rows.append((mention.start, -mention.end, index, mention))
    for index, (start, end, noun) in enumerate(draft.again, offset + len(draft.things)):
        antecedent = _antecedent(draft, start, noun)
        antecedent = None if antecedent in dropped else antecedent
        low, high = draft.chart.span(start, end)
        text = draft.report.text[low:high]
        rows.append((low, -high, index, Mention(low, high, text, text, noun, "anaphor", None, antecedent)))
    for index, (_, start, end) in enumerate(draft.strangers, len(draft) - len(draft.strangers)):
        if index in leaned_on:
            low, high = draft.chart.span(start, end)
            text = draft.report.text[low:high]
            known = Mention(low, high, text, text, container=_beside(draft, end), because=("no gazetteer knows it",))
            rows.append((low, -high, index, known))
    rows.sort(key=lambda row: row[:3])
    at = {index: new for new, (_, _, index, _) in enumerate(rows)}
    return tuple(
        replace(
            mention,
            container=at.get(mention.container) if mention.container is not None else None,
            same_as=at.get(mention.same_as) if mention.same_as is not None else None,
        )
        for *_, mention in rows
    ), at


def _around(draft: Draft, used: Sequence[tuple[int, int]], start: int) -> int | None:
    """The name that a described thing is taken to be in where the text doesn't say.

    The last that an event was placed by; else the first of the text, where reports say from where they are.
    """
    for place, anchor in reversed(used):
        index = anchor if anchor < len(draft.toponyms) else _stands_for(draft, anchor)
        if (
            place <= start
            and index is not None
            and index < len(draft.toponyms)
            and draft.toponyms[index][0].sort == "toponym"
        ):
            return index
    first = next((i for i, (m, *_) in enumerate(draft.toponyms) if m.sort == "toponym" and not _longer(draft, i)), None)
    return first if first is not None and draft.toponyms[first][1] < start else None


def _longer(draft: Draft, index: int) -> bool:
    """Whether a name is only the beginning of a longer one: "the U.S. Geological Survey"."""
    end, tokens = draft.toponyms[index][2], draft.chart.tokens
    if end >= len(tokens) or tokens.limits[end] != tokens.limits[end - 1]:
        return False
    after = tokens.starts[end]
    return tokens.ends[end - 1] + 1 == after and tokens.text[after : after + 2].istitle()


def _stands_for(draft: Draft, index: int) -> int | None:
    """The name that an anaphor of the draft stands for."""
    index -= len(draft.toponyms) + len(draft.things)
    if not 0 <= index < len(draft.again):
        return None
    start, _, noun = draft.again[index]
    return _antecedent(draft, start, noun)


def _beside(draft: Draft, end: int) -> int | None:
    """The name set beside a name as what it is part of: "Dueodde, the southern tip of the island of Bornholm"."""
    words, limits = draft.chart.tokens.words, draft.chart.tokens.limits
    if end >= len(words) or words[end] != "," or limits[end] != limits[end - 1]:
        return None
    for index, (_, start, _) in enumerate(draft.toponyms):
        if end < start <= end + BESIDE and limits[start] == limits[end]:
            between = words[end + 1 : start]
            return index if not between or (between[0] in {"the", "a", "an"} and "of" in between) else None
    return None


def _antecedent(draft: Draft, start: int, noun: str) -> int | None:
    """The name that "the town" or "there" stands for: the last one before it that can be one."""
    best = None
    if noun in {"there", "it"}:
        ends = {index: draft.tokens_of(index)[1] for index in range(len(draft.toponyms) + len(draft.things))}
        near = [index for index, end in ends.items() if end <= start and index not in draft.dropped]
        return max(near, key=lambda index: (ends[index], -draft.tokens_of(index)[0]), default=None)
    contained = {mention.container for mention, *_ in draft.toponyms} | _listed_containers(draft)
    for index, (mention, _, end) in enumerate(draft.toponyms):
        if (
            end > start
            or index in contained
            or _longer(draft, index)
            or mention.sort != "toponym"
            or mention.kind in _NEVER.get(noun, _WIDE)
        ):
            continue
        best = index
    return best


def _listed_containers(draft: Draft) -> set[int]:
    """Names after a comma right behind another name: "Lac-Megantic, Quebec"."""
    words = draft.chart.tokens.words
    ends = {end for *_, end in draft.toponyms}
    return {
        i
        for i, (_, start, _) in enumerate(draft.toponyms)
        if start > 1 and words[start - 1] == "," and start - 1 in ends
    }


_WIDE = frozenset({"country", "continent", "ocean", "sea"})
_NEVER: dict[str, frozenset[str]] = {"territory": frozenset(), "island": frozenset(), "state": frozenset({"city"})}
