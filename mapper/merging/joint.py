"""Several reports on one map: the region that their present words allow together, and what each had said before.

Words that a later report replaced cut no region any more; the region that they gave stays beside it with weight 0 and
says whose it was. Words in conflict are never cut with each other: each side gets its own region, all of equal weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from mapper.model import Incident, Placement, Relation, ReportCard

Place = Callable[[Incident], Incident]
"""Relations to regions, of one incident; pure."""

_SLIVER = 1e-9  # share of the smaller region that rounding alone may make two touch


def placed(incident: Incident, *, place: Place) -> Incident:
    """A document of several reports, with its placements: the present word first, then what was said before."""
    standing = [relation for relation in incident.relations if not relation.revised_by]
    quiet = [relation for relation in standing if not relation.conflicts_with]
    base = place(replace(incident, relations=tuple(quiet), placements=()))
    sides = _sides(incident, standing)
    moved = _dependents(incident, {r.site for r in standing if r.conflicts_with})
    placements = [p for p in base.placements if p.site not in moved]
    for cards in sides:
        card, names = cards[-1], {each.id for each in cards}
        side = {r.id for r in standing if r.report in names and r.conflicts_with}
        version = place(replace(incident, relations=tuple(r for r in standing if r in quiet or r.id in side)))
        placements += [
            _told(p, card, weight=p.weight / len(sides), said=_has_it(cards, incident), status="conflict")
            for p in version.placements
            if p.site in moved
        ]
    now = [(p.site, p.geometry) for p in placements]
    placements += [p for p in _before(incident, place) if (p.site, p.geometry) not in now]  # else nothing changed
    return replace(base, relations=incident.relations, placements=tuple(placements))


def exclude(incident: Incident, old: Sequence[Relation], new: Sequence[Relation], *, place: Place) -> bool:
    """Whether what earlier words allow and what later ones allow have no ground in common; no regions, no answer."""
    if not old or not new:
        return False
    one = _region(place(_only(incident, old)), old[0].site)
    two = _region(place(_only(incident, new)), new[0].site)
    if one is None or two is None:
        return False
    shared: float = one.intersection(two).area
    return shared <= _SLIVER * float(min(one.area, two.area))


def _region(incident: Incident, site: str) -> Any:
    """All ground where a site may be, in degrees: enough to ask whether two meet."""
    import shapely
    from shapely.geometry import shape

    shapes = [shape(p.geometry) for p in incident.placements if p.site == site and not p.detail.get("supporting")]
    shapes = shapes or [shape(p.geometry) for p in incident.placements if p.site == site]
    return shapely.union_all([shapely.make_valid(one) for one in shapes]) if shapes else None


def _only(incident: Incident, relations: Iterable[Relation]) -> Incident:
    """The incident with these relations, and those that place the sites which they measure from."""
    kept = {relation.id: relation for relation in relations}
    about = {relation.site for relation in kept.values()}
    sites = {site.id for site in incident.sites}
    wanted = {anchor for relation in kept.values() for anchor in relation.anchors if anchor in sites} - about
    while wanted:
        more = [r for r in incident.relations if r.site in wanted and not r.revised_by and r.id not in kept]
        kept |= {relation.id: relation for relation in more}
        about |= wanted
        wanted = {anchor for relation in more for anchor in relation.anchors if anchor in sites} - about
    return replace(incident, relations=tuple(kept.values()), placements=())


def _before(incident: Incident, place: Place) -> list[Placement]:
    """For each report whose words were replaced or narrowed since: the region that it gave by itself."""
    found: list[Placement] = []
    for card in incident.reports[:-1]:
        own = [relation for relation in incident.relations if relation.report == card.id]
        changed = {site for site in (r.site for r in own) if _has_changed(incident, card, site)}
        if not changed:
            continue
        alone = place(replace(incident, relations=tuple(replace(r, revised_by="") for r in own), placements=()))
        cut = {p.site for p in alone.placements if not p.detail.get("supporting")}
        for p in alone.placements:
            if p.site in changed and not (p.detail.get("supporting") and p.site in cut):
                revised = any(r.revised_by for r in own if r.site == p.site)
                status = "revised" if revised else "narrowed"
                said = f"as {_whose(card, incident)} had it, since {status}"
                found.append(_told(p, card, weight=0.0, said=said, status=status))
    return found


def _has_changed(incident: Incident, card: ReportCard, site: str) -> bool:
    """Whether a later report put something in the place of this one's words about a site, or more beside them."""
    order = {each.id: index for index, each in enumerate(incident.reports)}
    about = [relation for relation in incident.relations if relation.site == site and not relation.conflicts_with]
    return any(order.get(r.report, 0) > order[card.id] for r in about)


def _told(placement: Placement, card: ReportCard, *, weight: float, said: str, status: str) -> Placement:
    return replace(
        placement,
        id=f"{card.id}.{placement.id}",
        weight=weight,
        reading=f"{said}: {placement.reading}" if placement.reading else said,
        because=(said, *placement.because),
        detail={**placement.detail, "report": card.id, "status": status},
    )


def _whose(card: ReportCard, incident: Incident) -> str:
    """Which report, in as few words as tell it from the others: its day, or who published it."""
    if card.published and [other.published for other in incident.reports].count(card.published) == 1:
        return f"the report of {card.published}"
    day = f" of {card.published}" if card.published else ""
    return f"{card.publisher or card.title or card.id}{day}"


def _has_it(cards: Sequence[ReportCard], incident: Incident) -> str:
    whose = [_whose(card, incident) for card in cards]
    return f"as {whose[0]} has it" if len(whose) == 1 else f"as {', '.join(whose[:-1])} and {whose[-1]} have it"


def _sides(incident: Incident, standing: Sequence[Relation]) -> list[list[ReportCard]]:
    """The reports that are in conflict with others, those that are not so with each other on one side."""
    against: dict[str, set[str]] = {}
    report = {relation.id: relation.report for relation in standing}
    for relation in standing:
        against.setdefault(relation.report, set()).update(
            report[id_] for id_ in relation.conflicts_with if id_ in report
        )
    sides: list[list[ReportCard]] = []
    for card in incident.reports:
        if against.get(card.id):
            side = next((s for s in sides if not any(each.id in against[card.id] for each in s)), None)
            if side is None:
                sides.append([card])
            else:
                side.append(card)
    return sides


def _dependents(incident: Incident, sites: set[str]) -> set[str]:
    """The sites and those that are measured from them."""
    found = set(sites)
    while True:
        more = {r.site for r in incident.relations if found & set(r.anchors) and not r.revised_by} - found
        if not more:
            return found
        found |= more
