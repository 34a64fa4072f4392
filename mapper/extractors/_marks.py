"""The marks of a text: words that an event, or something that is none, is spoken of by.

Every event noun, event verb and thing that an event happened to is a *mark*; so are words that turn a phrase away
from the event: speaking, effects far away, travel and belonging. Denied, feared, planned and past events are marks
with the reason why they are none.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from mapper.grammar import Chart, Node

REACH = 6  # words to the left of an event that can make it unreal, or count and order it
RECORD = 8  # tokens before "in decades" in which "the worst" makes it of this event
MOST = 9  # sites that one count ("seven explosions") can make
CLAUSE = frozenset(',;:.\u2014()"')
AWAY = ("speech", "effect", "elsewhere", "unrelated")
_ASIDE = "aside"  # the kind of what comes along with an event: aftershocks
AFTERWARDS = "an event before or after this one"
_ROLE = {"event": "event", "eventverb": "verb", "thing": "thing", "ordinal": "order", "pronoun": "pronoun"}


@dataclass(slots=True, unsafe_hash=True)  # (never changed, but not frozen: every event word makes one)
class Mark:
    """Words that an event, or something that is none, is spoken of by.

    `role`: event verb thing order pronoun, or speech effect elsewhere unrelated. `start` is the first token of the
    noun phrase, `at` the word itself.
    """

    role: str
    kind: str
    start: int
    at: int
    end: int
    ordinal: int | None = None
    count: int | None = None
    plural: bool = False
    definite: bool = False
    anew: bool = False
    unreal: str = ""


def marks(chart: Chart, covered: set[int], past: Set[int]) -> list[Mark]:
    """The marks of a text in its order. `covered` are tokens of names; `past` those that speak of another day."""
    found: list[Mark] = []
    reached = 0
    aimed = {node.end for node in chart.of("aimed_at")}
    covered = covered.union(*(range(node.start, node.end) for node in chart.of("no_event")))
    for node in chart.words_of(*_ROLE, *AWAY, "one_of_them", "each_one", "another"):
        if node.start < reached or node.start in covered or (node.type in AWAY and node.end in aimed):
            continue
        mark = _mark(chart, node, past)
        if mark is not None or node.type != "each_one":
            reached = node.end
        if mark is not None:
            found.append(mark)
    return _lifted(chart, found)


def _lifted(chart: Chart, found: Sequence[Mark]) -> list[Mark]:
    """The marks with what a report opens on made real: "hours after an explosion and fire killed 238 miners".

    Only where its sentence tells of nothing else that happened: "Two days after an earthquake, a bomb went off".
    """
    limits = chart.tokens.limits
    real = [mark for mark in found if mark.role in {"event", "verb"} and not mark.unreal and mark.kind != "incident"]
    if not real and any(mark.kind == _ASIDE for mark in found):  # an aftershock alone is what happened
        return [replace(mark, kind="earthquake", unreal="") if mark.kind == _ASIDE else mark for mark in found]
    told = next((mark for mark in found if mark.role in {"event", "verb"}), None)
    if told is None or not told.unreal.startswith(AFTERWARDS):
        return list(found)
    here = [mark for mark in found if mark.role in {"event", "verb"} and limits[mark.start] == limits[told.start]]
    beside = (mark for mark in here if mark is not told and not mark.unreal and mark.kind != "incident")
    if any(mark.start - told.end > 1 or not chart.is_a(mark.start - 1, "and") for mark in beside):
        return list(found)
    return [replace(mark, unreal="") if mark is told else mark for mark in found]


def _mark(chart: Chart, node: Node, past: Set[int]) -> Mark | None:
    if node.type in AWAY:
        return Mark(node.type, "", node.start, node.start, node.end)
    if node.type == "one_of_them":
        return Mark("order", "", node.start, node.start, node.start + 1, 1, unreal="past" if node.start in past else "")
    if node.type == "each_one":
        after = node.end
        one = chart.at("length", after) or (chart.is_a(after, "each_at") and not chart.at("number", after + 1))
        first = node.start == 0 or (chart.tokens.words[node.start - 1] in CLAUSE or chart.is_a(node.start - 1, "and"))
        return Mark("each", "", node.start, node.start, node.end) if one and first else None
    if node.type == "another":
        free = _stands_alone(chart, node.end) and chart.at("length", node.start) is None
        return Mark("order", "", node.start, node.start, node.end, anew=True) if free else None
    words, role = chart.tokens.words, _ROLE[node.type]
    kind = str(node.value or "")
    if role == "pronoun" and _joins_clauses(chart, node):
        return None
    if role == "pronoun":
        return (
            Mark("pronoun", "", node.start, node.start, node.end)
            if node.start == 0 or not chart.is_a(node.start - 1, "that")
            else None
        )
    if role == "order":
        return _order(chart, node, past)
    unreal = "another event" if kind == _ASIDE else _unreal(chart, node, past)
    if role == "verb" and node.start > 1 and chart.is_a(node.start - 1, "how") and chart.is_a(node.start - 2, "the"):
        return None  # "the badly burned were flown out"
    if role == "verb" and kind == "collapse" and node.start and chart.is_a(node.start - 1, "people_noun"):
        return None  # "people collapsed in the streets"
    if role == "verb" and node.start and chart.is_a(node.start - 1, "article") and chart.is_a(node.start, "participle"):
        return None  # "a leaking pipeline exploded"
    if role == "verb":
        return Mark("verb", kind, node.start, node.start, node.end, unreal=unreal)
    start, ordinal, count, definite, anew = _noun_phrase(chart, node.start)
    last = words[node.end - 1]
    plural = last.endswith("s") and not last.endswith("ss") and not chart.is_a(node.end - 1, "singular_s")
    if count is not None and count > 1:
        plural = True
    return Mark(role, kind, start, node.start, node.end, ordinal, count, plural, definite, anew, unreal)


def _joins_clauses(chart: Chart, node: Node) -> bool:
    """Whether "that" only opens a clause: "told reporters that 97 people had been aboard"."""
    after = node.end
    if after >= chart.tokens.limits[node.start] or not chart.is_a(node.start, "that"):
        return False
    return chart.at("number", after) is not None or any(
        chart.is_a(after, kind) for kind in ("determiner", "subject_again", "count_bound")
    )


def _order(chart: Chart, node: Node, past: Set[int]) -> Mark | None:
    """An ordinal standing for an event ("the second one"); None where the ordinal belongs to another noun."""
    tokens = chart.tokens
    if node.start == 0 or not chart.is_a(node.start - 1, "article"):
        return None
    after = node.end
    if not _stands_alone(chart, after):
        return None
    end = after + 1 if after < tokens.limits[node.start] and chart.is_a(after, "each_one") else after
    return Mark(
        "order",
        "",
        node.start - 1,
        node.start,
        end,
        int(str(node.value)),
        definite=True,
        unreal="past" if node.start in past else "",
    )


def _stands_alone(chart: Chart, after: int) -> bool:
    """Whether "the second" before a token stands for an event by itself, and belongs to no other noun."""
    tokens = chart.tokens
    if after >= len(tokens) or tokens.limits[after] != tokens.limits[after - 1] or tokens.words[after] in CLAUSE:
        return True
    return bool(
        chart.is_a(after, "after_ordinal")
        or chart.at("length", after)
        or chart.at("bearing", after)
        or chart.at("flank", after)
    )


def _noun_phrase(chart: Chart, head: int) -> tuple[int, int | None, int | None, bool, bool]:
    """Leftwards from an event noun: first token, ordinal, count, whether definite, whether one more than before."""
    words, place = chart.tokens.words, head
    ordinal = count = None
    counted_at = head
    definite = anew = False
    floor = max(0, head - REACH)
    limit = chart.tokens.limits[head]
    while place > floor and chart.tokens.limits[place - 1] == limit:
        before = place - 1
        word = words[before]
        number = chart.at("number", before)
        if chart.is_a(before, "ordinal"):
            ordinal = int(chart.grammar.values["ordinal"][word])
        elif (
            number is not None
            and not chart.is_a(before, "single")
            and words[number.end] != "-"
            and number.value.value % 1 == 0
        ):
            count, counted_at = (int(number.value.value) if number.value.value <= MOST else None), before
        elif chart.is_a(before, "plural_count"):
            count, counted_at = 2, before
        elif chart.is_a(before, "anew"):
            anew = True
        if chart.is_a(before, "determiner") and number is None:
            definite = chart.is_a(before, "definite")
            anew = anew or chart.is_a(before, "another")
            place = before
            break
        if word in {"'s"}:
            definite = True
            break
        if not (word[0].isalpha() or word == "-" or number is not None) or chart.is_a(before, "function"):
            break
        if word == "-" and chart.tokens.ends[before] < chart.tokens.starts[place]:
            break  # "LONDON - Two trains"
        place = before
    while words[place] == "-":
        place += 1
    if place > 1 and chart.at("one_of_several", place - 2):
        ordinal, place = 1, place - 2  # "one of the strikes": any of them, so the first to be told of
    if counted_at > place + 1:
        count = None  # a figure inside a name: "the Nord Stream 2 pipeline"
    return place, ordinal, count, definite, anew


def _unreal(chart: Chart, node: Node, past: Set[int]) -> str:
    """Why an event did not happen, or not now; "" if nothing says so."""
    if node.start in past:
        return "an event of the past"
    words, place = chart.tokens.words, node.start
    before = place - 1 - chart.is_a(place - 1, "determiner")
    if before > 1 and chart.is_a(before, "afterwards") and chart.is_a(before - 1, "timespan"):
        return f"{AFTERWARDS} ({chart.said(before - 1, before + 1)!r})"
    doubted = place > 0 and chart.among("unreal", max(place - REACH, 0), place)
    while doubted and place > 0 and node.start - place < REACH and not _parts(chart, place - 1):
        place -= 1
        if (chart.is_a(place, "unreal") or chart.at("unreal", place)) and not chart.at("really", place):
            return f"not said to have happened ({chart.tokens.words[place]!r})"
    stop = min(node.end + 2 * REACH, chart.tokens.limits[node.start])
    for place in range(node.end, stop) if chart.among("undone", node.end, stop) else ():
        if words[place] in CLAUSE:
            break
        if chart.is_a(place, "undone") and (place < node.end + 3 or chart.is_a(place - 1, "auxiliary")):
            return f"not said to have happened ({words[place]!r})"
    return ""


def _parts(chart: Chart, place: int) -> bool:
    """Whether a token parts clauses: "No one was hurt when a meteorite fell"."""
    return chart.tokens.words[place] in CLAUSE or chart.is_a(place, "when")


def bygone(chart: Chart, years: Set[int], months: Set[int] = frozenset()) -> frozenset[int]:
    """The tokens of sentences that speak of another day: "last year", "in 2003"; `years` are those of the past.

    So do those that open with a month of this year that is none of `months`: "In January, a bomber killed 15".

    A year in which something began to be ("built in 1976") makes no sentence one of the past.
    """
    tokens, found = chart.tokens, set()
    for node in chart.words_of("past"):
        before = range(max(node.start - RECORD, 0), node.start)
        if not any(chart.is_a(place, "record") for place in before):  # "the deadliest fire in decades" is this one
            found.add(tokens.limits[node.start])
    for node in chart.words_of("month") if months else ():
        opens = node.start > 0 and (node.start == 1 or chart.tokens.limits[node.start - 2] <= node.start)
        after = node.end < tokens.limits[node.start]
        after = after and (tokens.words[node.end] == "," or chart.is_a(node.end, "determiner"))
        if opens and after and chart.is_a(node.start - 1, "in_month") and int(str(node.value)) not in months:
            found.add(tokens.limits[node.start])
    for node in chart.of("digits"):
        if len(node.value) == 4 and node.value.isdecimal() and int(node.value) in years:
            if node.start > 1 and chart.is_a(node.start - 2, "begun"):
                continue
            found.add(tokens.limits[node.start])
    return frozenset(place for start, end in tokens.sentences if end in found for place in range(start, end))
