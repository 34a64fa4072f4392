"""Two words against each other: whether the later one says the same, says it closer, replaces it, or contradicts it.

A later word replaces an earlier one where the same voice speaks again, where an office speaks after an office or after
nobody, where a paper goes on in its own words from what it had printed, or where the report itself says that something
is put right. Everything else is a conflict, which stays one: no
figure is ever chosen by its size, and no two are ever made into a third.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from mapper.merging.same import words
from mapper.model import Length, Relation, ReportCard, Span

_BEARING_SLACK = 1.0  # degrees: "north" and "000°" are one


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something, where: the speaker that the words name, the report, and the sentence around them."""

    by: str | None
    card: ReportCard
    quotes: tuple[Span, ...]
    estimate: bool = False


def verdict(old: Voice, new: Voice) -> tuple[str, str]:
    """("revises" | "conflicts", why) for a later word that can't be true beside an earlier one.

    An estimate and a statement never replace each other, unless one voice makes both. Then the words of the new report
    are asked, then who speaks, then which paper it is.
    """
    when = f"{new.card.published}, after {old.card.published}" if new.card.published and old.card.published else ""
    later = f"the later report ({when})" if when else "the report named later"
    if new.estimate and not old.estimate:
        return "conflicts", "an estimate does not replace a figure that somebody stated"
    if old.estimate and not new.estimate and not (old.by and new.by and one_speaker(old.by, new.by)):
        return "conflicts", f"{_who(old)} estimated, {_who(new)} states; both stand"
    if said := revising(new):
        return "revises", f"{later} says that it puts this right: {said!r}"
    if old.by and new.by and one_speaker(old.by, new.by):
        return "revises", f"{new.by} again, in {later}"
    if new.by and official(new.by) and (old.by is None or official(old.by)):
        return "revises", f"an official word ({new.by}) in {later}"
    if new.by is None and old.card.publisher and old.card.publisher == new.card.publisher:
        return "revises", f"{new.card.publisher} itself, in {later}"
    return "conflicts", f"{_who(old)} and {_who(new)} say different things, and neither takes the other back"


def one_speaker(one: str, other: str) -> bool:
    """Whether two descriptions are one speaker: the same words, or a person's name within a longer one."""
    mine, theirs = _names(one), _names(other)
    return mine == theirs or (bool(mine & theirs) and (mine <= theirs or theirs <= mine))


def official(by: str) -> bool:
    """Whether a speaker speaks for an office: not a reporter, a witness or an unnamed source.

    >>> official("the head of the emergency service"), official("a Tasnim reporter"), official("security sources")
    (True, False, False)
    """
    said = _words(by)
    return bool(said & _table("official")) and not said & _table("unofficial")


def compared(old: Relation, new: Relation, *, separation_m: float) -> str:
    """How a later phrase stands to an earlier one about the same site: repeats | narrows | agrees | clashes, or "".

    Only phrases that measure from the same ground can be compared by their words; `separation_m` is what their anchors
    may lie apart. The words' own bands are compared and not the regions, because the doubt of the anchor is the same in
    both: "700 m" and "1.5 km" from one grave exclude each other however vague the grave is. "" says nothing.
    """
    measured = old.distance_m is not None and new.distance_m is not None
    directed = old.bearing_deg is not None and new.bearing_deg is not None
    alike = (old.relation, old.anchors, old.bearing_deg, old.detail) == (
        new.relation,
        new.anchors,
        new.bearing_deg,
        new.detail,
    )
    if alike and _band(old.distance_m) == _band(new.distance_m):
        return "repeats"
    if directed and _turn(old.bearing_deg, new.bearing_deg) > _half(old) + _half(new) + _BEARING_SLACK:
        return "clashes"
    if not measured:
        return ""
    (a, b), (c, d) = _band(old.distance_m), _band(new.distance_m)
    if c > b + separation_m or a > d + separation_m:
        return "clashes"
    return "narrows" if a <= c and d <= b else "agrees"


def _band(length: Length | None) -> tuple[float, float]:
    """The words' own bounds in metres; a hedge doubles what lies to either side of the figure."""
    if length is None:
        return (0.0, float("inf"))
    high = float("inf") if length.high is None else float(length.high)
    if not length.hedged or length.nominal is None:
        return (float(length.low), high)
    return (2 * length.low - length.nominal, 2 * high - length.nominal)


def _turn(one: float | None, other: float | None) -> float:
    difference = abs((one or 0.0) - (other or 0.0)) % 360
    return min(difference, 360 - difference)


def _half(relation: Relation) -> float:
    return relation.bearing_half_width_deg or 0.0


def revising(voice: Voice) -> str:
    """The words by which the sentence around a quote says that it puts something right; "" without any."""
    near = [s for s in voice.card.sentences if any(s.start <= q.start and q.end <= s.end for q in voice.quotes)]
    for span in (*voice.quotes, *near):
        if found := _pattern().search(span.text):
            return found[0]
    return ""


@cache
def _pattern() -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in words()["revising"])
    return re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(words()[name].split())


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _names(by: str) -> set[str]:
    return _words(by) - _EMPTY


_EMPTY = {"the", "a", "an", "of", "s", "and", "for", "local", "in"}


def _who(voice: Voice) -> str:
    return voice.by or voice.card.publisher or voice.card.title or voice.card.id


def latest(cards: Sequence[ReportCard]) -> list[int]:
    """The order in which reports came out: by day where every one has one, else as they were named."""
    order = list(range(len(cards)))
    days = [card.published for card in cards]
    return order if None in days else sorted(order, key=lambda i: (days[i], i))
