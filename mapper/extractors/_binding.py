"""Phrases to sites: whose place each phrase tells, or why it tells none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapper.extractors._anchors import SiteWords
from mapper.extractors._bound import Binder, Bound
from mapper.extractors._draft import Draft
from mapper.extractors._gathered import gathered
from mapper.extractors._marks import Mark
from mapper.extractors._measured import anchors, subject_of
from mapper.extractors._phrases import Found
from mapper.extractors._sites import Sites
from mapper.extractors._whose import Whose
from mapper.readings import Reading


def bind(draft: Draft, found: Sequence[Found], sites: Sites) -> Reading:
    """The reading that the phrases, the mentions and the sites make together."""
    found = [one for one in found if not _in_an_event(one)]
    whose = Whose(
        draft.chart,
        sites,
        taken=frozenset(place for one in found if not one.why for place in range(one.start, one.end)),
        anchors=frozenset(
            anchor.mark for one in found for anchor in one.anchors if isinstance(anchor, SiteWords) and anchor.mark
        ),
        moves=[(one.start, one.end) for one in found if one.rule == "way gone"],
    )
    binder = Binder(draft, sites, whose)
    for one in found:
        if one.why:
            binder.note(one, "no place", one.why)
        elif one.relation == "zone":
            _zone(binder, one)
        else:
            _phrase(binder, one)
    return gathered(binder)


def _in_an_event(one: Found) -> bool:
    """Whether words name an event as what something happened in: "hurt in the blast" tells no place."""
    return one.relation in {"in", "at"} and any(isinstance(a, SiteWords) and a.mark is not None for a in one.anchors)


def _phrase(binder: Binder, one: Found) -> None:
    subject = subject_of(binder.draft, one.start)
    goes_on = 0 <= binder.told_elsewhere == one.start - _after_comma(binder.draft, one.start)
    if goes_on or (subject is not None and binder.draft.is_name(subject)):
        binder.told_elsewhere = one.end
        binder.note(one, "no place of the event", "it says where another place is")
        return
    if one.open_to == "place" and _tells_of_a_name(binder.draft, one.start):
        binder.note(one, "no place of the event", "it says how far the place named before it is")
        return
    mark, why = binder.whose.figure(one.start, one.end)
    if one.start in binder.sites.past and not (mark and mark.unreal):
        mark, why = None, "an event of the past"
    if subject is None and mark is None and not why:
        subject = _set_beside(binder.draft, one.start)
    if subject is not None:
        which, because = _object(binder, subject), ()
    elif mark is None and why and one.relation != "coordinates":
        binder.note(one, "no place of the event", why)
        return
    elif mark is None:
        if (binder.sites.places and one.relation != "coordinates") or one.relation == "in":
            binder.note(one, "no place of the event", "no event is spoken of before it")
            return
        alone = one.relation == "coordinates" and binder.sites.counted == 1
        which, because = (0,) if alone else _fallback(binder, one), ()
    elif mark.unreal or binder.sites.apart(mark):
        binder.note(one, "no place of the event", mark.unreal or "another event")
        return
    else:
        which, because = _sites_of(binder, mark, one), ()
    readings = anchors(binder, one, which)
    if readings is None:
        binder.note(one, "no place of the event", "what it is measured from is not said")
        return
    for sites, ways in readings:
        binder.put(Bound(one, sites, ways, because))


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
    return binder.sites.of_its_own(mark)


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
