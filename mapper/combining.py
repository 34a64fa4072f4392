"""Several phrases about one site, and sites that hang on other sites: regions intersect, readings stay apart.

A measured phrase cuts; an area cuts; a word without an edge ("near") cuts only where nothing measured is said, and
is heard again when it excludes everything that the others leave. An empty intersection is inconsistent: the smallest
set of phrases that clash is named, and the region of each is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import combinations, product
from typing import Any

from mapper import geodesy
from mapper.ground import APART, METRIC, VAGUE, Anchor, Annulus, Around, Ground, Shape
from mapper.model import Incident, Placement, Relation, Unplaced

_MOST_READINGS = 12  # of one site: ambiguities multiply, and nobody reads more

Leaf = Callable[[Relation, Sequence[Anchor], Around], Ground | Unplaced]


@dataclass(frozen=True, slots=True)
class Draft:
    """A placement whose shapes are not drawn yet, so that circles can be drawn all at once."""

    placement: Placement
    region: Shape
    stated: Shape | None = None
    nominal: Shape | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A relation and what it allows."""

    relation: Relation
    ground: Ground


@dataclass(frozen=True, slots=True)
class Meet:
    """What some phrases allow together: None where nothing is left."""

    region: Shape | None
    cut: tuple[Phrase, ...]
    clash: tuple[Phrase, ...] = field(default=())


def whole(anchor: Anchor) -> Shape:
    """The anchor widened by the doubt of its position; at least a metre."""
    if isinstance(anchor.shape, Annulus):
        return Annulus(anchor.lon, anchor.lat, 0.0, max(anchor.reach_m, 1.0))
    return geodesy.between(anchor.shape, 0.0, anchor.position_m)


def sites(
    incident: Incident, places: Mapping[str, Anchor], around: Around, leaf: Leaf
) -> tuple[list[Draft], list[Unplaced]]:
    """The placements of all sites, in the order of the document, and what could not be placed and why."""
    of_site: dict[str, list[Relation]] = {site.id: [] for site in incident.sites}
    for relation in incident.relations:
        of_site.setdefault(relation.site, []).append(relation)
    known: dict[str, Anchor] = dict(places)
    drafts: dict[str, list[Draft]] = {}
    lost: list[Unplaced] = []
    names = {site.id: site.name for site in incident.sites}
    for site in _in_order(of_site):
        drafts[site] = []
        phrases: list[Phrase] = []
        for relation in of_site[site]:
            anchors = [known[a] for a in relation.anchors if a in known]
            if len(anchors) < len(relation.anchors):
                gone = ", ".join(a for a in relation.anchors if a not in known)
                lost.append(Unplaced(relation.quote.text, f"its anchor {gone!r} has no position", relation.quote))
                continue
            ground = leaf(relation, anchors, around)
            if isinstance(ground, Unplaced):
                lost.append(ground)
            else:
                phrases.append(Phrase(relation, ground))
        drafts[site] = _of_site(site, phrases, lost)
        if anchor := _as_anchor(site, names.get(site, site), drafts[site]):
            known[site] = anchor
    return [draft for site in of_site for draft in drafts[site]], lost


def _in_order(of_site: Mapping[str, Sequence[Relation]]) -> list[str]:
    """Sites so that those measured from come first; a circle is broken where it closes."""
    order: list[str] = []
    on_the_way: set[str] = set()

    def visit(site: str) -> None:
        if site in order or site in on_the_way:
            return
        on_the_way.add(site)
        for relation in of_site[site]:
            for anchor in relation.anchors:
                if anchor in of_site:
                    visit(anchor)
        order.append(site)

    for site in of_site:
        visit(site)
    return order


def _of_site(site: str, phrases: Sequence[Phrase], lost: list[Unplaced]) -> list[Draft]:
    """The placements of one site: one a reading, then what stands beside them."""
    drafts = [
        Draft(_placement(f"{site}.{p.relation.id}", site, [p], p), *_shapes(p), p.ground.nominal)
        for p in phrases
        if p.ground.grade == APART
    ]
    about = [p for p in phrases if p.ground.grade != APART]
    used: set[str] = set()
    for reading in _readings(about):
        meet = _meeting(reading[2])
        used |= {p.relation.id for p in meet.cut}
        drafts += _combined(site, reading, meet, lost)
    for p in about:
        if p.relation.id not in used and p.ground.grade == VAGUE:
            used.add(p.relation.id)
            placement = _placement(f"{site}.{p.relation.id}", site, [p], p, supporting=True)
            drafts.append(Draft(placement, *_shapes(p), p.ground.nominal))
    return drafts


def _shapes(p: Phrase) -> tuple[Shape, Shape | None]:
    return p.ground.region, p.ground.stated


def _readings(phrases: Sequence[Phrase]) -> list[tuple[str, float, list[Phrase]]]:
    """Every way to read the ambiguous phrases together, heaviest first: (name, weight, phrases)."""
    choices: dict[tuple[int, int], dict[str, list[Phrase]]] = {}
    for p in phrases:
        if p.relation.reading:
            quote = (p.relation.quote.start, p.relation.quote.end)
            choices.setdefault(quote, {}).setdefault(p.relation.reading, []).append(p)
    always = [p for p in phrases if not p.relation.reading]
    found = []
    for combination in product(*(options.items() for options in choices.values())):
        name = "; ".join(name for name, _ in combination)
        weight = 1.0
        for _, group in combination:
            weight *= group[0].relation.weight
        kept = {id(p) for _, group in combination for p in group}
        found.append((name, weight, [p for p in phrases if id(p) in kept or p in always]))
    found.sort(key=lambda reading: -reading[1])
    return [reading for reading in found[:_MOST_READINGS] if reading[2]]


def _meeting(phrases: Sequence[Phrase]) -> Meet:
    """What the phrases allow together."""
    firm = [p for p in phrases if p.ground.grade != VAGUE]
    measured = [p for p in firm if p.ground.grade == METRIC]
    vague = [p for p in phrases if p.ground.grade == VAGUE]
    cutting = firm if measured else [*firm, *vague]
    region, cut = _intersection(cutting)
    if region is None:
        return Meet(None, tuple(cut), _smallest_clash(cutting))
    for p in vague if measured else ():
        if _common(region, p.ground.limit) is None:
            return Meet(None, (*cut, p), _smallest_clash([*cutting, p]))
    return Meet(region, tuple(cut))


def _intersection(phrases: Sequence[Phrase]) -> tuple[Shape | None, list[Phrase]]:
    """What is left, and which phrases cut something away; exact shapes stay exact as long as nothing cuts them."""
    ordered = sorted(phrases, key=lambda p: (p.ground.unbounded, p.ground.grade != METRIC, _size(p.ground.region)))
    region: Shape | None = ordered[0].ground.region
    cut = [ordered[0]]
    for p in ordered[1:]:
        limit = p.ground.limit
        if region is None:
            break
        if _inside(region, limit):
            continue
        region = _common(region, limit)
        cut.append(p)
    return region, cut


def _size(shape: Shape) -> float:
    if isinstance(shape, Annulus):
        return shape.outer_m
    west, south, east, north = geodesy.shape(shape).bounds
    return float(max(east - west, north - south)) * 111_320.0 / 2


def _inside(shape: Shape, limit: Shape) -> bool:
    """Whether a shape lies wholly inside another."""
    if isinstance(shape, Annulus) and isinstance(limit, Annulus):
        gap, _ = geodesy.inverse(shape.lon, shape.lat, limit.lon, limit.lat)
        if gap + shape.outer_m <= limit.outer_m and (
            not limit.inner_m or (gap < 1e-3 and shape.inner_m >= limit.inner_m)
        ):
            return True
    return bool(geodesy.area_of(limit).covers(geodesy.area_of(shape)))


def _common(shape: Shape, limit: Shape) -> Shape | None:
    """What two shapes share, or None."""
    if isinstance(shape, Annulus) and isinstance(limit, Annulus):
        gap, _ = geodesy.inverse(shape.lon, shape.lat, limit.lon, limit.lat)
        if gap > shape.outer_m + limit.outer_m:
            return None
        if gap < 1e-3:
            low, high = max(shape.inner_m, limit.inner_m), min(shape.outer_m, limit.outer_m)
            return Annulus(shape.lon, shape.lat, low, high) if low < high else None
    found = geodesy.polygonal(geodesy.area_of(shape).intersection(geodesy.area_of(limit)))
    return None if found.is_empty else geodesy.geometry(found)


def _smallest_clash(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The fewest phrases that exclude each other; the first such set in the order of the text."""
    for size in range(2, len(phrases) + 1):
        for some in combinations(phrases, size):
            if _intersection(some)[0] is None:
                return some
    return tuple(phrases)


def _combined(site: str, reading: tuple[str, float, Sequence[Phrase]], meet: Meet, lost: list[Unplaced]) -> list[Draft]:
    """The placement of one reading; several where its phrases clash."""
    name, weight, chosen = reading
    suffix = f".{_slug(name)}" if name else ""
    if meet.region is not None:
        lead = meet.cut[0]
        agree = [p.relation.id for p in chosen if p not in meet.cut]
        placement = _placement(f"{site}.where{suffix}", site, meet.cut, lead, name=name, weight=weight, agree=agree)
        return [Draft(placement, meet.region, lead.ground.stated, lead.ground.nominal)]
    ids = [p.relation.id for p in meet.clash]
    quotes = " / ".join(repr(p.relation.quote.text) for p in meet.clash)
    why = f"these phrases exclude each other, so each is shown by itself and none is chosen: {quotes}"
    lost.append(Unplaced(site, why, meet.clash[0].relation.quote))
    drafts = []
    for p in meet.clash:
        rest = [q for q in chosen if q not in meet.clash and q.ground.grade != VAGUE]
        region, cut = _intersection([p, *rest])
        if region is None:
            region, cut = p.ground.region, [p]
        placement = _placement(
            f"{site}.{p.relation.id}{suffix}", site, cut, p, name=name, weight=weight / len(meet.clash), clash=ids
        )
        drafts.append(
            Draft(replace(placement, because=(why, *placement.because)), region, p.ground.stated, p.ground.nominal)
        )
    return drafts


def _placement(
    id_: str,
    site: str,
    phrases: Sequence[Phrase],
    lead: Phrase,
    *,
    name: str = "",
    weight: float = 1.0,
    agree: Sequence[str] = (),
    clash: Sequence[str] = (),
    supporting: bool = False,
) -> Placement:
    detail: dict[str, Any] = {
        **lead.ground.detail,
        **({"supporting": True} if supporting else {}),
        **({"agrees_with": list(agree)} if agree else {}),
        **({"inconsistent": list(clash)} if clash else {}),
        **({"apart": True} if lead.ground.grade == APART else {}),
    }
    alone = len(phrases) == 1
    because = (
        [*lead.ground.because, *lead.relation.because] if alone else [b for p in phrases for b in p.ground.because]
    )
    return Placement(
        id=id_,
        site=site,
        place=None,
        from_=tuple(p.relation.id for p in phrases),
        geometry={},
        label_lon=0.0,
        label_lat=0.0,
        kind="ring" if alone and lead.ground.shape == "ring" else "region",
        relation=lead.relation.relation,
        shape=lead.ground.shape,
        reading=name,
        weight=weight,
        budget_m={key: float(value) for key, value in lead.ground.budget_m.items()},
        unbounded=all(p.ground.unbounded for p in phrases),
        because=tuple(dict.fromkeys(because)),
        detail=detail,
    )


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def _as_anchor(site: str, name: str, drafts: Sequence[Draft]) -> Anchor | None:
    """A placed site as what others are measured from: all of where it can be, in any reading."""
    regions = [
        d.region for d in drafts if not d.placement.detail.get("supporting") and not d.placement.detail.get("apart")
    ]
    if not regions:
        return None
    if len(regions) == 1 and isinstance(regions[0], Annulus):
        one = regions[0]
        return Anchor(site, name, one.lon, one.lat, one.outer_m, 0.0, "site", one, is_site=True)
    area = reduce(lambda a, b: a.union(b), (geodesy.area_of(r) for r in regions))
    lon, lat = geodesy.centre(area)
    return Anchor(
        site, name, lon, lat, _size(geodesy.geometry(area)), 0.0, "site", geodesy.geometry(area), is_site=True
    )


def finished(drafts: Sequence[Draft]) -> tuple[Placement, ...]:
    """The placements drawn: every circle at once, labels inside, the radius that holds each region."""
    wanted = [shape for d in drafts for shape in (d.region, d.stated, d.nominal) if isinstance(shape, Annulus)]
    drawn = iter(geodesy.drawn(wanted))
    placements = []
    for d in drafts:
        region = next(drawn) if isinstance(d.region, Annulus) else d.region
        stated = next(drawn) if isinstance(d.stated, Annulus) else d.stated
        nominal = next(drawn) if isinstance(d.nominal, Annulus) else d.nominal
        lon, lat, radius, centre = _label(d.region, d.nominal)
        detail = {**d.placement.detail, "centre": centre}
        if isinstance(d.region, Annulus):
            detail |= {"inner_m": d.region.inner_m, "outer_m": d.region.outer_m}
        placements.append(
            replace(
                d.placement, geometry=region, stated=stated, nominal=nominal, label_lon=lon, label_lat=lat,
                uncertainty_m=radius, detail=detail,
            )
        )  # fmt: skip
    return tuple(placements)


def _label(shape: Shape, nominal: Shape | None) -> tuple[float, float, float, list[float]]:
    """(lon, lat) of the label, the radius in metres that holds the region, and the centre of that circle."""
    if isinstance(shape, Annulus):
        middle = (shape.inner_m + shape.outer_m) / 2 if shape.inner_m else 0.0
        if isinstance(nominal, Annulus) and (nominal.lon, nominal.lat) == (shape.lon, shape.lat):
            middle = nominal.outer_m
        lon, lat = geodesy.direct(shape.lon, shape.lat, 180.0, middle) if middle else (shape.lon, shape.lat)
        return round(lon, 9), round(lat, 9), max(shape.outer_m, 1.0), [shape.lon, shape.lat]
    area = geodesy.shape(shape)
    lon, lat = geodesy.label(area)
    centre_lon, centre_lat, radius = geodesy.enclosing(area)
    return lon, lat, max(radius, 1.0), [round(centre_lon, 9), round(centre_lat, 9)]
