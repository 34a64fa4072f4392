"""Phrases to sites: whose place each phrase tells, or why it tells none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapper.extractors._anchors import SiteWords
from mapper.extractors._bound import Binder, Bound
from mapper.extractors._draft import Draft
from mapper.extractors._gathered import gathered
from mapper.extractors._marks import AFTERWARDS, Mark
from mapper.extractors._measured import anchors, subject_of
from mapper.extractors._phrases import Found
from mapper.extractors._sites import Sites
from mapper.extractors._whose import Whose
from mapper.readings import Reading

_HOLDING = frozenset({"in", "at", "address", "part_of", "edge"})
_FAR_REACHING = frozenset({"earthquake", "storm", "eruption"})
"""Kinds of events that do harm far from where they are."""
_AFFECTED = frozenset({"object hit", "object that was hit", "part of the object hit"})
HARM = 24  # tokens between what was done and where
MEMORY = 60  # things, and events, that one told of again is looked for among
APPOSED = 5  # words of a noun phrase set beside a name


def bind(draft: Draft, found: Sequence[Found], sites: Sites) -> Reading:
    """The reading that the phrases, the mentions and the sites make together."""
    found = [one for one in found if not _in_an_event(one)]
    whose = Whose(
        draft.chart,
        sites,
        taken=frozenset(place for one in found if not one.why for place in range(one.start, one.end)),
        anchors=frozenset(mark for one in found for mark in _measured_from(one, sites)),
        moves=[(one.start, one.end) for one in found if one.rule == "way gone"],
    )
    binder = Binder(draft, sites, whose)
    for one in found:
        if one.why:
            binder.note(one, "no place", one.why)
            if one.rule == "journey":
                binder.told_elsewhere = one.end
        elif one.relation == "zone":
            _zone(binder, one)
        else:
            _phrase(binder, one)
    return gathered(binder)


def _measured_from(one: Found, sites: Sites) -> Iterator[Mark]:
    """The marks that a phrase is measured from: "the first blast", or the event that "the epicentre" speaks of."""
    for anchor in one.anchors:
        if isinstance(anchor, SiteWords):
            if anchor.mark is not None:
                yield anchor.mark
            else:
                yield from (mark for mark in sites.back(one.end) if one.start <= mark.start and mark.role == "event")


def _in_an_event(one: Found) -> bool:
    """Whether words name an event as what something happened in: "hurt in the blast" tells no place."""
    return one.relation in {"in", "at"} and any(isinstance(a, SiteWords) and a.mark is not None for a in one.anchors)


def _phrase(binder: Binder, one: Found) -> None:
    subject = subject_of(binder.draft, one.start)
    goes_on = 0 <= binder.told_elsewhere == one.start - _after_comma(binder.draft, one.start)
    loose = one.relation == "travel_time" and not binder.sites.places
    goes_on = goes_on and (one.open_to == "place" or binder.told_name)
    if goes_on or (
        subject is not None and binder.draft.is_name(subject) and not (loose and _unnamed(binder.draft, subject))
    ):
        binder.told_elsewhere, binder.told_name = one.end, True
        binder.note(one, "no place of the event", "it says where another place is")
        return
    if one.open_to == "place" and _tells_of_a_name(binder.draft, one.start):
        binder.note(one, "no place of the event", "it says how far the place named before it is")
        return
    if one.relation in _HOLDING and _begins_a_name(binder.draft, one):
        binder.note(one, "no place of the event", "the name goes on, and nobody knows the whole of it")
        return
    because: tuple[str, ...] = ()
    mark, why = binder.whose.figure(one.start, one.end)
    if (
        mark is not None
        and one.end <= mark.start
        and one.distance is not None
        and _beside_a_town(binder.draft, one.start)
    ):
        binder.told_elsewhere, binder.told_name = one.end, True
        binder.note(one, "no place of the event", "it says where another place is")
        return
    if one.start in binder.sites.past and not (mark and mark.unreal):
        binder.note(one, "no place of the event", "an event of the past")
        return
    if one.open_to == "place" and (mark is None or mark.start < one.start) and _beside_a_proper_name(binder, one.start):
        binder.note(one, "no place of the event", "it says how far the place named before it is")
        return
    if subject is None and mark is None and (not why or _told_before(binder.draft, one.start)):
        subject = _set_beside(binder.draft, one.start)
    if subject is not None:
        which = _object(binder, subject)
    elif mark is None and why and one.relation != "coordinates":
        binder.told_elsewhere, binder.told_name = one.end, False
        binder.note(one, "no place of the event", why)
        return
    elif mark is None and one.relation == "address" and binder.sites.counted == 1 and _stands(binder.draft, one.start):
        which, because = (0,), ("the one address that something is said to stand at",)
    elif mark is None and one.rule == "broken into" and binder.draft.chart.is_a(one.start - 1, "subject_again"):
        which = binder.sites.before(one.start)  # "They entered the mall": those who did it
    elif mark is None and _in_its_hour(binder, one):
        which, one = (0,), replace(one, weak=True)
        because = ("no event is spoken of before it, but a time of day, and no other words measure where it was",)
    elif mark is None:
        if (binder.sites.places and one.relation != "coordinates") or one.relation == "in":
            binder.note(one, "no place of the event", "no event is spoken of before it")
            return
        alone = one.relation == "coordinates" and binder.sites.counted == 1
        which = (0,) if alone else _fallback(binder, one)
    elif _bodies_found(binder, mark, one):
        binder.note(one, "no place of the event", "where bodies were found; where it was is said before")
        return
    elif _talked_of(binder, mark, one):
        binder.note(one, "no place of the event", "where somebody spoke of it; where it was is said before")
        return
    elif binder.bound and _of_the_anchor(binder, one):
        binder.note(one, "no place of the event", "it says where the place named before it is")
        return
    elif mark.unreal and _told_again(binder, mark):
        which = binder.sites.of_its_own(mark)  # "hours after a blast in Oslo", of which the report goes on to tell
    elif mark.unreal or binder.sites.apart(mark):
        binder.note(one, "no place of the event", mark.unreal or "another event")
        return
    elif one.weak and mark not in binder.sites.of and mark.role == "event" and not binder.sites.about(mark):
        binder.note(one, "no place of the event", "what another event reached")
        return
    elif _elsewhere(binder, mark, one):
        which = binder.sites.of_its_own(mark)
    else:
        which = _spots(binder, mark, one, _sites_of(binder, mark, one))
    if mark is not None and subject is None and _reached(binder, mark, one, which):
        one, because = replace(one, weak=True), ("where it was felt or did harm, which need not be where it was",)
    readings = anchors(binder, one, which)
    if readings is None:
        binder.note(one, "no place of the event", "what it is measured from is not said")
        return
    for sites, ways in readings:
        binder.put(Bound(one, sites, ways, because))


def _reached(binder: Binder, mark: Mark, one: Found, which: Sequence[int]) -> bool:
    """Whether a phrase tells where an earthquake or a storm did harm: "killing 48 people in the city of Palu"."""
    if one.relation not in {*_HOLDING, "near", "on_path"} or not which:
        return False
    kind = binder.sites.places[which[0]].kind
    if kind not in _FAR_REACHING:
        return kind == "fire" and one.rule == "object hit"  # a fire that destroyed a town may have begun elsewhere
    chart = binder.draft.chart
    harm = chart.grammar.words("deed", "fate", "state", "life", "bodies", "ruin")
    first = mark.start - (mark.start > 0 and chart.tokens.limits[mark.start - 1] == chart.tokens.limits[mark.start])
    if mark.role == "order":  # "one person died in the town and another at the lodge"
        first = max(one.start - HARM, chart.tokens.sentences[chart.sentence_of(one.start)][0])
    between = chart.tokens.words[min(first, one.end) : max(mark.end, one.start)][-HARM:]
    return one.rule in _AFFECTED or not harm.isdisjoint(between)


def _in_its_hour(binder: Binder, one: Found) -> bool:
    """Whether a phrase measures from a place in a sentence with a time of day: "was caught by a gust at 7:40 a.m."."""
    if one.distance is None or one.open_to or binder.sites.counted != 1 or one.start in binder.sites.past:
        return False
    tokens = binder.draft.chart.tokens
    clocks = binder.draft.chart.grammar.breaks.clocks
    here = range(max(one.start - HARM, 0), min(one.end + HARM, tokens.limits[one.start]))
    return any(tokens.words[at] in clocks and tokens.limits[at] == tokens.limits[one.start] for at in here)


def _told_again(binder: Binder, mark: Mark) -> bool:
    """Whether the report goes on to tell of an event that it first set before or after the main one."""
    if not mark.unreal.startswith(AFTERWARDS):
        return False
    after = bisect_right(binder.sites.starts, mark.start)
    same = (
        other
        for other in binder.sites.marks[after : after + MEMORY]
        if other.kind == mark.kind and other.role in {"event", "verb"}
    )
    return any(not other.unreal and other not in binder.sites.of for other in same)


def _bodies_found(binder: Binder, mark: Mark, one: Found) -> bool:
    """Whether bodies were found in another place than it happened: "Bodies were found in the river, 40 km away"."""
    chart = binder.draft.chart
    if one.relation not in _HOLDING or "incident" in binder.sites.main or binder.placed.isdisjoint((0,)):
        return False
    words = chart.tokens.words[
        max(mark.start - HARM, chart.tokens.sentences[chart.sentence_of(one.start)][0]) : one.start
    ]
    bodies, finding = chart.grammar.words("bodies"), chart.grammar.words("finding", "found")
    return mark.kind == "incident" and not bodies.isdisjoint(words) and not finding.isdisjoint(words)


def _talked_of(binder: Binder, mark: Mark, one: Found) -> bool:
    """Whether "condemned the attack in Islamabad" can only tell where somebody spoke: the attack is placed already."""
    if mark.role != "event" or not mark.definite or one.relation not in {"in", "at"}:
        return False
    before = next(binder.sites.back(mark.start), None)
    limits = binder.draft.chart.tokens.limits
    here = before is not None and limits[before.start] == limits[mark.start]
    spoken = here and before is not None and before.role == "speech" and mark.start - before.end <= 1
    return spoken and not binder.placed.isdisjoint(binder.sites.about(mark))


def _elsewhere(binder: Binder, mark: Mark, one: Found) -> bool:
    """Whether a sentence opens on another place than the incident's: "In Chernihiv, 53 people were killed"."""
    if one.relation != "in" or mark.role != "verb" or mark.kind != "incident" or mark.start < one.end:
        return False
    if binder.sites.places and binder.sites.places[0].kind in _FAR_REACHING:
        return False  # what an earthquake did there
    draft, anchor = binder.draft, one.anchors[0]
    if isinstance(anchor, SiteWords) or anchor >= len(draft.toponyms):
        return False
    names = [
        bound.found.anchors[0] for bound in binder.bound if bound.found.relation in _HOLDING and bound.found.anchors
    ]
    held = {draft.toponyms[a][0].name.casefold() for a in names if isinstance(a, int) and a < len(draft.toponyms)}
    first = draft.toponyms[0][0].name.casefold()
    return bool(held) and draft.toponyms[anchor][0].name.casefold() not in {*held, first}


def _of_the_anchor(binder: Binder, one: Found) -> bool:
    """Whether a distance tells of the anchor of the phrase before it: "off Duba, a port 170 km north of Yanbu".

    Where the event was in that place, the distance tells of both and is kept.
    """
    chart, before = binder.draft.chart, binder.bound[-1].found
    comma = before.end
    if one.distance is None or before.relation in _HOLDING or not 2 < one.start - comma <= APPOSED + 2:
        return False
    words = range(comma + 2, one.start)
    return (
        chart.tokens.words[comma] == ","
        and chart.is_a(comma + 1, "determiner")
        and (chart.is_a(one.start - 1, "settlement") or chart.is_a(one.start - 1, "facility"))
        and not any(chart.is_a(place, "function") for place in words)
    )


def _unnamed(draft: Draft, index: int) -> bool:
    """Whether something stands for no name before it: "The village is a two-hour drive north of Lusaka"."""
    return draft.repeats(index) and draft.stands_for(index) is None


def _after_comma(draft: Draft, start: int) -> int:
    """How many tokens part a phrase from what stands before it: one where that is a comma or "and", else none."""
    return int(start > 0 and (draft.chart.tokens.words[start - 1] == "," or draft.chart.is_a(start - 1, "and")))


def _tells_of_a_name(draft: Draft, start: int) -> bool:
    """Whether a distance without an anchor is set beside a name: "Diyarbakir, 300 km away"."""
    beside = draft.ending.get(start - 1) if start and draft.chart.tokens.words[start - 1] == "," else None
    return beside is not None and draft.is_name(beside)


def _begins_a_name(draft: Draft, one: Found) -> bool:
    """Whether a name is only the beginning of another: "in the Binhai | New Area", "in Bir | al-Abed"."""
    chart, end = draft.chart, one.end
    index = draft.ending.get(end)
    if index is None or index >= len(draft.toponyms) or end + 1 >= chart.tokens.limits[one.start]:
        return False
    if chart.is_a(end, "joining_particle"):
        return chart.tokens.words[end + 1] == "-" and chart.capital(end + 2)
    capitals = chart.capital(end) and chart.capital(end + 1)
    return capitals and chart.is_a(end + 1, "settlement") and not chart.is_a(end, "settlement")


def _beside_a_town(draft: Draft, start: int) -> bool:
    """Whether a phrase is set beside a name that opens the sentence: "Kerman province, 820 km from Tehran, began"."""
    words, limits = draft.chart.tokens.words, draft.chart.tokens.limits
    if start < 2 or words[start - 1] != ",":
        return False
    for end in (start - 1, start - 1 - draft.chart.is_a(start - 2, "settlement")):
        index = draft.ending.get(end)
        if index is not None and draft.is_name(index):
            first = draft.tokens[index][0]
            return first == 0 or limits[first - 1] != limits[first]
    return False


def _told_before(draft: Draft, start: int) -> bool:
    """Whether a phrase is set beside a thing told of before: "A volcano erupted ... The Taal volcano, 60 km south"."""
    beside = _set_beside(draft, start)
    thing = None if beside is None else draft.thing(beside)
    if thing is None or not thing.definite:
        return False
    own = beside - len(draft.toponyms) if beside is not None else 0
    return any(other.head == thing.head for other in draft.things[max(own - MEMORY, 0) : own])


def _beside_a_proper_name(binder: Binder, start: int) -> bool:
    """Whether a distance without an anchor is set beside a thing with a name of its own, where nothing happened.

    "The Zaporizhzhia nuclear plant, about 150 km upstream, draws its water from the reservoir."
    """
    beside = _set_beside(binder.draft, start)
    thing = None if beside is None else binder.draft.thing(beside)
    if thing is None or thing.head in binder.placed_at:
        return False
    chart = binder.draft.chart
    return any(chart.capital(place) for place in range(thing.start + 1, thing.end))


def _stands(draft: Draft, start: int) -> bool:
    """Whether words right before a phrase say that something stands there: "stood at", "is located at"."""
    place = start - 1
    while place > 0 and (draft.chart.is_a(place, "adverb") or draft.chart.is_a(place, "np_stop")):
        if draft.chart.is_a(place, "copula"):
            return True
        place -= 1
    return start > 0 and draft.chart.is_a(start - 1, "copula")


def _set_beside(draft: Draft, start: int) -> int | None:
    """The described thing that a phrase is set beside: "The bridge, 5 km west of the old town, ..."."""
    beside = draft.ending.get(start - 1) if start and draft.chart.tokens.words[start - 1] == "," else None
    return beside if beside is not None and not draft.is_name(beside) else None


def _object(binder: Binder, subject: int) -> tuple[int, ...]:
    """The site of a described thing whose place is told: the incident's, if it happened there, else its own."""
    thing = binder.draft.thing(subject)
    if thing is not None and thing.head in binder.placed_at:
        return binder.placed_at[thing.head]
    start, end = binder.draft.tokens[subject]
    mark = Mark("thing", "incident", start, start, end)
    if not binder.sites.places:
        return binder.sites.of_its_own(mark)
    return binder.sites.before(start)[:1] or binder.sites.of_its_own(mark)


def _fallback(binder: Binder, one: Found) -> tuple[int, ...]:
    """A site for a phrase in a report that speaks of no known event: the words before it are its subject."""
    start = one.start
    limits = binder.draft.chart.tokens.limits
    while start > 0 and limits[start - 1] == limits[one.start]:
        start -= 1
    end = one.start if start < one.start else one.end
    return binder.sites.of_its_own(Mark("words", "incident", start, start, min(end, start + 4)))


def _sites_of(binder: Binder, mark: Mark, one: Found) -> tuple[int, ...]:
    which = binder.sites.about(mark)
    if which:
        return which
    if mark.role in {"order", "pronoun"}:
        return binder.sites.before(mark.start)
    if mark.kind == "collapse" and binder.sites.places and binder.sites.places[0].kind in _FAR_REACHING:
        return binder.sites.before(mark.start)  # what an earthquake brought down
    return _where_it_was(binder, one) or binder.sites.of_its_own(mark)


def _where_it_was(binder: Binder, one: Found) -> tuple[int, ...]:
    """The sites at the thing where something else happened too: "a fire at the plant" that then blew up."""
    thing = binder.draft.thing(one.anchors[0]) if one.anchors and isinstance(one.anchors[0], int) else None
    if thing is None or not thing.definite or one.relation not in {"at", "in"}:
        return ()
    heads = (head for head in binder.placed_at if head == thing.head or head.split()[-1] == thing.head)
    return next((binder.placed_at[head] for head in heads), ())


def _spots(binder: Binder, mark: Mark, one: Found, which: tuple[int, ...]) -> tuple[int, ...]:
    """Of sites counted by the places that they were at ("shootings at two mosques"), the one at this place.

    Places take the sites in the order in which they are told; what follows in the clause is about the same one.
    """
    if not binder.sites.spread or one.relation != "at" or not isinstance(one.anchors[0], int):
        return which
    thing = binder.draft.thing(one.anchors[0])
    if thing is None or not thing.definite or not binder.draft.chart.capital(thing.end - 1):
        return which
    at = binder.spots.setdefault(thing.mention.name.casefold(), len(binder.spots))
    if at >= binder.sites.counted:
        return which
    binder.sites.of[mark] = (at,)
    return (at,)


def _zone(binder: Binder, one: Found) -> None:
    """An area that was closed around something: an area of its own, and a hint of where the event was."""
    which = tuple(range(binder.sites.counted))[:1]
    if not which:
        which = binder.sites.of_its_own(Mark("words", "incident", one.start, one.start, one.end))
    if one.open_to or all(isinstance(anchor, SiteWords) for anchor in one.anchors):
        binder.put(Bound(one, which, [((~which[0],), 1.0, "", ("around the site itself",))]))
        return
    groups = anchors(binder, one, which)
    for sites, ways in groups or ():
        binder.put(Bound(one, sites, ways))
        if binder.sites.counted and all(anchor >= 0 for anchors, *_ in ways for anchor in anchors):
            hint = replace(one, relation="at", geometry="feature", distance=None, weak=True, hedged=False)
            binder.put(Bound(hint, sites, ways, ("what the zone was drawn around",)))
