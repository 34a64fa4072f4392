"""Why words beside an event tell nothing of its place, or only where nothing better is told.

Each looks at a phrase and what stands around it: where somebody spoke, what an earthquake reached, how far another
place is, a name that goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from mapper.extractors._anchors import SiteWords
from mapper.extractors._bound import Binder
from mapper.extractors._draft import Draft
from mapper.extractors._marks import AFTERWARDS, Mark
from mapper.extractors._phrases import Found

HOLDING = frozenset({"in", "at", "address", "part_of", "edge"})
FAR_REACHING = frozenset({"earthquake", "storm", "eruption"})
"""Kinds of events that do harm far from where they are."""
_AFFECTED = frozenset({"object hit", "object that was hit", "part of the object hit"})
HARM = 24  # tokens between what was done and where
MEMORY = 60  # things, and events, that one told of again is looked for among
APPOSED = 5  # words of a noun phrase set beside a name


def in_an_event(one: Found) -> bool:
    """Whether words name an event as what something happened in: "hurt in the blast" tells no place."""
    return one.relation in {"in", "at"} and any(isinstance(a, SiteWords) and a.mark is not None for a in one.anchors)


def reached(binder: Binder, mark: Mark, one: Found, which: Sequence[int]) -> bool:
    """Whether a phrase tells where an earthquake or a storm did harm: "killing 48 people in the city of Palu"."""
    if one.relation not in {*HOLDING, "near", "on_path"} or not which:
        return False
    kind = binder.sites.places[which[0]].kind
    if kind not in FAR_REACHING:
        return kind == "fire" and one.rule == "object hit"  # a fire that destroyed a town may have begun elsewhere
    chart = binder.draft.chart
    harm = chart.grammar.words("deed", "fate", "state", "life", "bodies", "ruin")
    first = mark.start - (mark.start > 0 and chart.tokens.limits[mark.start - 1] == chart.tokens.limits[mark.start])
    if mark.role == "order":  # "one person died in the town and another at the lodge"
        first = max(one.start - HARM, chart.tokens.sentences[chart.sentence_of(one.start)][0])
    between = chart.tokens.words[min(first, one.end) : max(mark.end, one.start)][-HARM:]
    return one.rule in _AFFECTED or not harm.isdisjoint(between)


def in_its_hour(binder: Binder, one: Found) -> bool:
    """Whether a phrase measures from a place in a sentence with a time of day: "was caught by a gust at 7:40 a.m."."""
    if one.distance is None or one.open_to or binder.sites.counted != 1 or one.start in binder.sites.past:
        return False
    tokens = binder.draft.chart.tokens
    clocks = binder.draft.chart.grammar.breaks.clocks
    here = range(max(one.start - HARM, 0), min(one.end + HARM, tokens.limits[one.start]))
    return any(tokens.words[at] in clocks and tokens.limits[at] == tokens.limits[one.start] for at in here)


def told_again(binder: Binder, mark: Mark) -> bool:
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


def talked_of(binder: Binder, mark: Mark, one: Found) -> bool:
    """Whether "condemned the attack in Islamabad" can only tell where somebody spoke: the attack is placed already."""
    if mark.role != "event" or not mark.definite or one.relation not in {"in", "at"}:
        return False
    before = next(binder.sites.back(mark.start), None)
    limits = binder.draft.chart.tokens.limits
    here = before is not None and limits[before.start] == limits[mark.start]
    spoken = here and before is not None and before.role == "speech" and mark.start - before.end <= 1
    return spoken and not binder.placed.isdisjoint(binder.sites.about(mark))


def elsewhere(binder: Binder, mark: Mark, one: Found) -> bool:
    """Whether a sentence opens on another place than the incident's: "In Chernihiv, 53 people were killed"."""
    if one.relation != "in" or mark.role != "verb" or mark.kind != "incident" or mark.start < one.end:
        return False
    if binder.sites.places and binder.sites.places[0].kind in FAR_REACHING:
        return False  # what an earthquake did there
    draft, anchor = binder.draft, one.anchors[0]
    if isinstance(anchor, SiteWords) or anchor >= len(draft.toponyms):
        return False
    names = [
        bound.found.anchors[0] for bound in binder.bound if bound.found.relation in HOLDING and bound.found.anchors
    ]
    held = {draft.toponyms[a][0].name.casefold() for a in names if isinstance(a, int) and a < len(draft.toponyms)}
    first = draft.toponyms[0][0].name.casefold()
    return bool(held) and draft.toponyms[anchor][0].name.casefold() not in {*held, first}


def of_the_anchor(binder: Binder, one: Found) -> bool:
    """Whether a distance tells of the anchor of the phrase before it: "off Duba, a port 170 km north of Yanbu".

    Where the event was in that place, the distance tells of both and is kept.
    """
    chart, before = binder.draft.chart, binder.bound[-1].found
    comma = before.end
    if one.distance is None or before.relation in HOLDING or not 2 < one.start - comma <= APPOSED + 2:
        return False
    words = range(comma + 2, one.start)
    return (
        chart.tokens.words[comma] == ","
        and chart.is_a(comma + 1, "determiner")
        and (chart.is_a(one.start - 1, "settlement") or chart.is_a(one.start - 1, "facility"))
        and not any(chart.is_a(place, "function") for place in words)
    )


def unnamed(draft: Draft, index: int) -> bool:
    """Whether something stands for no name before it: "The village is a two-hour drive north of Lusaka"."""
    return draft.repeats(index) and draft.stands_for(index) is None


def after_comma(draft: Draft, start: int) -> int:
    """How many tokens part a phrase from what stands before it: one where that is a comma or "and", else none."""
    return int(start > 0 and (draft.chart.tokens.words[start - 1] == "," or draft.chart.is_a(start - 1, "and")))


def tells_of_a_name(draft: Draft, start: int) -> bool:
    """Whether a distance without an anchor is set beside a name: "Diyarbakir, 300 km away"."""
    beside = draft.ending.get(start - 1) if start and draft.chart.tokens.words[start - 1] == "," else None
    return beside is not None and draft.is_name(beside)


def begins_a_name(draft: Draft, one: Found) -> bool:
    """Whether a name is only the beginning of another: "in the Binhai | New Area", "in Bir | al-Abed"."""
    chart, end = draft.chart, one.end
    index = draft.ending.get(end)
    if index is None or index >= len(draft.toponyms) or end + 1 >= chart.tokens.limits[one.start]:
        return False
    if chart.is_a(end, "joining_particle"):
        return chart.tokens.words[end + 1] == "-" and chart.capital(end + 2)
    capitals = chart.capital(end) and chart.capital(end + 1)
    return capitals and chart.is_a(end + 1, "settlement") and not chart.is_a(end, "settlement")


def beside_a_town(draft: Draft, start: int) -> bool:
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


def told_before(draft: Draft, start: int) -> bool:
    """Whether a phrase is set beside a thing told of before: "A volcano erupted ... The Taal volcano, 60 km south"."""
    beside = set_beside(draft, start)
    thing = None if beside is None else draft.thing(beside)
    if thing is None or not thing.definite:
        return False
    own = beside - len(draft.toponyms) if beside is not None else 0
    return any(other.head == thing.head for other in draft.things[max(own - MEMORY, 0) : own])


def beside_a_proper_name(binder: Binder, start: int) -> bool:
    """Whether a distance without an anchor is set beside a thing with a name of its own, where nothing happened.

    "The Zaporizhzhia nuclear plant, about 150 km upstream, draws its water from the reservoir."
    """
    beside = set_beside(binder.draft, start)
    thing = None if beside is None else binder.draft.thing(beside)
    if thing is None or thing.head in binder.placed_at:
        return False
    chart = binder.draft.chart
    return any(chart.capital(place) for place in range(thing.start + 1, thing.end))


def stands(draft: Draft, start: int) -> bool:
    """Whether words right before a phrase say that something stands there: "stood at", "is located at"."""
    place = start - 1
    while place > 0 and (draft.chart.is_a(place, "adverb") or draft.chart.is_a(place, "np_stop")):
        if draft.chart.is_a(place, "copula"):
            return True
        place -= 1
    return start > 0 and draft.chart.is_a(start - 1, "copula")


def set_beside(draft: Draft, start: int) -> int | None:
    """The described thing that a phrase is set beside: "The bridge, 5 km west of the old town, ..."."""
    beside = draft.ending.get(start - 1) if start and draft.chart.tokens.words[start - 1] == "," else None
    return beside if beside is not None and not draft.is_name(beside) else None
