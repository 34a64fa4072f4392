"""Placements whose shapes are not drawn yet, so that circles can be drawn all at once; and the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapper import geodesy
from mapper.ground import APART, Anchor, Annulus, Ground, Shape
from mapper.model import Geometry, Placement, Relation


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
    """A relation and what it allows."""

    relation: Relation
    ground: Ground


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
            detail |= {"inner_rim_m": round(d.region.inner_rim_m, 6), "outer_rim_m": round(d.region.outer_rim_m, 6)}
        ready = replace(d.placement, geometry=region, stated=stated, nominal=nominal, half=d.half, ninety=d.ninety)
        placements.append(replace(ready, label_lon=lon, label_lat=lat, uncertainty_m=radius, detail=detail))
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
