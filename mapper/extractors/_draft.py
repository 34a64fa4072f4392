"""A text with everything in it that can be an anchor, and how these become the mentions of its reading.

Toponyms come first, then described things, then anaphors ("the town"), then strangers: names that no gazetteer
knows. An index counts through them in this order until the mentions stand in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from mapper.extractors._described import Described, dropped
from mapper.grammar import Chart
from mapper.model import Report, Span
from mapper.readings import Mention

BESIDE = 10  # tokens between a name and the name of what it is part of
NEAR = 6  # names that are looked back over for one to measure from
MEMORY = 60  # names that "the town" looks back over

_WIDE = frozenset({"country", "continent", "ocean", "sea"})
_NEVER: dict[str, frozenset[str]] = {"territory": frozenset(), "island": frozenset(), "state": frozenset({"city"})}
"""Kinds of names that a noun can't stand for, where they are not the wide ones."""
_DIVISIONS = frozenset({"state", "province", "county", "region", "governorate"})
"""Nouns that stand for no town; for what holds one they can."""


@dataclass(frozen=True)
class Draft:
    """The chart of a report with its toponyms, things, anaphors and strangers, in tokens."""

    report: Report
    chart: Chart
    toponyms: Sequence[tuple[Mention, int, int]]
    things: Sequence[Described]
    again: Sequence[tuple[int, int, str]]
    strangers: Sequence[tuple[int, int, int]] = ()
    parts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    capitals: frozenset[int] = frozenset()
    passed: frozenset[int] = frozenset()
    """Where somebody or something came from or was going: nothing is set there while another place is named."""
    known_towns: Callable[[], frozenset[int]] = frozenset

    @cached_property
    def towns(self) -> frozenset[int]:
        """The names that can be towns."""
        return self.known_towns()

    @cached_property
    def tokens(self) -> list[tuple[int, int]]:
        """The first token of each, and the one after its last."""
        return [
            *((start, end) for _, start, end in self.toponyms),
            *((one.start, one.end) for one in self.things),
            *((start, end) for start, end, _ in self.again),
            *((start, end) for _, start, end in self.strangers),
        ]

    @cached_property
    def ending(self) -> dict[int, int]:
        """What ends before each token; a name before a thing that ends with it."""
        found: dict[int, int] = {}
        for index, (_, end) in enumerate(self.tokens):
            found.setdefault(end, index)
        return found

    @cached_property
    def dropped(self) -> frozenset[int]:
        """Toponyms that are only part of a thing's name: "Kennedy" of "the John F. Kennedy Library"."""
        return dropped(self.things)

    @cached_property
    def _by_end(self) -> list[tuple[int, int, int]]:
        """Toponyms and things with a position, by where they end; of two that end at one token the longer last."""
        return sorted(
            (end, -start, index)
            for index, (start, end) in enumerate(self.tokens[: len(self.toponyms) + len(self.things)])
            if index not in self.dropped
            and (index >= len(self.toponyms) or self.toponyms[index][0].sort not in {"organisation", "demonym"})
        )

    @cached_property
    def _contained(self) -> frozenset[int]:
        """Names that stand as containers of others: "Quebec" of "Lac-Megantic, Quebec"."""
        words, ends = self.chart.tokens.words, {end for *_, end in self.toponyms}
        listed = (
            index
            for index, (_, start, _) in enumerate(self.toponyms)
            if start > 1 and words[start - 1] == "," and start - 1 in ends
        )
        return frozenset([*listed, *(m.container for m, *_ in self.toponyms if m.container is not None)])

    @cached_property
    def _starts(self) -> list[int]:
        return [start for _, start, _ in self.toponyms]

    def span(self, start: int, end: int) -> Span:
        """The words of some tokens."""
        return self.report.span(*self.chart.span(start, end))

    def said(self, index: int) -> str:
        """The words of one of them."""
        return self.chart.plain(*self.tokens[index])

    def is_name(self, index: int) -> bool:
        """Whether one is a name of its own, or an anaphor of one; else it is a described thing."""
        return not 0 <= index - len(self.toponyms) < len(self.things)

    def thing(self, index: int) -> Described | None:
        """The described thing of an index, if it is one."""
        return None if self.is_name(index) else self.things[index - len(self.toponyms)]

    def before(self, place: int, told: Set[int] = frozenset()) -> int | None:
        """The toponym or thing that ends last before or at a token; `told` are others that nothing is set in."""
        last = bisect_right(self._by_end, (place, 1, 0)) - 1
        near = range(last, max(last - BESIDE, -1), -1)
        at = next((at for at in near if self._by_end[at][2] not in self.passed | told), last)
        return self._by_end[at][2] if at >= 0 else None

    def measured_before(self, place: int, told: Set[int] = frozenset()) -> int | None:
        """The thing or name that ends last before or at a token and that distances are measured from: no country."""
        at = bisect_right(self._by_end, (place, 1, 0)) - 1
        for _, _, index in reversed(self._by_end[max(at - NEAR, 0) : at + 1]):
            if (index >= len(self.toponyms) or index in self.towns) and index not in self.passed | told:
                return index
        return self.before(place, told)

    def repeats(self, index: int) -> bool:
        """Whether one is an anaphor ("the town")."""
        return 0 <= index - len(self.toponyms) - len(self.things) < len(self.again)

    def stands_for(self, index: int, held: Sequence[tuple[int, int]] = ()) -> int | None:
        """The name that an anaphor stands for; None for anything else."""
        index -= len(self.toponyms) + len(self.things)
        return self._antecedent(*self.again[index][::2], held) if 0 <= index < len(self.again) else None

    def _antecedent(self, start: int, noun: str, held: Sequence[tuple[int, int]] = ()) -> int | None:
        """The name that "the town" or "there" at a token stands for.

        The last one before it that an event was placed in (`held`) and that can be one, else the one that is called
        so, else the last that can; never one that is only passed through.
        """
        if noun in self.chart.grammar.words("there_again"):
            return self.before(start)
        if noun in self.chart.grammar.words("capital_noun"):
            return self._capital(start, held)
        placed = self._placed_in(start, noun, held)
        if placed is not None:
            return placed
        last = bisect_left(self._starts, start)
        some = [i for i in range(last - 1, max(last - MEMORY, 0) - 1, -1) if self._can_be(i, noun, start)]
        called = next((index for index in some if self._said_to_be(index, noun)), None)
        found = next((index for index in some if index not in self.passed), None)
        found = found if called is None else called
        return None if found in self.dropped else found

    def _placed_in(self, start: int, noun: str, held: Sequence[tuple[int, int]]) -> int | None:
        """The last name before a token that an event was placed in and that can be what a noun says.

        One that is called so comes first: "on the island" is on Utoya, whatever happened in Oslo since.
        """
        fitting = []
        for _, index in reversed(held[: bisect_left(held, (start, 0))][-MEMORY:]):
            thing = self.thing(index)
            name = index if thing is None else thing.container
            if name is None:
                continue
            fits = name < len(self.toponyms) and name not in self.dropped and self._can_be(name, noun, start)
            if (fits and self._said_to_be(name, noun)) or (not fits and self._called(name, noun)):
                return name
            fitting += [name] * fits
        return fitting[0] if fitting else None

    def _capital(self, start: int, held: Sequence[tuple[int, int]]) -> int | None:
        """What "the capital" stands for: the one named, the one it happened in, or the one that came up again."""
        before = [index for index in sorted(self.capitals) if self.toponyms[index][2] <= start]
        before = [index for index in before if index not in self.passed] or before
        names = [self.toponyms[index][0].name.casefold() for index in before]
        if len(set(names)) < 2:
            return before[-1] if before else None
        here = next((index for token, index in reversed(held) if index in self.capitals and token < start), None)
        if here is not None:
            return here
        often = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        return before[len(names) - 1 - names[::-1].index(often[0])] if len(often) == 1 else None

    def _can_be(self, index: int, noun: str, start: int) -> bool:
        """Whether "the town" at a token can stand for a name before it."""
        mention, _, end = self.toponyms[index]
        possible = mention.sort == "toponym" and mention.kind not in _NEVER.get(noun, _WIDE)
        if end > start or not possible or self._longer(index):
            return False
        if noun in _DIVISIONS:
            other = self.chart.is_a(end - 1, "settlement") and self.chart.tokens.words[end - 1] != noun
            return index not in self.towns and not other  # "Butte County" is no state
        if self.chart.grammar.words("town_noun").issuperset(noun.split()[-1:]):
            possible = index in self.towns or self._said_to_be(index, noun)
        return possible and index not in self._contained

    def _said_to_be(self, index: int, noun: str) -> bool:
        """Whether a name or the words before it say what it is: "the small town of West", "White Island"."""
        words, (_, start, end) = self.chart.tokens.words, self.toponyms[index]
        last = noun.rsplit(maxsplit=1)[-1]
        return words[end - 1] == last or (start > 1 and self.chart.is_a(start - 1, "of") and words[start - 2] == last)

    def _called(self, index: int, noun: str) -> bool:
        """Whether the words before a stranger say what it is: "the island of Utoya"."""
        at = index - (len(self.tokens) - len(self.strangers))
        first, start, _ = self.strangers[at] if 0 <= at < len(self.strangers) else (0, 0, 0)
        return noun in self.chart.tokens.words[first:start]

    def _longer(self, index: int) -> bool:
        """Whether a name is only the beginning of a longer one: "the U.S. Geological Survey"."""
        end, tokens = self.toponyms[index][2], self.chart.tokens
        if end >= len(tokens) or tokens.limits[end] != tokens.limits[end - 1]:
            return False
        after = tokens.starts[end]
        return tokens.ends[end - 1] + 1 == after and tokens.text[after : after + 2].istitle()

    def beside(self, end: int) -> int | None:
        """The name set beside a name as what it is part of: "Dueodde, the southern tip of the island of Bornholm"."""
        words, limits = self.chart.tokens.words, self.chart.tokens.limits
        index = bisect_left(self._starts, end)
        if end >= len(words) or words[end] != "," or limits[end] != limits[end - 1] or index == len(self._starts):
            return None
        start = self._starts[index]
        between = words[end + 1 : start]
        near = start <= end + BESIDE and limits[start] == limits[end]
        return (
            index
            if near and (not between or (self.chart.is_a(end + 1, "article") and self._of_between(end + 1, start)))
            else None
        )

    def _of_between(self, first: int, last: int) -> bool:
        return any(self.chart.is_a(place, "of") for place in range(first, last))

    def _around(self, held: Sequence[tuple[int, int]], used: Sequence[tuple[int, int]], start: int) -> int | None:
        """The name that a described thing is taken to be in where the text doesn't say.

        The last that an event was placed in (`held`) or by (`used`: tokens of phrases with their anchors); else the
        first of the text, where reports say from where they are.
        """
        for phrases in (held, used):
            last = bisect_left(phrases, (start + 1, 0))
            for _, anchor in reversed(phrases[max(last - MEMORY, 0) : last]):
                thing = self.thing(anchor)
                if thing is not None and thing.start >= start:
                    continue
                index = thing.container if thing else anchor if anchor < len(self.toponyms) else None
                if thing is None and index is None:
                    index = self.stands_for(anchor, held)
                named = index is not None and index < len(self.toponyms) and self.toponyms[index][0].sort == "toponym"
                if named and index is not None and (index in self.towns or thing is not None):
                    return index
        first = self._first
        return first if first is not None and self.toponyms[first][1] < start else None

    @cached_property
    def _first(self) -> int | None:
        names = enumerate(self.toponyms)
        own = [i for i, (name, *_) in names if name.sort == "toponym" and not self._longer(i)]
        return next((index for index in own if index not in self.passed), None)

    def mentions(
        self,
        used: Sequence[tuple[int, int]],
        away: frozenset[int] = frozenset(),
        loose: frozenset[int] = frozenset(),
        *,
        held: Sequence[tuple[int, int]] = (),
    ) -> tuple[tuple[Mention, ...], dict[int, int]]:
        """All mentions in the order of the text, and where each index went; strangers only where they are used.

        `used` are tokens of phrases with their anchors, `held` those that say in or near what it was; at
        `away` begin those that say how far from a place.
        `loose` are things whose place other words measure, so that they are in no place of which nobody says so.
        """
        rows = [
            *self._named(),
            *self._described(held, used, away, loose),
            *self._repeated(held),
            *self._strange(frozenset(index for _, index in used)),
        ]
        rows.sort(key=lambda row: (row[1].start, -row[1].end, row[0]))
        at = {index: new for new, (index, _) in enumerate(rows)}
        return tuple(
            replace(
                mention,
                container=at.get(mention.container) if mention.container is not None else None,
                same_as=at.get(mention.same_as) if mention.same_as is not None else None,
            )
            if mention.container is not None or mention.same_as is not None
            else mention
            for _, mention in rows
        ), at

    def _named(self) -> list[tuple[int, Mention]]:
        return [(i, mention) for i, (mention, *_) in enumerate(self.toponyms) if i not in self.dropped]

    def _described(
        self,
        held: Sequence[tuple[int, int]],
        used: Sequence[tuple[int, int]],
        away: frozenset[int],
        loose: frozenset[int],
    ) -> list[tuple[int, Mention]]:
        """Described things; a bare one ("the cemetery") is the one of its kind that was named before."""
        rows = []
        heads: dict[str, int] = {}
        for index, one in enumerate(self.things, len(self.toponyms)):
            mention = replace(one.mention, container=one.container)
            bare = one.definite and one.end - one.start == 1 + len(one.head.split())
            if bare and one.head in heads:
                mention = replace(mention, sort="anaphor", same_as=heads[one.head], because=("named before",))
            else:
                heads[one.head] = index
                far = not one.definite and not away.isdisjoint((one.end, one.end + 1))  # "a camp about 40 km from Oslo"
                water = one.head in self.chart.grammar.words("waterway")  # "into the river": it reaches beyond any town
                guessed = one.container is None and not (one.road or water or far or index in loose)
                around = self._whole(one, heads) if guessed else None
                around = self._around(held, used, one.start) if guessed and around is None else around
                if around is not None:
                    because = (*mention.because, "in the place spoken of before it")
                    mention = replace(mention, container=around, because=because)
            rows.append((index, mention))
        return rows

    def _whole(self, part: Described, heads: Mapping[str, int]) -> int | None:
        """What a thing is part of by its nature: "the runway" is that of the airport named before."""
        if part.head not in self.chart.grammar.classes.get("airport_part", ()):
            return None
        fields = self.chart.grammar.classes.get("airfield", ())
        named = [i for i, (_, _, end) in enumerate(self.toponyms) if end <= part.start and self._is_field(end - 1)]
        return max([*(heads[head] for head in fields if head in heads), *named[-1:]], default=None)

    def _is_field(self, place: int) -> bool:
        return self.chart.is_a(place, "airfield")

    def _repeated(self, held: Sequence[tuple[int, int]]) -> list[tuple[int, Mention]]:
        rows = []
        for index, (start, end, noun) in enumerate(self.again, len(self.toponyms) + len(self.things)):
            span = self.span(start, end)
            same_as = self._antecedent(start, noun, held)
            mention = Mention(
                span.start, span.end, span.text, self.chart.plain(start, end), noun, "anaphor", same_as=same_as
            )
            rows.append((index, mention))
        return rows

    def _strange(self, leaned_on: frozenset[int]) -> list[tuple[int, Mention]]:
        rows = []
        for index, (_, start, end) in enumerate(self.strangers, len(self.tokens) - len(self.strangers)):
            if index in leaned_on:
                span, name, why = self.span(start, end), self.chart.plain(start, end), ("no gazetteer knows it",)
                inside = self.parts[end][0] if end in self.parts else self.beside(end)
                rows.append((index, Mention(span.start, span.end, span.text, name, container=inside, because=why)))
        return rows
