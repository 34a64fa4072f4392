"""The chart's nodes for what can be measured from: mentions with what leads up to them, roads, and sites.

"The southern city of Kerman" is the mention Kerman with its lead; "the town", "there" are anaphors of a mention named
before. Indices are those of the draft: toponyms first, then descriptions, then anaphors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapper.extractors._described import Described, dropped
from mapper.extractors._marks import Mark
from mapper.grammar import Chart
from mapper.readings import Mention

NAME = 4  # words of a name that no gazetteer knows
LEAD = 7  # words that may lead up to a name: "the besieged southern port city of"


@dataclass(frozen=True, slots=True)
class SiteWords:
    """Words that stand for a site as an anchor: by a mark ("the first blast"), or just "the scene"."""

    mark: Mark | None


def anaphors(chart: Chart, taken: set[int]) -> list[tuple[int, int, str]]:
    """Tokens of "the town", "the capital" and "there" outside `taken`: (start, end, noun)."""
    words, limits = chart.tokens.words, chart.tokens.limits
    found = []
    for node in chart.words_of("town_again"):
        before = node.start - 1
        while (
            before > 0 and node.start - before < 3 and words[before].isalpha() and not chart.is_a(before, "determiner")
        ):
            before -= 1  # "this lakeside town"
        if before < 0 or node.start in taken or not chart.is_a(before, "pointing"):
            continue
        between = range(before + 1, node.start)
        if any(p in taken or not _tells_of_a_town(chart, p) for p in between):
            continue  # "the Westlands district" is another
        if node.end < limits[node.start] and (chart.is_a(node.end, "of") or chart.is_a(node.end, "compound")):
            continue
        if node.end < limits[node.start] and words[node.end] == "'s" and not _owns_a_part(chart, node.end + 1):
            continue
        found.append((before, node.end, " ".join(words[node.start : node.end])))
    from_it = (
        place for place in chart.places(chart.grammar.words("there_again")) if place and chart.is_a(place - 1, "from")
    )
    return sorted([*found, *((place, place + 1, words[place]) for place in from_it)])


def _tells_of_a_town(chart: Chart, place: int) -> bool:
    """Whether a word before "town" only says what kind it is ("this lakeside town") and is no name of it."""
    return any(chart.is_a(place, name) for name in ("kind_of_town", "side", "compass", "ordinal"))


def _owns_a_part(chart: Chart, place: int) -> bool:
    """Whether a part of the ground begins at a token: "the island's | eastern shore", not "the town's mayor"."""
    place += chart.is_a(place, "side") or chart.is_a(place, "compass")
    return any(chart.is_a(place, kind) for kind in ("part", "outskirts", "centre"))


def wholes(chart: Chart, toponyms: Sequence[tuple[Mention, int, int]]) -> dict[int, tuple[int, int]]:
    """What a quarter is part of, by the token after its name: (toponym, end).

    "Kensington | district of Philadelphia"; not so where the whole stands first ("the Baghdad district of Adhamiyah").
    """
    words, limits, found = chart.tokens.words, chart.tokens.limits, {}
    starting = {start: index for index, (_, start, _) in enumerate(toponyms)}
    ending = {end: index for index, (_, _, end) in enumerate(toponyms)}
    for node in chart.words_of("quarter"):
        place = node.end + 1
        if (
            node.end >= len(words)
            or not chart.is_a(node.end, "of")
            or limits[node.end] != limits[node.start]
            or not (node.start in ending or chart.capital(node.start - 1))
        ):
            continue
        while place < limits[node.start] and (chart.is_a(place, "side") or chart.is_a(place, "the_central")):
            place += 1
        whole, own = starting.get(place), ending.get(node.start)
        if whole is None or (own is not None and _around(toponyms, own, whole)):
            continue
        found[node.start] = (whole, toponyms[whole][2])
    for index, (mention, start, end) in enumerate(toponyms):  # "Steccato | di Cutro"
        joined = start > 1 and mention.sort == "toponym" and chart.is_a(start - 1, "joining_particle")
        if joined and start - 1 not in ending and chart.capital(start - 2) and limits[start - 2] == limits[start]:
            found.setdefault(start - 1, (index, end))
    return found


def _around(toponyms: Sequence[tuple[Mention, int, int]], own: int, other: int) -> bool:
    """Whether a name is that of a people, or of what holds the other."""
    return toponyms[own][0].sort != "toponym" or toponyms[other][0].container == own


def unknown(chart: Chart, taken: set[int], parts: Mapping[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Capitalised names that no gazetteer knows, where the words around make them places: (lead, start, end)."""
    tokens, found = chart.tokens, []
    for end in parts:
        start = end
        while start > 0 and end - start < NAME and start - 1 not in taken and chart.capital(start - 1):
            start -= 1
        if start < end and not _shouted(chart, start):
            found.append((lead(chart, start, {}), start, end))
    text, starts, words, limits = tokens.text, tokens.starts, tokens.words, tokens.limits
    for node in chart.words_of("before_name", "in_name"):
        place = node.end
        if place < len(tokens) and chart.is_a(place, "the"):
            place += 1
        end = place
        hyphens = 0
        while (
            end < len(tokens)
            and limits[end] == limits[node.start]
            and end not in taken
            and hyphens + NAME > end - place
        ):
            named = text[starts[end]].isupper() and not chart.is_a(end, "not_a_name")
            joins = end > place and chart.is_a(end, "joining_particle") and end + 1 < len(tokens)
            named = named or (joins and text[starts[end + 1]].isupper() and limits[end + 1] == limits[end])
            if not named and not (
                words[end] == "-" and place < end < len(tokens) - 1 and text[starts[end + 1]].isupper()
            ):
                break
            hyphens += words[end] == "-"
            end += 1
        stated = node.type == "before_name" or _set_in(chart, end)
        if stated and end > place and end not in taken and words[end - 1] != "-" and not _shouted(chart, node.start):
            found.append((lead(chart, place, {}), place, end))
    return found


def _set_in(chart: Chart, end: int) -> bool:
    """Whether words set beside a name say what it is part of: "in Dahiyeh, a southern suburb of Beirut"."""
    words, limit = chart.tokens.words, chart.tokens.limits[end - 1]
    if end + 1 >= limit or words[end] != "," or not chart.is_a(end + 1, "determiner"):
        return False
    noun = next((place for place in range(end + 2, min(end + LEAD, limit)) if chart.is_a(place, "settlement")), limit)
    return noun + 1 < limit and chart.is_a(noun + 1, "of")


def _shouted(chart: Chart, place: int) -> bool:
    """Whether the words around are capitalised as in a heading, so that capitals say nothing."""
    tokens = chart.tokens
    near = [p for p in range(max(0, place - 4), min(len(tokens), place + 1)) if tokens.words[p].isalpha()]
    return sum(tokens.text[tokens.starts[p]].isupper() for p in near) * 2 > len(near)


def lead(chart: Chart, start: int, owners: dict[int, int]) -> int:
    """The first token of the words that lead up to a name at `start`: "the Sudanese town of"."""
    words, limits = chart.tokens.words, chart.tokens.limits
    place = start - 1
    if place < 1 or limits[place] != limits[start] or not _of_a_settlement(chart, place):
        beside = place > 0 and words[place] == "," and limits[place] == limits[start] and place not in owners
        if beside and chart.is_a(place - 1, "town_again"):
            return _left(chart, place - 1, owners, start)  # "the capital, Ouagadougou"
        if place >= 0 and chart.is_a(place, "the") and limits[place] == limits[start]:
            return place
        if (
            place >= 0
            and limits[place] == limits[start]
            and (chart.is_a(place, "settlement") or chart.is_a(place, "named_before"))
        ):
            return _left(chart, place, owners, start)
        return start
    return _left(chart, place - 1, owners, start)


def _of_a_settlement(chart: Chart, place: int) -> bool:
    """Whether "town of" ends at a token."""
    return chart.is_a(place, "of") and chart.is_a(place - 1, "settlement")


def _left(chart: Chart, place: int, owners: dict[int, int], start: int) -> int:
    words, limits = chart.tokens.words, chart.tokens.limits
    floor = max(0, start - LEAD - 2)
    while place > floor and limits[place - 1] == limits[start]:
        before = place - 1
        if words[before] == "'s" and before in owners:
            return owners[before]
        if chart.is_a(before, "determiner"):
            return before
        if not (words[before].isalpha() or words[before] == "-") or chart.is_a(before, "function"):
            break
        place = before
    return place


def put_nodes(
    chart: Chart,
    toponyms: Sequence[tuple[Mention, int, int]],
    descriptions: Sequence[Described],
    again: Sequence[tuple[int, int, str]],
    *,
    marks: Sequence[Mark],
    strangers: Sequence[tuple[int, int, int]] = (),
    parts: Mapping[int, tuple[int, int]] = {},
) -> None:
    """Put a node for everything that can be an anchor into the chart."""
    offset = len(toponyms)
    for index, one in enumerate(descriptions, offset):
        for first in sorted({one.lead, one.start}):
            for kind in ("mention", "anchor", *(("roadway", "way") if one.road else ("landmark",))):
                chart.add(kind, first, one.end, index)
            if one.mention.kind == "address":
                chart.add("addressed", first, one.end, index)
            elif one.road:
                chart.add("roadmention", first, one.end, (index, one.absorbed))
    part_of_names = dropped(descriptions)
    owners = {end: start for _, start, end in toponyms}
    inner = {whole for whole, _ in parts.values()}
    for index, (mention, start, end) in enumerate(toponyms):
        if mention.sort == "organisation" or index in part_of_names or start >= end:
            continue  # the last of these is a name without a word: it can be nobody's anchor
        leads = {start} if index in inner else {start, lead(chart, start, owners)}
        for first in sorted(leads):
            for last in sorted({end, parts.get(end, (0, end))[1]}):
                for kind in ("nation",) if mention.sort == "demonym" else ("nation", "mention", "anchor"):
                    chart.add(kind, first, last, index)
        for first in {start, *(first for first in leads if chart.is_a(start - 1, "of"))}:
            chart.add("coastal", first, end, index)
        named_road = chart.is_a(end - 1, "road")
        for first in {
            start,
            start - (start > 0 and chart.is_a(start - 1, "the")),
            lead(chart, start, owners),
        }:
            chart.add("way", first, end, index)
            if named_road:
                chart.add("roadway", first, end, index)
                chart.add("roadmention", first, end, (index, ()))
    offset += len(descriptions)
    for index, (start, end, _) in enumerate(again, offset):
        for kind in ("mention", "anchor"):
            chart.add(kind, start, end, index)
    offset += len(again)
    for index, (first, start, end) in enumerate(strangers, offset):
        for begin in sorted({first, start}):
            for last in sorted({end, parts.get(end, (0, end))[1]}):
                for kind in ("mention", "anchor", "nation", "coastal"):
                    chart.add(kind, begin, last, index)
    for node in chart.words_of("scene"):
        chart.add("anchor", node.start, node.end, SiteWords(None))
    for mark in marks:
        if (mark.role == "event" and mark.definite) or mark.role == "order":
            chart.add("anchor", mark.start, mark.end, SiteWords(mark))
