"""Laws of placing: they hold for any phrase, anywhere."""

from dataclasses import replace

import pytest
import shapely
from canned import kerman
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import geodesy
from mapper.model import Length, Relation, Span
from mapper.placing import placed

BARE = replace(kerman(), placements=(), relations=(), sites=kerman().sites[:1])
GRAVE = BARE.places[1]

HAIR = 2e-5  # degrees

lons, lats = st.floats(-180, 180), st.floats(-89, 89)
distances = st.floats(50, 200_000)
relations = st.sampled_from(
    ["distance", "within", "distance_heading", "heading_only", "beyond", "at", "near", "edge", "part_of"]
)


def phrase(name, distance=1000.0, anchors=("grave",), bearing=None, *, hedged=False, id_="r"):
    half = 0.1 * distance
    length = Length(distance - half, distance, distance + half, "so far")
    if name == "within":
        length = Length(0, None, distance, "within", stated=True)
    if name == "beyond":
        length = Length(distance, None, None, "beyond", stated=True)
    if name in {"at", "near", "edge", "part_of", "heading_only"}:
        length = None
    directed = name in {"distance_heading", "heading_only", "edge", "part_of"}
    return Relation(
        id_, name, "first", anchors, length, bearing if directed else None, 22.5 if directed else None, hedged, "",
        Span(0, 4, "said"),
    )  # fmt: skip


def region(relations_, **anchor):
    place = replace(GRAVE, **anchor)
    place = replace(place, uncertainty_m=place.extent_m + place.position_m)
    found = placed(replace(BARE, places=(place,), relations=tuple(relations_)))
    return next(p for p in found.placements if p.site == "first")


def area_of(placement):
    return geodesy.shape(placement.geometry)


def lies_in(inner, outer):
    """Whether an area lies in another but for what drawing it may add: a thousandth of its own, or a metre or two."""
    return inner.difference(outer.buffer(HAIR)).area <= 2e-3 * inner.area + 1e-12


@settings(max_examples=60, deadline=None)
@given(relations, lons, lats, distances, st.floats(0, 360), st.floats(1, 20_000), st.floats(0, 5_000))
def test_every_region_is_valid_and_not_empty_with_its_label_inside(name, lon, lat, distance, bearing, extent, position):
    found = region([phrase(name, distance, bearing=bearing)], lon=lon, lat=lat, extent_m=extent, position_m=position)
    area = area_of(found)
    assert area.is_valid
    assert not area.is_empty
    assert area.intersects(shapely.Point(found.label_lon, found.label_lat))
    assert found.uncertainty_m >= 1
    corners = shapely.get_coordinates(area)
    away, _ = geodesy.inverse(*found.detail["centre"], corners[:, 0], corners[:, 1])
    assert away.max() <= found.uncertainty_m * 1.001 + 1e-3


@settings(max_examples=40, deadline=None)
@given(
    relations, lons, lats, distances, st.floats(0, 360), st.floats(1, 5_000), st.floats(1, 2_000), st.floats(0, 2_000)
)
def test_more_doubt_never_shrinks_a_region(name, lon, lat, distance, bearing, extent, position, more):
    said = phrase(name, distance, bearing=bearing)
    less = region([said], lon=lon, lat=lat, extent_m=extent, position_m=position)
    more_ = region([said], lon=lon, lat=lat, extent_m=extent, position_m=position + more)
    hedged = region([replace(said, hedged=True)], lon=lon, lat=lat, extent_m=extent, position_m=position)
    assert lies_in(area_of(less), area_of(more_))
    assert lies_in(area_of(less), area_of(hedged))


@settings(max_examples=30, deadline=None)
@given(relations, lats, lons, distances, st.floats(0, 360), lons)
def test_moving_along_a_parallel_changes_only_the_longitude(name, lat, lon, distance, bearing, other):
    said = phrase(name, min(distance, 50_000), bearing=bearing)
    here, there = (region([said], lon=at, lat=lat) for at in (lon, other))
    assert geodesy.area_m2(area_of(here)) == pytest.approx(geodesy.area_m2(area_of(there)), rel=2e-3)
    assert here.uncertainty_m == pytest.approx(there.uncertainty_m, rel=2e-3)
    south, north = (area_of(p).bounds[1::2] for p in (here, there))
    assert south == pytest.approx(north, abs=2e-3)


two = st.lists(st.tuples(relations, distances, st.floats(0, 360)), min_size=2, max_size=4)


@settings(max_examples=30, deadline=None)
@given(two, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_a_consistent_phrase_never_enlarges(said, random):
    phrases = [phrase(name, min(d, 5_000), bearing=b, id_=f"r{i}") for i, (name, d, b) in enumerate(said)]
    shuffled = phrases[:]
    random.shuffle(shuffled)
    one, other = region(phrases), region(shuffled)
    if "inconsistent" in one.detail:
        assert "inconsistent" in other.detail
        return
    assert lies_in(area_of(one), area_of(other))
    assert lies_in(area_of(other), area_of(one))
    if area_of(one).buffer(-HAIR).is_empty:  # phrases that just touch: what is left is how their edges are drawn
        return
    fewer = region(phrases[:-1])
    if "inconsistent" not in fewer.detail and len(phrases) > 2 and fewer.unbounded == one.unbounded:
        measured = {"distance", "within", "distance_heading", "beyond", "at"}  # at a place this small
        before = any(p.relation in measured for p in phrases[:-1])
        if before == any(p.relation in measured for p in phrases):  # a first measure replaces words without an edge
            assert lies_in(area_of(one), area_of(fewer))
