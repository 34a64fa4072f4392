"""Anchors that are areas or lines: what is measured from any point of them lies in the region."""

import random

import numpy as np
import pytest
import shapely

from mapper import geodesy
from mapper.ground import Anchor, Around
from mapper.model import Length, Relation, Span
from mapper.parts import part

PLACES = [(57.0, 30.0), (179.98, -17.0), (-0.01, 0.0), (24.0, 69.0)]


def ell(lon, lat):
    """A town shaped like an L, about 12 km across, cut where it crosses the antimeridian."""
    wide = 0.1 / np.cos(np.radians(lat))
    corners = [(0, 0), (wide, 0), (wide, 0.03), (wide / 3, 0.03), (wide / 3, 0.1), (0, 0.1)]
    ring = np.array([(lon + x, lat + y) for x, y in corners])
    return geodesy.geometry(geodesy.inside(ring))


def anchor(lon, lat, position=300.0):
    outline = ell(lon, lat)
    area = geodesy.shape(outline)
    middle = geodesy.label(area)
    return Anchor("x", "X", *middle, extent_m=9_000, position_m=position, kind="city", outline=outline), area


def points_in(area, count, seed=1):
    rng, found = random.Random(seed), []
    parts = list(shapely.get_parts(area))
    while len(found) < count:
        west, south, east, north = rng.choice(parts).bounds
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if area.contains(point):
            found.append((point.x, point.y))
    return found


def place(name, at, *, length=None, bearing=None, half=None, **detail):
    said = Relation("r", name, "s", ("x",), length, bearing, half, False, "", Span(0, 1, "x"), detail=detail)
    ground = part("relations", name).place(said, (at,), Around())
    area = geodesy.area_of(ground.region)
    assert area.is_valid
    assert not area.is_empty
    return area


@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_a_distance_from_any_point_of_a_town_is_in_its_ring(lon, lat):
    at, town = anchor(lon, lat)
    area = place("distance", at, length=Length(19_000, 20_000, 21_000, "20 km"))
    rng = random.Random(2)
    for x, y in points_in(town, 60):
        there = geodesy.direct(x, y, rng.uniform(0, 360), rng.uniform(19_000, 21_000))
        assert area.intersects(shapely.Point(there))
    middle = town.centroid if town.geom_type == "Polygon" else shapely.Point(at.lon, at.lat)
    assert not area.intersects(middle)
    assert not area.intersects(shapely.Point(geodesy.direct(at.lon, at.lat, 200, 45_000)))


@pytest.mark.parametrize(("lon", "lat"), PLACES)
@pytest.mark.parametrize("bearing", [45, 270])
def test_a_direction_from_any_point_of_a_town_is_in_its_sector(lon, lat, bearing):
    at, town = anchor(lon, lat)
    area = place("distance_heading", at, length=Length(14_500, 15_000, 15_500, "15 km"), bearing=bearing, half=22.5)
    rng = random.Random(3)
    for x, y in points_in(town, 60):
        there = geodesy.direct(x, y, bearing + rng.uniform(-22.5, 22.5), rng.uniform(14_500, 15_500))
        assert area.intersects(shapely.Point(there))
    assert not area.intersects(shapely.Point(geodesy.direct(at.lon, at.lat, bearing + 180, 15_000)))


@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_two_offsets_from_any_point_of_a_town_are_in_the_box(lon, lat):
    at, town = anchor(lon, lat)
    area = place("orthogonal_offsets", at, offset_east_m=6000.0, offset_north_m=-8000.0, half_width_m=500.0)
    for x, y in points_in(town, 60):
        east = geodesy.direct(x, y, 90, 6000)
        assert area.intersects(shapely.Point(geodesy.direct(*east, 180, 8000)))
    assert not area.intersects(shapely.Point(geodesy.direct(at.lon, at.lat, 0, 15_000)))


@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_in_a_town_is_its_outline_and_little_more(lon, lat):
    at, town = anchor(lon, lat, position=100.0)
    area = place("in", at)
    assert town.difference(area).area < 1e-9
    assert geodesy.area_m2(area) < 1.15 * geodesy.area_m2(town)


@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_the_northern_part_is_the_north_of_the_town_and_the_outskirts_its_edge(lon, lat):
    at, town = anchor(lon, lat)
    north = place("part_of", at, bearing=0.0, half=45.0)
    assert north.difference(place("in", at)).area < 1e-9
    top, bottom = town.bounds[3], town.bounds[1]
    assert north.bounds[3] >= top
    assert north.bounds[1] > bottom + 0.01
    edge = place("edge", at, bearing=180.0, half=45.0)
    assert edge.bounds[1] < bottom
    assert edge.bounds[3] < top


@pytest.mark.parametrize("position", [0, 50])
def test_a_ring_about_a_road_and_a_corridor_along_it(position):
    road = {"type": "LineString", "coordinates": [[0, 0], [0.2, 0.0], [0.2, 0.2]]}
    at = Anchor("x", "the road", 0.2, 0.0, extent_m=22_000, position_m=position, kind="road", outline=road)
    near = place("within", at, length=Length(0, None, 2000, "within 2 km", stated=True))
    for point in ((0.1, 0.017), (0.215, 0.1), (-0.01, 0.0)):
        assert near.intersects(shapely.Point(point))
    assert not near.intersects(shapely.Point(0.1, 0.1))
    assert place("at", at).intersects(shapely.Point(0.1, 0.000005))
    assert (
        geodesy.area_m2(place("orthogonal_offsets", at, offset_east_m=1.0, offset_north_m=9.0, half_width_m=5.0)) > 1e5
    )
    assert not place("at", at).intersects(shapely.Point(0.1, 0.01))
    sector = place("distance_heading", at, length=Length(9_000, 10_000, 11_000, "10 km"), bearing=270, half=45)
    assert sector.intersects(shapely.Point(0.11, 0.15))
    assert not sector.intersects(shapely.Point(0.4, 0.1))


@pytest.mark.parametrize(("rule", "east", "north"), [("news", 5_000, 250), ("2004", 5_000, 500), ("2020", 500, 250)])
def test_two_offsets_are_each_as_precise_as_their_own_number_by_the_rule(rule, east, north):
    detail = {"offset_east_m": 10_000.0, "offset_north_m": 8_500.0, "half_width_m": 5_000.0}
    detail |= {"said_east": ["10", 1000.0], "said_north": ["8.5", 1000.0]}
    said = Relation("r", "orthogonal_offsets", "s", ("x",), None, None, None, False, "", Span(0, 1, "x"), detail=detail)
    point = Anchor("x", "X", 57.0, 30.0, extent_m=1)
    ground = part("relations", "orthogonal_offsets").place(said, (point,), Around(rule))
    area = geodesy.area_m2(geodesy.area_of(ground.region))
    assert area == pytest.approx(4 * east * north, rel=0.02)
    assert ground.budget_m["distance"] == east


def test_near_a_river_or_a_blast_is_two_kilometres_however_long_or_uncertain_it_is():
    bends = [[57.0 + 0.1 * i, 30.0 + 0.02 * (i % 2)] for i in range(11)]
    river = Anchor(
        "x", "X", 57.5, 30.0, extent_m=50_000, kind="river", outline={"type": "LineString", "coordinates": bends}
    )
    blast = Anchor("x", "X", 57.5, 30.0, extent_m=20_000, kind="site", is_site=True)
    for at, farther in ((river, 0), (blast, 20_000)):
        area = place("near", at)
        assert area.intersects(shapely.Point(geodesy.direct(57.5, 30.01, 0, farther + 800)))
        assert not area.intersects(shapely.Point(geodesy.direct(57.5, 30.01, 0, farther + 4_000)))


def test_the_outskirts_of_a_long_town_are_as_wide_as_its_area_and_not_its_length_allows():
    long = geodesy.geometry(shapely.box(57.0, 30.0, 57.4, 30.02))
    at = Anchor("x", "X", 57.2, 30.01, extent_m=20_000, kind="city", outline=long)
    area = geodesy.area_m2(place("edge", at))
    assert area < 6 * geodesy.area_m2(geodesy.shape(long))
