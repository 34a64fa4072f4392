"""Figures of a report as worded: how many people are killed, injured, missing ..., who says so, as of when.

The rules are `[[claim]]` and `[[subset]]` of the language file. A number of people is no claim by itself; neither is
what might be, was denied, or belongs to another time ("killed in the war in 1980").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from mapper.extractors._counts import BEFALLS, MAKERS, People, add_people
from mapper.extractors._speakers import Speakers
from mapper.extractors._surroundings import Surroundings
from mapper.grammar import Chart, Match, Node
from mapper.model import Site, Span
from mapper.readings import Count, FigureSaid, TimeSaid

__all__ = ["MAKERS", "Speakers", "figures"]

BEFORE = 6  # tokens before a figure in which "could", "if" or "denied" takes it back
DOUBT = 12  # tokens before a figure in which "estimated" or "feared" is about it
TALLY = 25  # tokens between a tally and what it rose to
RELATED = 14  # tokens behind a figure in a relative clause in which its year can stand
OPENING = 2  # tokens before words for another time that still open their clause ("But back in 2015, ")
CAUSE = 6  # tokens behind a figure in which "in a crowd crush" or "by the second blast" is about it


NEAR = 40  # times of one sentence that are looked at


def figures(
    chart: Chart,
    *,
    times: Sequence[TimeSaid] = (),
    pasts: Sequence[Match] = (),
    sites: Sequence[Site] = (),
    speakers: Speakers | None = None,
    published: date | None = None,
) -> tuple[FigureSaid, ...]:
    """The figures of a chart in the order of the text; `times` and `pasts` are those of `times.times`."""
    chart.grow("claim_node")
    add_people(chart)
    text = Surroundings(
        chart, times=times, pasts=pasts, sites=sites, speakers=speakers or Speakers(chart), published=published
    )
    found: list[tuple[Match, FigureSaid]] = []
    for match in _chosen(text):
        found += ((match, figure) for figure in _read(text, match, found))
    found += list(_subsets(text, found))
    return tuple(figure for _, figure in sorted(found, key=lambda pair: pair[1].quote.start))


def _chosen(text: Surroundings) -> list[Match]:
    """The matches that hold, the longest first where they overlap, in the order of the text."""
    taken: set[int] = set()
    kept = []
    every = [match for match in text.chart.find("claim", every=True) if _holds(text, match)]
    for match in sorted(every, key=lambda m: (m.start - m.end, m.start)):
        if taken.isdisjoint(range(match.start, match.end)):
            taken.update(range(match.start, match.end))
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _holds(text: Surroundings, match: Match) -> bool:
    """Whether words that look like a claim are one."""
    chart, words = text.chart, text.chart.tokens.words
    if match.rule.get("bare") and _acts(chart, match.end):
        return False
    if match.rule.get("deed") and match.start and chart.is_a(match.start - 1, "gerund_of"):
        return False
    if match.rule.get("alive") and not chart.grammar.words("bodies", "dead").isdisjoint(words[match.start : match.end]):
        return False  # "pulled 12 bodies from the rubble"
    first = text.clause_start(match.start, BEFORE)
    unreal = chart.grammar.words("hypothetical")
    people = chart.at("count", match.start)
    said = {*range(match.start, people.end if people else match.start)}  # "not a single person" counts
    if not unreal.isdisjoint(words[first : match.end]) and any(
        words[place] in unreal and place not in said and not chart.at("may_have", place)
        for place in range(first, match.end)
    ):
        return False
    if match.rule.name == "then" and words[match.start - 1] != ",":
        return False
    after = match.end, min(match.end + BEFORE, chart.tokens.limits[match.start])
    opening = text.opening(match.start)  # "Every year 300 people die on this road"
    often = chart.begins("rate", opening, min(opening + OPENING, match.start))
    if often or chart.begins("rate", *after) or chart.begins("unverified", *after):
        return False
    if match.end < chart.tokens.limits[match.start] and chart.is_a(match.end, "percent"):
        return False
    return not _past(text, match)


def _acts(chart: Chart, place: int) -> bool:
    """Whether somebody stands behind a verb who suffers it: "12 gunmen killed a guard" is no "12 killed"."""
    if place >= len(chart.tokens) or chart.at("day", place):
        return False
    return chart.at("people", place) is not None or chart.is_a(place, "whose") or chart.is_a(place, "not_people")


def _past(text: Surroundings, match: Match) -> bool:
    """Whether the clause, or an opening before its comma ("In 2015, "), puts a figure at another time."""
    chart, words = text.chart, text.chart.tokens.words
    first, last = text.clause_start(match.start), text.clause_end(match.end)
    if first == match.start > text.sentence(first) + 1 and words[first].endswith("ing") and match.rule.get("deed"):
        first = text.clause_start(first - 2)  # "when a rig capsized in 1980, killing 123"
    if any(
        chart.is_a(place, "relative") for place in range(first, match.start)
    ):  # "which killed 67 at a mall, in 2013"
        last = min(chart.tokens.limits[match.start], max(last, match.end + RELATED))
    opening = text.opening(match.start)
    for past in text.pasts_in(opening, last):
        inside = past.end > first and not match.start <= past.start < match.end and not past.rule.get("opening")
        quiet = chart.grammar.words(*BEFALLS).isdisjoint(words[opening : past.start])
        opens = past.start <= opening + OPENING or (past.end == first - 1 and quiet)
        worst = past.rule.name == "since a year" and not chart.grammar.words("superlative").isdisjoint(
            words[first:last]
        )
        if (inside or opens) and not worst and _before(past, text.published):
            return True
    return any(_long_ago(text, text.times[index]) for index in text.times_in(*chart.span(first, last)))


def _before(past: Match, published: date | None) -> bool:
    """Whether words for another time mean one before the report's: an earlier year, or another month of it."""
    year, month = past.value("year"), past.value("month")
    if year is not None:
        return published is None or int(year) < published.year
    if month is None:
        return True
    if published is None:
        return False
    return int(month) not in {published.month, (published.replace(day=1) - timedelta(days=1)).month}


def _long_ago(text: Surroundings, said: TimeSaid) -> bool:
    """Whether a date with its year is more than a year before the publication."""
    return said.year is not None and text.published is not None and said.year < text.published.year - 1


def _read(text: Surroundings, match: Match, found: Sequence[tuple[Match, FigureSaid]]) -> Iterator[FigureSaid]:
    chart, rule = text.chart, match.rule
    kind = str(rule.get("kind") or _kind(match) or "")
    if rule.get("tally_before"):
        kind = _tally_before(text, match.start) or ""
        if not kind:
            return
    earlier = [figure for _, figure in found[-BEFORE:]]
    if not kind and earlier:
        kind = next((one.claim for one in reversed(earlier) if "toll" in one.rule), earlier[-1].claim)
    if rule.get("again"):
        here = text.same_sentence(match.start)
        if not earlier or earlier[-1].quote.start < here[0]:
            return
    if not kind:
        return
    quote = _span(chart, match.start, match.end)
    counted = [node for name in ("people", "other", "count") if (node := match.get(name))]
    if rule.get("count") is not None:
        said = chart.said(match.start, match.end)
        counted = [Node("count", match.start, match.end, Count(int(rule.get("count")), 0, said.split()[0]))]
    base = _base(text, match, kind, quote)
    if base.by == "":
        return  # "neither police nor the mayor confirmed that ..."
    if (old := match.get("old")) and (before := _exactly(old, chart)):
        yield replace(base, count=before)
    for node in counted:
        people = node.value if isinstance(node.value, People) else People(node.value, None)
        scope = people.scope or _cause(text, match.end)
        for one in dict.fromkeys((kind, *(str(match.value("second")),) * bool(match.get("second")))):
            count = _over(people.count) if rule.get("over") else people.count
            changes, former = bool(rule.get("changes")), bool(rule.get("earlier"))
            yield replace(base, claim=one, count=count, scope=scope, changes=changes, earlier=former)


def _exactly(node: Node, chart: Chart) -> Count | None:
    number = node.value.value
    return Count(int(number), int(number), chart.said(node.start, node.end)) if number == int(number) else None


def _over(count: Count) -> Count:
    """What a toll that "passed 1,000" comes to."""
    return count if count.low is None or count.high is None else replace(count, low=count.low + 1, high=None)


def _tally_before(text: Surroundings, place: int) -> str | None:
    """What a tally named before in the sentence counts: "the number of deaths from the fire that ... rose to 106"."""
    chart, words = text.chart, text.chart.tokens.words
    for back in range(place - 1, max(text.sentence(place), place - TALLY) - 1, -1):
        if words[back] in {";", ","}:
            return None
        node = chart.at("tally", back)
        if node is not None:
            return str(node.value)
        if chart.is_a(back, "tally"):
            return chart.grammar.values["tally"][words[back]]
    return None


def _kind(match: Match) -> str | None:
    for name in ("state", "fate", "deed", "act", "loss", "tally"):
        if node := match.get(name):
            return str(node.value)
    return None


def _base(text: Surroundings, match: Match, kind: str, quote: Span) -> FigureSaid:
    """The figure without its count: who says it, as of when, for which site, and whether it is an estimate."""
    chart = text.chart
    speaker = text.speakers.at(match.start)
    first = text.clause_start(match.start, DOUBT, commas=False)
    last = min(match.end + 2, text.clause_end(match.end))
    doubt = match.rule.get("doubt") or chart.among("doubted", first, last)
    return FigureSaid(
        claim=kind,
        count=Count(0, 0),
        quote=quote,
        by=speaker.by if speaker else None,
        voice=speaker.voice if speaker else (),
        site=_site(text, match),
        as_of=_as_of(text, match),
        estimate=bool(doubt),
        rule=match.rule.name,
    )


def _span(chart: Chart, start: int, end: int) -> Span:
    first, last = chart.span(start, end)
    return Span(first, last, chart.tokens.text[first:last])


def _as_of(text: Surroundings, match: Match) -> int | None:
    """The time up to which a figure holds: the last one said before it in its sentence, else when its speaker spoke."""
    here = text.times_in(*text.same_sentence(match.start))[:NEAR]
    until = [index for index in here if text.times[index].role == "as_of"]
    if until:
        end = text.chart.tokens.ends[match.end - 1]
        return next((index for index in reversed(until) if text.times[index].quote.start < end), until[0])
    return next((index for index in here if text.times[index].role == "said"), None)


def _cause(text: Surroundings, place: int) -> str | None:
    """The side event that a figure is about: "in a crowd crush" counts only those."""
    chart = text.chart
    limit = min(text.clause_end(place), place + CAUSE)
    if place >= limit or not chart.is_a(place, "side_link"):
        return None
    end = next((cut + 1 for cut in range(place, limit) if chart.is_a(cut, "side_cause")), None)
    if end is None:
        return None
    first, last = chart.span(place, end)
    near = text.named[max(bisect_left(text.named, (first, 0, 0)) - 1, 0) :][:2]
    main = any(start < last and first < stop for start, stop, _ in near)  # the incident is itself a stampede
    return None if main else chart.said(place, end)


def _site(text: Surroundings, match: Match) -> int | None:
    """The one site that did it: named before a deed, or behind what people suffered."""
    chart = text.chart
    named = text.named
    if not named or _cause(text, match.end) is not None:
        return None
    start, end = chart.span(match.start, match.end)
    if match.rule.get("deed") or match.rule.name in {"left", "lives"}:
        floor = chart.tokens.starts[text.clause_start(match.start, commas=False)]
        near = [named[at] for at in (bisect_left(named, (start, 0, 0)) - 1,) if at >= 0 and named[at][0] >= floor]
    else:
        limit = text.clause_end(match.end)
        reach = chart.tokens.ends[min(limit, match.end + CAUSE) - 1]
        near = [place for place in named[bisect_left(named, (end, 0, 0)) :][:1] if place[0] < reach]
    if not near:
        return None
    here = bisect_left(named, (*near[0][:2], 0))
    alone = here + 1 == len(named) or named[here + 1][:2] != near[0][:2]
    return named[here][2] if alone else None


def _subsets(text: Surroundings, found: Sequence[tuple[Match, FigureSaid]]) -> Iterator[tuple[Match, FigureSaid]]:
    """Figures about some of those counted before: "including three children"; never added to the others."""
    counted = {other.get("people") for other, _ in found}
    starts = [other.start for other, _ in found]
    for match in text.chart.find("subset", every=True):
        last = bisect_right(starts, match.start) - 1
        whole = found[last][1] if last >= 0 and starts[last] >= text.sentence(match.start) else None
        kind = _kind(match) or (whole.claim if whole else None)
        if kind is None or not _holds(text, match):
            continue
        quote = _span(text.chart, match.start, match.end)
        base = whole or _base(text, match, kind, quote)
        who = match.get("who")
        back = int(who is not None and text.chart.is_a(who.start, "them"))
        said = text.chart.said(who.start - back, who.end) if who else None
        if condition := match.get("condition"):
            said = text.chart.said(condition.start, condition.end)
        for node in (match.get("people"), match.get("other")):
            if node is None or node in counted:
                continue
            people = node.value if isinstance(node.value, People) else People(node.value, None)
            if who and (text.chart.is_a(who.start, "not_who") or people.count.because):
                continue  # "two of whom survived", "some of them critically"
            scope, count = people.scope or said, people.count
            if scope is not None and not (who and text.chart.is_a(who.start, "np_stop")):
                part = replace(base, claim=kind, quote=quote, scope=scope, count=count, changes=False)
                yield match, replace(part, rule=match.rule.name)
