"""What happened where: which of the events of a text are the incident's sites.

Events of the family that the report opens with are its sites, counted and ordered as the words count and order them;
other events become sites of their own only if a phrase places them. Denied, feared, planned and past events and
those said to be unrelated are none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from mapper.extractors._marks import CLAUSE, MOST, REACH, Mark
from mapper.grammar import Chart

MEMORY = 60  # events, and words that are none, that are looked back over
MANY = 2  # sites that a plural without a number speaks of
_FAMILIES = (
    {"explosion", "strike"},
    {"strike", "shooting", "fighting"},
    {"crash", "sinking"},
    {"sinking", "grounding"},
    {"crash", "grounding"},
    {"crash", "collapse"},
    {"flood", "collapse"},
    {"flood", "storm", "landslide"},
    {"sinking", "drowning"},
    {"flood", "drowning"},
)

_OUTCOMES = frozenset({"drowning"})
_VEHICLES = frozenset({"crash", "sinking"})
_COUNTED = frozenset({"explosion", "strike"})
"""Kinds whose things are events one by one: two suitcases are two blasts."""
_MEANS = _COUNTED | {"shooting"}
"""Kinds that what was used tells of: "a suicide bomber", "gunmen"."""
_GROUND = "earthquake"
"""A kind that is a site by itself: what else a sentence tells of (a wave, a slide) it brought about elsewhere."""


@dataclass(slots=True)
class Place:
    """A site as it is being found: its kind, its order, and the marks that speak of it."""

    kind: str
    ordinal: int | None
    marks: list[Mark] = field(default_factory=list)
    name: str = ""


def related(one: str, other: str) -> bool:
    """Whether two kinds of event can be one: the same, of one family, or one of them just "the attack"."""
    return one == other or "incident" in (one, other) or "" in (one, other) or any({one, other} <= f for f in _FAMILIES)


class Sites:
    """The sites of one text, found by going through its marks once, in order."""

    def __init__(self, chart: Chart, found: Sequence[Mark], past: Set[int] = frozenset()) -> None:
        self.chart = chart
        self.past = past
        self.marks = list(found)
        self.starts = [mark.start for mark in self.marks]
        self.places: list[Place] = []
        self.of: dict[Mark, tuple[int, ...]] = {}
        self._unrelated = {chart.tokens.limits[mark.start] for mark in self.marks if mark.role == "unrelated"}
        self.main = self._main_kinds()
        self.spread = False
        """Whether sites are counted by the places that they were at."""
        self._count = self._counted()
        if self._count < MANY:
            self.marks = [mark for mark in self.marks if mark.role != "each"]
            self.starts = [mark.start for mark in self.marks]
        self._last: tuple[int, ...] = ()
        self._one_more = any(
            ((mark.ordinal or 0) > 1 or (mark.anew and mark.role == "event" and not mark.plural)) and not mark.definite
            for mark in self.marks
        )
        self._walk()

    def _main_kinds(self) -> frozenset[str]:
        """The kinds of event in the first sentence that tells of one.

        Where that speaks only of an attack or an incident, what it was done with tells ("a suicide bomber").
        """
        limits = self.chart.tokens.limits
        first = next((m for m in self.marks if m.role in {"event", "verb"} and not m.unreal and m.kind), None)
        if first is not None:
            here = [m for m in self.marks if limits[m.start] == limits[first.start] and not m.unreal]
            told = [m for m in here if m.role in {"event", "verb"} and m.kind != "incident"]
            means = frozenset(m.kind for m in here if m.role == "thing" and m.kind in _MEANS)
            if not told and means:
                return means
        for roles in (("event", "verb"), ("thing",)):
            real = [m for m in self.marks if m.role in roles and not m.unreal and m.kind]
            told = [m for m in real if m.kind != "incident"] or real
            if told:
                here = [m for m in told if limits[m.start] == limits[told[0].start]]
                later = self._later(here[0].end, limits[here[0].start])
                here = [m for m in here if m is here[0] or m.kind != _GROUND or not self.cause(m)]
                if any(m.kind == _GROUND and m.start < later for m in here):
                    return frozenset({_GROUND})
                return frozenset(m.kind for m in here if m.start < later or related(m.kind, here[0].kind))
        return frozenset()

    def cause(self, mark: Mark) -> bool:
        """Whether an event is only said to have set off what is told: "an avalanche set off by earthquakes"."""
        return mark.start > 0 and self.chart.is_a(mark.start - 1, "agent")

    def _later(self, start: int, limit: int) -> int:
        """Where a sentence goes on to what happened at another time ("and hours later a gunman"); else its end."""
        words = self.chart.tokens.words
        found = (at for at in range(start + 1, limit) if words[at] == "later" and self.chart.is_a(at - 1, "timespan"))
        return next(found, limit)

    def _is_main(self, kind: str) -> bool:
        if kind == "collapse" and "earthquake" in self.main:
            return False  # what an earthquake brings down is not where it was
        return any(related(kind, main) for main in self.main)

    def _counted(self) -> int:
        """How many sites the words count: by "two blasts", "the second"."""
        most = 1 if self.main else 0
        asunder, limits = self._asunder(), self.chart.tokens.limits
        others = len({m.kind for m in self.marks if m.kind in _MEANS and not m.unreal and not self._is_main(m.kind)})
        told = [m for m in self.marks if m.role == "event" and not m.unreal and m.kind in self.main]
        lone = bool(told) and not (told[0].plural or told[0].definite or told[0].count or told[0].ordinal)
        each = Counter(limits[mark.start] for mark in self.marks if mark.role == "each")
        if most and each:
            most = max(each.values())
        for mark in self.marks:
            if mark.unreal or mark.role not in {"event", "thing", "order"} or not self._is_main(mark.kind):
                continue
            if (mark.role == "order" or mark.anew) and not mark.kind and self._of_others(mark):
                continue  # "two blasts, the second of them at noon", "one person died, another was hurt"
            if mark.role == "thing" and (mark.kind not in _COUNTED or lone):
                continue  # two buses make one collision, the two missiles of "a missile strike" one strike
            most = max(most, mark.ordinal or 0)
            if mark.plural and limits[mark.start] in asunder:
                most = max(most, MANY)
            if mark.anew and not mark.definite and not mark.plural:
                most = max(most, 2)
            if mark.plural and (several := self._aimed_at_several(mark)):
                most, self.spread = max(most, several), True
            if mark.count and mark.count > 1:
                apart = others if mark.kind == "incident" else 0  # "the two attacks": a bomb and a shooting
                most = max(most, mark.count - apart + (1 if mark.anew and not mark.definite else 0))
        return min(most, MOST)

    def _of_others(self, mark: Mark) -> bool:
        """Whether "the second" or "another" follows what is none of the main events in its sentence."""
        limits = self.chart.tokens.limits
        before = (m for m in self.back(mark.start) if m.role in {"event", "verb"} and m.kind != "incident")
        last = next(before, None)
        return last is not None and limits[last.start] == limits[mark.start] and not self._is_main(last.kind)

    def _aimed_at_several(self, mark: Mark) -> int:
        """How many things an attack was on: "shootings at two mosques" are two; 0 where the words don't say."""
        chart = self.chart
        link = mark.end < chart.tokens.limits[mark.start] and chart.is_a(mark.end, "aimed_on")
        number = chart.at("number", mark.end + 1) if link else None
        whole = number is not None and chart.tokens.limits[number.start] == chart.tokens.limits[mark.start]
        if number is None or not whole or number.end >= len(chart.tokens) or number.value.value % 1:
            return 0
        plural = chart.tokens.words[number.end].endswith("s") and chart.is_a(number.end, "targets")
        return int(number.value.value) if plural and number.value.value <= MOST else 0

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
            if mark.kind in self.main - {"incident", *self._outcomes()} and mark.role != "thing" and not mark.unreal:
                return self._by_vehicle(mark)
        things = (mark.kind for mark in self.marks if mark.role == "thing" and not mark.unreal)
        return next((kind for kind in things if kind in _MEANS), "incident")

    def _outcomes(self) -> frozenset[str]:
        """Kinds that only say how people died, where another says of what: "feared drowned after a ferry sank"."""
        return _OUTCOMES if self.main - _OUTCOMES - {"incident"} else frozenset()

    def _by_vehicle(self, mark: Mark) -> str:
        """The kind of an event whose verb says nothing of what it happened to: "the boat went down" is a sinking."""
        chart, limits = self.chart, self.chart.tokens.limits
        if mark.kind not in _VEHICLES or not (
            chart.at("of_any_vehicle", mark.start) or chart.is_a(mark.start, "of_any_vehicle")
        ):
            return mark.kind
        here = (m for m in self.marks if limits[m.start] == limits[mark.start] and m.role == "thing")
        told = (m for m in self.marks if m.role == "thing" and not m.unreal)
        return next((m.kind for m in (*here, *told) if m.kind in _VEHICLES), mark.kind)

    def _which(self, mark: Mark) -> tuple[int, ...]:
        """The main sites that a mark speaks of; none for an event of another family."""
        if not self.places:
            return ()
        if mark.role != "thing" and mark.kind and not self._is_main(mark.kind):
            return self._doing(mark) if mark.role == "verb" else ()
        every = tuple(range(self._count))
        if mark.role == "verb":
            after = self._next(mark)
            return after or self._subject(mark) or self._last or (every if self._count == 1 else (0,))
        if mark.ordinal is not None:
            return (mark.ordinal - 1,) if mark.ordinal <= self._count else every
        if mark.role == "each":
            limits = self.chart.tokens.limits
            before = sum(m.role == "each" and limits[m.start] == limits[mark.start] for m in self.of)
            return (before % self._count,)
        if mark.anew and not mark.definite:
            every_one = len(self._last) == self._count
            fresh = self._count - 1 if every_one else ((self._last or (0,))[-1] + 1) % self._count
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
        return any(self.chart.is_a(place, "afterwards") for place in range(max(0, mark.start - 2), mark.start))

    def _next(self, verb: Mark) -> tuple[int, ...]:
        """The next site, where a sentence goes on in time: "Minutes later the gunman opened fire at a second one"."""
        if (
            self._count < MANY
            or len(self._last) != 1
            or self._last[0] + 1 >= self._count
            or self.chart.is_a(verb.at, "goes_on")
        ):
            return ()
        limits, chart = self.chart.tokens.limits, self.chart
        start = verb.start
        while start > 0 and verb.start - start < REACH and limits[start - 1] == limits[verb.start]:
            start -= 1
            if chart.is_a(start, "later_on") and start and chart.is_a(start - 1, "timespan"):
                return (self._last[0] + 1,) if self._opens(start - 1) else ()
        return ()

    def _opens(self, place: int) -> bool:
        """Whether "twelve minutes" at its last word opens a clause: only figures and hedges stand before it."""
        chart, limits = self.chart, self.chart.tokens.limits
        while place > 0 and limits[place - 1] == limits[place]:
            place -= 1
            if chart.tokens.words[place] in CLAUSE or chart.is_a(place, "and"):
                return True
            if not (chart.is_a(place, "hedge") or chart.at("number", place) or chart.is_a(place, "few_of")):
                return False
        return True

    def _doing(self, verb: Mark) -> tuple[int, ...]:
        """The sites of the event right before a verb: "the slide came down" is about the slide."""
        before = next(self.back(verb.start), None)
        near = before is not None and before.role == "event" and verb.start - before.end <= 1
        return self.of.get(before, ()) if before is not None and near else ()

    def _subject(self, verb: Mark) -> tuple[int, ...]:
        """The sites of the noun before a verb in its sentence."""
        limits = self.chart.tokens.limits
        for mark in self.back(verb.start):
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

    def back(self, start: int) -> Iterator[Mark]:
        """The marks before a token, the nearest first, no further than a reader's memory goes."""
        here = bisect_left(self.starts, start)
        return (self.marks[index] for index in range(here - 1, max(here - MEMORY, 0) - 1, -1))

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
        for mark in self.back(start):
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
    words = chart.grammar.values.get("ordinal", {})
    return next((word for word, value in words.items() if ordinal is not None and value == str(ordinal)), "")
