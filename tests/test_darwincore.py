"""Darwin Core's terms and the precision codes on each placement."""

from dataclasses import replace

import pytest
import shapely
from canned import kerman

from mapper import darwincore, geodesy
from mapper.placing import placed


@pytest.fixture(scope="module")
def incident():
    return placed(replace(kerman(), placements=()))


def test_every_placement_has_a_point_a_radius_that_holds_it_and_a_footprint(incident):
    for placement in incident.placements:
        terms = darwincore.terms(placement, incident)
        assert terms["coordinateUncertaintyInMeters"] >= 1
        footprint = shapely.from_wkt(terms["footprintWKT"])
        assert footprint.equals(geodesy.shape(placement.geometry))
        corners = shapely.get_coordinates(footprint)
        away, _ = geodesy.inverse(terms["decimalLongitude"], terms["decimalLatitude"], corners[:, 0], corners[:, 1])
        assert away.max() <= terms["coordinateUncertaintyInMeters"]
        assert terms["pointRadiusSpatialFit"] >= 1
        assert terms["georeferenceRemarks"].endswith(".")
        assert terms["verbatimLocality"]


def test_the_point_of_a_ring_says_that_the_event_was_not_there(incident):
    first = next(p for p in incident.placements if p.site == "first")
    assert "the event was not there" in darwincore.fields(first)["georeferenceRemarks"]


def test_codes_follow_the_size_and_sort_of_the_region(incident):
    first = next(p for p in incident.placements if p.site == "first")
    assert darwincore.ucdp_where_prec(first) == 1
    assert darwincore.acled_geo_precision(first) == 1
    for changes, ucdp, acled in (
        ({"uncertainty_m": 12_000.0}, 2, 2),
        ({"uncertainty_m": 40_000.0}, 3, 2),
        ({"uncertainty_m": 60_000.0, "unbounded": True}, 5, 3),
        ({"uncertainty_m": 900_000.0}, 6, 3),
        ({"shape": "coast_band"}, 7, 1),
    ):
        changed = replace(first, **changes)
        assert darwincore.ucdp_where_prec(changed) == ucdp
        assert darwincore.acled_geo_precision(changed) == acled
    whole = replace(first, shape="feature")
    assert [darwincore.ucdp_where_prec(whole, kind) for kind in ("country", "admin1", "admin2")] == [6, 4, 3]
