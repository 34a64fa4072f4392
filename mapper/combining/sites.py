"""Every site in turn: its phrases, its readings, and what other sites say of it.

Sites that others are measured from come first. Where a site is measured from another ("300 m from the first"), the
other is as far from it: what is certain (in no alternative reading) is also said backwards, again and again until
nothing narrows any more. Each step only removes what no position of the other site allows, so what is left in the end
is the same whichever site was first; and sites are gone through by what is said of them, not by the order of the text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from mapper import geodesy
from mapper.combining.drafts import Draft, Phrase, placement
from mapper.combining.meeting import Meet, meeting, size_m
from mapper.ground import APART, EQUATOR_M, VAGUE, Anchor, Annulus, Around, Ground
from mapper.model import Incident, Relation, Unplaced

_MOST_READINGS = 12  # of one site: ambiguities multiply, and nobody reads more
_ROUNDS = 12
_SETTLED = 2e-3  # of a site's area: narrowing by less moves no other site
_TWO_WAY = frozenset({"distance", "distance_range", "within", "distance_heading"})
_BY_NAME = frozenset({"on_path", "distance_along_path", "path_marker", "intersection", "downstream"})
"""Relations that look a way up by its name: an anchor without a position is no loss to them."""

Leaf = Callable[[Relation, Sequence[Anchor], Around], Ground | Unplaced]
Reading = tuple[str, float, list[Phrase]]


@dataclass
class _Work:
    """What is known so far, while sites are gone through; never leaves this module."""

    around: Around
    leaf: Leaf
    of_site: dict[str, list[Relation]]
    names: dict[str, str]
    known: dict[str, Anchor]
    drafts: dict[str, list[Draft]] = field(default_factory=dict)
    lost: dict[str, list[Unplaced]] = field(default_factory=dict)


def sites(
    incident: Incident, places: Mapping[str, Anchor], around: Around, leaf: Leaf
) -> tuple[list[Draft], list[Unplaced]]:
    """The placements of all sites, in the order of the document, and what could not be placed and why."""
    of_site: dict[str, list[Relation]] = {site.id: [] for site in incident.sites}
    for relation in sorted(incident.relations, key=_in_text):
        of_site.setdefault(relation.site, []).append(relation)
    names = {site.id: site.name for site in incident.sites}
    work = _Work(around, leaf, of_site, names, dict(places))
    order = _in_order(of_site)
    for site in order:
        _place(work, site, ())
    _settle(work, order)
    _narrow(work, order)
    return (
        [draft for site in of_site for draft in work.drafts[site]],
        [unplaced for site in of_site for unplaced in work.lost[site]],
    )


def _in_text(relation: Relation) -> tuple[int, int]:
    return relation.quote.start, relation.quote.end


def _said(relation: Relation) -> str:
    """What a phrase says, wherever it stands."""
    length = relation.distance_m
    far = (length.low, length.nominal, length.high) if length else ()
    return repr((relation.relation, relation.anchors, far, relation.bearing_deg, relation.hedged, relation.site))


def _settle(work: _Work, order: Sequence[str]) -> None:
    """Let sites that are measured from each other narrow each other until none does."""
    backwards = _backwards(work.of_site)
    touched: dict[str, set[str]] = {}  # by each site, those that are placed anew when it narrows
    for site, relations in work.of_site.items():
        for anchor in {anchor for r in relations for anchor in r.anchors if anchor in work.of_site} - {site}:
            touched.setdefault(anchor, set()).add(site)
    for site, relations in backwards.items():
        for relation in relations:
            touched.setdefault(relation.anchors[0], set()).add(site)
    waiting = set(touched) | set(backwards) if backwards else set()
    area = {site: _area_m2(work, site) for site in waiting}
    for _ in range(_ROUNDS):
        for site in [site for site in reversed(order) if site in waiting]:
            waiting.discard(site)
            drafts, lost, known = work.drafts[site], work.lost[site], work.known.get(site)
            _place(work, site, backwards.get(site, ()))
            found = _area_m2(work, site)
            clash = any("inconsistent" in draft.placement.detail for draft in work.drafts[site])
            if known is not None and found > area[site] and not clash:  # a measure from a site vaguer than itself
                work.drafts[site], work.lost[site], work.known[site] = drafts, lost, known
                continue
            if abs(area[site] - found) > _SETTLED * area[site] or not area[site]:
                area[site] = found
                waiting |= touched.get(site, set()) if found else set()


def _area_m2(work: _Work, site: str) -> float:
    """How large the region of a site is by now; 0 without one."""
    known = work.known.get(site)
    return geodesy.area_m2(geodesy.area_of(known.shape)) if known else 0.0


def _narrow(work: _Work, order: Sequence[str]) -> None:
    """Where sites are tied to each other by more measures than they need, say where each is likely."""
    relations = sorted((r for said in work.of_site.values() for r in said), key=_said)
    tied = [r for r in relations if any(anchor in work.of_site for anchor in r.anchors)]
    if not tied:
        return
    from mapper.combining import joint  # numpy's random numbers, only where they are needed

    for members in joint.groups(relations, order):
        main = {
            site: [i for i, d in enumerate(work.drafts[site]) if d.placement.id == f"{site}.where"] for site in members
        }
        if not all(len(found) == 1 for found in main.values()):
            continue
        certain = [r for r in relations if r.site in members and not r.reading and len(r.anchors) == 1]
        measures = [m for r in certain if r.anchors[0] in work.known and (m := joint.measure(r, work.around.rule))]
        hard = {site: work.drafts[site][main[site][0]] for site in members}
        for site, (half, ninety) in joint.likely(members, measures, work.known, hard).items():
            draft = hard[site]
            why = (
                f"{len(measures)} measures taken together: 50 % and 90 % regions by sampling (seed {joint.SEED}, "
                f"area settled to {joint.TOLERANCE:.0%})"
            )
            ready = replace(draft.placement, because=(*draft.placement.because, why))
            work.drafts[site][main[site][0]] = replace(draft, placement=ready, half=half, ninety=ninety)


def _backwards(of_site: Mapping[str, Sequence[Relation]]) -> dict[str, list[Relation]]:
    """What certain phrases about other sites say of the sites that they are measured from."""
    found: dict[str, list[Relation]] = {}
    for site, relations in of_site.items():
        for relation in relations:
            if relation.reading or relation.relation not in _TWO_WAY or len(relation.anchors) != 1:
                continue
            anchor = relation.anchors[0]
            if anchor in of_site and anchor != site:
                turned = None if relation.bearing_deg is None else (relation.bearing_deg + 180.0) % 360.0
                back = replace(relation, site=anchor, anchors=(site,), bearing_deg=turned)
                found.setdefault(anchor, []).append(back)
    return found


def _seen_back(work: _Work, relation: Relation) -> Relation:
    """A direction said backwards, as much wider as north is turned between the two ends: meridians are not parallel."""
    anchor, length = work.known.get(relation.anchors[0]), relation.distance_m
    if relation.bearing_deg is None or anchor is None or length is None:
        return relation
    far = (2 * length.high if length.high is not None else length.low) + anchor.reach_m  # however it is hedged
    lat = math.radians(min(abs(anchor.lat) + math.degrees(far / EQUATOR_M), 89.9))
    turned = math.degrees(far * math.tan(lat) / EQUATOR_M)
    return replace(relation, bearing_half_width_deg=min((relation.bearing_half_width_deg or 45.0) + turned, 180.0))


def _in_order(of_site: Mapping[str, Sequence[Relation]]) -> list[str]:
    """Sites so that those measured from come first; a circle is broken where it closes."""
    order: dict[str, None] = {}
    on_the_way: set[str] = set()

    def visit(site: str) -> None:
        if site in order or site in on_the_way:
            return
        on_the_way.add(site)
        for relation in sorted(of_site[site], key=_said):
            for anchor in relation.anchors:
                if anchor in of_site:
                    visit(anchor)
        order[site] = None

    for site in sorted(of_site, key=lambda site: (sorted(map(_said, of_site[site])), site)):
        visit(site)
    return list(order)


def _place(work: _Work, site: str, backwards: Sequence[Relation]) -> None:
    """Work out one site from what is known now; zones about the site itself come last."""
    lost: list[Unplaced] = []
    own = [r for r in work.of_site[site] if site in r.anchors]
    phrases = _phrases(work, [r for r in work.of_site[site] if site not in r.anchors], lost)
    phrases += [p for r in backwards for p in _phrases(work, [_seen_back(work, r)], [])]
    drafts = _of_site(site, phrases, lost)
    if anchor := _as_anchor(site, work.names.get(site, site), drafts):
        work.known[site] = anchor
    drafts += [_alone(site, p) for p in _phrases(work, own, lost) if p.ground.grade == APART]
    work.drafts[site], work.lost[site] = drafts, lost


def _phrases(work: _Work, relations: Sequence[Relation], lost: list[Unplaced]) -> list[Phrase]:
    """What each relation allows; those that can't be placed go to `lost`, and poison nothing."""
    phrases = []
    for relation in relations:
        gone = [anchor for anchor in relation.anchors if anchor not in work.known]
        if gone and relation.relation not in _BY_NAME:
            lost.append(Unplaced(relation.quote.text, f"its anchor {gone[0]!r} has no position", relation.quote))
            continue
        asked = relation.anchors
        if relation.relation in _BY_NAME:
            asked = tuple(dict.fromkeys((*asked, *relation.detail.get("path_anchors", ()))))
        anchors = tuple(work.known[anchor] for anchor in asked if anchor in work.known)
        ground = work.leaf(relation, anchors, work.around)
        if isinstance(ground, Unplaced):
            lost.append(ground)
        else:
            phrases.append(Phrase(relation, ground, anchors))
    return phrases


def _of_site(site: str, phrases: Sequence[Phrase], lost: list[Unplaced]) -> list[Draft]:
    """The placements of one site: one a reading, then what stands beside them."""
    about = [p for p in phrases if p.ground.grade != APART]
    drafts: list[Draft] = []
    used: set[str] = set()
    for reading in _readings(about):
        meet = meeting(reading[2])
        used |= {p.relation.id for one in (meet, *(camp for _, camp in meet.camps)) for p in one.cut}
        drafts += _combined(site, reading, meet, lost)
    for p in about:
        if p.relation.id not in used and p.ground.grade == VAGUE:
            used.add(p.relation.id)
            drafts.append(_alone(site, p))
    return drafts + [_alone(site, p) for p in phrases if p.ground.grade == APART]


def _alone(site: str, p: Phrase) -> Draft:
    """A phrase that says something beside the placement of its site."""
    supporting = p.ground.grade != APART
    ready = placement(f"{site}.{p.relation.id}", site, [p], p, supporting=supporting)
    return Draft(ready, p.ground.region, p.ground.stated, p.ground.nominal)


def _readings(phrases: Sequence[Phrase]) -> list[Reading]:
    """Every way to read the ambiguous phrases together, heaviest first: (name, weight, phrases)."""
    choices: dict[tuple[int, int], dict[str, list[Phrase]]] = {}
    for p in phrases:
        if p.relation.reading:
            quote = (p.relation.quote.start, p.relation.quote.end)
            choices.setdefault(quote, {}).setdefault(p.relation.reading, []).append(p)
    found: list[Reading] = []
    for combination in product(*(options.items() for options in choices.values())):
        weight = 1.0
        for _, group in combination:
            weight *= group[0].relation.weight
        kept = {id(p) for _, group in combination for p in group}
        chosen = [p for p in phrases if not p.relation.reading or id(p) in kept]
        if chosen:
            found.append(("; ".join(name for name, _ in combination), weight, chosen))
    return sorted(found, key=lambda reading: -reading[1])[:_MOST_READINGS]


def _combined(site: str, reading: Reading, meet: Meet, lost: list[Unplaced]) -> list[Draft]:
    """The placement of one reading; one for each camp where its phrases clash."""
    name, weight, chosen = reading
    suffix = f".{_slug(name)}" if name else ""
    if meet.region is not None:
        lead = meet.cut[0]
        return [_draft(f"{site}.where{suffix}", site, lead, meet, chosen, name=name, weight=weight)]
    quotes = " / ".join(repr(p.relation.quote.text) for p in meet.clash)
    why = f"these phrases exclude each other, so each is shown with what agrees with it and none is chosen: {quotes}"
    lost.append(Unplaced(site, why, meet.clash[0].relation.quote))
    share = weight / len(meet.camps)
    clash = [p.relation.id for p in meet.clash]
    return [
        _draft(
            f"{site}.{seed.relation.id}{suffix}", site, seed, replace(camp, because=(why, *camp.because)), camp.cut,
            name=name, weight=share, clash=clash,
        )
        for seed, camp in meet.camps
    ]  # fmt: skip


def _draft(
    id_: str,
    site: str,
    lead: Phrase,
    meet: Meet,
    chosen: Sequence[Phrase],
    *,
    name: str,
    weight: float,
    clash: Sequence[str] = (),
) -> Draft:
    """The placement of phrases that leave something."""
    agree = [p.relation.id for p in chosen if p not in meet.cut]
    ready = placement(id_, site, meet.cut, lead, name=name, weight=weight, agree=agree, clash=clash)
    ready = replace(ready, because=tuple(dict.fromkeys((*meet.because, *ready.because))))
    assert meet.region is not None  # noqa: S101 - said for the type checker
    return Draft(ready, meet.region, lead.ground.stated, lead.ground.nominal)


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def _as_anchor(site: str, name: str, drafts: Sequence[Draft]) -> Anchor | None:
    """A placed site as what others are measured from: all of where it can be, in any reading."""
    regions = [
        d.region for d in drafts if not d.placement.detail.get("supporting") and not d.placement.detail.get("apart")
    ]
    if not regions:
        return None
    if all(isinstance(region, Annulus) for region in regions) and len(set(map(str, regions))) == 1:
        one = regions[0]
        assert isinstance(one, Annulus)  # noqa: S101 - said for the type checker
        return Anchor(site, name, one.lon, one.lat, one.outer_m, 0.0, "site", one, is_site=True)
    area = geodesy.union([geodesy.area_of(region) for region in regions])
    lon, lat = geodesy.centre(area)
    written = geodesy.geometry(area)
    return Anchor(site, name, lon, lat, size_m(written), 0.0, "site", written, is_site=True)
