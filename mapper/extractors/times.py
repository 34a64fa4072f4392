"""Times of a report as worded: moments, and times that count from another ("15 minutes later").

The rules are `[[time_node]]` and `[[time]]` of the language file. What belongs to another story ("in 1980", "last
year") and what only looks like a time is kept apart: `pasts` gives the words that say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mapper.extractors._calendar import MAKERS, Interval
from mapper.grammar import Chart, Match
from mapper.model import Span
from mapper.readings import TimeSaid

__all__ = ["MAKERS", "times"]

DAY_S = 86400.0
RECENT_DAYS = 6  # "four days ago" can be the incident; longer ago is another story
FIRST_YEAR, LAST_YEAR = 1500, 2100  # figures between these may be years
LEAD = 7  # tokens between "On Thursday" and "said" in which nothing else can have happened
NEAR = 12  # times before it among which that one is
BACK = 3  # sentences in which the time that "15 minutes later" counts from may stand


def times(chart: Chart) -> tuple[tuple[TimeSaid, ...], tuple[Match, ...]]:
    """The times of a chart in the order of the text, and the words that put something at another time than these."""
    chart.grow("time_node")
    found: list[TimeSaid] = []
    pasts: list[Match] = []
    for match in chart.find("time"):
        role = match.rule.get("role")
        if role == "past":
            pasts += [match] * _dated(match)
        elif role == "none":
            continue
        elif match.get("interval"):
            _shift(found, match, chart)
        else:
            _moment(found, match, chart)
    return tuple(_apart(found, index) for index in range(len(found))), tuple(pasts)


def _dated(match: Match) -> bool:
    """Whether the year of words for another time can be one ("in 1980", not "in 12")."""
    year = str(match.value("year", FIRST_YEAR))
    return year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR


def _apart(found: Sequence[TimeSaid], index: int) -> TimeSaid:
    """Two events some minutes apart, whose first time comes only after these words: count from that one."""
    said = found[index]
    if said.rule != "apart" or said.base is not None or index + 1 == len(found):
        return said
    after = found[index + 1]
    return replace(said, base=index + 1) if after.role == "event" and after.hour is not None else said


def _said(chart: Chart, match: Match, start: int, end: int, **fields: Any) -> TimeSaid:
    first, last = chart.span(start, end)
    quote = Span(first, last, chart.tokens.text[first:last])
    return TimeSaid(quote, rule=match.rule.name, **fields)


def _moment(found: list[TimeSaid], match: Match, chart: Chart) -> None:
    node = match.get("moment")
    fields = dict(node.value if node else {"days": 0, "after": True, "part": match.value("day_part")})
    role = str(match.rule.get("role"))
    if role == "event" and _spoken(chart, match):
        role = "said"
    if role == "said" and match.start and chart.is_a(match.start, "saying") and chart.is_a(match.start - 1, "be"):
        role = "event"  # "a zone was declared at 1:52 p.m."
    first = node.start if node and chart.is_a(match.start, "saying") else match.start
    again = chart.is_a(chart.tokens.sentences[chart.sentence_of(match.start)][0], "again")
    found.append(_said(chart, match, first, node.end if node else match.end, role=role, again=again, **fields))
    for other in ("also", "end"):
        if part := match.get(other):
            same = len(found) - 1 if other == "also" else None
            fields = dict(part.value)
            found.append(_said(chart, match, part.start, part.end, role=role, same_as=same, **fields))


def _spoken(chart: Chart, match: Match) -> bool:
    """Whether the words open a sentence about somebody who spoke then: "On Thursday, police said"."""
    node, tokens = match["moment"], chart.tokens
    first, _ = tokens.sentences[chart.sentence_of(match.start)]
    limit = min(tokens.limits[match.start], node.end + LEAD)
    if match.start - first > 1 or node.value.get("hour") is not None:
        return False
    after = node.end + 1 if node.end < limit and tokens.words[node.end] == "," else node.end
    for place in range(after, limit):
        if chart.is_a(place, "saying") and not chart.is_a(place - 1, "be"):
            return True
        if chart.is_a(place, "boundary"):
            return False
    return False


def _shift(found: list[TimeSaid], match: Match, chart: Chart) -> None:
    """A time counted from another: from a moment in the same words, or from the last event's time before it."""
    length: Interval = match["interval"].value
    first, _ = chart.tokens.sentences[chart.sentence_of(match.start)]
    if length.unit_s > DAY_S or (match.rule.get("opens") and match.start > first):
        return  # weeks apart is another story; "it was out after three hours" tells no time
    sign = int(match.rule.get("sign", 1))
    seconds = None if length.seconds is None else sign * length.seconds
    precision = "day" if length.unit_s >= DAY_S else "minute"
    hedge = match.value("around")
    if seconds is None or (hedge is not None and length.unit_s >= 3600) or match.get("few"):
        precision = "day" if precision == "day" or (seconds is None and length.unit_s >= 3600) else "hour"
    fields: dict[str, Any] = {"hedged": hedge is not None, "precision": precision}
    if match.rule.name == "ago":
        if seconds is not None and precision == "day" and -seconds <= RECENT_DAYS * DAY_S:
            found.append(_said(chart, match, match.start, match.end, days=int(seconds // DAY_S)))
        return
    if node := match.get("moment"):
        found.append(_said(chart, match, node.start, node.end, role="from", **dict(node.value)))
        base: int | None = len(found) - 1
    else:
        base = _base(found, chart, match.start)
    backwards = bool(match.rule.get("event")) and _turned(found, match, chart, base)
    if backwards:
        seconds = None if seconds is None else -seconds
    found.append(
        _said(
            chart, match, match.start, match.end,
            shifted=True, shift_s=seconds, base=base, forward=backwards, **fields,
        )
    )  # fmt: skip


def _base(found: Sequence[TimeSaid], chart: Chart, place: int) -> int | None:
    """The index of the event's time that words at a token count from: the last one, not too far before."""
    here = chart.sentence_of(place)
    first = chart.tokens.starts[chart.tokens.sentences[max(here - BACK, 0)][0]]
    day = None
    for index in range(len(found) - 1, max(len(found) - NEAR, 0) - 1, -1):
        said = found[index]
        if said.quote.start < first:
            break
        if said.role == "event" and said.same_as is None and (said.hour is not None or said.shifted):
            return index
        if said.role == "event" and day is None:
            day = index
    return day


def _turned(found: Sequence[TimeSaid], match: Match, chart: Chart, base: int | None) -> bool:
    """Whether "at 6:08, half a minute after a smaller explosion" gives the time of the other event.

    It does where the words count from an event that they name, and stand right behind the time of their own.
    """
    if base is None or match.end >= chart.tokens.limits[match.start] or chart.is_a(match.end, "boundary"):
        return False
    between = chart.tokens.text[found[base].quote.end : chart.tokens.starts[match.start]]
    return between.strip() in {",", "", "\u2014", "-"} and found[base].hour is not None
