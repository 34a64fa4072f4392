"""What each report changed, in words: for the page, and for whoever merges at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.model import Change, Incident, ReportCard


@dataclass(frozen=True, slots=True)
class Told:
    """One change: whose it is, what is said `now` in place of or beside what was said `before`, and why it counts."""

    report: str
    day: str
    what: str
    kind: str
    now: str
    before: str
    why: str


def told(incident: Incident) -> Iterator[Told]:
    """The changes of a document of several reports, in order; what a report merely repeats is left out."""
    cards = {card.id: card for card in incident.reports}
    said = dict(_said(incident))
    for change in incident.changes:
        card = cards.get(change.report)
        if card is not None and change.kind != "repeats":
            yield _told(change, card, said)


def _told(change: Change, card: ReportCard, said: dict[str, str]) -> Told:
    return Told(
        report=card.title or card.id,
        day=card.published.isoformat() if card.published else "",
        what=change.what,
        kind=change.kind,
        now=said.get(change.later, change.later),
        before=said.get(change.earlier, change.earlier),
        why="; ".join(change.because),
    )


def _said(incident: Incident) -> Iterator[tuple[str, str]]:
    """Everything that a change can be about, by its id, as a reader would name it."""
    sites = {site.id: site.name for site in incident.sites}
    yield from sites.items()
    yield from ((place.id, place.name) for place in incident.places)
    yield from ((time.id, time.value or time.quote.text) for time in incident.times)
    for claim in incident.claims:
        yield claim.id, f"{claim.said} {claim.claim}" + (f" ({claim.by})" if claim.by else "")
    for relation in incident.relations:
        yield relation.id, f"{sites.get(relation.site, relation.site)}: {relation.quote.text}"
