"""Whose place a phrase tells: the nearest mark before it in its sentence, or after it where the phrase stands in front.

Words that turn a phrase away from the event (speaking, effects far away, travel and belonging) are marks too: a phrase
that follows one is about no event, and the reason is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from mapper.extractors._marks import AWAY, CLAUSE, Mark
from mapper.extractors._sites import Sites
from mapper.grammar import Chart

_DONE_BY_SOMEBODY = frozenset({"shooting", "explosion", "kidnapping", "strike"})
FAR = 20  # tokens before a phrase in which a suspect can be named
NEAR = 5  # tokens between an event and the verb that says what it did
FORTH = 8  # marks that are looked at after a phrase
_WHY = {
    "speech": "where somebody spoke",
    "effect": "where it was noticed, not where it was",
    "elsewhere": "where somebody or something came from, went or belongs",
    "unrelated": "another event",
}


@dataclass(frozen=True, slots=True)
class Whose:
    """What phrases are bound by: the sites of a text, and what its phrases have taken.

    `taken` are the tokens of phrases that place something; `anchors` the marks that phrases are measured from;
    `moves` the words that say how far something moved.
    """

    chart: Chart
    sites: Sites
    taken: frozenset[int]
    anchors: frozenset[Mark]
    moves: Sequence[tuple[int, int]]
    _rows: dict[int, int] = field(default_factory=dict)
    """Where the row of phrases begins that ends before a token, as far as anybody asked."""

    def figure(self, start: int, end: int) -> tuple[Mark | None, str]:
        """The mark that the phrase at tokens `start` to `end` is about, or None and why."""
        tokens = self.chart.tokens
        limit = tokens.limits[start]
        here = bisect_left(self.sites.starts, start)
        for mark in self.sites.marks[here : here + FORTH]:
            if mark.start >= end:
                break
            if mark.role in {"event", "verb"} and mark.at < end:
                reached = mark.role == "verb" and self._effect_before(mark)
                return (None, _WHY["effect"]) if reached else (self._real(mark), "")
        if here and self.sites.marks[here - 1].role == "event" and start <= self.sites.marks[here - 1].at < end:
            return self.sites.marks[here - 1], ""
        for mark in self.sites.back(start):
            if tokens.limits[mark.start] != limit:
                break
            if mark.start >= start or (mark.role in AWAY and mark.at in self.taken) or mark in self.anchors:
                continue
            if (gone := self._moved(mark.end, start)) is not None:
                return None, f"{self.chart.said(*gone)!r} before it: how far somebody or something moved"
            if mark.role == "speech" and mark.end < start and tokens.words[mark.end] == "," and mark.end + 1 == start:
                continue
            if mark.role == "event" and mark not in self.sites.of and self.sites.cause(mark):
                continue
            if mark.role == "verb" and self._done_by_an_effect(mark):
                return None, _WHY["effect"]
            if mark.role == "elsewhere" and self._inserted(mark, start):
                continue
            if mark.role in AWAY:
                struck = self._struck_there(mark, end)
                return (struck, "") if struck else (None, self._why(mark))
            if self._of_the_culprit(mark, start):
                return None, "where those who did it, or what they left, were found"
            if mark.role == "pronoun" and self._of_another(mark.end, start):
                return (
                    None,
                    f"{self.chart.said(mark.at, mark.end)!r} before it: of something else in a clause of its own",
                )
            if mark.role == "thing" and mark.kind == "incident" and self._speaks(end):
                return None, _WHY["speech"]
            away = self._acted_on(mark)
            return (self._real(mark), "") if away is None else (None, self._why(away))
        return self._after(start, end, here)

    def _struck_there(self, mark: Mark, end: int) -> Mark | None:
        """What happened right behind a phrase to what stood there: "A car parked 30 m from the mosque exploded"."""
        here = bisect_left(self.sites.starts, end)
        verb = self.sites.marks[here] if here < len(self.sites.marks) else None
        if verb is None or verb.role != "verb" or verb.kind == "incident" or verb.unreal or verb.start > end + 1:
            return None
        same = self.chart.tokens.limits[verb.start] == self.chart.tokens.limits[mark.start]
        return verb if same and self.chart.is_a(mark.at, "standing") else None

    def _of_the_culprit(self, mark: Mark, start: int) -> bool:
        """Whether a find is of a suspect or a weapon: "Police found the gunman's car in Lisbon"."""
        chart = self.chart
        found = mark.role != "verb" or chart.is_a(mark.at, "finding") or chart.at("finding", mark.at) is not None
        if not found or not self.sites.main & _DONE_BY_SOMEBODY:
            return False
        first = chart.tokens.sentences[chart.sentence_of(start)][0]
        words = chart.tokens.words[max(first, start - FAR) : start]
        told = mark.role == "verb" or not chart.grammar.words("finding").isdisjoint(words)
        return told and not chart.grammar.words("of_the_culprit").isdisjoint(words)

    def _effect_before(self, verb: Mark) -> bool:
        """Whether what did something is an effect of the event: "waves 2 metres high hit Talcahuano"."""
        if self._done_by_an_effect(verb):
            return True
        before = next(self.sites.back(verb.start), None)
        same = before is not None and self.chart.tokens.limits[before.start] == self.chart.tokens.limits[verb.start]
        return same and before is not None and self.chart.is_a(before.at, "effect_subject")

    def _done_by_an_effect(self, verb: Mark) -> bool:
        """Whether the word right before a verb is an effect of the event: "oil had already washed up on beaches"."""
        chart, place = self.chart, verb.start - 1
        while place > 0 and (chart.is_a(place, "auxiliary") or chart.is_a(place, "how")):
            place -= 1
        reached = place >= 0 and chart.tokens.limits[place] > verb.start and chart.is_a(place, "effect_subject")
        return reached and not chart.is_a(place, "thing")  # debris lies where the crash was

    def _after(self, start: int, end: int, here: int) -> tuple[Mark | None, str]:
        """The mark behind a phrase with no mark before: the phrase opens the sentence or tells of its subject.

        "The dam, 9 km east of the town, gave way", "The rig was drilling 40 miles off the coast when it blew up".
        """
        limit = self.chart.tokens.limits[start]
        aside, front = self._relative(end), self._in_front(start)
        for mark in self.sites.marks[here : here + FORTH]:
            if self.chart.tokens.limits[mark.start] != limit:
                break
            if end <= mark.start < aside or mark.start < end or mark.role == "pronoun" or mark in self.anchors:
                continue
            if mark.role in AWAY:
                return None, self._why(mark, "after")
            if front:
                return mark, ""
            if mark.role == "verb" and self.chart.is_a(mark.at, "goes_on"):
                continue  # "Kerman province, 820 km from Tehran, began three days of mourning"
            if mark.role == "verb":
                return (None, "") if self._of_another(end, mark.start) else (mark, "")
        return None, ""

    def _inserted(self, mark: Mark, start: int) -> bool:
        """Whether words stand between commas that end before a phrase: "The ship, bound for Rome, was caught ..."."""
        words = self.chart.tokens.words
        if mark.start == 0 or words[mark.start - 1] != ",":
            return False
        comma = next((place for place in range(mark.end, start) if words[place] == ","), start)
        return comma + 1 < start and self.chart.is_a(comma + 1, "auxiliary")

    def _does(self, end: int, start: int) -> bool:
        """Whether a noun is what does a verb behind it: "quakes above magnitude 5 had | struck"."""
        words = self.chart.tokens.words
        return start - end <= NEAR and not any(words[place] in CLAUSE for place in range(end, start))

    def _speaks(self, end: int) -> bool:
        """Whether somebody whom a phrase tells the place of says something: "a pilot landing at Luton said"."""
        return end < self.chart.tokens.limits[end - 1] and self.chart.is_a(end, "speech")

    def _of_another(self, end: int, start: int) -> bool:
        """Whether a verb behind a phrase has a subject of its own: "at the gate when the bombs went off"."""
        chart = self.chart
        return any(
            chart.is_a(place, "when") and not chart.is_a(place + 1, "subject_again") for place in range(end, start)
        )

    def _relative(self, end: int) -> int:
        """Where a clause ends that says more of the anchor before it: "from the mosque that had been hit first, "."""
        words, limit = self.chart.tokens.words, self.chart.tokens.limits[end - 1]
        if end >= limit or not self.chart.is_a(end, "relative_place"):
            return end
        return next((place for place in range(end, limit) if words[place] == ","), end)

    def _why(self, mark: Mark, where: str = "before") -> str:
        """Why a phrase beside such a mark is about no event."""
        return f"{self.chart.said(mark.at, mark.end)!r} {where} it: {_WHY[mark.role]}"

    def _acted_on(self, mark: Mark) -> Mark | None:
        """The word that takes somebody elsewhere, right before them: "arrested a man in Leeds"."""
        if mark.role not in {"thing", "verb"} or mark.kind != "incident":
            return None
        other = next(
            (other for other in self.sites.back(mark.at + 1) if other is not mark and other.at < mark.at), None
        )
        limits = self.chart.tokens.limits
        if other is None or other.role not in AWAY or other.role == "speech" or limits[other.at] != limits[mark.at]:
            return None
        start = min(mark.at, max(mark.start, other.end))
        return other if 0 <= start - other.end <= (mark.role == "thing") else None

    def _moved(self, after: int, before: int) -> tuple[int, int] | None:
        """The words between two tokens that say how far something moved: "walked 12 miles"."""
        index = bisect_left(self.moves, (before, 0)) - 1
        return self.moves[index] if index >= 0 and self.moves[index][0] >= after else None

    def _real(self, mark: Mark) -> Mark:
        """The mark, or the event before a verb where that did not happen: "an aftershock struck"."""
        if mark.role == "verb":
            limit = self.chart.tokens.limits[mark.start]
            for other in self.sites.back(mark.start):
                if self.chart.tokens.limits[other.start] != limit or other.role not in {"event", "thing"}:
                    break
                if other.role == "event" and other not in self.sites.of and self.sites.cause(other):
                    continue
                own = mark.kind == "incident" and other.role == "event" and self._does(other.end, mark.start)
                return other if other.unreal or (own and other not in self.sites.of) else mark
        return mark

    def _in_front(self, start: int) -> bool:
        """Whether a phrase opens its sentence, so that what it is about comes after it."""
        words, limits = self.chart.tokens.words, self.chart.tokens.limits
        passed = []
        while start > 1 and words[start - 1] == "," and start - 2 in self.taken and limits[start - 2] == limits[start]:
            if start in self._rows:
                start = self._rows[start]
                break
            passed.append(start)
            start -= 2  # behind another that stands there
            while start > 0 and start - 1 in self.taken and limits[start - 1] == limits[start]:
                start -= 1
        self._rows.update(dict.fromkeys(passed, start))
        return start == 0 or limits[start - 1] != limits[start] or words[start - 1] in {"-", "\u2014", ":", ")"}
