"""What stands around a figure: its sentence and clause, and the times, sites and speakers that are spoken of there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from mapper.extractors._speakers import Speakers
from mapper.grammar import Chart, Match
from mapper.model import Site
from mapper.readings import TimeSaid

CLAUSE = 60  # tokens that a clause may have to either side of a figure


class Surroundings:
    """What figures are read against: the chart, its times, sites and speakers."""

    def __init__(
        self,
        chart: Chart,
        *,
        times: Sequence[TimeSaid],
        pasts: Sequence[Match],
        sites: Sequence[Site],
        speakers: Speakers,
        published: date | None,
    ) -> None:
        self.chart, self.times, self.speakers, self.published = chart, times, speakers, published
        self.pasts = pasts
        self.named = sorted((span.start, span.end, index) for index, site in enumerate(sites) for span in site.mentions)
        ends = chart.grammar.words("clause_end")
        marks = [(place, word) for place, word in enumerate(chart.tokens.words) if word == "," or word in ends]
        self._hard = [place for place, word in marks if word != ","]
        self._turns = [place for place in self._hard if chart.tokens.words[place][0].isalpha()]
        self._cuts = [place for place, _ in marks]
        self._pasts = [past.start for past in pasts]
        self._times = [said.quote.start for said in times]

    def sentence(self, place: int) -> int:
        """The first token of the sentence that holds a token."""
        return self.chart.tokens.sentences[self.chart.sentence_of(place)][0]

    def same_sentence(self, place: int) -> tuple[int, int]:
        """The characters of the sentence that holds a token."""
        return self.chart.span(self.sentence(place), self.chart.tokens.limits[place])

    def pasts_in(self, first: int, last: int) -> Sequence[Match]:
        """The words for another time that begin among some tokens."""
        return self.pasts[bisect_left(self._pasts, first) : bisect_left(self._pasts, last)]

    def times_in(self, first: int, last: int) -> range:
        """The indices of the times that begin among some characters."""
        return range(bisect_left(self._times, first), bisect_left(self._times, last))

    def clause_start(self, place: int, reach: int = CLAUSE, *, commas: bool = True) -> int:
        """The first token of the clause that holds a token; with `commas`, they part clauses."""
        cuts = self._cuts if commas else self._hard
        before = bisect_left(cuts, place) - 1
        return max(self.sentence(place), place - reach, cuts[before] + 1 if before >= 0 else 0)

    def opening(self, place: int) -> int:
        """Where what a token is part of opens: its sentence, or what follows "but" or "while" in it."""
        before = bisect_left(self._turns, place) - 1
        return max(self.sentence(place), self._turns[before] + 1 if before >= 0 else 0)

    def clause_end(self, place: int) -> int:
        """The token behind the clause that ends at or after a token."""
        after = bisect_left(self._cuts, place)
        limit = min(self.chart.tokens.limits[place - 1], place + CLAUSE)
        return min(limit, self._cuts[after]) if after < len(self._cuts) else limit
