"""Roads by their names: "Interstate 40", "the M4", and two that share their noun ("Harel and Jaffa roads")."""

from __future__ import annotations

from mapper.extractors._described import Described
from mapper.grammar import Chart, Node
from mapper.readings import Mention

NAME = 5  # tokens of a road's name
CROSSING = 9  # tokens before the noun in which "the corner of" stands


def named_roads(chart: Chart) -> list[Described]:
    """The roads of a text that are known by a letter, a number, or a noun that two of them share."""
    found = [_highway(chart, node) for node in chart.of("highway_name")]
    return found + [road for node in chart.words_of("streets") for road in _paired(chart, node)]


def _highway(chart: Chart, node: Node) -> Described:
    """A road known by a letter or a number: "Interstate 40", "the M4"."""
    start, end = chart.span(node.start, node.end)
    name = chart.plain(node.start + chart.is_a(node.start, "the"), node.end)
    text = chart.tokens.text
    mention = Mention(start, end, text[start:end], name, "road", "description")
    return Described(mention, node.start, node.start, node.end, "road", None, (), True, True)


def _paired(chart: Chart, noun: Node) -> list[Described]:
    """Two roads that share their noun: "the junction of Harel and Jaffa roads"."""
    before = range(max(noun.start - CROSSING, 0), noun.start)
    crossing = any(chart.is_a(place, "cornering") for place in before)
    last = _name_start(chart, noun.start, crossing=crossing)
    if last == noun.start or not last or not chart.is_a(last - 1, "and"):
        return []
    first = _name_start(chart, last - 1, crossing=crossing)
    singular = chart.plain(noun.start, noun.end).removesuffix("s")
    text, found = chart.tokens.text, []
    for start, end, stop in ((first, last - 1, last - 1), (last, noun.start, noun.end)):
        begin, finish = chart.span(start, stop) if start < end else (0, 0)
        mention = Mention(
            begin, finish, text[begin:finish], f"{chart.plain(start, end)} {singular}", "road", "description"
        )
        found.append(Described(mention, start, start, stop, "road", None, (), True, True))
    return found if first < last - 1 else []


def _name_start(chart: Chart, end: int, *, crossing: bool) -> int:
    """Where the capitalised words before a token begin, ordinals among them ("42nd"); at a crossing, in any letters."""
    start, limit = end, chart.tokens.limits[end]
    while start > 0 and end - start < NAME and chart.tokens.limits[start - 1] == limit:
        numbered = chart.is_a(start - 1, "ordinal_suffix") or chart.tokens.words[start - 1].isdecimal()
        word = crossing and chart.tokens.words[start - 1].isalpha() and not chart.is_a(start - 1, "function")
        if not (chart.capital(start - 1) or numbered or word):
            break
        start -= 1
    return start
