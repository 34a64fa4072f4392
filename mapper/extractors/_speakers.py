"""Who says it: the speaker of the words at a token, for figures and for places alike.

The word lists are `[speaker_classes]` of the language file. A speaker is given in the words of the report ("the head
of Kerman's emergency service"), never looked up; a pronoun stands for the speaker before it. What nobody is said to
have stated is the report's own voice: None.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from mapper.extractors._spoken import REACH, TITLE, Speaker, Spoken
from mapper.grammar import Chart

MEMORY = 8  # sentences back in which "he" is followed to a name
NEAR = 6  # verbs of saying to either side of some words that are looked at
FAR = 120  # tokens to either side in which a semicolon parts what speakers say


@dataclass(frozen=True, slots=True)
class _Saying:
    """One verb of saying (or "according to") with its speaker: tokens `start` to `end`, and what it covers."""

    start: int
    end: int
    by: Speaker
    behind: bool
    """It stands behind the words that it covers: "..., police said."."""
    loose: bool = False
    """It covers both sides: "according to"."""


class Speakers:
    """The speakers of one text; each sentence is looked at when it is first asked about."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.words = chart.tokens.words
        self.sentences = chart.tokens.sentences
        wanted = chart.grammar.first_words("saying", "setting", "according", "quoting")
        self._verbs = chart.places(wanted)
        self.spoken = Spoken(chart)
        self._content = chart.grammar.words("content")
        self._known: dict[int, list[_Saying]] = {}
        self._quotes: list[int] | None = None

    def at(self, place: int) -> Speaker | None:
        """Who says the words at token `place`."""
        index = self.chart.sentence_of(place)
        if index < 0:
            return None
        sayings = self._sayings(index)
        if not sayings:
            return self._quoted(index, place)
        middle = bisect_right(sayings, place, key=lambda one: one.start)
        near = sayings[max(middle - NEAR, 0) : middle + NEAR]
        first, last = self._segment(index, place)
        here = [one for one in near if first <= one.start < last] or (near if len(sayings) == 1 else [])
        before = [one for one in here if one.end <= place + 1 and not one.loose]
        after = [one for one in here if one.start > place and one.behind]
        if before and not (after and before[-1].behind and after[0].start - place < place - before[-1].end):
            return before[-1].by
        rest = after or [one for one in here if one.loose]
        return min(rest, key=lambda one: min(abs(one.start - place), abs(one.end - place))).by if rest else None

    def _segment(self, index: int, place: int) -> tuple[int, int]:
        """The tokens between the semicolons around a token."""
        first, last = self.sentences[index]
        before = next(
            (cut for cut in range(place - 1, max(first, place - FAR) - 1, -1) if self.words[cut] == ";"), None
        )
        after = next((cut for cut in range(place, min(last, place + FAR)) if self.words[cut] == ";"), last)
        return first if before is None else before + 1, after

    def _quoted(self, index: int, place: int) -> Speaker | None:
        """The speaker of a sentence that stands inside a quotation begun before it or ended after it."""
        if not self._inside(place):
            return None
        for near in (index - 1, index + 1, index - 2):
            if 0 <= near < len(self.sentences) and (sayings := self._sayings(near)):
                return sayings[-1 if near < index else 0].by
        return None

    def _inside(self, place: int) -> bool:
        """Whether a token stands in a quotation: the last mark before it, in its paragraph, opens one."""
        if self._quotes is None:
            self._quotes = self.chart.places({'"'})
        index = bisect_right(self._quotes, place) - 1
        if index < 0:
            return False
        mark, tokens = self._quotes[index], self.chart.tokens
        begins = not mark or tokens.ends[mark - 1] < tokens.starts[mark]
        return begins and "\n\n" not in tokens.text[tokens.starts[mark] : tokens.starts[place]]

    def _sayings(self, index: int) -> list[_Saying]:
        if index not in self._known:
            for near in range(max(index - MEMORY, 0), index + 1):
                if near not in self._known:
                    self._known[near] = self._read(near)
        return self._known[index]

    def _read(self, index: int) -> list[_Saying]:
        first, last = self.sentences[index]
        found: list[_Saying] = []
        done = first
        for place in self._verbs[bisect_left(self._verbs, first) : bisect_left(self._verbs, last)]:
            if place >= done and (step := self._one(index, place, found)):
                found.append(step)
                done = max(step.end, place + 1)
        return found

    def _one(self, index: int, place: int, found: list[_Saying]) -> _Saying | None:
        chart, (first, last) = self.chart, self.sentences[index]
        if node := chart.at("according", place):
            reach = self.spoken.right(node.end, last)
            speaker = self.spoken.speaker(node.end, reach)
            return _Saying(place, reach, speaker, behind=False, loose=True) if speaker else None
        if chart.is_a(place, "quoting"):
            return self._quoting(place, first, last)
        end = self._verb(place, first, last)
        if end is None:
            return None
        word = self.words[place]
        link = place - 1
        while link > first and chart.is_a(link, "say_how"):
            link -= 1  # "police said, sharply raising an earlier toll"
        if word.endswith("ing") and found and link >= first and (self.words[link] == "," or chart.is_a(link, "and")):
            return _Saying(place, end, found[-1].by, behind=False)
        start = self.spoken.left(place, first)
        if start >= self.spoken.trim(place, first) and (place == first or self.words[place - 1] in {",", '"'}):
            reach = self.spoken.right(end, last)
            speaker = self.spoken.speaker(end, reach)
            return _Saying(place, reach, speaker, behind=True) if speaker else None
        stop = self.spoken.trim(place, first)
        if chart.is_a(place, "held") and any(word[0].isdecimal() for word in self.words[start:stop]):
            return None  # "of 19,273 total confirmed cases"
        speaker = self.spoken.speaker(start, stop) or self._before(index, found, start, place)
        if speaker is None:
            return None
        behind = start > first and (self.words[start - 1] == '"' or self._closes(end, last))
        return _Saying(start, end, speaker, behind=behind)

    def _quoting(self, place: int, first: int, last: int) -> _Saying | None:
        """Whom somebody quotes: "the agency quoted a source as saying", "the governor was quoted as saying"."""
        chart = self.chart
        as_ = next((at for at in range(place, min(last, place + REACH)) if chart.at("as_saying", at)), None)
        if as_ is None:
            return None
        passive = place > first and chart.is_a(place - 1, "be")
        speaker = (
            self.spoken.speaker(self.spoken.left(place, first), self.spoken.trim(place, first)) if passive else None
        )
        speaker = speaker or self.spoken.speaker(place + 1, as_)
        return _Saying(place, as_ + 2, speaker, behind=self._closes(as_ + 2, last)) if speaker else None

    def _verb(self, place: int, first: int, last: int) -> int | None:
        """The end of the verb of saying at a token, None where there is none (or a passive, or a noun)."""
        chart, words = self.chart, self.words
        before = place - 1
        while before > 0 and chart.is_a(before, "say_how") and not chart.is_a(before, "have"):
            before -= 1
        passive = place > 0 and (chart.is_a(before, "be") or words[before] == "to")
        if node := chart.at("saying", place):
            return node.end
        if chart.is_a(place, "setting") and not passive:
            return place + 1 if chart.among("tally", place + 1, place + 1 + TITLE) else None
        if passive or not chart.is_a(place, "saying"):
            return None
        if chart.is_a(place, "held"):
            if chart.among("loss", place + 1, place + 2):
                return None  # "12 confirmed deaths"
            if place + 1 < last and chart.is_a(place + 1, "no_object"):
                start = self.spoken.left(place, first)
                if start > first and words[start - 1] not in {",", '"'}:
                    return None  # "with 12 cases reported in the capital"
            if place > first and chart.is_a(place - 1, "whose"):
                return None  # "the estimated 300"
            if place + 1 < last and words[place + 1] == "to":
                return None  # "a man said to be the father"
        helped = place + 1 + (place + 1 < last and chart.is_a(place + 1, "have"))  # "early reports had put it at"
        follows = helped < last and (
            chart.is_a(helped, "saying") or (helped > place + 1 and chart.is_a(helped, "setting"))
        )
        counted = chart.is_a(place, "took") or words[place] == "counted"
        if follows or (counted and place + 1 < last and (chart.at("count", place + 1) or chart.at("deed", place))):
            return None
        return place + 1

    def _before(self, index: int, found: list[_Saying], start: int, verb: int) -> Speaker | None:
        """The speaker that a pronoun stands for: the last one named before it, in this sentence or the last two.

        "The minister" stands for the minister named before, or else for itself.
        """
        named = self.chart.at("speaker_pronoun", start) if start < verb else None
        if named is None and not (start < verb and self.chart.is_a(start, "speaker_pronoun")):
            return None
        told = [*self._known.get(index - 2, ()), *self._known.get(index - 1, ()), *found]
        earlier = [one for one in told if one.by.by]  # "Nobody has claimed it. Two died, she said": she is somebody
        if named is None:
            return earlier[-1].by if earlier else None
        head = self.words[named.end - 1]
        meant = (one.by for one in reversed(earlier) if head in one.by.by.casefold())
        return next(meant, Speaker(self.chart.said(named.start, named.end), ()))

    def _closes(self, end: int, last: int) -> bool:
        """Whether nothing but a time or an audience stands between a verb and the next mark."""
        chart, place = self.chart, end
        if end < last and self.spoken.stops(end):
            return self.words[end] not in self._content
        while place < min(last, end + REACH):
            if self.words[place] in {",", ".", ";", '"', "\u2014", "!", "?"}:
                return True
            node = chart.at("audience", place) or chart.at("day", place)
            if node is not None:
                place = node.end
            elif chart.is_a(place, "time_lead") or chart.is_a(place, "audience") or place == end:
                place += 1
            else:
                return False
        return True
