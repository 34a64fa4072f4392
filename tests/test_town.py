"""Phrases about roads and waters on a countryside drawn as OpenStreetMap draws one, from `.osm` and `.osm.pbf`."""

import numpy as np
import pytest
import shapely
import town

from mapper import geodesy
from mapper.ground import Anchor, Around
from mapper.model import Length, Relation, Span
from mapper.parts import part
from mapper.ways import joined

ALBA = Anchor("alba", "Alba", *town.at(*town.ALBA), extent_m=900, position_m=50, kind="town")
BELA = Anchor("bela", "Bela", *town.at(*town.BELA), extent_m=700, position_m=50, kind="town")


@pytest.fixture(scope="module", params=[".osm", ".osm.pbf"])
def around(request, tmp_path_factory):
    pytest.importorskip("osmium", reason="reading OpenStreetMap files needs osmium")
    path = town.written(tmp_path_factory.mktemp("town") / f"country{request.param}")
    source = part("geocoders", "file").opened(path)
    return Around(ways=joined([source]))


def placed(around, relation, anchors, distance=None, bearing=None, **detail):
    said = Relation("r", relation, "s", tuple(a.id for a in anchors), distance, bearing, 45.0 if bearing is not None
                    else None, False, "", Span(0, 4, "said"), detail=detail)  # fmt: skip
    ground = part("relations", relation).place(said, anchors, around)
    area = geodesy.area_of(ground.region)
    assert area.is_valid
    assert not ground.detail.get("zone"), ground.because
    return area


def km(value, half=0.5):
    return Length((value - half) * 1000, value * 1000, (value + half) * 1000, f"{value} km", str(value), 1000)


def along(curve, metres, start=0.0):
    """The point so many metres along a curve from one of its points on."""
    shares = np.linspace(start, 1, 20_001)
    points = np.array([curve(s) for s in shares])
    gone = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    return town.at(*points[int(np.searchsorted(gone, metres))])


def holds(area, spot):
    return area.intersects(shapely.Point(spot))


def test_the_road_from_one_town_to_the_other_runs_through_its_roundabout_and_carriageways(around):
    for called in ({"path": "the N12"}, {}):
        area = placed(around, "on_path", (ALBA, BELA), **called)
        for share in np.linspace(0.06, 0.95, 30):
            if abs(share - 0.5) > 0.01:
                assert holds(area, town.at(*town.road(share))), share
        assert not holds(area, town.at(*town.motorway(0.5, 1)))
        assert not holds(area, town.at(*town.river(0.9)))
        assert geodesy.area_m2(area) < 25_000 * 140


@pytest.mark.parametrize("far", [4, 9, 12, 16])
def test_a_distance_along_the_road_is_a_short_stretch_of_it_beyond_the_roundabout_too(around, far):
    area = placed(around, "distance_along_path", (ALBA,), km(far), path="N12")
    assert holds(area, along(town.road, far * 1000))  # from the middle
    assert holds(area, along(town.road, far * 1000 + 900))  # from the edge
    assert not holds(area, along(town.road, far * 1000 + 900 + 700))
    assert not holds(area, along(town.road, far * 1000 - 1700))


def test_a_road_without_a_name_in_the_source_is_the_way_to_the_other_town(around):
    area = placed(around, "distance_along_path", (ALBA, BELA), km(9), path="Alba-Bela road")
    assert holds(area, along(town.road, 9_000))
    assert not holds(area, town.at(*town.motorway(0.4, 1)))
    assert geodesy.area_m2(area) < 4_000 * 120


def test_a_kilometre_of_a_motorway_counts_from_either_end_on_both_carriageways(around):
    area = placed(around, "path_marker", (ALBA, BELA), path="A7", marker=6, marker_unit="km")
    for side in (1, -1):
        held = [holds(area, town.at(*town.motorway(s, side))) for s in np.linspace(0, 1, 400)]
        assert any(held), side
    assert not holds(area, along(town.road, 6_000))


def test_a_crossing_of_two_streets_is_there_and_nowhere_else(around):
    streets = (Anchor("s", "Street 7", ALBA.lon, ALBA.lat, extent_m=900, kind="street"),)
    named = Around(ways=around.ways, names={"s": "Street 7", "t": "Avenue 3"}, others=(ALBA,))
    said = Relation("r", "intersection", "s", ("s", "t"), None, None, None, False, "", Span(0, 4, "said"))
    area = geodesy.area_of(part("relations", "intersection").place(said, streets, named).region)
    assert holds(area, town.at(400, -400))
    assert geodesy.area_m2(area) == pytest.approx(np.pi * 75**2, rel=0.1)


def test_the_path_that_leads_to_the_cemetery_is_the_footway_and_the_streets_that_reach_it(around):
    cemetery = Anchor("c", "the cemetery", *town.at(1_150, 1_600), extent_m=60, position_m=20)
    area = placed(around, "on_path", (cemetery,))
    assert holds(area, town.at(1_000, 1_100))
    assert holds(area, town.at(800, 600))
    assert not holds(area, town.at(500, 1_300))


@pytest.mark.parametrize(("way", "sign"), [("down", 1), ("up", -1)])
def test_down_and_up_the_river_go_through_all_its_pieces(around, way, sign):
    bridge = Anchor("b", "the bridge", *town.at(*town.river(0.5)), extent_m=50, position_m=20)
    area = placed(around, "downstream", (bridge,), path="the Ume", way=way)
    for share in (0.55, 0.7, 0.9):
        assert holds(area, town.at(*town.river(0.5 + sign * (share - 0.5))))
        assert not holds(area, town.at(*town.river(0.5 - sign * (share - 0.5))))
    miles = placed(around, "distance_along_path", (bridge,), km(5), along="water", path="the water", way=way)
    spot = along(lambda s: town.river(0.5 + sign * s / 2), 5_000)
    assert holds(miles, spot)
    assert not holds(miles, along(lambda s: town.river(0.5 - sign * s / 2), 5_000))
