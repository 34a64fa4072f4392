"""Phrases become regions that hold the truth and are no larger than the words require."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from canned import GRAVE, kerman

from mapper import geodesy
from mapper.errors import UsageError
from mapper.ground import Around
from mapper.model import Length, Relation, Span
from mapper.parts import names, part
from mapper.placing import placed


def bare():
    return replace(kerman(), placements=())


def by_id(incident):
    return {p.id: p for p in incident.placements}


@pytest.mark.parametrize("name", names("relations"))
def test_every_relation_keeps_its_examples(name):
    leaf = part("relations", name)
    assert leaf.EXAMPLES, name
    for example in leaf.EXAMPLES:
        ground = leaf.place(example.relation, example.anchors, Around())
        if not example.inside:
            assert ground.why, name
            continue
        area = geodesy.area_of(ground.region)
        assert area.is_valid
        assert area.difference(geodesy.area_of(ground.limit)).area < 1e-3 * area.area, "a limit holds the region"
        assert ground.because
        assert ground.budget_m
        for point in example.inside:
            assert area.intersects(shapely.Point(point)), f"{name}: {point} must lie inside"
        for point in example.outside:
            assert not area.intersects(shapely.Point(point)), f"{name}: {point} must lie outside"


def test_kerman_is_a_ring_and_two_readings():
    found = placed(bare())
    sites = [p for p in found.placements if p.site]
    first, grave, other = sites
    assert (first.site, first.kind, first.relation, first.from_) == ("first", "ring", "distance", ("r1",))
    assert (first.detail["inner_m"], first.detail["outer_m"]) == (50, 1350)
    assert first.budget_m == {"distance": 50, "hedge": 50, "anchor_extent": 250, "anchor_position": 300}
    assert first.nominal["type"] == "LineString"
    assert (grave.reading, grave.weight, other.reading, other.weight) == (
        "from the grave",
        0.8,
        "from the first blast",
        0.2,
    )
    assert (other.detail["inner_m"], other.detail["outer_m"]) == (0, 2850)
    assert other.budget_m["anchor_extent"] == 1350


def test_every_region_is_valid_with_its_label_inside():
    for placement in placed(bare()).placements:
        area = geodesy.shape(placement.geometry)
        assert area.is_valid
        assert area.contains(shapely.Point(placement.label_lon, placement.label_lat))
        assert placement.uncertainty_m > 0


def test_placing_is_pure_and_repeats():
    incident = bare()
    again = placed(placed(incident))
    assert incident == bare()
    assert again.to_dict() == placed(incident).to_dict()


def test_the_stated_band_and_the_nominal_line_are_told_apart():
    first = by_id(placed(bare()))["first.where"]
    full, stated = geodesy.shape(first.geometry), geodesy.shape(first.stated)
    assert full.covers(stated)
    assert stated.covers(geodesy.shape(first.nominal))
    assert geodesy.inverse(*GRAVE, *first.nominal["coordinates"][0])[0] == pytest.approx(700, abs=1e-3)


def said(site, anchor, low, nominal, high, **more):
    """A distance phrase about a site."""
    ready = Relation(
        f"{site}-{anchor}-{nominal}", "distance", site, (anchor,), Length(low, nominal, high, f"{nominal} m"), None,
        None, False, "ring", Span(0, 5, f"{nominal} m"),
    )  # fmt: skip
    return replace(ready, **more)


def three():
    """700 m from the grave, one kilometre from the grave, 300 m apart."""
    return replace(
        bare(),
        relations=(
            said("first", "grave", 650, 700, 750),
            said("second", "grave", 950, 1000, 1050),
            said("second", "first", 250, 300, 350),
        ),
    )


def area_of(placement):
    return geodesy.area_m2(geodesy.shape(placement.geometry))


def test_sites_that_constrain_each_other_narrow_both():
    exact = replace(bare().places[1], extent_m=10, position_m=20, uncertainty_m=30)
    incident = replace(three(), places=(exact,))
    first, second = (by_id(placed(incident))[f"{site}.where"] for site in ("first", "second"))
    for placement in (first, second):
        hard, ninety, half = (geodesy.shape(g) for g in (placement.geometry, placement.ninety, placement.half))
        assert all(area.is_valid for area in (hard, ninety, half))
        assert hard.buffer(1e-6).covers(ninety)
        assert ninety.buffer(1e-6).covers(half)
        assert 0.2 < geodesy.area_m2(half) / geodesy.area_m2(ninety) < 0.7
        assert any("50 % and 90 %" in why for why in placement.because)
    assert placed(incident).to_dict() == placed(incident).to_dict()


def test_two_measures_from_two_places_narrow_a_site_more_than_one():
    east = replace(bare().places[1], id="east", lon=57.1308, name="the gate")
    one = replace(bare(), places=(*bare().places, east), relations=(said("first", "grave", 650, 700, 750),))
    both = replace(one, relations=(*one.relations, said("first", "east", 550, 600, 650)))
    assert area_of(by_id(placed(both))["first.where"]) < area_of(by_id(placed(one))["first.where"])
    assert by_id(placed(both))["first.where"].kind == "region"
    assert set(by_id(placed(both))["first.where"].from_) == {"first-grave-700", "first-east-600"}


def test_phrases_that_exclude_each_other_are_all_shown_and_named():
    far = replace(bare().places[1], id="far", lon=57.4, name="a far gate", extent_m=10, position_m=10)
    clash = replace(
        bare(),
        places=(*bare().places, far),
        relations=(
            said("first", "grave", 650, 700, 750),
            said("first", "far", 950, 1000, 1050),
            said("first", "kerman", 0, None, 30_000, relation="within", geometry="disc"),
        ),
    )
    found = placed(clash)
    shown = [p for p in found.placements if p.site == "first"]
    assert len(shown) == 2
    assert all(p.detail["inconsistent"] == ["first-grave-700", "first-far-1000"] for p in shown)
    assert sum(p.weight for p in shown) == pytest.approx(1)
    assert any(u.what == "first" and "exclude each other" in u.why for u in found.unplaced)


def test_a_clash_of_two_words_takes_no_measure_off_the_map():
    """A quake 80 km from a city: that it shook the city and a far country is no reason to lose the measure."""
    far = replace(bare().places[1], id="far", lon=67.4, name="a far country", extent_m=10_000, position_m=10)
    inside = [
        said("first", place, 0, None, 0, relation="in", distance_m=None, geometry="feature")
        for place in ("kerman", "far")
    ]
    measure = said("first", "kerman", 79_500, 80_000, 80_500)
    found = placed(replace(bare(), places=(*bare().places, far), relations=(*inside, measure)))
    shown = [p for p in found.placements if p.site == "first"]
    assert {name for p in shown for name in p.from_} == {r.id for r in (*inside, measure)}
    assert shown[0].relation == "distance", "what is measured comes first"
    assert all(len(p.detail["inconsistent"]) == 2 for p in shown)


def test_each_camp_of_a_clash_keeps_all_that_agrees_with_it():
    east = replace(bare().places[1], id="east", lon=57.1308, name="the gate")
    far = replace(bare().places[1], id="far", lon=57.4, name="a far gate", extent_m=10, position_m=10)
    two = (said("first", "grave", 650, 700, 750), said("first", "east", 550, 600, 650))
    alone = placed(replace(bare(), places=(*bare().places, east), relations=two))
    clash = said("first", "far", 950, 1000, 1050)
    found = placed(replace(bare(), places=(*bare().places, east, far), relations=(clash, *two)))
    camps = {frozenset(p.from_): p for p in found.placements if p.site == "first"}
    assert set(camps) == {frozenset(r.id for r in two), frozenset([clash.id])}
    assert area_of(camps[frozenset(r.id for r in two)]) == pytest.approx(area_of(by_id(alone)["first.where"]))


def test_an_estimated_size_of_a_town_does_not_cut_what_is_measured_from_inside_it_to_beyond():
    inside = said("first", "kerman", 0, None, 0, relation="in", distance_m=None, geometry="feature")
    measure = said("first", "kerman", 11_500, 12_000, 12_500)
    both, one = (
        by_id(placed(replace(bare(), relations=told)))["first.where"] for told in ((inside, measure), (measure,))
    )
    assert both.geometry == one.geometry
    assert any("is an estimate" in why for why in both.because)
    outlined = replace(bare().places[0], outline=by_id(placed(bare()))["kerman.area"].geometry)
    known = replace(bare(), places=(outlined, *bare().places[1:]), relations=(inside, measure))
    assert area_of(by_id(placed(known))["first.where"]) < area_of(one)


def test_where_a_part_of_a_country_ends_does_not_cut_a_measure_off_its_coast():
    north = said("first", "kerman", 0, None, 0, relation="part_of", distance_m=None, geometry="feature_part")
    north = replace(north, bearing_deg=0.0, bearing_half_width_deg=45.0)
    measure = said("first", "kerman", 8_500, 9_000, 9_500, relation="distance_heading", geometry="sector")
    measure = replace(measure, bearing_deg=0.0, bearing_half_width_deg=22.5)
    both = by_id(placed(replace(bare(), relations=(north, measure))))["first.where"]
    assert both.relation == "distance_heading"
    assert geodesy.shape(both.geometry).covers(geodesy.shape(both.nominal))


def test_an_anchor_that_nobody_knows_loses_one_phrase_and_nothing_else():
    lost = replace(bare(), relations=(*bare().relations, said("first", "square", 50, 100, 150)))
    found = placed(lost)
    assert by_id(found)["first.where"].geometry == by_id(placed(bare()))["first.where"].geometry
    assert any("square" in u.why for u in found.unplaced)


def test_words_without_an_edge_never_cut_a_measure_but_stand_beside_it():
    near = said("first", "grave", 0, None, 0, relation="near", distance_m=None, geometry="near_buffer", id="near")
    found = by_id(placed(replace(bare(), relations=(*bare().relations, near))))
    assert found["first.where"].geometry == by_id(placed(bare()))["first.where"].geometry
    assert found["first.where"].detail["agrees_with"] == ["near"]
    assert found["first.near"].detail["supporting"]


def test_near_a_place_cuts_a_measure_only_far_out():
    mill = replace(bare().places[1], id="mill", lon=57.3, lat=30.4, name="the mill", extent_m=50, position_m=50)
    capital = said("first", "kerman", 0, None, 50_000, relation="within", geometry="disc")
    near = said("first", "mill", 0, None, 0, relation="near", distance_m=None, geometry="near_buffer", id="near")
    two = replace(bare(), places=(*bare().places, mill), relations=(capital, near))
    region = geodesy.shape(by_id(placed(two))["first.where"].geometry)
    for away, held in ((2_000, True), (9_000, True), (20_000, False)):
        points = [geodesy.direct(57.3, 30.4, bearing, away) for bearing in range(0, 360, 30)]
        assert all(region.intersects(shapely.Point(point)) == held for point in points), away


def test_a_zone_around_the_site_is_apart_from_it():
    zone = said("first", "first", 0, None, 500, relation="zone", geometry="disc", id="zone")
    found = by_id(placed(replace(bare(), relations=(*bare().relations, zone))))
    assert found["first.zone"].detail["apart"]
    assert found["first.zone"].detail["outer_m"] == 1350 + 500
    assert found["first.where"] == by_id(placed(bare()))["first.where"]


def told(relations, sites):
    """The area of each site's regions, hard and 90 %, whatever the order in which they stand."""
    spots = tuple(replace(bare().sites[0], id=site, name=site) for site in sites)
    found = by_id(placed(replace(bare(), relations=tuple(relations), sites=spots)))
    return {
        site: [g and g["coordinates"] for g in (found[f"{site}.where"].geometry, found[f"{site}.where"].ninety)]
        for site in sites
    }


def test_the_order_of_phrases_and_sites_changes_nothing_where_sites_narrow_each_other():
    chain = [
        said("a", "grave", 1900, 2000, 2100, quote=Span(0, 3, "one")),
        said("b", "grave", 2900, 3000, 3100, quote=Span(10, 13, "two")),
        said("b", "a", 950, 1000, 1050, quote=Span(20, 25, "three")),
        said("c", "b", 1450, 1500, 1550, quote=Span(30, 34, "four")),
        said("c", "a", 450, 500, 550, quote=Span(40, 44, "five")),
    ]
    one = told(chain, ["a", "b", "c"])
    assert told(chain[::-1], ["a", "b", "c"]) == one
    assert told(chain[2:] + chain[:2], ["c", "a", "b"]) == one


def test_one_more_phrase_narrows_sites_three_links_away_and_enlarges_none():
    chain = [
        said("a", "grave", 1900, 2000, 2100),
        said("b", "a", 950, 1000, 1050),
        said("c", "b", 950, 1000, 1050),
        said("d", "c", 950, 1000, 1050),
    ]
    straight = said("d", "grave", 4800, 5000, 5000, relation="within")
    straight = replace(straight, distance_m=Length(4800, 5000, 5200, "5,000 m"), relation="distance")
    fewer, more = (told(phrases, ["a", "b", "c", "d"]) for phrases in (chain, [*chain, straight]))
    for site in "abcd":
        less, all_ = (
            geodesy.shape({"type": "Polygon" if isinstance(c[0][0][0], float) else "MultiPolygon", "coordinates": c})
            for c in (more[site][0], fewer[site][0])
        )
        assert less.difference(all_).area < 5e-3 * less.area
    assert geodesy.area_m2(less) < 0.9 * geodesy.area_m2(all_)


@pytest.mark.parametrize("lat", [0, 60, -75, 82])
@pytest.mark.parametrize("edge", [-22.4, 22.4])
def test_a_direction_said_backwards_holds_the_site_that_it_was_said_of(lat, edge):
    town, a = (57.0, lat), geodesy.direct(57.0, lat, 200, 2_000)
    b = geodesy.direct(*a, 90 + edge, 40_000)
    to_a, _ = geodesy.inverse(*town, *a)
    place = replace(bare().places[1], lon=57.0, lat=lat, extent_m=1, position_m=1, uncertainty_m=2)
    mark = replace(place, id="mark", lon=b[0], lat=b[1])
    phrases = (
        said("first", "grave", to_a - 50, to_a, to_a + 50),
        said("second", "mark", 0, None, 5, relation="within"),
        said("second", "first", 39_500, 40_000, 40_500, relation="distance_heading", bearing_deg=90.0,
             bearing_half_width_deg=22.5),
    )  # fmt: skip
    found = by_id(placed(replace(bare(), places=(place, mark), relations=phrases)))
    for site, spot in (("first", a), ("second", b)):
        assert geodesy.shape(found[f"{site}.where"].geometry).intersects(shapely.Point(spot))


def test_two_sites_near_the_same_vague_place_grow_no_larger_by_the_distance_between_them():
    near = [said(site, "kerman", 0, None, 0, relation="near", distance_m=None, id=f"n{site}") for site in
            ("first", "second")]  # fmt: skip
    apart = [said("second", "first", 180, 190, 200), said("second", "first", 45, None, 250, relation="within")]
    alone = by_id(placed(replace(bare(), relations=tuple(near))))["first.where"]
    found = by_id(placed(replace(bare(), relations=(*near, *apart))))
    assert area_of(found["first.where"]) <= 1.001 * area_of(alone)
    assert area_of(found["second.where"]) < 1.1 * area_of(alone)


def test_sites_measured_from_each_other_in_a_circle_are_still_placed():
    circle = (said("first", "second", 250, 300, 350), said("second", "first", 250, 300, 350))
    anchored = replace(bare(), relations=(*circle, said("first", "grave", 650, 700, 750)))
    assert {p.site for p in placed(anchored).placements if p.site} == {"first", "second"}
    assert placed(replace(bare(), relations=circle)).unplaced


def test_the_rule_is_named_and_changes_the_band():
    assert placed(bare()).rules["precision"] == "news"
    strict = placed(bare(), precision_rule="2020")
    assert strict.rules["precision"] == "2020"
    assert by_id(strict)["first.where"].budget_m["distance"] == 5
    with pytest.raises(UsageError, match="news, 2004, 2020"):
        placed(bare(), precision_rule="1899")


def test_a_zone_for_want_of_roads_never_excludes_what_is_said():
    far = replace(bare().places[1], id="far", lon=58.5, name="a far town")
    path = said("first", "far", 0, None, 0, relation="on_path", distance_m=None, geometry="corridor", id="path")
    with_far = replace(bare(), places=(*bare().places, far))
    measured = by_id(placed(replace(with_far, relations=(*bare().relations, path))))
    assert measured["first.where"].geometry == by_id(placed(bare()))["first.where"].geometry
    city = said("first", "kerman", 0, None, 0, relation="in", distance_m=None, geometry="feature", id="in")
    area = by_id(placed(replace(with_far, relations=(city, path))))
    assert "inconsistent" not in area["first.where"].detail
    assert area["first.path"].detail["supporting"]


def test_half_and_ninety_hold_half_and_ninety_of_what_the_words_allow():
    exact = replace(bare().places[1], extent_m=10, position_m=20, uncertainty_m=30)
    found = by_id(placed(replace(three(), places=(exact,))))
    rng = np.random.default_rng(7)  # by plain rejection, in a plane of its own

    def about(count, radius):
        return radius * np.sqrt(rng.uniform(0, 1, count)) * np.exp(2j * np.pi * rng.uniform(0, 1, count))

    def ring(count, low, high):
        return rng.uniform(low, high, count) * np.exp(2j * np.pi * rng.uniform(0, 1, count))

    count = 400_000
    grave = about(count, 20)
    first = grave + about(count, 10) + ring(count, 650, 750)
    second = grave + about(count, 10) + ring(count, 950, 1050)
    apart = np.abs(second - first)
    kept = (apart >= 250) & (apart <= 350)
    for site, spots in (("first", first[kept]), ("second", second[kept])):
        lon, lat = geodesy.direct(*GRAVE, np.degrees(np.angle(spots)), np.abs(spots))
        for share, shape in ((0.5, found[f"{site}.where"].half), (0.9, found[f"{site}.where"].ninety)):
            held = shapely.contains_xy(geodesy.shape(shape), lon, lat).mean()
            assert share - 0.03 < held < share + 0.08  # rounding the cells adds a little, and never takes much


def test_a_name_that_only_its_container_is_known_of_is_in_doubt_by_all_of_it():
    gate = replace(
        bare().places[3],
        id="gate",
        name="the cemetery gate",
        kind="gate",
        resolved_to="container:kerman",
        role="anchor",
    )
    near = said("first", "gate", 0, None, 0, relation="near", distance_m=None, geometry="near_buffer")
    found = placed(replace(bare(), places=(*bare().places, gate), relations=(near,)))
    region = by_id(found)["first.where"]
    assert region.budget_m == {"near": 2000, "anchor_extent": 0, "anchor_position": 7500}
    assert any("the cemetery gate (somewhere in Kerman)" in why for why in region.because)
    copied = replace(gate, lon=57.07879, lat=30.28321, extent_m=7400, position_m=100, uncertainty_m=7500)
    again = placed(replace(bare(), places=(*bare().places, copied), relations=(near,)))
    assert by_id(again)["first.where"].geometry == region.geometry
    assert "gate.area" not in by_id(again)
