"""Names of places in a text: which words are one, of what sort, and what the text says they lie in.

It knows names and how prominent their bearers are, not which of them is meant: that is `resolve`'s. People,
organisations that carry a place's name and common words are told apart by the words around them; a demonym
("Iranian") points to a country and is no place. What it cannot see: a name that no gazetteer has, unless its
own words say that it is one ("Rice Lake").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from mapper.errors import UsageError
from mapper.extractors._joining import containers
from mapper.extractors._judging import judge, kind_asked
from mapper.extractors._scan import Found, Row, names, runs, tokens, worded
from mapper.extractors._unspaced import unspaced
from mapper.folding import folded
from mapper.known import Known, known
from mapper.model import Report
from mapper.readings import Mention
from mapper.seams import Gazetteer


def mentions(report: Report, *, gazetteers: Sequence[Gazetteer]) -> tuple[Mention, ...]:
    """The names in the report, in the order of the text, none overlapping another.

    >>> from mapper.parts import part
    >>> report = Report("Paris Hilton flew to the Iranian city of Kerman.")
    >>> known = [part("geocoders", "embedded").opened()]
    >>> [(m.text, m.sort, m.container) for m in mentions(report, gazetteers=known)]
    [('Iranian', 'demonym', None), ('Kerman', 'toponym', 0)]
    """
    source = known(tuple(gazetteers))
    if not source:
        return ()
    return _joined(report, _found(tokens(report.text), source))


def given(report: Report, spans: Sequence[tuple[int, int]], *, gazetteers: Sequence[Gazetteer]) -> tuple[Mention, ...]:
    """The mentions at spans that are already known to be names; what the text says of them is still read.

    A span with nothing but blanks names nothing and is left out.

    Raises:
        UsageError: a span lies outside the text or ends before it begins.
    """
    return _joined(report, _given(report, spans, known(tuple(gazetteers))))


def _given(report: Report, spans: Sequence[tuple[int, int]], source: Known) -> list[Found]:
    row = tokens(report.text)
    kept: list[Found] = []
    for start, end in sorted(set(spans)):
        if not 0 <= start <= end <= len(report.text):
            raise UsageError(
                f"mentions: ({start}, {end}) is no span of a text of {len(report.text)} characters; "
                "spans are (start, end) in characters, the end not included"
            )
        if not report.text[start:end].strip():
            continue
        inside = range(bisect_right(row.ends, start), bisect_left(row.starts, end))
        first, last = (inside[0], inside[-1]) if inside else (0, 0)
        words = report.text[start:end]
        bare = words.removesuffix("'s").removesuffix("’s")
        if " " in bare and source.senses(folded(words)):
            bare = words  # "St. John's"
        key = folded(bare)
        kind = kind_asked(row, first, last) if inside else ""
        found = Found(first, last, start, end, key, source.senses(key), kind=kind)
        found.name_end = start + len(bare)
        kept.append(found)
    return kept


def surrounded(report: Report, mentions: Sequence[Mention], *, gazetteers: Sequence[Gazetteer]) -> tuple[Mention, ...]:
    """Mentions at given spans, and behind them the other names of the text, as those of organisations are.

    The others say where ("Norfolk, Neb." of which only Norfolk was given), and are shown as no place.
    """
    source = known(tuple(gazetteers))
    spans = {(one.start, one.end): i for i, one in enumerate(mentions) if one.sort == "toponym"}
    kept = _given(report, list(spans), source)
    taken = {place for f in kept for place in range(f.start, f.end)}
    others = [f for f in _found(tokens(report.text), source) if taken.isdisjoint(range(f.start, f.end))]
    both = sorted([*kept, *others], key=lambda f: f.start)
    numbers = {id(f): len(mentions) + i for i, f in enumerate(others)} | {id(f): spans[f.start, f.end] for f in kept}
    inside = {numbers[id(both[i])]: numbers[id(both[j])] for i, j in containers(report.text, both).items()}
    hidden = [replace(_mention(report, f, None), sort="organisation", kind="") for f in others]
    return tuple(
        [
            replace(one, container=inside[i]) if one.container is None and i in inside else one
            for i, one in enumerate([*mentions, *hidden])
        ]
    )


def _found(row: Row, source: Known) -> list[Found]:
    """The names in a text, each of its sort, in order."""
    source.expect(dict.fromkeys([row[i].key for i in row.capitals]))
    in_run = runs(row)
    found = names(row, source.longest, source.senses)
    kept = judge(row, in_run, worded(row, in_run, found))
    more = unspaced(row, {f.first for f in found}, source)
    return sorted([*kept, *more], key=lambda f: f.start) if more else kept


def _joined(report: Report, kept: Sequence[Found]) -> tuple[Mention, ...]:
    """Mentions of what was found, each with its container."""
    inside = containers(report.text, kept)
    return tuple([_mention(report, f, inside.get(i)) for i, f in enumerate(kept)])


def _mention(report: Report, f: Found, container: int | None) -> Mention:
    text = report.text[f.start : f.end]
    name = report.text[f.start : f.name_end] if f.name_end else text
    return Mention(f.start, f.end, text, name, f.kind, f.sort, container, because=tuple(f.because))
