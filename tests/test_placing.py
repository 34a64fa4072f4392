"""Phrases become regions that hold the truth and are no larger than the words require."""

from dataclasses import replace

import pytest
import shapely
from canned import GRAVE, kerman

from mapper import geodesy
from mapper.ground import Around
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
