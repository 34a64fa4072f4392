"""The whole way on the first report: what must come out of it, by general mechanisms."""

import os
from datetime import date
from pathlib import Path

import pytest

import mapper

HERE = Path(__file__).parent.parent
RETOLD = HERE / "seeds" / "kerman-2024-01-03.txt"
SHARED = Path(os.environ.get("MAPPER_SHARED", HERE.parent / "shared"))
ORIGINALS = sorted((SHARED / "seeds").glob("000_*.txt")) if SHARED.is_dir() else []


@pytest.fixture(
    scope="module", params=[RETOLD, *ORIGINALS], ids=lambda path: "retold" if path == RETOLD else "original"
)
def made(request):
    report = mapper.Report.from_file(request.param, published=date(2024, 1, 3))
    return report, mapper.place(mapper.read(report))


def named(incident, name):
    found = [place for place in incident.places if any(name in mention.text for mention in place.mentions)]
    assert found, f"no place is mentioned as {name!r}"
    return found[0]


def blasts(incident):
    return sorted((site for site in incident.sites if site.event == "explosion"), key=lambda site: site.ordinal or 9)


def relations(incident, site, relation):
    return [r for r in incident.relations if r.site == site.id and r.relation == relation]


def test_every_span_is_exact(made):
    report, incident = made

    def walk(value):
        if isinstance(value, dict):
            if {"start", "end", "text"} == set(value):
                assert report.text[value["start"] : value["end"]] == value["text"]
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(incident.to_dict())


def test_the_city_is_kerman_in_iran_and_tehran_is_only_the_dateline(made):
    _, incident = made
    kerman = next(place for place in incident.places if place.source_id == "128234")
    assert (kerman.kind, kerman.role, kerman.country) == ("city", "incident", "IR")
    assert kerman.uncertainty_m == pytest.approx(7_500, rel=0.1)
    tehran = next((place for place in incident.places if place.name == "Tehran"), None)
    assert tehran is None or tehran.role == "dateline"
    drawn = {placement.place for placement in incident.placements}
    assert tehran is None or tehran.id not in drawn
    assert "US" not in {place.country for place in incident.places}


def test_the_cemetery_is_found_through_its_misspelling_and_the_grave_inside_it(made):
    _, incident = made
    cemetery, grave = named(incident, "Cemmetry of Martyrs"), named(incident, "grave of General Soleimani")
    for place in (cemetery, grave):
        assert (place.lon, place.lat) == (pytest.approx(57.1208), pytest.approx(30.2783))
        assert place.position_m == 300
        assert place.resolved_to == "self"
    assert grave.role == "anchor"
    assert any("read as" in reason or "spell" in reason for reason in cemetery.because)


def test_two_blasts_in_time_order_with_a_derived_second_time(made):
    _, incident = made
    first, second = blasts(incident)
    times = {time.id: time for time in incident.times}
    assert [first.ordinal, second.ordinal] == [1, 2]
    assert times[first.time].value.startswith("2024-01-03T14:50")
    assert times[first.time].value.endswith("+03:30")
    assert times[second.time].value.startswith("2024-01-03T15:05")
    assert [times[first.time].derived, times[second.time].derived] == [False, True]


def test_the_first_is_a_hedged_ring_around_the_grave(made):
    _, incident = made
    first, _ = blasts(incident)
    (distance,) = relations(incident, first, "distance")
    grave = named(incident, "grave of General Soleimani")
    assert distance.anchors == (grave.id,)
    length = distance.distance_m
    assert (length.low, length.nominal, length.high, distance.hedged) == (650, 700, 750, True)
    placement = next(p for p in incident.placements if distance.id in p.from_ and p.site == first.id)
    assert len(placement.geometry["coordinates"]) >= 1
    assert placement.geometry["type"] in {"Polygon", "MultiPolygon"}
    assert placement.nominal is not None


def test_the_second_has_two_readings_drawn_apart(made):
    _, incident = made
    first, second = blasts(incident)
    readings = relations(incident, second, "distance")
    assert {r.distance_m.nominal for r in readings} == {1000}
    assert sum(r.weight for r in readings) == pytest.approx(1)
    from_grave = next(r for r in readings if r.anchors == (named(incident, "grave of General Soleimani").id,))
    from_first = next(r for r in readings if r.anchors == (first.id,))
    assert from_grave.weight == pytest.approx(0.8, abs=0.1)
    assert from_grave.quote == from_first.quote
    shapes = [p.geometry for p in incident.placements if p.site == second.id]
    assert len(shapes) >= 2
    assert shapes[0] != shapes[1]


def test_both_are_near_the_burial_site_on_the_path_and_in_the_city(made):
    _, incident = made
    for site in blasts(incident):
        for relation in ("near", "on_path", "in"):
            assert relations(incident, site, relation), f"{site.name} has no {relation}"


def test_claims_keep_their_speakers(made):
    _, incident = made
    killed = [claim for claim in incident.claims if claim.claim == "killed"]
    whole = [claim for claim in killed if not claim.scope]
    assert any((c.low, c.high) == (95, 95) and "emergency" in (c.by or "").lower() for c in whole)
    more = [c for c in whole if c.estimate]
    assert [(c.low, c.high) for c in more] == [(201, None)]
    assert "Tasnim" in more[0].by
    rescuers = [c for c in killed if c.scope]
    assert [(c.low, c.high) for c in rescuers] == [(3, 3)]
    assert "rescuer" in rescuers[0].scope
    assert "Red Crescent" in rescuers[0].by
    injured = [claim for claim in incident.claims if claim.claim == "injured" and claim.low == 211]
    assert injured
    assert not any(claim.low and claim.low > 300 for claim in incident.claims)


def test_without_a_day_the_day_stays_unknown_and_is_said_to_be():
    text = "The first explosion in Kerman occurred at 14:50 local time on Wednesday, officials said."
    incident = mapper.read(mapper.Report(text))
    (time,) = [time for time in incident.times if "14:50" in time.quote.text]
    assert time.value is None or "2024" not in time.value
    assert any("day" in reason for reason in time.because)


def test_no_site_is_a_bare_point(made):
    _, incident = made
    for placement in incident.placements:
        assert placement.geometry["type"] in {"Polygon", "MultiPolygon"}
        assert placement.uncertainty_m > 0


def test_every_feature_cites_its_words(made):
    _, incident = made
    for feature in incident.to_geojson()["features"]:
        properties = feature["properties"]
        assert properties["quote"]
        assert properties["quote_end"] > properties["quote_start"]


def test_a_quite_different_report_maps_through_the_same_code(tmp_path):
    text = (
        "PORTLAND, Oregon - A light aircraft came down in woodland on Saturday morning, the sheriff's office said. "
        "The wreck was found 14 km NNW of Bend, Oregon, shortly after 9 a.m. local time; both aboard were killed."
    )
    incident = mapper.map_report(mapper.Report(text, published=date(2023, 5, 6), name="bend"), out=tmp_path)
    (relation,) = [r for r in incident.relations if r.relation == "distance_heading"]
    assert (relation.distance_m.nominal, relation.bearing_deg, relation.bearing_half_width_deg) == (
        14_000,
        337.5,
        11.25,
    )
    bend = next(place for place in incident.places if place.id in relation.anchors)
    assert (bend.name, bend.country) == ("Bend", "US")
    placement = next(p for p in incident.placements if relation.id in p.from_)
    assert placement.label_lat > bend.lat
    assert (tmp_path / "bend.html").exists()
