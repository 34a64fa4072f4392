"""Placements whose shapes are not drawn yet, so that circles can be drawn all at once; and the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapper import geodesy
from mapper.ground import APART, Anchor, Annulus, Ground, Shape
from mapper.model import Geometry, Placement, Relation

_SIDES_OF_LINES = 64
"""Of stated bands and nominal lines, which are there to be looked at; regions decide for themselves."""


_FAR_M = 19_960_000.0
"""Farther than any hole reaches: where the label of a ring about the whole Earth stands."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A placement whose shapes are not drawn yet, so that circles can be drawn all at once."""

    placement: Placement
    region: Shape
    stated: Shape | None = None
    nominal: Shape | None = None
    half: Geometry | None = None
    ninety: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A relation, what it allows, and what it measures from."""

    relation: Relation
    ground: Ground
    anchors: tuple[Anchor, ...] = ()


def whole(anchor: Anchor) -> Shape:
    """The anchor widened by the doubt of its position; at least a metre."""
    if isinstance(anchor.shape, Annulus):
        return Annulus(anchor.lon, anchor.lat, 0.0, max(anchor.reach_m, 1.0))
    return geodesy.between(anchor.shape, 0.0, anchor.position_m)


def placement(
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
    """The placement of some phrases, `lead` the one that says the most, before anything is drawn."""
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


def finished(drafts: Sequence[Draft]) -> tuple[Placement, ...]:
    """The placements drawn: every circle at once, labels inside, the radius that holds each region."""
    regions = iter(geodesy.drawn([d.region for d in drafts if isinstance(d.region, Annulus)]))
    others = [shape for d in drafts for shape in (d.stated, d.nominal) if isinstance(shape, Annulus)]
    lines = iter(geodesy.drawn(others, sides=_SIDES_OF_LINES))
    spots = _labels(drafts)
    placements = []
    for d, (lon, lat, radius, centre) in zip(drafts, spots, strict=True):
        region = next(regions) if isinstance(d.region, Annulus) else d.region
        stated = next(lines) if isinstance(d.stated, Annulus) else d.stated
        nominal = next(lines) if isinstance(d.nominal, Annulus) else d.nominal
        detail = {**d.placement.detail, "centre": centre}
        if isinstance(d.region, Annulus):
            detail |= {"inner_m": d.region.inner_m, "outer_m": d.region.outer_m}
            plan = d.region.drawing()
            detail |= {"inner_rim_m": round(plan.inner_rim_m, 6), "outer_rim_m": round(plan.outer_rim_m, 6)}
        placements.append(
            replace(
                d.placement, geometry=region, stated=stated, nominal=nominal, half=d.half, ninety=d.ninety,
                label_lon=lon, label_lat=lat, uncertainty_m=radius, detail=detail,
            )
        )  # fmt: skip
    return tuple(placements)


def _labels(drafts: Sequence[Draft]) -> list[tuple[float, float, float, list[float]]]:
    """(lon, lat) of each label, the radius in metres that holds the region, and the centre of that circle.

    The label of a ring stands due south of its middle, on the nominal line where there is one.
    """
    middles = [_middle_of(d.region, d.nominal) for d in drafts]
    shapes = [d.region if isinstance(d.region, Annulus) else Annulus(0.0, 0.0, 0.0, 1.0) for d in drafts]
    lons, lats = (
        geodesy.direct([s.lon for s in shapes], [s.lat for s in shapes], 180.0, middles) if drafts else ([], [])
    )
    found = []
    for d, lon, lat in zip(drafts, lons, lats, strict=True):
        if isinstance(d.region, Annulus):
            one = d.region
            found.append((round(float(lon), 9), round(float(lat), 9), max(one.outer_m, 1.0), [one.lon, one.lat]))
            continue
        area = geodesy.shape(d.region)
        centre_lon, centre_lat, radius = geodesy.enclosing(area)
        found.append((*geodesy.label(area), max(radius, 1.0), [round(centre_lon, 9), round(centre_lat, 9)]))
    return found


def _middle_of(shape: Shape, nominal: Shape | None) -> float:
    """How far from the middle of a circular shape its label stands."""
    if not isinstance(shape, Annulus):
        return 0.0
    about = isinstance(nominal, Annulus) and (nominal.lon, nominal.lat) == (shape.lon, shape.lat)
    if about and isinstance(nominal, Annulus) and shape.inner_m <= nominal.outer_m <= shape.outer_m:
        return min(nominal.outer_m, _FAR_M)
    return min((shape.inner_m + shape.outer_m) / 2, _FAR_M) if shape.inner_m else 0.0
