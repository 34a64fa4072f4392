"""A report to its reading: the words and what they mean, before anyone looks at a map."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from mapper.extractors import _measures, _phrases, figures, times
from mapper.extractors._anchors import anaphors, put_nodes, unknown, wholes
from mapper.extractors._binding import bind
from mapper.extractors._descriptions import described
from mapper.extractors._draft import Draft
from mapper.extractors._marks import bygone, marks
from mapper.extractors._sites import Sites
from mapper.folding import folded
from mapper.grammar import Chart, Grammar
from mapper.known import known
from mapper.languages import tables
from mapper.model import Report
from mapper.parts import part
from mapper.readings import FigureSaid, Mention, Note, Phrase, Reading, TimeSaid
from mapper.seams import Gazetteer
from mapper.senses import Sense

FAR = 14  # tokens between a verb of setting out and its time
NEARLY = 1.6  # powers of ten of people by which a town may be less than a province of its name


@lru_cache(maxsize=8)
def grammar_of(language: str) -> Grammar:
    """The rules of a language, compiled."""
    return Grammar(tables(language), makers={**_measures.MAKERS, **_phrases.MAKERS, **times.MAKERS, **figures.MAKERS})


def extract(
    report: Report, *, gazetteers: Sequence[Gazetteer], spans: Sequence[tuple[int, int]] | None = None
) -> Reading:
    """The reading of one report. `spans` are toponyms that are already known: then only those are mentions of names."""
    chart = grammar_of(report.language).chart(report.text)
    named = (
        part("extractors", "toponyms").given(report, spans, gazetteers=gazetteers)
        if spans is not None
        else part("extractors", "toponyms").mentions(report, gazetteers=gazetteers)
    )
    toponyms = _in_tokens(chart, named)
    parts = wholes(chart, toponyms)
    toponyms = [
        (replace(one, container=parts[end][0]) if end in parts else one, start, end) for one, start, end in toponyms
    ]
    things = described(chart, toponyms)
    covered = {place for _, start, end in toponyms for place in range(start, end)}
    covered |= {place for one in things for place in range(one.start, one.end)}
    again = anaphors(chart, covered)
    past = bygone(chart, _other_years(chart, report), _these_months(report))
    events = marks(chart, covered, past)
    strangers = unknown(chart, covered, parts) if spans is None else []
    put_nodes(chart, toponyms, things, again, marks=events, strangers=strangers, parts=parts)
    chart.grow("path")
    nouns = chart.grammar.words("capital_noun")
    capitals = _capitals(toponyms, gazetteers) if any(noun in nouns for *_, noun in again) else frozenset()
    towns = partial(_towns, toponyms, gazetteers)
    draft = Draft(report, chart, toponyms, things, again, strangers, parts, capitals, known_towns=towns)
    numbered = enumerate(strangers, len(draft.tokens) - len(strangers))
    loose = frozenset(i for i, (first, start, end) in numbered if first == start and draft.beside(end) is None)
    found = _phrases.found(chart, loose)
    passed = frozenset(anchor for one in found if one.rule == "journey" for anchor in one.anchors)
    return _told(bind(replace(draft, passed=passed), found, Sites(chart, events, past)), chart)


def _capitals(toponyms: Sequence[tuple[Mention, int, int]], gazetteers: Sequence[Gazetteer]) -> frozenset[int]:
    """The names that, as mostly meant, are capitals of countries."""
    source = known(tuple(gazetteers))
    found = ((i, source.senses(folded(one.name))) for i, (one, *_) in enumerate(toponyms) if one.sort == "toponym")
    return frozenset(i for i, senses in found if senses and max(senses, key=lambda s: s.weight).capital)


def _towns(toponyms: Sequence[tuple[Mention, int, int]], gazetteers: Sequence[Gazetteer]) -> frozenset[int]:
    """The names that can be towns: nobody knows them, or a town of the name is nearly as likely meant as all else."""
    source = known(tuple(gazetteers))
    found = ((i, source.senses(folded(one.name))) for i, (one, *_) in enumerate(toponyms) if one.sort == "toponym")
    return frozenset(i for i, senses in found if not senses or _a_town(senses))


def _a_town(senses: Sequence[Sense]) -> bool:
    best = max(sense.weight for sense in senses)
    return any(sense.kind == "city" and sense.weight > best - NEARLY for sense in senses)


def _told(reading: Reading, chart: Chart) -> Reading:
    """The reading with its times and claims, and with who says each phrase."""
    said, pasts = times.times(chart)
    departing = {node.start for node in chart.words_of("departs")}
    if departing:
        said = tuple(replace(time, aside=True) if _setting_out(chart, time, departing) else time for time in said)
    speakers = figures.Speakers(chart)
    claims = figures.figures(
        chart, times=said, pasts=pasts, sites=reading.sites, speakers=speakers, published=reading.report.published
    )
    phrases = []
    for phrase in reading.phrases:
        speaker = speakers.at(chart.token_at(phrase.quote.start))
        phrases.append(replace(phrase, by=speaker.by) if speaker else phrase)
    return replace(reading, times=said, claims=claims, phrases=tuple(phrases))


def _setting_out(chart: Chart, time: TimeSaid, departing: Set[int]) -> bool:
    """Whether a clock tells when somebody or something set out: "left John Wayne Airport at 9:06 a.m."."""
    if time.hour is None:
        return False
    place = chart.token_at(time.quote.start)
    for back in range(place - 1, max(place - FAR, 0) - 1, -1):
        if chart.tokens.limits[back] != chart.tokens.limits[place] or chart.tokens.words[back] == ",":
            return False
        if chart.is_a(back, "eventverb") or chart.at("eventverb", back):
            return False
        if back in departing:
            return True
    return False


def _in_tokens(chart: Chart, named: Sequence[Mention]) -> list[tuple[Mention, int, int]]:
    """The mentions with their first token and the one after their last; the noun after a name is its kind."""
    found = []
    for mention in named:
        if mention.end > mention.start:
            start = chart.token_at(mention.start)
            end = min(chart.token_at(mention.end - 1) + 1, len(chart.tokens))  # it may end in spaces
            if not mention.kind and start < end < chart.tokens.limits[start] and chart.is_a(end, "settlement"):
                mention = replace(mention, kind=chart.tokens.words[end])  # noqa: PLW2901
            found.append((mention, start, end))
    return found


def _other_years(chart: Chart, report: Report) -> frozenset[int]:
    """Years in the text that are not the incident's: before the publication, or before the latest year named."""
    named = {int(node.value) for node in chart.of("digits") if len(node.value) == 4 and node.value.isdecimal()}
    named = {year for year in named if 1800 <= year <= 2100}
    now = report.published.year if report.published else max(named, default=0)
    return frozenset(year for year in named if year < now)


def _these_months(report: Report) -> frozenset[int]:
    """The month that a report came out in and the one before it: another is not the incident's."""
    now = report.published
    return frozenset({now.month, (now.month - 2) % 12 + 1}) if now else frozenset()


def explain(reading: Reading) -> str:
    """Sentence by sentence, what each phrase was read as and by which rule; and what was not read.

    What looked spatial and was not read is there too, so that gaps can be seen and filed.
    """
    said: list[tuple[int, str]] = [(note.quote.start, _line(note)) for note in reading.notes]
    told: dict[tuple[Any, ...], list[Phrase]] = {}
    for phrase in reading.phrases:
        told.setdefault((phrase.quote.start, phrase.quote.end, phrase.relation, phrase.reading), []).append(phrase)
    said += [(phrases[0].quote.start, _phrase_line(reading, phrases)) for phrases in told.values()]
    said += [(time.quote.start, _time_line(time)) for time in reading.times]
    said += [(figure.quote.start, _figure_line(figure)) for figure in reading.claims]
    said.sort()
    lines: list[str] = []
    for sentence in reading.sentences:
        lines.append(" ".join(sentence.text.split()))
        here, after = (bisect_left(said, (place, "")) for place in (sentence.start, sentence.end))
        lines += [line for _, line in said[here:after]]
    return "\n".join(lines)


def _phrase_line(reading: Reading, phrases: Sequence[Phrase]) -> str:
    """One phrase in one of its readings, for all the sites that it is about."""
    one, sites = phrases[0], reading.sites
    anchors = [reading.mentions[a].text if a >= 0 else sites[~a].name for a in one.anchors]
    far, way = one.distance, one.bearing
    figures = [f"{value:.10g}" for value in ((far.low, far.nominal, far.high) if far else ()) if value is not None]
    parts = [
        f"{one.relation} of {' and '.join(dict.fromkeys(sites[phrase.site].name for phrase in phrases))}",
        anchors and f"anchor {' and '.join(' '.join(anchor.split()) for anchor in anchors)}",
        figures and f"{' / '.join(figures)} m" + (" or more" if far and far.high is None else ""),
        way and f"{way.degrees:g} ± {way.half_width:g} degrees",
        one.hedged and "hedged",
        one.weight != 1 and f"weight {one.weight:g}",
        one.by and f"by {one.by}",
    ]
    reasons = f": {'; '.join(one.because)}" if one.because else ""
    told = ", ".join(part for part in parts if part)
    return f"  {' '.join(one.quote.text.split())!r}: {told} (rule {one.rule!r}){reasons}"


def _time_line(time: TimeSaid) -> str:
    reasons = f": {'; '.join(time.because)}" if time.because else ""
    return f"  {' '.join(time.quote.text.split())!r}: a time, {time.role} (rule {time.rule!r}){reasons}"


def _figure_line(figure: FigureSaid) -> str:
    many = figure.count
    bounds = f"{many.low}" if many.low == many.high else f"{many.low or 'up'} to {many.high or 'more'}"
    parts = [
        f"{figure.claim} {bounds}" + (f" ({figure.scope})" if figure.scope else ""),
        figure.by and f"by {figure.by}",
        figure.estimate and "an estimate",
        figure.changes and "in place of an earlier figure",
    ]
    told = ", ".join(part for part in parts if part)
    reasons = f": {'; '.join(many.because)}" if many.because else ""
    return f"  {' '.join(figure.quote.text.split())!r}: {told} (rule {figure.rule!r}){reasons}"


def _line(note: Note) -> str:
    rule = f" (rule {note.rule!r})" if note.rule else ""
    reasons = f": {'; '.join(note.because)}" if note.because else ""
    return f"  {' '.join(note.quote.text.split())!r}: {note.read_as}{rule}{reasons}"
