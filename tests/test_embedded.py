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


def test_islands_mountains_rivers_and_bases_have_a_place():
    for name, kind, spot in (
        ("Bornholm", "island", (14.9, 55.1)), ("Lombok", "island", (116.3, -8.6)), ("Lesbos", "island", (26.3, 39.2)),
        ("Waiheke Island", "island", (175.1, -36.8)), ("Mt. Rainier", "mountain", (-121.8, 46.9)),
        ("Susquehanna River", "water", (-76.1, 40.2)), ("Fort Hood", "facility", (-97.8, 31.1)),
        ("Gatwick", "facility", (-0.2, 51.2)), ("Yosemite", "park", (-119.5, 37.8)),
    ):  # fmt: skip
        first = GAZETTEER.find(name)[0]
        assert (first.kind, distance_m(first.lon, first.lat, *spot) < 60_000) == (kind, True), name


def test_points_are_those_of_geonames_but_where_two_sources_say_that_they_lie_off_the_middle():
    points = {code: GAZETTEER.country(code) for code in ("CN", "AU", "US", "CA")}
    assert [(s.lon, s.lat) for s in points.values()] == [(105.0, 35.0), (135.0, -25.0), (-98.5, 39.76), (-95.0, 60.0)]
    (alberta,) = [e for e in GAZETTEER.find("Alberta") if e.kind == "admin1"]
    assert (round(alberta.lon), round(alberta.lat)) == (-115, 55)


def test_what_is_looked_up_ahead_for_a_report_is_what_is_looked_up_alone():
    words = ["kerman", "paris", "springfield", "new", "xyzzyville", "u"]
    ahead, alone = (embedded.Embedded(embedded.datafile("gazetteer.sqlite")) for _ in range(2))
    ahead.expect(words)
    for word in words:
        assert ahead.senses(word) == alone.senses(word)
        assert ahead.longest(word) == alone.longest(word)


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
