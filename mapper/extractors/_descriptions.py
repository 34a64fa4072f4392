"""Things described and not named: "the cemetery gate", "the grave of General Soleimani", "Rafah crossing".

A description is a noun phrase whose head is a facility of the language file. Its span holds the article and what
follows as part of it ("of ...", "in <toponym>"); its name, what to look up, does not. A toponym that stands in
it as owner, place or first part ("the runway at Bagram", "Kerman's cemetery", "the Rafah crossing") is its
container; a person's name in it is no place. A head may be misspelt by a letter or two. What cannot be known: which
of several such things is meant, if the text never says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.extractors._described import Described
from mapper.extractors._misspelt import misspelt_heads
from mapper.extractors._named_roads import named_roads
from mapper.grammar import Chart, Node
from mapper.readings import Mention

MODIFIERS = 5  # words between the article and the head
TAIL = 6  # words of a name after "of"


@dataclass(slots=True)
class _Scan:
    """What every step needs: the chart, and the toponyms by first and last token."""

    chart: Chart
    starting: dict[int, tuple[int, int]]
    ending: dict[int, tuple[int, int]]
    misspelt: Sequence[Node]


def described(chart: Chart, toponyms: Sequence[tuple[Mention, int, int]]) -> list[Described]:
    """The descriptions in a text whose toponyms (mention, first token, end token) are known."""
    inside = {place for _, start, end in toponyms for place in range(start, end)}
    scan = _Scan(
        chart,
        {start: (index, end) for index, (_, start, end) in enumerate(toponyms)},
        {end: (index, start) for index, (_, start, end) in enumerate(toponyms)},
        misspelt_heads(chart, inside),
    )
    heads = [*(node for node in chart.words_of("facility", "road") if node.start not in inside), *scan.misspelt]
    chains: list[tuple[int, int, Node]] = []
    for node in sorted(heads, key=lambda node: node.start):
        if chains and node.start < chains[-1][1]:
            continue  # a word of a head of several words ("finish line")
        if chains and node.start == chains[-1][1]:
            chains[-1] = (chains[-1][0], node.end, node)
        else:
            chains.append((node.start, node.end, node))
    found: list[Described] = []
    later: dict[int, Described] = {}
    for first, end, head in reversed(chains):
        one = _phrase(scan, first, end, head, later)
        if one is not None:
            later[one.start] = one
            found.append(one)
    found += named_roads(chart)
    return _outermost(sorted(found, key=lambda one: (one.start, -one.end)))


def _outermost(found: list[Described]) -> list[Described]:
    kept: list[Described] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            kept[-1] = one
    return kept


def _phrase(scan: _Scan, first: int, end: int, noun: Node, later: dict[int, Described]) -> Described | None:
    chart, words, head = scan.chart, scan.chart.tokens.words, noun.start
    if end in scan.starting and chart.is_a(head, "named_before"):
        return None  # "the river Oder" is the Oder
    if end < chart.tokens.limits[head] and chart.is_a(end, "town_noun"):
        return None  # "a resort town"
    if chart.is_a(head, "cornering") and words[end : end + 1] in (["of"], ["between"]):
        return None  # a place made of two roads is a phrase of its own
    floor = _sentence_start(chart, first)
    start = first
    container: int | None = None
    absorbed: list[int] = []
    definite = named = False
    owner_end = None
    while start > floor and first - start < MODIFIERS + 3:
        before = start - 1
        if start in scan.ending:
            index, toponym_start = scan.ending[start]
            absorbed.append(index)
            named = True
            container = index if start == first else None
            start = toponym_start
        elif words[before] in {"'s", "'"}:
            owner_end = before
            break
        elif chart.is_a(before, "determiner"):
            definite = not chart.is_a(before, "indefinite")
            start = before
            break
        elif chart.is_a(before, "function") or chart.is_a(before, "event") or chart.is_a(before, "eventverb"):
            break
        elif words[before] == "-" or words[before].isalnum() or (words[before] == "." and _initial(words, before - 1)):
            start = before
        else:
            break
    determined = start < first and chart.is_a(start, "determiner")
    lead: int | None = None
    if owner_end is not None:
        container, lead, start, definite = _owner(scan, owner_end, start, floor)
        determined = True
    if not determined:
        start = _proper_start(scan, start, first)
        absorbed = [
            index for index in absorbed if any(index == scan.ending.get(p, (None,))[0] for p in range(start, first + 1))
        ]
        named = start < first
    tail, tail_container, more = _tail(scan, end, later)
    numbered = tail > end and words[end].isdecimal()
    capital = chart.capital(first)
    bare = tail_container is not None and first > floor and chart.is_a(first - 1, "bare_after")  # of a headline
    if not (determined or named or numbered or bare or (capital and tail > end)) or words[start] in {
        "no",
        "any",
        "every",
        "each",
    }:
        return None
    road = noun.type == "road"
    if road and not named and not any(chart.capital(place) for place in range(start + determined, first)):
        return None  # "the road" alone names nothing; where it leads is a path's business
    container = tail_container if tail_container is not None else container
    absorbed += more
    if container is not None:
        absorbed = [index for index in absorbed if index != container]
    apposed = tail > end and words[end] == ","
    name_start = start + 1 if determined and chart.is_a(start, "determiner") else start
    name_end = tail if not (tail_container is not None and not (end < len(words) and chart.is_a(end, "of"))) else end
    if apposed:
        name_start = end + 1 + chart.is_a(end + 1, "the")
    if name_start >= name_end:
        return None
    address = road and not determined and start > floor and words[start - 1].isdecimal() and start < first
    if address:
        start = name_start = start - 1
    misspelt = next((node.value for node in scan.misspelt if node.start == head), None)
    kind = "address" if address else misspelt or " ".join(words[head:end])
    begin, finish = chart.span(start, tail)
    because = (f"{chart.said(head, end)!r} read as {misspelt!r}",) if misspelt else ()
    mention = Mention(
        begin,
        finish,
        chart.tokens.text[begin:finish],
        chart.plain(name_start, name_end),
        kind,
        "description",
        because=because,
    )
    return Described(
        mention,
        start if lead is None else lead,
        start,
        tail,
        kind,
        container,
        tuple(sorted(set(absorbed))),
        definite,
        road,
    )


def _sentence_start(chart: Chart, place: int) -> int:
    """The first token of the sentence that a token is in, looked for no further than a noun phrase reaches."""
    limit, start = chart.tokens.limits[place], place
    while start > 0 and place - start < MODIFIERS + 8 and chart.tokens.limits[start - 1] == limit:
        start -= 1
    return start


def _initial(words: Sequence[str], place: int) -> bool:
    return place >= 0 and len(words[place]) == 1 and words[place].isalpha()


def _owner(scan: _Scan, mark: int, start: int, floor: int) -> tuple[int | None, int, int, bool]:
    """Who owns ("Kerman's cemetery", "the general's grave"): container, token of the owner, first token, definite."""
    chart, words = scan.chart, scan.chart.tokens.words
    if mark in scan.ending:
        return (*scan.ending[mark], start, True)
    owner = mark
    while (
        owner > floor
        and mark - owner < MODIFIERS
        and words[owner - 1].isalpha()
        and not chart.is_a(owner - 1, "function")
    ):
        owner -= 1
        if chart.is_a(owner, "determiner"):
            break
    return None, owner, owner, True


def _proper_start(scan: _Scan, start: int, first: int) -> int:
    """Without an article only a proper name makes a description: the capitalised words right before the head."""
    chart, place = scan.chart, first
    tokens = chart.tokens
    while place > start:
        before = place - 1
        if place in scan.ending:
            place = scan.ending[place][1]
        elif chart.is_a(before, "ordinal_suffix") and tokens.words[before - 1].isdecimal():
            place = before - 1
        elif tokens.words[before] in {"-", "."} or chart.capital(before):
            place = before
        elif place == first and chart.is_a(first, "street") and tokens.words[before].isalpha():
            place = before  # "on boylston street": no article, so a name, in whatever letters
        else:
            break
    while place < first and not tokens.words[place][0].isalnum():
        place += 1
    return place


def _tail(scan: _Scan, end: int, later: dict[int, Described]) -> tuple[int, int | None, list[int]]:
    """What follows the head as part of the thing: its end, the toponym that contains it, and toponyms absorbed."""
    chart, words = scan.chart, scan.chart.tokens.words
    limit = chart.tokens.limits[end - 1]
    if end < limit and words[end].isdecimal() and chart.at("length", end) is None:
        end += 1
    if end + 1 >= limit:
        return end, None, []
    if chart.is_a(end, "in_name") and end + 1 in scan.starting:
        index, stop = scan.starting[end + 1]
        return stop, index, []
    if chart.is_a(end - 1, "named_after") and chart.capital(end - 1) and chart.capital(end):
        stop, parts = _called(scan, end, limit)
        return stop, None, parts
    named = _apposed(scan, end + 1, limit) if words[end] == "," else None
    if named is not None:
        return named, None, [scan.starting[p][0] for p in range(end + 1, named) if p in scan.starting]
    leads = chart.is_a(end, "to") and chart.is_a(end - 1, "leads_to") and end + 1 in later
    if not chart.is_a(end, "of") and not leads:
        return end, None, []
    if end + 1 in later:
        inner = later[end + 1]
        return inner.end, inner.container, list(inner.absorbed)
    if end + 1 in scan.starting:
        index, stop = scan.starting[end + 1]
        return stop, index, []
    stop = place = end + 1
    absorbed = []
    while place < min(limit, end + 1 + TAIL):
        if place in scan.starting:
            absorbed.append(scan.starting[place][0])
            stop = place = scan.starting[place][1]
        elif words[place][0].isalpha() and chart.capital(place):
            stop = place = place + 1
            if (
                place < limit
                and words[place].isdecimal()
                and chart.tokens.starts[place] == chart.tokens.ends[place - 1]
            ):
                stop = place = place + 1  # "the summit of K2"
        elif (
            words[place] in {"-", "."}
            or chart.is_a(place, "name_particle")
            or (words[place].isalpha() and (stop == end + 1 or (place + 1 < limit and chart.capital(place + 1))))
        ):
            if chart.is_a(place, "function") and not chart.is_a(place, "name_particle"):
                break
            place += 1
        else:
            break
    return (stop, None, absorbed) if stop > end + 1 else (end, None, [])


def _called(scan: _Scan, place: int, limit: int) -> tuple[int, list[int]]:
    """Where a name ends that stands behind what it is the name of ("Masjid | Al Noor"), and the toponyms in it."""
    chart, parts = scan.chart, []
    last = min(limit, place + TAIL)
    while place < last:
        if place in scan.starting:
            index, place = scan.starting[place]
            parts.append(index)
        elif chart.capital(place):
            place += 1
        else:
            break
    return place, parts


def _apposed(scan: _Scan, start: int, limit: int) -> int | None:
    """The end of a proper name set beside the head between commas ("a busy bar, the Musi-Cafe"), if there is one."""
    chart, words = scan.chart, scan.chart.tokens.words
    place = start + 1 if chart.is_a(start, "the") else start
    if place == start or place >= limit or not chart.capital(place):
        return None
    while place < limit and (words[place] == "-" or (words[place][0].isalpha() and chart.capital(place))):
        place += 1
    return place if place == limit or words[place] in {",", ".", ";", ")"} else None
