"""The embedded gazetteer: what it must know, how fast it opens, and that it is what its sources say."""

import time

from hypothesis import given
from hypothesis import strategies as st

from mapper.folding import folded
from mapper.geocoders import embedded
from mapper.senses import distance_m

GAZETTEER = embedded.opened()


def test_kerman_is_the_city_of_geonames_with_its_extent():
    kerman = next(e for e in GAZETTEER.find("Kerman") if e.source_id == "128234")
    assert (kerman.kind, kerman.country, kerman.timezone, kerman.source) == ("city", "IR", "Asia/Tehran", "geonames")
    assert (kerman.lon, kerman.lat) == (57.07879, 30.28321)
    assert 7000 < kerman.extent_m + kerman.position_m < 8000
    assert kerman.within == ("Kerman", "Iran")
    assert "CC BY" in kerman.attribution


def test_names_in_any_script_and_case_find_the_same_place():
    for name in ("کرمان", "كرمان", "Керман", "KERMAN", "Kermān", "Kermán"):
        assert "128234" in {entry.source_id for entry in GAZETTEER.find(name)}, name


def test_short_forms_and_demonyms_lead_to_their_place():
    for name, place in {
        "Calif.": "California", "U.S.": "United States", "UK": "United Kingdom", "British": "United Kingdom",
        "Iranians": "Iran", "N.Y.": "New York", "Texan": "Texas",
    }.items():  # fmt: skip
        assert GAZETTEER.find(name)[0].name == place, name


def test_every_country_has_a_point_an_extent_and_its_own_code():
    for code in ("IR", "US", "TR", "XK", "VA", "TV", "SS"):
        country = GAZETTEER.entry(GAZETTEER.country(code).id)
        assert (country.kind, country.country) == ("country", code)
        assert country.extent_m > 100


def test_near_and_countries_only_change_the_order():
    plain = {e.source_id for e in GAZETTEER.find("Springfield", limit=100)}
    near = GAZETTEER.find("Springfield", near=(-123.0, 44.05), limit=100)
    hinted = GAZETTEER.find("Paris", countries=("US",))
    assert near[0].admin1 == "Oregon"
    assert {e.source_id for e in near} == plain
    assert hinted[0].admin1 == "Texas"


def test_towns_near_are_near_and_the_largest_first():
    towns = GAZETTEER.towns_near(57.08, 30.28, 60_000, limit=5)
    assert towns[0].source_id == "128234"
    assert [t.population for t in towns] == sorted((t.population for t in towns), reverse=True)
    assert all(distance_m(t.lon, t.lat, 57.08, 30.28) <= 60_000 for t in towns)


def test_towns_near_see_across_the_antimeridian():
    assert any(t.country == "FJ" for t in GAZETTEER.towns_near(-179.9, -16.8, 150_000))


def test_an_unknown_name_is_no_error():
    assert GAZETTEER.find("Xyzzyville") == []
    assert GAZETTEER.find("") == []


def test_it_opens_at_once_and_answers_in_microseconds():
    path = embedded.datafile("gazetteer.sqlite")
    begin = time.perf_counter()
    fresh = embedded.Embedded(path)
    fresh.senses("kerman")
    assert time.perf_counter() - begin < 0.05
    begin = time.perf_counter()
    for number in range(1000):
        fresh.senses(f"no such name {number}")
    assert time.perf_counter() - begin < 0.5


@given(st.text())
def test_folding_twice_is_folding_once(name):
    assert folded(folded(name)) == folded(name)
