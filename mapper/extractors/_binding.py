"""Phrases to sites: whose place each phrase tells, or why it tells none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapper.extractors._anchors import SiteWords
from mapper.extractors._bound import Binder, Bound
from mapper.extractors._draft import Draft
from mapper.extractors._gathered import gathered
from mapper.extractors._marks import Mark
from mapper.extractors._measured import anchors, subject_of
from mapper.extractors._phrases import Found
from mapper.extractors._reasons import (
    FAR_REACHING,
    HARM,
    HOLDING,
    after_comma,
    begins_a_name,
    beside_a_proper_name,
    beside_a_town,
    elsewhere,
    in_an_event,
    in_its_hour,
    of_the_anchor,
    reached,
    set_beside,
    stands,
    talked_of,
    tells_of_a_name,
    told_again,
    told_before,
    unnamed,
)
from mapper.extractors._sites import Sites
from mapper.extractors._whose import Whose
from mapper.readings import Reading

_BROUGHT_DOWN = frozenset({"collapse", "crash"})
"""Kinds of what an earthquake or a storm does to buildings: "a tower toppled"."""


def bind(draft: Draft, found: Sequence[Found], sites: Sites) -> Reading:
    """The reading that the phrases, the mentions and the sites make together."""
    found = [one for one in found if not in_an_event(one)]
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


def _phrase(binder: Binder, one: Found) -> None:
    subject = subject_of(binder.draft, one.start)
    goes_on = 0 <= binder.told_elsewhere == one.start - after_comma(binder.draft, one.start)
    loose = one.relation == "travel_time" and not binder.sites.places
    goes_on = goes_on and (one.open_to == "place" or binder.told_name)
    if goes_on or (
        subject is not None and binder.draft.is_name(subject) and not (loose and unnamed(binder.draft, subject))
    ):
        binder.told_elsewhere, binder.told_name = one.end, True
        binder.note(one, "no place of the event", "it says where another place is")
        return
    if one.open_to == "place" and tells_of_a_name(binder.draft, one.start):
        binder.note(one, "no place of the event", "it says how far the place named before it is")
        return
    if one.relation in HOLDING and begins_a_name(binder.draft, one):
        binder.note(one, "no place of the event", "the name goes on, and nobody knows the whole of it")
        return
    because: tuple[str, ...] = ()
    mark, why = binder.whose.figure(one.start, one.end)
    if (
        mark is not None
        and one.end <= mark.start
        and one.distance is not None
        and beside_a_town(binder.draft, one.start)
    ):
        binder.told_elsewhere, binder.told_name = one.end, True
        binder.note(one, "no place of the event", "it says where another place is")
        return
    if one.start in binder.sites.past and not (mark and mark.unreal):
        binder.note(one, "no place of the event", "an event of the past")
        return
    if one.open_to == "place" and (mark is None or mark.start < one.start) and beside_a_proper_name(binder, one.start):
        binder.note(one, "no place of the event", "it says how far the place named before it is")
        return
    if subject is None and mark is None and (not why or told_before(binder.draft, one.start)):
        subject = set_beside(binder.draft, one.start)
    if subject is not None:
        which = _object(binder, subject)
    elif mark is None and why and one.relation != "coordinates":
        binder.told_elsewhere, binder.told_name = one.end, False
        binder.note(one, "no place of the event", why)
        return
    elif mark is None and one.relation == "address" and binder.sites.counted == 1 and stands(binder.draft, one.start):
        which, because = (0,), ("the one address that something is said to stand at",)
    elif mark is None and one.rule == "broken into" and binder.draft.chart.is_a(one.start - 1, "subject_again"):
        which = binder.sites.before(one.start)  # "They entered the mall": those who did it
    elif mark is None and in_its_hour(binder, one):
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
    elif talked_of(binder, mark, one):
        binder.note(one, "no place of the event", "where somebody spoke of it; where it was is said before")
        return
    elif binder.bound and of_the_anchor(binder, one):
        binder.note(one, "no place of the event", "it says where the place named before it is")
        return
    elif mark.unreal and told_again(binder, mark):
        which = binder.sites.of_its_own(mark)  # "hours after a blast in Oslo", of which the report goes on to tell
    elif mark.unreal or binder.sites.apart(mark):
        binder.note(one, "no place of the event", mark.unreal or "another event")
        return
    elif one.weak and mark not in binder.sites.of and mark.role == "event" and not binder.sites.about(mark):
        binder.note(one, "no place of the event", "what another event reached")
        return
    elif elsewhere(binder, mark, one):
        which = binder.sites.of_its_own(mark)
    else:
        which = _spots(binder, mark, one, _sites_of(binder, mark, one))
    if mark is not None and subject is None and reached(binder, mark, one, which):
        one, because = replace(one, weak=True), ("where it was felt or did harm, which need not be where it was",)
    readings = anchors(binder, one, which)
    if readings is None:
        binder.note(one, "no place of the event", "what it is measured from is not said")
        return
    for sites, ways in readings:
        binder.put(Bound(one, sites, ways, because))


def _bodies_found(binder: Binder, mark: Mark, one: Found) -> bool:
    """Whether bodies were found in another place than it happened: "Bodies were found in the river, 40 km away"."""
    chart = binder.draft.chart
    if one.relation not in HOLDING or "incident" in binder.sites.main or binder.placed.isdisjoint((0,)):
        return False
    words = chart.tokens.words[
        max(mark.start - HARM, chart.tokens.sentences[chart.sentence_of(one.start)][0]) : one.start
    ]
    bodies, finding = chart.grammar.words("bodies"), chart.grammar.words("finding", "found")
    return mark.kind == "incident" and not bodies.isdisjoint(words) and not finding.isdisjoint(words)


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
    if mark.kind in _BROUGHT_DOWN and binder.sites.places and binder.sites.places[0].kind in FAR_REACHING:
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
