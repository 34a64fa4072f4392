"""Regions are exact on the whole Earth, by an independent port of GeographicLib."""

import json
import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from canned import kerman
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import geodesy
from mapper.ground import Annulus
from mapper.parts import part as part_of
from mapper.placing import placed

WGS84 = Geodesic.WGS84
RADII = (0.7, 7, 40, 100, 500, 2000)  # km
LATITUDES = (0, 30.28, 60, 85, 89.99, -89.99)


def metres(lon, lat, point):
    return WGS84.Inverse(lat, lon, point[1], point[0])["s12"]


def corners(geometry):
    """Corners of a written region, without those that close it over a pole."""
    points = np.unique(shapely.get_coordinates(geodesy.shape(geometry)), axis=0)
    return points[np.abs(points[:, 1]) < 90]


def sides(geometry):
    """Middles of the edges of a written region, without those along the cut and the poles."""
    for part in shapely.get_parts(geodesy.shape(geometry)):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            for a, b in pairwise(points):
                if not (abs(a[0]) == 180 and a[0] == b[0]) and not (abs(a[1]) == 90 and a[1] == b[1]):
                    yield (a + b) / 2


@pytest.mark.parametrize("lat", LATITUDES)
@pytest.mark.parametrize("lon", [57.1208, 180.0])
def test_every_written_corner_lies_on_its_circle_to_a_millimetre(lat, lon):
    for radius in RADII:
        shape = Annulus(lon, lat, 0, radius * 1000)
        written = geodesy.drawn([shape])[0]
        assert geodesy.shape(written).is_valid
        for point in corners(written):
            assert abs(metres(lon, lat, point) - shape.drawing().outer_rim_m) < 1e-3
        for middle in sides(written):
            assert 1 <= metres(lon, lat, middle) / shape.outer_m < 1.001


@pytest.mark.parametrize(
    ("lon", "lat", "inner", "outer"),
    [
        (57.1208, 30.2783, 50, 1_350),
        (0, 0, 13_000, 15_000),
        (179.99, -17.0, 20_000, 40_000),
        (10, 89.9, 200_000, 300_000),
        (10, -85, 1_000_000, 2_000_000),
        (-100, 40, 9_000_000, 12_000_000),
    ],
)
def test_a_drawn_ring_holds_the_true_one_with_at_most_a_thousandth_more_area(lon, lat, inner, outer):
    drawn = geodesy.area_m2(geodesy.shape(geodesy.ring(lon, lat, inner, outer)))

    def cap(radius):  # the area by a polygon of many corners, inscribed and about, meets the true one between
        fine = Geodesic.WGS84.Polygon()
        for bearing in range(0, 3600, 2):
            at = WGS84.Direct(lat, lon, -bearing / 10, radius)
            fine.AddPoint(at["lat2"], at["lon2"])
        return fine.Compute(False, False)[2]

    true = cap(outer) - cap(inner)
    assert 1 - 1e-5 < drawn / true < 1.001


SCENARIOS = [
    (57.1208, 30.2783, 600, 800),
    (180, 0, 0, 1_000),
    (179.999, 60, 10_000, 20_000),
    (-179.9, -17, 0, 2_000_000),
    (0, 90, 0, 500_000),
    (0, 90, 400_000, 500_000),
    (45, -90, 100_000, 3_000_000),
    (45, 89.99, 500, 3_000),
    (120, -89, 50_000, 150_000),
    (120, -89, 150_000, 250_000),
    (30, 10, 0, 12_000_000),
    (30, 80, 8_000_000, 15_000_000),
    (-70, -20, 19_000_000, 20_003_000),
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_random_points_are_on_the_right_side(scenario):
    lon, lat, inner, outer = scenario
    count = 2000
    area = geodesy.shape(geodesy.ring(*scenario))
    shapely.prepare(area)
    rng = np.random.default_rng(5)
    bearings, shares = rng.uniform(0, 360, count), rng.uniform(0, 1.5, count)
    distances = np.where(shares < 1.2, np.minimum(outer * shares, 19_900_000), rng.uniform(0, 19_900_000, count))
    points = np.column_stack(geodesy.direct(lon, lat, bearings, distances))
    true, _ = geodesy.inverse(lon, lat, points[:, 0], points[:, 1])
    assert metres(lon, lat, points[0]) == pytest.approx(true[0], abs=1e-6)
    clear = (np.abs(true - inner) > 1e-3 * inner) & (np.abs(true - outer) > 1e-3 * outer)
    should = (true >= inner) & (true <= outer)
    held = shapely.contains_xy(area, points)
    assert np.array_equal(held[clear], should[clear])
    assert held[should].all()  # never under-covers, not even in the band


@settings(max_examples=60, deadline=None)
@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    radius=st.floats(1, 19_900_000),
    share=st.floats(0, 0.95),
    seed=st.integers(0, 9),
)
def test_any_ring_is_valid_wound_and_right_anywhere(lon, lat, radius, share, seed):
    written = geodesy.ring(lon, lat, radius * share, radius)
    area = geodesy.shape(written)
    assert area.is_valid
    assert not area.is_empty
    for part in shapely.get_parts(area):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)
    assert (np.abs(shapely.get_coordinates(area)) <= (180, 90)).all()
    at = random.Random(seed)
    for _ in range(5):
        x, y = at.uniform(-180, 180), at.uniform(-90, 90)
        away = metres(lon, lat, (x, y))
        if abs(away - radius) > 1e-3 * radius and abs(away - radius * share) > 1e-3 * radius:
            assert area.intersects(shapely.Point(x, y)) == (radius * share < away < radius)


def test_many_circles_at_once_are_those_drawn_one_by_one():
    shapes = [Annulus(lon, lat, 0, radius) for lon in (-180, 0, 57) for lat in (-60, 0, 30.28) for radius in (700, 2e6)]
    assert geodesy.drawn(shapes) == [geodesy.drawn([shape])[0] for shape in shapes]


def test_a_longitude_next_to_nothing_is_none():
    assert geodesy.disc(7e-255, -55, 3_914_797) == geodesy.disc(0, -55, 3_914_797)


def test_the_whole_earth_has_its_area():
    assert geodesy.area_m2(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621_724_088, rel=1e-9)


def test_a_plane_and_back_is_the_same_area():
    for lon, lat in ((57, 30), (179.9, -17), (10, 89.5), (0, -90)):
        area = geodesy.area_of(Annulus(lon, lat, 30_000, 90_000))
        plane = geodesy.Plane(lon + 0.1, lat)
        again = plane.back(plane.to(area))
        assert again.is_valid
        assert geodesy.area_m2(again) == pytest.approx(geodesy.area_m2(area), rel=1e-3)


@pytest.mark.parametrize(("lon", "lat"), [(57, 30), (180, 0), (-179.95, -60), (20, 89.9), (0, -89.99)])
def test_a_sector_swept_over_a_disc_holds_every_point_that_it_should(lon, lat):
    inner, outer, bearing, half, spread = 14_000, 16_000, 45, 22.5, 3_000
    area = geodesy.shape(
        geodesy.sector(
            lon, lat, inner_m=inner, outer_m=outer, bearing_deg=bearing, half_width_deg=half, spread_m=spread
        )
    )
    assert area.is_valid
    rng = random.Random(3)
    for _ in range(200):
        start = geodesy.direct(lon, lat, rng.uniform(0, 360), spread * rng.random())
        there = geodesy.direct(*start, bearing + half * rng.uniform(-1, 1), rng.uniform(inner, outer))
        assert area.intersects(shapely.Point(there))
    far = geodesy.direct(lon, lat, bearing + 180, outer)
    assert abs(lat) > 80 or not area.intersects(shapely.Point(far))


@pytest.mark.parametrize("lat", [*LATITUDES, 90, -90])
@pytest.mark.parametrize("lon", [57.1208, -180.0])
def test_the_written_file_has_every_corner_of_every_disc_on_its_circle(lat, lon):
    place = kerman().places[1]
    places = tuple(
        replace(place, id=f"p{i}", lon=lon, lat=lat, extent_m=km * 1000, position_m=0.0, uncertainty_m=km * 1000)
        for i, km in enumerate(RADII)
    )
    ready = placed(replace(kerman(), places=places, sites=(), relations=(), placements=()))
    rims = {p.id: (p.detail["outer_m"], p.detail["outer_rim_m"]) for p in ready.placements}
    written = json.loads(part_of("writers", "geojson").files(ready, stem="x", style=None)["x.geojson"])
    for feature in written["features"]:
        true, rim = rims[feature["id"]]
        away = [metres(lon, lat, point) for point in corners(feature["geometry"])]
        assert max(abs(far - rim) for far in away) < 1e-3
        assert all(1 - 1e-9 <= metres(lon, lat, middle) / true < 1.001 for middle in sides(feature["geometry"]))
    assert len(written["features"]) == len(RADII)
