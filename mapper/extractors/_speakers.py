"""Who says it: the speaker of the words at a token, for figures and for places alike.

The word lists are `[speaker_classes]` of the language file. A speaker is given in the words of the report ("the head
of Kerman's emergency service"), never looked up; a pronoun stands for the speaker before it. What nobody is said to
have stated is the report's own voice: None.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from mapper.grammar import Chart

REACH = 24  # tokens that a speaker's name and titles may take
NAME = 6  # tokens of a name before its title ("Reza Fallah, head of ...")
MEMORY = 8  # sentences back in which "he" is followed to a name
NEAR = 6  # verbs of saying to either side of some words that are looked at
FAR = 120  # tokens to either side in which a semicolon parts what speakers say
TITLE = 4  # tokens within which a title must come, for words behind a comma to be one


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker in the report's words, and what is left of them without titles and general words for offices.

    An empty `by` says that nobody states it ("Neither police nor the mayor confirmed that ...").
    """

    by: str
    voice: tuple[str, ...]


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
        self._verbs = [place for place, word in enumerate(self.words) if word in wanted]
        self._verbs_of = chart.grammar.words("be", "have", "state", "fate", "deed", "loss")
        self._content = chart.grammar.words("content")
        self._said = chart.grammar.words("saying")
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
            self._quotes = [place for place, word in enumerate(self.words) if word == '"']
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
            reach = self._right(node.end, last)
            speaker = self._speaker(node.end, reach)
            return _Saying(place, reach, speaker, behind=False, loose=True) if speaker else None
        if chart.is_a(place, "quoting"):
            return self._quoting(place, first, last)
        end = self._verb(place, first, last)
        if end is None:
            return None
        word = self.words[place]
        if word.endswith("ing") and found and place > first and self.words[place - 1] in {",", "and"}:
            return _Saying(place, end, found[-1].by, behind=False)
        start = self._left(place, first)
        if start >= self._trim(place, first) and (place == first or self.words[place - 1] in {",", '"'}):
            reach = self._right(end, last)
            speaker = self._speaker(end, reach)
            return _Saying(place, reach, speaker, behind=True) if speaker else None
        stop = self._trim(place, first)
        if chart.is_a(place, "held") and any(word[0].isdecimal() for word in self.words[start:stop]):
            return None  # "of 19,273 total confirmed cases"
        speaker = self._speaker(start, stop) or self._before(index, found, start, place)
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
        speaker = self._speaker(self._left(place, first), self._trim(place, first)) if passive else None
        speaker = speaker or self._speaker(place + 1, as_)
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
            return place + 1 if any(self._has("tally", place + step) for step in range(1, TITLE + 1)) else None
        if not chart.is_a(place, "saying") or passive:
            return None
        if chart.is_a(place, "held") and (self._has("loss", place + 1)):
            return None  # "12 confirmed deaths"
        if chart.is_a(place, "held") and place > first and chart.is_a(place - 1, "whose"):
            return None  # "the estimated 300"
        if place + 1 < last and words[place + 1] == "to" and chart.is_a(place, "held"):
            return None  # "a man said to be the father"
        follows = place + 1 < last and chart.is_a(place + 1, "saying")
        counted = chart.is_a(place, "took") or words[place] == "counted"
        if follows or (counted and place + 1 < last and (chart.at("count", place + 1) or chart.at("deed", place))):
            return None
        return place + 1

    def _has(self, name: str, place: int) -> bool:
        """Whether a word or a node of a name stands at a token."""
        return place < len(self.words) and (self.chart.is_a(place, name) or self.chart.at(name, place) is not None)

    def _trim(self, place: int, first: int) -> int:
        """The end of the speaker's words before a verb: without adverbs and helping verbs."""
        while place > first and (self.chart.is_a(place - 1, "say_how") or self.chart.is_a(place - 1, "be")):
            place -= 1
        if place > first and self.words[place - 1] == ",":
            place -= 1
        return place

    def _left(self, verb: int, first: int) -> int:
        """Where the words for the speaker before a verb begin."""
        words = self.words
        end = self._trim(verb, first)
        closed = end < verb and words[end] == ","
        start, floor = end, max(first, end - REACH)
        while start > floor:
            word = words[start - 1]
            if word == ",":
                if closed:
                    closed = False
                elif not (self._titled(start, end) and self._named(start - 1, first)):
                    break
            elif word == ")" and (opened := self._opened(start - 1, floor)) is not None:
                start = opened
                continue
            elif self._stops(start - 1) or (word == "and" and self._clause(start - 1, first)):
                break
            start -= 1
        return self._without_lead(start, end)

    def _opened(self, close: int, floor: int) -> int | None:
        """The bracket that a closing one belongs to, where a short form of a name stands between them."""
        return next((at for at in range(close - 1, max(close - 4, floor), -1) if self.words[at] == "("), None)

    def _relates(self, place: int) -> bool:
        """Whether a token begins what is said of a speaker ("who asked not to be named"); "WHO" is a name."""
        if not self.chart.is_a(place, "relative"):
            return False
        first, last = self.sentences[self.chart.sentence_of(place)]
        return not self.chart.said(place, place + 1).isupper() or self.chart.said(first, last).isupper()

    def _stops(self, place: int) -> bool:
        """Whether a token ends a speaker's words; a hyphen inside a word and an abbreviation's point do not."""
        tokens = self.chart.tokens
        word = self.words[place]
        inner = word == "-" and place > 0 and tokens.ends[place - 1] == tokens.starts[place]
        short = word == "." and place + 1 < tokens.limits[place]  # of an abbreviation: no sentence ends there
        return self.chart.is_a(place, "speaker_stop") and not inner and not short

    def _without_lead(self, start: int, end: int) -> int:
        """The start, behind words and times that lead up to a name ("with", "On Thursday")."""
        chart = self.chart
        while start < end:
            node = chart.at("day", start) or chart.at("day", start + 1) if chart.nodes else None
            if node is not None and node.end < end and node.start - start <= 1:
                start = node.end
            elif chart.is_a(start, "speaker_lead") or not self.words[start][0].isalnum():
                start += 1
            else:
                break
        return start

    def _titled(self, start: int, end: int) -> bool:
        """Whether words behind a comma are a title ("head of the Red Crescent"), not a name."""
        return any(self.chart.is_a(place, "title") for place in range(start, min(start + TITLE, end)))

    def _named(self, comma: int, first: int) -> bool:
        """Whether what stands before a comma is a name: few words, the last one with a capital."""
        start = comma
        while start > first and comma - start <= NAME:
            if self.words[start - 1] == "," or self._stops(start - 1):
                break
            start -= 1
        start = self._without_lead(start, comma)
        if self.chart.at("according", start):
            return False
        if not 0 < comma - start <= NAME or not self._verbs_of.isdisjoint(self.words[start:comma]):
            return False
        text, starts = self.chart.tokens.text, self.chart.tokens.starts
        return text[starts[start]].isupper() and text[starts[comma - 1]].isupper()

    def _clause(self, place: int, first: int) -> bool:
        """Whether a clause with its own verb or figure stands before "and", so that the speaker begins after it."""
        chart = self.chart
        for before in range(place - 1, max(first, place - REACH) - 1, -1):
            if self.words[before] == "," or chart.is_a(before, "speaker_stop"):
                return False
            kinds = ("be", "have", "state", "deed", "fate", "saying")
            if any(chart.is_a(before, kind) for kind in kinds) or self.words[before][0].isdecimal():
                return True
        return False

    def _right(self, start: int, last: int) -> int:
        """Where the words for a speaker after "according to" end."""
        chart, words = self.chart, self.words
        place, limit = start, min(last, start + REACH)
        while place < limit:
            word = words[place]
            if word == ",":
                if place == start or not self._apposed(start, place, limit):
                    break
                while place + 1 < limit and words[place + 1] != "," and not chart.is_a(place + 1, "speaker_stop"):
                    place += 1
                return place + 1
            if self._stops(place):
                break
            if place > start and (chart.is_a(place, "be") or chart.is_a(place, "have") or self._relates(place)):
                break
            if (chart.is_a(place, "on_day") and chart.at("day", place + 1)) or chart.at("day_named", place):
                break
            if (word == "and" and chart.is_a(place + 1, "whose")) or (place > start and word in self._said):
                break
            place += 1
        return place

    def _apposed(self, start: int, comma: int, limit: int) -> bool:
        """Whether the words behind a comma are the title of the name before it, or the name to the title before it."""
        end = comma + 1
        while end < limit and self.words[end] != "," and not self._stops(end):
            end += 1
        if not (self._verbs_of | self._said).isdisjoint(self.words[comma + 1 : end]):
            return False
        if self._titled(comma + 1, end) or (comma + 1 < end and self.chart.is_a(comma + 1, "whose")):
            return self._named(comma, start)
        return self._titled(start, comma) and self._named(end, comma + 1)

    def _speaker(self, start: int, end: int) -> Speaker | None:
        """The speaker named by tokens; None where they name nobody (no word, or a pronoun)."""
        chart, words = self.chart, self.words
        while end > start and (words[end - 1] == "," or chart.is_a(end - 1, "speaker_lead")):
            end -= 1
        if not any(words[place][0].isalpha() and not chart.is_a(place, "whose") for place in range(start, end)):
            return None
        if (node := chart.at("speaker_pronoun", start)) and node.end == end:
            return None
        if end - start == 1 and (chart.is_a(start, "speaker_pronoun") or chart.is_a(start, "held")):
            return None
        for place in range(start + 1, end):
            if self._relates(place) or (chart.is_a(place, "quoting") and words[place - 1] == ","):
                end = place - 1 if words[place - 1] == "," else place
                break
        if any(chart.is_a(place, "be") or chart.is_a(place, "have") for place in range(start, end)):
            return None
        if chart.is_a(start, "part_lead"):
            return None
        if chart.is_a(start, "nobody_says"):
            return Speaker("", ())
        by = " ".join(chart.said(start, end).split())
        voice = tuple(
            sorted(
                {
                    words[place]
                    for place in range(start, end)
                    if words[place][0].isalnum() and not chart.is_a(place, "office") and not chart.is_a(place, "title")
                }
            )
        )
        return Speaker(by, voice)

    def _before(self, index: int, found: list[_Saying], start: int, verb: int) -> Speaker | None:
        """The speaker that a pronoun stands for: the last one named before it, in this sentence or the last two.

        "The minister" stands for the minister named before, or else for itself.
        """
        named = self.chart.at("speaker_pronoun", start) if start < verb else None
        if named is None and not (start < verb and self.chart.is_a(start, "speaker_pronoun")):
            return None
        earlier = [*self._known.get(index - 2, ()), *self._known.get(index - 1, ()), *found]
        if named is None:
            return earlier[-1].by if earlier else None
        head = self.words[named.end - 1]
        meant = (one.by for one in reversed(earlier) if head in one.by.by.casefold())
        return next(meant, Speaker(self.chart.said(named.start, named.end), ()))

    def _closes(self, end: int, last: int) -> bool:
        """Whether nothing but a time or an audience stands between a verb and the next mark."""
        chart, place = self.chart, end
        if end < last and self._stops(end):
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
