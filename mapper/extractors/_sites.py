"""What happened where: the events of a text, which of them are the incident's sites, and whose place a phrase tells.

Every event noun, event verb and thing that an event happened to is a *mark*; so are words that turn a phrase away
from the event: speaking, effects far away, travel and belonging. A phrase is about the nearest mark before it in its
sentence (after it where the phrase stands in front). Events of the family that the report opens with are its sites,
counted and ordered as the words count and order them; other events become sites of their own only if a
phrase places them. Denied, feared, planned and past events and those said to be unrelated are none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mapper.grammar import Chart, Node

REACH = 6  # words to the left of an event that can make it unreal, or count and order it
MEMORY = 60  # events, and words that are none, that are looked back over
FORTH = 8  # of them that are looked at after a phrase
MANY = 2  # sites that a plural without a number speaks of
MOST = 9  # sites that one count ("seven explosions") can make
_CLAUSE = frozenset(',;:.\u2014()"')
_FAMILIES = (
    {"explosion", "strike"},
    {"strike", "shooting", "fighting"},
    {"crash", "sinking"},
    {"flood", "storm", "landslide"},
)

_COUNTED = frozenset({"explosion", "strike"})
"""Kinds whose things are events one by one: two suitcases are two blasts."""


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Place:
    """A site as it is being found: its kind, its order, and the marks that speak of it."""

    kind: str
    ordinal: int | None
    marks: list[Mark] = field(default_factory=list)
    name: str = ""


_ROLE = {"event": "event", "eventverb": "verb", "thing": "thing", "ordinal": "order", "pronoun": "pronoun"}
_AWAY = ("speech", "effect", "elsewhere", "unrelated")


def marks(chart: Chart, covered: set[int], years: frozenset[int]) -> list[Mark]:
    """The marks of a text in its order. `covered` are tokens of names; `years` are those of the past."""
    found: list[Mark] = []
    reached = 0
    past = _past(chart, years)
    for node in chart.words_of(*_ROLE, *_AWAY, "one_of_them", "each_one", "another"):
        if node.start < reached or node.start in covered:
            continue
        mark = _mark(chart, node, past)
        if mark is not None or node.type != "each_one":
            reached = node.end
        if mark is not None:
            found.append(mark)
    return found


def _mark(chart: Chart, node: Node, past: set[int]) -> Mark | None:
    if node.type in _AWAY:
        return Mark(node.type, "", node.start, node.start, node.end)
    if node.type == "one_of_them":
        return Mark("order", "", node.start, node.start, node.start + 1, 1, unreal="past" if node.start in past else "")
    if node.type == "each_one":
        after = node.end
        one = chart.at("length", after) or (chart.is_a(after, "each_at") and not chart.at("number", after + 1))
        first = node.start == 0 or chart.tokens.words[node.start - 1] in {*_CLAUSE, "and"}
        return Mark("each", "", node.start, node.start, node.end) if one and first else None
    if node.type == "another":
        free = _stands_alone(chart, node.end) and chart.at("length", node.start) is None
        return Mark("order", "", node.start, node.start, node.end, anew=True) if free else None
    words, role = chart.tokens.words, _ROLE[node.type]
    kind = str(node.value or "")
    if role == "pronoun":
        return (
            Mark("pronoun", "", node.start, node.start, node.end)
            if node.start == 0 or words[node.start - 1] != "that"
            else None
        )
    if role == "order":
        return _order(chart, node, past)
    unreal = "another event" if kind == "aside" else _unreal(chart, node, past)
    if role == "verb":
        return Mark("verb", kind, node.start, node.start, node.end, unreal=unreal)
    start, ordinal, count, definite, anew = _noun_phrase(chart, node.start)
    last = words[node.end - 1]
    plural = last.endswith("s") and not last.endswith("ss") and not chart.is_a(node.end - 1, "singular_s")
    if count is not None and count > 1:
        plural = True
    return Mark(role, kind, start, node.start, node.end, ordinal, count, plural, definite, anew, unreal)


def _order(chart: Chart, node: Node, past: set[int]) -> Mark | None:
    """An ordinal standing for an event ("the second one"); None where the ordinal belongs to another noun."""
    tokens = chart.tokens
    if node.start == 0 or tokens.words[node.start - 1] not in {"the", "a"}:
        return None
    after = node.end
    if not _stands_alone(chart, after):
        return None
    end = after + 1 if after < tokens.limits[node.start] and tokens.words[after] == "one" else after
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
    if after >= len(tokens) or tokens.limits[after] != tokens.limits[after - 1] or tokens.words[after] in _CLAUSE:
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
            ordinal = int(chart.grammar.values["<ordinal>"][word])
        elif (
            number is not None and word not in {"one", "a"} and words[number.end] != "-" and number.value.value % 1 == 0
        ):
            count, counted_at = (int(number.value.value) if number.value.value <= MOST else None), before
        elif chart.is_a(before, "plural_count"):
            count, counted_at = 2, before
        elif chart.is_a(before, "anew"):
            anew = True
        if chart.is_a(before, "determiner") and number is None:
            definite = word in {"the", "both", "these", "those", "this"}
            anew = anew or word == "another"
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


def _unreal(chart: Chart, node: Node, past: set[int]) -> str:
    """Why an event did not happen, or not now; "" if nothing says so."""
    if node.start in past:
        return "an event of the past"
    words, place = chart.tokens.words, node.start
    before = place - 1 - chart.is_a(place - 1, "determiner")
    if before > 1 and chart.is_a(before, "afterwards") and chart.is_a(before - 1, "timespan"):
        return f"an event before or after this one ({chart.said(before - 1, before + 1)!r})"
    while place > 0 and node.start - place < REACH and not _parts(chart, place - 1):
        place -= 1
        if (chart.is_a(place, "unreal") or chart.at("unreal", place)) and not chart.at("really", place):
            return f"not said to have happened ({chart.tokens.words[place]!r})"
    stop = min(node.end + 2 * REACH, chart.tokens.limits[node.start])
    for place in range(node.end, stop):
        if words[place] in _CLAUSE:
            break
        if chart.is_a(place, "undone") and (place < node.end + 3 or chart.is_a(place - 1, "auxiliary")):
            return f"not said to have happened ({words[place]!r})"
    return ""


def _parts(chart: Chart, place: int) -> bool:
    """Whether a token parts clauses: "No one was hurt when a meteorite fell"."""
    return chart.tokens.words[place] in _CLAUSE or chart.is_a(place, "when")


def _past(chart: Chart, years: frozenset[int]) -> set[int]:
    """The tokens of sentences that speak of another day: "last year", "in 2003"."""
    tokens, found = chart.tokens, set()
    for node in chart.words_of("past"):
        found.add(tokens.limits[node.start])
    for node in chart.of("digits"):
        if len(node.value) == 4 and node.value.isdecimal() and int(node.value) in years:
            found.add(tokens.limits[node.start])
    return {place for start, end in tokens.sentences if end in found for place in range(start, end)}


def related(one: str, other: str) -> bool:
    """Whether two kinds of event can be one: the same, of one family, or one of them just "the attack"."""
    return one == other or "incident" in (one, other) or "" in (one, other) or any({one, other} <= f for f in _FAMILIES)


class Sites:
    """The sites of one text, found by going through its marks once, in order."""

    def __init__(self, chart: Chart, found: Sequence[Mark]) -> None:
        self.chart = chart
        self.marks = list(found)
        self._starts = [mark.start for mark in self.marks]
        self.places: list[Place] = []
        self.of: dict[Mark, tuple[int, ...]] = {}
        self.taken: set[int] = set()
        self.anchors: frozenset[Mark] = frozenset()
        self.moves: list[tuple[int, int]] = []
        self._unrelated = {chart.tokens.limits[mark.start] for mark in self.marks if mark.role == "unrelated"}
        self.main = self._main_kinds()
        self._count = self._counted()
        if self._count < MANY:
            self.marks = [mark for mark in self.marks if mark.role != "each"]
            self._starts = [mark.start for mark in self.marks]
        self._last: tuple[int, ...] = ()
        self._one_more = any((mark.ordinal or 0) > 1 and not mark.definite for mark in self.marks)
        self._walk()

    def _main_kinds(self) -> frozenset[str]:
        """The kinds of event in the first sentence that tells of one."""
        limits = self.chart.tokens.limits
        for roles in (("event", "verb"), ("thing",)):
            real = [m for m in self.marks if m.role in roles and not m.unreal and m.kind]
            told = [m for m in real if m.kind != "incident"] or real
            if told:
                here = [m for m in told if limits[m.start] == limits[told[0].start]]
                later = self._later(here[0].end, limits[here[0].start])
                return frozenset(m.kind for m in here if m.start < later or related(m.kind, here[0].kind))
        return frozenset()

    def _later(self, start: int, limit: int) -> int:
        """Where a sentence goes on to what happened at another time ("and hours later a gunman"); else its end."""
        words = self.chart.tokens.words
        found = (at for at in range(start + 1, limit) if words[at] == "later" and self.chart.is_a(at - 1, "timespan"))
        return next(found, limit)

    def _is_main(self, kind: str) -> bool:
        return any(related(kind, main) for main in self.main)

    def _counted(self) -> int:
        """How many sites the words count: by "two blasts", "the second"."""
        most = 1 if self.main else 0
        asunder, limits = self._asunder(), self.chart.tokens.limits
        each = Counter(limits[mark.start] for mark in self.marks if mark.role == "each")
        if most and each:
            most = max(each.values())
        for mark in self.marks:
            if mark.unreal or mark.role not in {"event", "thing", "order"} or not self._is_main(mark.kind):
                continue
            if mark.role == "thing" and mark.kind not in _COUNTED:
                continue  # two buses make one collision
            most = max(most, mark.ordinal or 0)
            if mark.plural and limits[mark.start] in asunder:
                most = max(most, MANY)
            if mark.anew and not mark.definite and not mark.plural:
                most = max(most, 2)
            if mark.count and mark.count > 1:
                most = max(most, mark.count + (1 if mark.anew and not mark.definite else 0))
        return min(most, MOST)

    def _asunder(self) -> frozenset[int]:
        """The sentences, by their limit, that say how far some were from each other: "190 yards apart"."""
        ends = {node.end for node in self.chart.of("length")}
        found = self.chart.words_of("asunder")
        return frozenset(self.chart.tokens.limits[node.start] for node in found if node.start in ends)

    def _walk(self) -> None:
        several = self._count > 1
        self.places = [Place(self._kind(), number + 1 if several else None) for number in range(self._count)]
        for mark in self.marks:
            if mark.unreal or mark.role not in {"event", "thing", "order", "verb", "each"}:
                continue
            which = self._which(mark)
            if which:
                self.of[mark] = which
                if mark.role != "verb":
                    for index in which:
                        self.places[index].marks.append(mark)
                    self._last = which

    def _kind(self) -> str:
        """The kind of the main event: the first that is not just an incident."""
        for mark in self.marks:
            if mark.kind in self.main and mark.role != "thing" and not mark.unreal and mark.kind != "incident":
                return mark.kind
        things = (mark.kind for mark in self.marks if mark.role == "thing" and not mark.unreal)
        return next((kind for kind in things if kind in _COUNTED), "incident")

    def _which(self, mark: Mark) -> tuple[int, ...]:
        """The main sites that a mark speaks of; none for an event of another family."""
        if not self.places:
            return ()
        if mark.role != "thing" and mark.kind and not self._is_main(mark.kind):
            return self._doing(mark) if mark.role == "verb" else ()
        every = tuple(range(self._count))
        if mark.role == "verb":
            return self._subject(mark) or self._last or (every if self._count == 1 else (0,))
        if mark.ordinal is not None:
            return (mark.ordinal - 1,) if mark.ordinal <= self._count else every
        if mark.role == "each":
            limits = self.chart.tokens.limits
            before = sum(m.role == "each" and limits[m.start] == limits[mark.start] for m in self.of)
            return (before % self._count,)
        if mark.anew and not mark.definite:
            fresh = ((self._last or (0,))[-1] + 1) % self._count
            return tuple((fresh + step) % self._count for step in range(min(mark.count or 1, self._count)))
        if mark.plural and self._one_more and not self._last and mark.count is None and not mark.definite:
            return (0,)  # "Wildfires swept through ... A second fire": those told of first
        if mark.plural and (mark.role != "thing" or mark.kind in _COUNTED):
            return every
        if self._count == 1:
            return every
        if not mark.definite and len(self._last) == 1 and self._beside(mark):
            return tuple(index for index in every if index not in self._last)[:1]
        return self._last or (0,)

    def _beside(self, mark: Mark) -> bool:
        """Whether "a smaller explosion" stands beside the one spoken of: after, before, besides."""
        words = self.chart.tokens.words
        return any(word in {"after", "before", "following"} for word in words[max(0, mark.start - 2) : mark.start])

    def _doing(self, verb: Mark) -> tuple[int, ...]:
        """The sites of the event right before a verb: "the slide came down" is about the slide."""
        before = next(self._back(verb.start), None)
        near = before is not None and before.role == "event" and verb.start - before.end <= 1
        return self.of.get(before, ()) if before is not None and near else ()

    def _subject(self, verb: Mark) -> tuple[int, ...]:
        """The sites of the noun before a verb in its sentence."""
        limits = self.chart.tokens.limits
        for mark in self._back(verb.start):
            if limits[mark.start] != limits[verb.start]:
                break
            if mark.role in {"event", "thing", "order"}:
                return self.of.get(mark, ())
            if mark.role == "pronoun":
                return self._last
        return ()

    @property
    def counted(self) -> int:
        """How many sites the words themselves count; sites after these are events of other kinds."""
        return self._count

    def name(self, index: int) -> str:
        """What a site is called: "First explosion"."""
        place = self.places[index]
        order = _nth(self.chart, place.ordinal)
        return f"{order} {place.kind}".strip().capitalize()

    # ------------------------------------------------------------------------------------------ whose phrase

    def figure(self, start: int, end: int) -> tuple[Mark | None, str]:
        """The mark that the phrase at tokens `start` to `end` is about, or None and why."""
        tokens = self.chart.tokens
        limit = tokens.limits[start]
        here = bisect_left(self._starts, start)
        for mark in self.marks[here : here + FORTH]:
            if mark.start >= end:
                break
            if mark.role in {"event", "verb"}:
                return self._real(mark), ""
        if here and self.marks[here - 1].role == "event" and start <= self.marks[here - 1].at < end:
            return self.marks[here - 1], ""
        for mark in self._back(start):
            if tokens.limits[mark.start] != limit:
                break
            if mark.start >= start or (mark.role in _AWAY and mark.at in self.taken) or mark in self.anchors:
                continue
            if (gone := self._moved(mark.end, start)) is not None:
                return None, f"{self.chart.said(*gone)!r} before it: how far somebody or something moved"
            if mark.role == "speech" and mark.end < start and tokens.words[mark.end] == "," and mark.end + 1 == start:
                continue
            if mark.role in _AWAY:
                return None, self._why(mark)
            away = self._acted_on(mark)
            return (self._real(mark), "") if away is None else (None, self._why(away))
        aside = self._relative(end)
        for mark in self.marks[here : here + FORTH]:
            if tokens.limits[mark.start] != limit:
                break
            if end <= mark.start < aside:
                continue
            if not self._in_front(start):
                if mark.role == "verb" and mark.start >= end and self._right_after(end, mark.start):
                    return mark, ""
                break
            if mark.start >= end and mark.role not in {"pronoun"}:
                if mark.role in _AWAY:
                    return None, self._why(mark, "after")
                return mark, ""
        return None, ""

    def _relative(self, end: int) -> int:
        """Where a clause ends that says more of the anchor before it: "from the mosque that had been hit first, "."""
        words, limit = self.chart.tokens.words, self.chart.tokens.limits[end - 1]
        if end >= limit or words[end] not in {"that", "which", "where"}:
            return end
        return next((place for place in range(end, limit) if words[place] == ","), end)

    def _why(self, mark: Mark, where: str = "before") -> str:
        """Why a phrase beside such a mark is about no event."""
        return f"{self.chart.said(mark.at, mark.end)!r} {where} it: {_WHY[mark.role]}"

    def _back(self, start: int) -> Iterator[Mark]:
        """The marks before a token, the nearest first, no further than a reader's memory goes."""
        here = bisect_left(self._starts, start)
        return (self.marks[index] for index in range(here - 1, max(here - MEMORY, 0) - 1, -1))

    def _acted_on(self, mark: Mark) -> Mark | None:
        """The word that takes somebody elsewhere, right before them: "arrested a man in Leeds"."""
        before = bisect_left(self._starts, mark.start) - 1
        if mark.role not in {"thing", "verb"} or mark.kind != "incident" or before < 0:
            return None
        other = self.marks[before]
        near = 0 <= mark.start - other.end <= (mark.role == "thing")
        return other if other.role in _AWAY and near and other.role != "speech" else None

    def _moved(self, after: int, before: int) -> tuple[int, int] | None:
        """The words between two tokens that say how far something moved: "walked 12 miles"."""
        index = bisect_left(self.moves, (before, 0)) - 1
        return self.moves[index] if index >= 0 and self.moves[index][0] >= after else None

    def _real(self, mark: Mark) -> Mark:
        """The mark, or the event before a verb where that did not happen: "an aftershock struck"."""
        if mark.role == "verb":
            limit = self.chart.tokens.limits[mark.start]
            for other in self._back(mark.start):
                if self.chart.tokens.limits[other.start] != limit or other.role not in {"event", "thing"}:
                    break
                own = mark.kind == "incident" and other.role == "event" and other.end == mark.start
                return other if other.unreal or (own and other not in self.of) else mark
        return mark

    def _right_after(self, end: int, start: int) -> bool:
        """Whether nothing but auxiliaries stands between a phrase and a verb: "a ramp near the airport collapsed"."""
        return start - end < 3 and all(
            self.chart.is_a(place, "copula") or self.chart.is_a(place, "auxiliary") for place in range(end, start)
        )

    def _in_front(self, start: int) -> bool:
        """Whether a phrase opens its sentence, so that what it is about comes after it."""
        words, limits = self.chart.tokens.words, self.chart.tokens.limits
        while start > 1 and words[start - 1] == "," and start - 2 in self.taken and limits[start - 2] == limits[start]:
            start -= 2  # behind another that stands there
            while start > 0 and start - 1 in self.taken and limits[start - 1] == limits[start]:
                start -= 1
        return start == 0 or limits[start - 1] != limits[start] or words[start - 1] in {"-", "\u2014", ":", ")"}

    def apart(self, mark: Mark) -> bool:
        """Whether the sentence of an event says that it has nothing to do with the incident."""
        limit = self.chart.tokens.limits[mark.start]
        if mark in self.of or not self._count:
            return False
        chart, before = self.chart, mark.start - 1
        if before > 0 and chart.tokens.words[before] == "'s":
            before -= 2  # "after Monday's earthquake"
        return limit in self._unrelated or (before >= 0 and mark.role == "event" and chart.is_a(before, "afterwards"))

    def about(self, mark: Mark) -> tuple[int, ...]:
        """The sites that a mark speaks of; a pronoun speaks of what was spoken of before it."""
        if mark in self.of:
            return self.of[mark]
        if mark.role == "pronoun":
            return self.before(mark.start)
        return ()

    def before(self, start: int) -> tuple[int, ...]:
        """The sites spoken of last before a token."""
        for mark in self._back(start):
            if mark in self.of and mark.role != "verb":
                return self.of[mark]
        return tuple(range(self._count))

    def of_its_own(self, mark: Mark) -> tuple[int, ...]:
        """A site for an event that is not the main one, made when a phrase places it; one for each kind."""
        kind = mark.kind or "incident"
        for index, place in enumerate(self.places[self._count :], self._count):
            if place.kind == kind:
                place.marks.append(mark)
                return (index,)
        self.places.append(Place(kind, None, [mark]))
        return (len(self.places) - 1,)


def _nth(chart: Chart, ordinal: int | None) -> str:
    """The word of a language for an ordinal: the first in its list."""
    words = chart.grammar.values.get("<ordinal>", {})
    return next((word for word, value in words.items() if ordinal is not None and value == str(ordinal)), "")


_WHY = {
    "speech": "where somebody spoke",
    "effect": "where it was noticed, not where it was",
    "elsewhere": "where somebody or something came from, went or belongs",
    "unrelated": "another event",
}
