"""What people change in a document takes effect, is recorded as their decision, and survives a new reading."""

import json
from dataclasses import replace

import pytest
from canned import kerman
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import InvalidDocument
from mapper.model import Candidate, Decision, Incident, Span
from mapper.parts import part
from mapper.pipeline import place, reopened
from mapper.review import EDITABLE, kept, reviewed, sealed
from mapper.seams import Style


def document():
    """The document of two blasts as it was read and written."""
    return json.loads(part("writers", "incident").text(sealed(kerman()).to_dict()))


def after(change):
    """The incident after somebody changed its document by hand."""
    edited = document()
    change(edited)
    return reviewed(Incident.from_dict(edited))


def item(edited, kind, id_):
    return next(item for item in edited[kind] if item["id"] == id_)


def move(edited):
    item(edited, "places", "grave").update(lon=57.2, lat=30.3)


def choose(edited):
    item(edited, "places", "kerman").update(source_id="5362842")


def drop(edited):
    edited["relations"] = [r for r in edited["relations"] if r["id"] != "r3"]


def note(edited):
    edited["decisions"].append({"what": "note", "by": "Ana", "date": "2024-01-05", "note": "seen on the ground"})


def recorded(incident):
    return [(decision.what, decision.path) for decision in incident.decisions]


def test_an_unedited_document_holds_no_decisions():
    assert after(lambda edited: None).decisions == ()


def test_what_is_placed_and_written_is_no_edit(tmp_path):
    once = place(sealed(kerman()))
    for name, content in part("writers", "incident").files(once, stem="x", style=Style()).items():
        (tmp_path / name).write_bytes(content)
    again = reopened(tmp_path / "x.incident.json")
    assert again.decisions == ()
    assert place(again).to_dict() == once.to_dict()


def test_a_moved_place_moves_what_is_measured_from_it():
    incident = after(move)
    assert recorded(incident) == [("change", "/places/grave/lon"), ("change", "/places/grave/lat")]
    placed = {p.id: p for p in place(incident).placements}
    west = min(lon for lon, _ in placed["first.where"].geometry["coordinates"][0])
    assert west > 57.18


def test_every_file_follows_an_edit():
    before, after_ = place(sealed(kerman())), place(after(move))
    for name in ("geojson", "gpkg", "kml", "csv", "hxl", "jsonld"):
        was, is_ = (part("writers", name).files(i, stem="x", style=Style()) for i in (before, after_))
        assert was.keys() == is_.keys()
        assert all(was[file] != is_[file] for file in was), name


def test_a_chosen_candidate_gives_its_position():
    incident = after(choose)
    city = next(p for p in incident.places if p.id == "kerman")
    assert (city.lon, city.lat, city.source) == (-120.06, 36.7236, "geonames")
    assert "chosen among the candidates by hand" in city.because
    assert recorded(incident) == [("change", "/places/kerman/source_id")]


def test_a_dropped_reading_leaves_the_other_whole():
    incident = after(drop)
    assert recorded(incident) == [("drop", "/relations/r3")]
    assert {r.id: r.weight for r in incident.relations}["r2"] == 1
    weights = [p.weight for p in place(incident).placements if p.site == "second"]
    assert weights == [1]


def test_a_note_with_a_name_and_a_date_stays():
    (decision,) = after(note).decisions
    assert (decision.by, decision.date, decision.note) == ("Ana", "2024-01-05", "seen on the ground")


def test_a_smaller_doubt_makes_a_smaller_region():
    incident = after(lambda edited: item(edited, "places", "grave").update(uncertainty_m=100))
    grave = next(p for p in incident.places if p.id == "grave")
    assert (grave.extent_m or 0) + (grave.position_m or 0) == 100
    reach = {p.id: p.uncertainty_m for p in place(incident).placements}
    assert reach["first.where"] < {p.id: p.uncertainty_m for p in place(kerman()).placements}["first.where"]


def test_whose_decision_it_is_may_be_written_beside_it():
    edited = json.loads(json.dumps(after(move).to_dict()))
    edited["decisions"][0].update(by="Ana", date="2024-01-05", note="the shrine's own map")
    incident = reviewed(Incident.from_dict(edited))
    assert recorded(incident) == [("change", "/places/grave/lon"), ("change", "/places/grave/lat")]
    assert incident.decisions[0].by == "Ana"


def test_a_decision_written_by_hand_is_carried_out():
    decision = {"what": "change", "by": "Ana", "date": "2024-01-05", "path": "/sites/first/name", "value": "Blast A"}
    incident = after(lambda edited: edited["decisions"].append(decision))
    assert incident.sites[0].name == "Blast A"


@pytest.mark.parametrize("change", [move, choose, drop, note])
def test_reviewing_twice_is_reviewing_once(change):
    once = after(change)
    assert reviewed(Incident.from_dict(json.loads(json.dumps(once.to_dict())))) == once


@pytest.mark.parametrize("change", [move, choose, drop, note])
def test_decisions_survive_a_new_reading(change):
    edited = after(change)
    incident, lost = kept(sealed(kerman()), edited)
    assert lost == []
    assert incident.to_dict() == edited.to_dict()


def test_decisions_find_their_item_under_another_number():
    """The new reading found one more phrase before the others, so that numbers of relations moved on."""
    earlier = replace(kerman().relations[0], id="r1", relation="near", quote=Span(0, 4, "near"))
    renamed = [replace(r, id=f"r{number}") for number, r in enumerate(kerman().relations, 2)]
    incident, lost = kept(sealed(replace(kerman(), relations=(earlier, *renamed))), after(drop))
    assert lost == []
    assert [r.id for r in incident.relations] == ["r1", "r2", "r3"]
    assert recorded(incident) == [("drop", "/relations/r4")]


def test_a_decision_about_what_is_no_longer_read_is_said():
    fresh = sealed(replace(kerman(), relations=kerman().relations[:2]))
    incident, lost = kept(fresh, after(drop))
    assert len(lost) == 1
    assert "/relations/r3" in lost[0]
    assert incident.decisions == ()


def test_an_edit_survives_beside_what_the_new_reading_learnt():
    fresh = sealed(replace(kerman(), places=(replace(kerman().places[0], confidence=0.5), *kerman().places[1:])))
    incident, _ = kept(fresh, after(move))
    assert incident.places[0].confidence == 0.5
    assert incident.places[1].lon == 57.2


def test_a_place_added_by_hand_is_there_after_a_new_reading():
    def add(edited):
        edited["places"].append(item(edited, "places", "grave") | {"id": "gate", "name": "the gate", "mentions": []})

    incident, lost = kept(sealed(kerman()), after(add))
    assert lost == []
    assert incident.places[-1].name == "the gate"


def decided(path, value):
    return {"what": "change", "by": "", "date": "", "path": path, "value": value}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda edited: edited["places"].pop(1), "measures from 'grave'"),
        (lambda edited: edited["sites"].pop(0), "the site 'first'"),
        (lambda edited: edited["decisions"].append(decided("/x", 1)), "names no"),
        (lambda edited: edited["decisions"].append(decided("/places/kerman/lon", "east")), "expected float"),
        (lambda edited: edited["decisions"].append(decided("/places/paris/lon", 2.3)), "no place 'paris'"),
    ],
)
def test_an_edit_that_breaks_the_document_is_said(change, what):
    with pytest.raises(InvalidDocument, match=what):
        after(change)


@settings(max_examples=40)
@given(st.sampled_from([(kind, key) for kind, keys in EDITABLE.items() for key in keys]), st.data())
def test_every_edit_of_every_field_is_found(field, data):
    kind, key = field
    edited = document()
    target = edited[kind][0]
    value = target[key]
    if isinstance(value, bool):
        target[key] = not value
    elif isinstance(value, int | float):
        target[key] = value + data.draw(st.floats(0.001, 0.01))
    elif key not in {"detail", "within", "anchors", "distance_m", "outline"} and kind != "relations":
        target[key] = data.draw(st.text(min_size=1).filter(lambda text: text != value))
    if target[key] != value and key not in {"ordinal", "low", "high", "site", "as_of", "time"}:
        assert ("change", f"/{kind}/{target['id']}/{key}") in recorded(reviewed(Incident.from_dict(edited)))


def test_candidates_are_chosen_by_their_id_alone():
    other = Candidate("Kerman", 1.0, 2.0, "mine", "7", 0.1)
    city, *rest = kerman().places
    whole = sealed(replace(kerman(), places=(replace(city, candidates=(other,)), *rest)))
    edited = replace(whole, places=(replace(whole.places[0], source_id="7"), *whole.places[1:]))
    assert reviewed(edited).places[0].lat == 2.0


def test_a_decision_that_only_says_something_changes_nothing():
    incident = replace(sealed(kerman()), decisions=(Decision("note", "Ana", "2024-01-05", "checked"),))
    assert reviewed(incident) == incident
