"""The report's words beside the map: its sentences cut into runs, each with what rests on it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from mapper.model import Incident, ReportCard, Span
from mapper.writers import _changes, _rows
from mapper.writers._view import NAME, QUOTE, View, short


def sentences(view: View) -> list[list[list[Any]]]:
    """The report's sentences as runs [text, what it rests on]; a run belongs to every span that covers it.

    What it rests on: numbers of areas, then "c<number>" for claims. Runs are cut here because spans count
    characters as Python does, and a browser counts otherwise.
    """
    used = sorted(used_spans(view), key=lambda u: u[0].start)
    starts = [u[0].start for u in used]
    longest = max((u[0].end - u[0].start for u in used), default=0)
    return [
        runs(s, used[bisect_left(starts, s.start - longest) : bisect_left(starts, s.end)])
        for s in _whole(view.incident.report)
    ]


def several(incident: Incident) -> dict[str, Any]:
    """What only a page of several reports has: where each one's words begin, and what each of them changed."""
    starts = [sentence.start for sentence in _whole(incident.report)]
    return {
        "reports": [
            [bisect_left(starts, card.starts), short(card.title or card.id, NAME), short(card.publisher, NAME),
             card.published.isoformat() if card.published else ""]
            for card in incident.reports
        ],
        "changes": [
            [c.day or short(c.report, NAME), c.what, c.kind, *(short(text, QUOTE) for text in (c.now, c.before, c.why))]
            for c in _changes.told(incident)
            if c.kind not in {"first", "new"}
        ],
    }  # fmt: skip


def _whole(report: ReportCard) -> list[Span]:
    """The paragraphs of the report where all of it travels, else the sentences that do."""
    whole = [Span(m.start(), m.end(), m[0]) for m in re.finditer(r"[^\n]+", report.text or "")]
    return [span for span in whole or report.sentences if span.text.strip()]


def used_spans(view: View) -> Iterable[tuple[Span, str, list[Any]]]:
    """Every span that something rests on: (span, kind of words, what rests on it)."""
    incident = view.incident
    sites = {site.id: site for site in incident.sites}
    for span_kind, spans_of in (
        ("relation", lambda a: [r.quote for r in a.relations]),
        ("name", lambda a: list(sites[a.placement.site].mentions) if a.placement.site in sites
         else [m for p in a.places for m in p.mentions]),
        ("time", lambda a: [a.time.quote] if a.time else []),
    ):  # fmt: skip
        held: dict[Span, list[Any]] = {}
        for number, area in enumerate(view.areas):
            for span in spans_of(area):
                held.setdefault(span, []).append(number)
        yield from ((span, span_kind, numbers) for span, numbers in held.items())
    for number, claim in enumerate(incident.claims):
        yield from ((span, "claim", [f"c{number}"]) for span in claim.quotes)


def runs(sentence: Span, used: Sequence[tuple[Span, str, list[Any]]]) -> list[list[Any]]:
    """One sentence cut where spans begin and end."""
    over = [u for u in used if u[0].start < sentence.end and u[0].end > sentence.start]
    cuts = {sentence.start, sentence.end}
    for span, _, _ in over:
        cuts |= {max(span.start, sentence.start), min(span.end, sentence.end)}
    edges = sorted(cuts)
    found = []
    for start, end in pairwise(edges):
        text = sentence.text[start - sentence.start : end - sentence.start]
        here = sorted((u for u in over if u[0].start <= start and u[0].end >= end), key=lambda u: u[0].end - u[0].start)
        targets = list(dict.fromkeys(t for u in here for t in u[2]))
        found.append([_spoken(text), targets, here[0][1] if here else ""])
    return found


def _spoken(text: str) -> str:
    """A run of the report for reading: no control characters; spaces at its ends stay."""
    cleaned = _rows.clean(text)
    front = " " if text[:1].isspace() else ""
    back = " " if text[-1:].isspace() and cleaned else ""
    return f"{front}{cleaned}{back}"
