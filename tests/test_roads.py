"""With a source of roads a phrase about a way is a corridor along it; without, a flagged zone."""

from dataclasses import replace

import pytest
import shapely

from mapper import geodesy
from mapper.ground import AREA, METRIC, VAGUE, Anchor, Around
from mapper.model import Length, Relation, Span, Unplaced
from mapper.parts import part

A = Anchor("a", "Alba", 0.0, 0.0, extent_m=500, kind="city")
B = Anchor("b", "Bela", 0.5, 0.0, extent_m=500, kind="city")
ROADS = (
    ("Alba road", "N1", [[0.0, 0.0], [0.0, 0.05], [0.25, 0.05], [0.5, 0.05], [0.5, 0.0]]),
    ("long way", "", [[0.0, 0.0], [0.0, -0.4], [0.5, -0.4], [0.5, 0.0]]),
    ("side street", "", [[0.25, 0.05], [0.25, 0.10]]),
    ("dead end", "", [[0.0, 0.0], [-0.05, 0.0]]),
)
RIVER = (("the Ume", "", [[-0.3, 0.02], [0.0, 0.0], [0.1, -0.02], [0.3, -0.02]]),)


class Ways:
    def ways(self, bbox, *, name=None, kind="road"):
        lines = ROADS if kind == "road" else RIVER
        return [way for way in lines if name in (None, way[0], way[1])]


ROADED = Around(ways=Ways(), names={"w1": "Alba road", "w2": "side street"})


def phrase(relation, anchors=("a",), distance=None, **detail):
    return Relation("r", relation, "s", anchors, distance, None, None, False, "", Span(0, 4, "said"), detail=detail)


def placed(relation, anchors, around=ROADED):
    found = part("relations", relation.relation).place(relation, anchors, around)
    assert not isinstance(found, Unplaced), found
    return found, geodesy.area_of(found.region)


def holds(area, lon, lat):
    return area.intersects(shapely.Point(lon, lat))


def test_the_road_from_one_town_to_another_is_the_short_way():
    ground, area = placed(phrase("on_path", ("a", "b")), (A, B))
    assert ground.grade == AREA
    assert area.is_valid
    assert holds(area, 0.1, 0.05)
    assert not holds(area, 0.25, -0.4)
    assert not holds(area, 0.1, 0.02)
    assert not holds(area, -0.04, 0.0)


def test_the_path_leading_to_a_place_is_the_roads_that_reach_it():
    _, area = placed(phrase("on_path"), (A,))
    assert holds(area, 0.0, 0.02)
    assert holds(area, -0.02, 0.0)
    assert not holds(area, 0.1, 0.05)


def test_a_distance_along_a_named_road_is_a_stretch_of_it():
    along = phrase(
        "distance_along_path", distance=Length(19_500, 20_000, 20_500, "20 km", "20", 1000), path="Alba road"
    )
    ground, area = placed(along, (A,))
    assert ground.grade == METRIC
    lon = (20_000 - 5_530) / 111_320  # north for 5.5 km, then east
    assert holds(area, lon, 0.05)
    assert not holds(area, lon + 0.03, 0.05)
    assert not holds(area, 0.0, -0.18)


def test_a_marker_without_a_zero_end_gives_two_stretches():
    ground, area = placed(phrase("path_marker", ("a", "b"), marker=10, marker_unit="km", path="N1"), (A, B))
    assert len(shapely.get_parts(area)) == 2
    assert any("both are kept" in why for why in ground.because)


def test_a_crossing_is_where_two_roads_meet():
    _, area = placed(phrase("intersection", ("w1", "w2")), (), replace(ROADED, others=(A,)))
    assert holds(area, 0.25, 0.05)
    assert geodesy.area_m2(area) == pytest.approx(3.14 * 75**2, rel=0.05)


@pytest.mark.parametrize(("way", "lon"), [("downstream", 0.15), ("upstream", -0.15)])
def test_downstream_is_below_and_upstream_above(way, lon):
    _, area = placed(phrase("downstream", way=way), (A,))
    lat = -0.02 if lon > 0 else 0.01
    assert holds(area, lon, lat)
    assert not holds(area, -lon, -0.02 if lon < 0 else 0.01)


@pytest.mark.parametrize("name", ["on_path", "downstream"])
def test_without_a_source_of_ways_it_is_a_flagged_zone(name):
    ground, area = placed(phrase(name), (A,), Around())
    assert ground.grade == VAGUE
    assert ground.detail["zone"]
    assert holds(area, 0.0, 0.0)


def test_a_road_that_nobody_knows_is_unplaced_with_a_reason():
    for name in ("path_marker", "intersection", "on_path"):
        found = part("relations", name).place(phrase(name, (), marker=5), (), Around())
        assert isinstance(found, Unplaced)
        assert found.why
