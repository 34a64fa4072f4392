"""Several texts in one document: each report's spans count on from the end of the report before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from mapper.model import Change, Incident, ReportCard, Span

T = TypeVar("T")

BETWEEN = "\n"
"""What stands between two texts, so that no word runs from one into the next."""


def opened(incident: Incident) -> Incident:
    """A single report's incident as the first of several: the same, with its card and its say made explicit."""
    if incident.reports:
        return incident
    name = incident.report.id
    return replace(
        _said_by(incident, name),
        placements=(),
        reports=(incident.report,),
        changes=(Change("report", "first", name),),
    )


def follows(incident: Incident, before: Sequence[ReportCard]) -> Incident:
    """The incident of one more report, its spans counted from the end of those `before`, its id unlike theirs."""
    starts = before[-1].starts + before[-1].characters + len(BETWEEN)
    taken, name, number = {card.id for card in before}, incident.report.id, 2
    while name in taken:
        name, number = f"{incident.report.id}-{number}", number + 1

    def moved(span: Span) -> Span:
        return replace(span, start=span.start + starts, end=span.end + starts)

    shifted = _said_by(on_spans(incident, moved), name)
    return replace(shifted, placements=(), report=replace(shifted.report, id=name, starts=starts))


def together(cards: Sequence[ReportCard]) -> ReportCard:
    """What the document says of all its reports as one text."""
    last = cards[-1]
    texts = [card.text for card in cards]
    text = BETWEEN.join(t for t in texts if t is not None) if None not in texts else None
    known = text if text is not None else "".join(card.sha256 for card in cards)
    days = [card.published for card in cards if card.published]
    return ReportCard(
        id=f"{cards[0].id}-and-{last.id}",
        title=last.title or cards[0].title,
        sha256=hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest(),
        characters=last.starts + last.characters,
        language=last.language,
        published=max(days, default=None),
        timezone=next((card.timezone for card in cards if card.timezone), ""),
        dateline=cards[0].dateline,
        publisher="; ".join(dict.fromkeys(card.publisher for card in cards if card.publisher)),
        url=last.url,
        sentences=tuple(sentence for card in cards for sentence in card.sentences),
        text=text,
    )


def on_spans(value: T, change: Callable[[Span], Span]) -> T:
    """`value` with every span in it changed."""
    if isinstance(value, Span):
        return change(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(on_spans(item, change) for item in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {}
        for field in fields(value):
            old = getattr(value, field.name)
            if isinstance(old, tuple) or is_dataclass(old):
                changed[field.name] = on_spans(old, change)
        return replace(value, **changed)
    return value


def _said_by(incident: Incident, report: str) -> Incident:
    return replace(
        incident,
        relations=tuple(replace(relation, report=report) for relation in incident.relations),
        times=tuple(replace(time, report=report) for time in incident.times),
        claims=tuple(replace(claim, report=report) for claim in incident.claims),
    )
