"""Makers of the nodes of claims: how many, of what kind; and the people counted, put into the chart.

`low` and `high` bound a count in whole numbers, as the words do: "at least 211" has no upper bound, "up to 40" no lower
one, "about 40" is 40 with half the place of its last digit to either side. A vague word says its least: "dozens" 24,
"scores" 40, "hundreds" 200; the table is `[values.vague]` of the language file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mapper.grammar import Chart, Maker, Match, Node
from mapper.readings import Count

REACH = 8  # words that the people counted may take ("members of one family from the village")
BEFALLS = ("state", "fate", "deed", "loss", "bodies", "life", "held", "have", "be")
"""Classes and nodes that say what befell those before them; the first six by themselves."""
BEFALLS_NODES = frozenset(BEFALLS)
RATE = 1000  # a figure behind "in" from here on is a year
ASIDE = 16  # words between two commas behind them


@dataclass(frozen=True, slots=True)
class People:
    """A count with those who are counted: `scope` is the subset that they are, None for people in general."""

    count: Count
    scope: str | None


def kind(match: Match, chart: Chart) -> str | None:
    """The kind of claim that some words speak of."""
    said = match.rule.get("kind")
    if said is not None:
        return str(said)
    return next((str(node.value) for node in match.parts.values() if node.value is not None), None)


def count(match: Match, chart: Chart) -> Count | None:
    """How many, as bounds in whole numbers."""
    said = chart.said(match.start, match.end)
    if match.get("low"):
        low, high = _whole(match["low"]), _whole(match["high"])
        return None if low is None or high is None or low > high else Count(low, high, said)
    bound = str(match.value("count_bound", ""))
    if vague := match.value("vague"):
        least = int(vague)
        return Count(least, None, said, (f"{said!r}: at least {least}, and no upper bound",))
    figure, half = match.get("number"), 1
    if scale := match.value("scale"):
        parts = int(match.rule.get("parts", 2))
        number: int | None = int(scale) // parts
        half = max(1, int(scale) // (parts * 10))
    elif figure is None:
        number = int(match.value("exactly"))
        half = 6 if number and number % 12 == 0 else 1
    else:
        number = _whole(figure)
        half = max(1, math.ceil(figure.value.half)) if number is not None else 1
    if number is None:
        return None
    return _bounded(number, half, str(match.rule.get("bound", bound)), said)


def _bounded(number: int, half: int, bound: str, said: str) -> Count:
    if bound == "least":
        return Count(number, None, said)
    if bound == "over":
        return Count(number + 1, None, said)
    if bound == "most":
        return Count(None, number, said)
    if bound == "under":
        return Count(None, number - 1, said)
    if bound == "near":
        return Count(max(number - half, 0), number - 1, said, (f"{said!r}: below {number} by at most {half}",))
    if bound == "about":
        low, high = max(number - half, 1), number + half
        return Count(low, high, said, (f"{said!r}: {number} give or take {half}, half of its last place",))
    return Count(number, number, said)


def _whole(node: Node) -> int | None:
    value = node.value.value
    return int(value) if value == int(value) else None


def add_people(chart: Chart) -> None:
    """Put the people counted into the chart, behind every count; and what stands between commas behind them."""
    telling, limits = _telling(chart), chart.tokens.limits
    if not telling:
        return
    dated = {place for name in ("clock", "date") for node in chart.of(name) for place in range(node.start, node.end)}
    counts = [node for node in chart.of("count") if limits[node.start] in telling]
    for node in (*counts, *_single(chart, telling)):
        if node.start in dated or node.end - 1 in dated or chart.is_a(node.start - 1, "age_lead"):
            continue
        if _rate(chart, node) or _in_a_name(chart, node):
            continue
        if (whole := _of_a_whole(chart, node)) is not None:
            chart.add("people", node.start, whole, People(node.value, None))
            continue
        end = _people_end(chart, node)
        if end is None or not (people := _people(chart, node, end)):
            continue
        chart.add("people", node.start, end, people)
        if end > node.end:
            _add_aside(chart, end)
            _add_tail(chart, end)


def _telling(chart: Chart) -> frozenset[int]:
    """The ends of sentences that have a word for what befalls people; a count in another is no claim."""
    limits, wanted = chart.tokens.limits, chart.grammar.first_words(*BEFALLS[:6], "expel")
    found = {limits[place] for place in chart.places(wanted)}
    found.update(limits[node.start] for node in chart.of("state"))
    return frozenset(found)


def _single(chart: Chart, telling: frozenset[int]) -> list[Node]:
    """One person: "a", "an" with a word for a person soon behind it; "the" with one right behind it."""
    words, limits, person = chart.tokens.words, chart.tokens.limits, chart.grammar.words("person")
    one_of, only = chart.grammar.words("one_of"), chart.grammar.words("the_one")
    return [
        Node("count", place, place + 1, Count(1, 1, chart.said(place, place + 1)))
        for place in chart.places(one_of | only)
        if limits[place] in telling
        and (
            (words[place] in one_of and not person.isdisjoint(words[place + 1 : place + REACH]))
            or (words[place] in only and place + 1 < limits[place] and chart.is_a(place + 1, "sole"))
        )
    ]


def _in_a_name(chart: Chart, node: Node) -> bool:
    """Whether a figure belongs to a name before it: "the Boeing 747 vanished", "Flight 93"."""
    before = node.start - 1
    if node.end - node.start > 1 or before < 1 or not chart.tokens.words[node.start].isdecimal():
        return False
    first = chart.tokens.limits[before - 1] != chart.tokens.limits[before]
    here = chart.tokens.limits[before] == chart.tokens.limits[node.start] and not first
    dated = chart.is_a(before, "weekday") or chart.is_a(before, "month") or chart.is_a(before, "not_a_name")
    return here and chart.capital(before) and not dated and chart.is_a(before, "numbered")


def _of_a_whole(chart: Chart, node: Node) -> int | None:
    """Where the words for all of those end of whom some are counted: "71 of the 77 people on board"."""
    limit = chart.tokens.limits[node.start]
    if node.end + 2 >= limit or not chart.is_a(node.end, "of") or not chart.is_a(node.end + 1, "whose"):
        return None
    whole = chart.at("count", node.end + 2)
    end = None if whole is None else _people_end(chart, whole)
    return end if whole is not None and end is not None and end > whole.end else None


def _rate(chart: Chart, node: Node) -> bool:
    """Whether a number is half of a rate: "one in three", "two out of five"."""
    tokens, limit = chart.tokens, chart.tokens.limits[node.start]
    link = chart.at("rate_of", node.end) if node.end < limit else None
    after = link.end if link else node.end + 1
    behind = node.end < limit and (link is not None or chart.is_a(node.end, "rate_of"))
    if behind and after < limit and (other := chart.at("number", after)) and other.value.value < RATE:
        return tokens.limits[other.start] == limit and not chart.is_a(other.end - 1, "scale")
    place = node.start - 1
    while place > 0 and node.start - place < 3 and not chart.is_a(place, "rate_of") and not chart.at("rate_of", place):
        place -= 1
    if place < 1 or not (chart.is_a(place, "rate_of") or chart.at("rate_of", place)) or tokens.limits[place] != limit:
        return False
    return any(n.end == place for n in (chart.at("number", back) for back in (place - 1, place - 2) if back >= 0) if n)


def _people_end(chart: Chart, node: Node) -> int | None:
    """Where the words for those who are counted end; None where they can't be people."""
    words, place, stops = chart.tokens.words, node.end, chart.grammar.words("np_stop")
    limit = min(chart.tokens.limits[node.start], place + REACH)
    alone = node.value.low == node.value.high == 1 and not words[node.end - 1].isdecimal()
    while place < limit:
        word = words[place]
        if word in stops or (chart.at("count", place) and not (alone and words[place + 1 : place + 2] == ["-"])):
            break
        if chart.is_a(place, "of") and place + 1 < limit and chart.is_a(place + 1, "them"):
            break
        if not (
            word[0].isalpha() or word == "'s" or (word == "-" and place > node.end) or (alone and word.isdecimal())
        ):
            break
        if _predicate(chart, place) and not chart.is_a(place - 1, "the"):
            break
        place += 1
    head = next((at for at in range(node.end, place) if chart.is_a(at, "of")), place) - 1
    if head >= node.end and (
        chart.is_a(head, "not_people")
        or (
            chart.is_a(node.end, "not_people")
            and not chart.is_a(head, "kind_of_people")
            and not chart.is_a(head, "compound_people")
        )
    ):
        return None
    if place > node.end and chart.is_a(place - 1, "whose"):
        return None
    return place


def _predicate(chart: Chart, place: int) -> bool:
    """Whether what befalls the people begins at a token."""
    if chart.tokens.words[place] in chart.grammar.words(*BEFALLS):
        return True
    here = chart.nodes.get(place)
    return here is not None and not BEFALLS_NODES.isdisjoint(here)


def _people(chart: Chart, node: Node, end: int) -> People | None:
    loose = chart.is_a(node.start, "one_of") or chart.is_a(node.start, "the_one")
    if loose and node.end - node.start == 1 and not chart.is_a(end - 1, "person"):
        return None  # "a", "an": only of somebody
    if node.value.high == 0 and any(chart.is_a(place, "of") for place in range(node.end, end)):
        return None  # "no proof of an unnatural death"
    if node.value.because and end > node.end and chart.is_a(end - 1, "state"):
        return None  # "some of the injured are in critical condition"
    start, stop, plain = node.end, end, chart.grammar.words("plain_people", "how")
    while start < stop and chart.tokens.words[start] in plain:
        start += 1
    while stop > start and (chart.tokens.words[stop - 1] in plain or chart.tokens.words[stop - 1] == "'s"):
        stop -= 1
    bare = chart.grammar.words("whose").issuperset(chart.tokens.words[start:stop])
    return People(node.value, None if bare else chart.said(start, stop))


def _add_aside(chart: Chart, place: int) -> None:
    """Words between two commas, or between brackets or dashes, as one node."""
    words, limit = chart.tokens.words, min(chart.tokens.limits[place - 1], place + ASIDE)
    if place >= limit or words[place] not in {",", "(", "\u2014"}:
        return
    close = ")" if words[place] == "(" else words[place]
    ends = [end for end in range(place + 1, limit) if words[end] == close]
    told = (end for end in ends if end + 1 < limit and _predicate(chart, end + 1))
    if ends:
        chart.add("aside", place, next(told, ends[0]) + 1)


def _add_tail(chart: Chart, place: int) -> None:
    """Words that say where the people were, up to what befell them ("aboard the bus", "from two villages")."""
    limit = min(chart.tokens.limits[place - 1], place + REACH)
    if place >= limit or not chart.is_a(place, "tail_lead"):
        return
    for end in range(place + 1, limit):
        if _predicate(chart, end):
            chart.add("tail", place, end)
            return
        if not chart.tokens.words[end][0].isalnum() and chart.tokens.words[end] not in {"-", "'s"}:
            return


MAKERS: Mapping[str, Maker] = {"kind": kind, "count": count}
