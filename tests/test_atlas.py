"""The embedded land, countries and borders, and that a country as an anchor holds all of its land."""

from dataclasses import replace

import pytest
import shapely
from canned import kerman

from mapper import atlas, geodesy
from mapper.placing import placed


@pytest.mark.parametrize(("code", "km2"), [("IR", 1_630_000), ("IT", 301_000), ("ZA", 1_220_000), ("FJ", 18_500)])
def test_a_country_has_about_its_area(code, km2):
    assert geodesy.area_m2(atlas.country(code)) / 1e6 == pytest.approx(km2, rel=0.03)


def test_countries_cut_at_the_antimeridian_are_valid_and_whole():
    for code in ("FJ", "RU", "AQ", "US"):
        area = atlas.country(code)
        assert area.is_valid
        assert all(part.bounds[2] - part.bounds[0] < 190 or code == "AQ" for part in shapely.get_parts(area))


def test_borders_are_shared_and_the_sea_is_no_land():
    assert atlas.border("PK", "AF").equals(atlas.border("AF", "PK"))
    assert atlas.border("PK", "PT") is None
    assert atlas.border("", "") is None
    assert atlas.land(-30, 30, -29, 31).is_empty
    assert atlas.land(53, 32, 54, 33).area == pytest.approx(1)


@pytest.mark.parametrize("code", ["IR", "FJ", "NO"])
def test_in_a_country_holds_all_of_its_land(code):
    land = atlas.country(code)
    lon, lat = geodesy.centre(land)
    country = replace(
        kerman().places[2], id="c", country=code, lon=lon, lat=lat, extent_m=1e6, uncertainty_m=1e6, role="container"
    )
    inside = replace(kerman().relations[0], relation="in", anchors=("c",), distance_m=None)
    found = placed(replace(kerman(), places=(country,), relations=(inside,), placements=()))
    region = geodesy.shape(next(p for p in found.placements if p.site == "first").geometry)
    assert land.difference(region).area < 1e-9
    assert geodesy.area_m2(region) < 5 * geodesy.area_m2(land)
