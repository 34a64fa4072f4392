"""The words for a speaker: where they begin and end beside a verb of saying, with titles and without what leads up.

"Reza Fallah, head of the Red Crescent, told": name and title are one speaker. "By 17:40, the head of the service
said": the time before the comma is no part of one. The word lists are `[speaker_classes]` of the language file.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapper.grammar import Chart

REACH = 24  # tokens that a speaker's name and titles may take
NAME = 6  # tokens of a name before its title ("Reza Fallah, head of ...")
TITLE = 4  # tokens within which a title must come, for words behind a comma to be one


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker in the report's words, and what is left of them without titles and general words for offices.

    An empty `by` says that nobody states it ("Neither police nor the mayor confirmed that ...").
    """

    by: str
    voice: tuple[str, ...]


class Spoken:
    """Finds the words for speakers in one text."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.words = chart.tokens.words
        words = chart.grammar.words
        self._verbs_of = words("be", "have", "state", "fate", "deed", "loss")
        self._said = words("saying")
        self._stops, self._whose, self._how = words("speaker_stop"), words("whose"), words("say_how", "be")
        self._turns, self._finite = words("relative", "quoting"), words("be", "have")
        self._verbal = words("be", "have", "state", "deed", "fate", "saying")
        self._general = words("office", "title")

    def trim(self, place: int, first: int) -> int:
        """The end of the speaker's words before a verb: without adverbs and helping verbs."""
        while place > first and self.words[place - 1] in self._how:
            place -= 1
        if place > first and self.words[place - 1] == ",":
            place -= 1
        return place

    def left(self, verb: int, first: int) -> int:
        """Where the words for the speaker before a verb begin."""
        words = self.words
        end = self.trim(verb, first)
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
            elif (word in self._stops and self.stops(start - 1)) or (word == "and" and self._clause(start - 1, first)):
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
        first, last = self.chart.tokens.sentences[self.chart.sentence_of(place)]
        return not self.chart.said(place, place + 1).isupper() or self.chart.said(first, last).isupper()

    def stops(self, place: int) -> bool:
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
            elif chart.is_a(start, "until") and chart.is_a(start + 1, "day_part") and start + 2 < end:
                start += 2
            elif (
                chart.is_a(start, "speaker_lead")
                or not self.words[start][0].isalnum()
                or (chart.is_a(start, "day_part") and chart.is_a(start + 1, "determiner"))
            ):
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
            if self.words[start - 1] == "," or self.stops(start - 1):
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
        for before in range(place - 1, max(first, place - REACH) - 1, -1):
            word = self.words[before]
            if word == "," or word in self._stops:
                return False
            if word in self._verbal or word[0].isdecimal():
                return True
        return False

    def right(self, start: int, last: int) -> int:
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
            if self.stops(place) or chart.is_a(place, "speaker_end"):
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
        while end < limit and self.words[end] != "," and not self.stops(end):
            end += 1
        if not (self._verbs_of | self._said).isdisjoint(self.words[comma + 1 : end]):
            return False
        if self._titled(comma + 1, end) or (comma + 1 < end and self.chart.is_a(comma + 1, "whose")):
            return self._named(comma, start)
        return self._titled(start, comma) and self._named(end, comma + 1)

    def speaker(self, start: int, end: int) -> Speaker | None:
        """The speaker named by tokens; None where they name nobody (no word, or a pronoun)."""
        chart, words = self.chart, self.words
        while end > start and (words[end - 1] == "," or chart.is_a(end - 1, "speaker_lead")):
            end -= 1
        if not any(word[0].isalpha() and word not in self._whose for word in words[start:end]):
            return None
        if (node := chart.at("speaker_pronoun", start)) and node.end == end:
            return None
        if end - start == 1 and (chart.is_a(start, "speaker_pronoun") or chart.is_a(start, "held")):
            return None
        turning = not self._turns.isdisjoint(words[start + 1 : end])
        for place in range(start + 1, end) if turning else ():
            if self._relates(place) or (chart.is_a(place, "quoting") and words[place - 1] == ","):
                end = place - 1 if words[place - 1] == "," else place
                break
        if not self._finite.isdisjoint(words[start:end]):
            return None
        if chart.is_a(start, "part_lead"):
            return None
        if chart.is_a(start, "nobody_says"):
            return Speaker("", ())
        by = " ".join(chart.said(start, end).split())
        voice = tuple(sorted({word for word in words[start:end] if word[0].isalnum()} - self._general))
        return Speaker(by, voice)
