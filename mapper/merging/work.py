"""An incident as it grows by one report: its parts by their ids, and what is put on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mapper.model import Change, Claim, Incident, Place, Relation, ReportCard, Site, Span, Time


@dataclass(slots=True)
class Joining:
    """An incident as it grows by one report."""

    known: Incident
    card: ReportCard
    places: dict[str, Place]
    sites: dict[str, Site]
    relations: dict[str, Relation]
    times: dict[str, Time]
    claims: dict[str, Claim]
    changes: list[Change] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)

    def note(
        self,
        what: str,
        kind: str,
        *,
        later: str = "",
        earlier: str = "",
        quote: Span | None = None,
        because: Iterable[str] = (),
    ) -> None:
        """Put a change on record."""
        self.changes.append(Change(what, kind, self.card.id, later, earlier, quote, tuple(because)))

    def name_anew(self, ids: Iterable[str], taken: Iterable[str]) -> None:
        """Give each id of the new report one that the incident does not have."""
        used = {*taken, *self.renamed.values()}
        for id_ in ids:
            name, number = id_, 2
            while name in used:
                name, number = f"{id_}-{number}", number + 1
            used.add(name)
            self.renamed[id_] = name

    def card_of(self, report: str) -> ReportCard:
        """The card of a report that the incident already holds."""
        return next((card for card in self.known.reports if card.id == report), self.known.reports[0])
