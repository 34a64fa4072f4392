"""What a phrase is measured from: its anchors, and the readings of one that the words leave out.

"The second about one kilometre away": from the place of the clause before, or from the event told before it. Both
readings stay, weighted, with their reasons.
"""

from __future__ import annotations

from mapper.extractors._anchors import SiteWords
from mapper.extractors._bound import Binder, Group, Way
from mapper.extractors._draft import Draft
from mapper.extractors._phrases import Found

PARALLEL = 0.8  # weight of "from the same place as the clause before" for an anchor left out; no source settles it
APART = 0.4  # weight of "from the place named last" where no clause stands beside it; no source settles it
_SIDE_BY_SIDE = "parallel to the clause before it"


def anchors(binder: Binder, one: Found, which: tuple[int, ...]) -> list[Group] | None:
    """Of the sites in groups that share readings: the readings of the anchors, with weights and reasons."""
    if one.relation == "none":
        return [(which, [((), 1.0, "", ())])]
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
        told: list[int] = []
        for anchor in one.anchors:
            if isinstance(anchor, SiteWords):
                other = _site_meant(binder, anchor, site, one.start)
                if other is None:
                    return groups or None
                told.append(~other)
            else:
                told.append(anchor)
        if told or one.relation in {"none", "coordinates", "on_path", "path_marker"}:
            groups.append(((site,), [(tuple(told), 1.0, "", ())]))
    return groups or None


def _site_meant(binder: Binder, words: SiteWords, own: int, start: int) -> int | None:
    """The site that "the first blast" or "the scene" stands for as an anchor; never the one that is placed."""
    which = binder.sites.about(words.mark) if words.mark is not None else binder.sites.before(start)
    return which[0] if which and own not in which else None


def _from_sites(binder: Binder, one: Found, which: tuple[int, ...]) -> list[Group] | None:
    """Distances between sites: "190 yards apart", "210 yards further up the street"."""
    if len(which) > 1:
        first = which[0]
        return [((site,), [((~first,), 1.0, "", ("measured from one site to the other",))]) for site in which[1:]]
    own = which[0] if which else 0
    if own > 0 and own < binder.sites.counted:
        return [((own,), [((~(own - 1),), 1.0, "", ("further on than the one before",))])]
    return _left_out(binder, one, which)


def _left_out(binder: Binder, one: Found, which: tuple[int, ...]) -> list[Group] | None:
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
        earlier = list(range(min(site, binder.sites.counted)))
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


def _place_before(binder: Binder, one: Found) -> tuple[int | None, str]:
    """The mention that a distance without an anchor is measured from, and why."""
    draft = binder.draft
    limits, words = draft.chart.tokens.limits, draft.chart.tokens.words
    for bound in reversed(binder.bound):
        if limits[bound.found.start] != limits[one.start]:
            break
        if bound.found.distance is not None and bound.readings[0][0] and bound.readings[0][0][0] >= 0:
            return bound.readings[0][0][0], _SIDE_BY_SIDE
    # "Bucha, 25 km away" and "a second mosque 5 km away" tell where these are, not what it is measured from
    beside = one.start - (one.start > 0 and words[one.start - 1] == ",")
    told = draft.ending.get(beside)
    last = draft.measured_before(beside - 1 if told is None else draft.tokens[told][0], binder.passed)
    if last is not None and limits[draft.tokens[last][0]] != limits[one.start]:
        held = _placed_in(binder, one)
        last = last if held is None else held
    if last is not None and last == subject_of(draft, one.start):
        return None, ""  # "The next petrol station is 80 km away"
    return last, "the place named last before it"


def _placed_in(binder: Binder, one: Found) -> int | None:
    """What the last phrase of an earlier sentence put an event in or near: what lies "3 km away" is from there."""
    limits = binder.draft.chart.tokens.limits
    for bound in reversed(binder.bound):
        before = limits[bound.found.start] != limits[one.start]
        if before and bound.found.relation in {"in", "at", "near"} and not bound.found.weak:
            anchor = bound.readings[0][0][0] if bound.readings[0][0] else -1
            return anchor if anchor >= 0 else None
    return None


def subject_of(draft: Draft, start: int) -> int | None:
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
