"""What `mapper check` finds: every kind of mistake in an edited file, with its line and its pointer."""

import copy
import json

import pytest
from canned import disc, kerman
from hypothesis import given
from hypothesis import strategies as st

from mapper import pointers
from mapper.check import check, check_file
from mapper.datafiles import datafile
from mapper.errors import UnreadableInput, UsageError
from mapper.parts import part
from mapper.schema import SCHEMAS, schema
from mapper.seams import Style


def text(document):
    return part("writers", "incident").text(document)


def found(document):
    return [(problem.pointer, problem.what) for problem in check(text(document))]


def edited(path, value):
    """The document of two blasts with one value changed; `...` takes it away."""
    document = json.loads(json.dumps(kerman().to_dict()))
    *steps, last = [int(step) if step.isdigit() else step for step in pointers.steps(path)]
    inside = document
    for step in steps:
        inside = inside[step]
    if value is ...:
        del inside[last]
    else:
        inside[last] = value
    return document


def test_what_is_written_is_sound():
    assert found(kerman().to_dict()) == []
    (content,) = part("writers", "geojson").files(kerman(), stem="x", style=Style()).values()
    assert check(content.decode()) == []


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("/places/0/rol", "x", "no such key"),
        ("/places/0/role", "villain", "expected one of"),
        ("/places/0/lat", 91, "at most 90"),
        ("/places/0/lon", "57.1", "expected number or null"),
        ("/places/0/uncertainty_m", 0, "more than 0"),
        ("/places/0/confidence", 1.5, "at most 1"),
        ("/places/0/within/0", "atlantis", "no place 'atlantis'"),
        ("/places/0/mentions/0/start", -1, "at least 0"),
        ("/places/1/id", "kerman", "another of the places"),
        ("/report/sha256", "abc", "not written as it should be"),
        ("/report/published", "3 January", "not written as it should be"),
        ("/sites/0/time", "t9", "no time 't9'"),
        ("/relations/0/site", "third", "no site 'third'"),
        ("/relations/0/anchors/0", "nowhere", "no place or site 'nowhere'"),
        ("/relations/0/distance_m/low", "about 600", "expected number"),
        ("/relations/2/weight", 0.5, "sum to 1.3"),
        ("/relations/0/hedged", 1, "expected boolean"),
        ("/times/0/value", "ten to three", "not written as it should be"),
        ("/times/0/precision", "second", "expected one of"),
        ("/claims/0/low", 9.5, "expected integer or null"),
        ("/claims/1/as_of", "noon", "no time 'noon'"),
        ("/placements/0/geometry/type", "Point", "expected one of"),
        ("/placements/2/from/0", "r9", "no relation 'r9'"),
        ("/schema", "incident/9", "expected one of"),
        ("/sites/0/mentions/0/end", 14, "a span of 14 characters"),
        ("/places/0/lat", None, "there is a lon but no lat"),
        ("/relations/0/distance_m/high", 1, "1 is less than 'nominal'"),
        ("/claims/0/high", 1, "1 is less than 'low'"),
        ("/times/0/value", "2024-13-45T99:00", "no date or time of the calendar"),
        ("/report/published", "2024-02-31", "no date or time of the calendar"),
    ],
)
def test_a_mistake_is_named_with_its_pointer_and_its_line(path, value, what):
    document = edited(path, value)
    problems = check(text(document))
    (problem,) = [p for p in problems if p.pointer == path.removesuffix("/end")] or problems
    assert what in problem.what
    line = text(document).splitlines()[problem.line - 1]
    assert json.dumps(value) in line or pointers.steps(path)[-1] in line


def test_a_missing_key_is_named_where_it_should_be():
    assert found(edited("/sites/1/event", ...)) == [("/sites/1/event", "'event' is missing")]


def test_every_required_key_is_missed():
    whole = kerman().to_dict()
    for kind, definition in (("places", "Place"), ("relations", "Relation"), ("claims", "Claim")):
        for key in schema("incident")["$defs"][definition]["required"]:
            assert (f"/{kind}/0/{key}", f"{key!r} is missing") in found(edited(f"/{kind}/0/{key}", ...)), key
    assert found(whole) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda f: f.update(id="other"), "must equal the feature's id"),
        (lambda f: f["properties"].pop("quote"), "'quote' is missing"),
        (lambda f: f["properties"].update(extra=1), "other columns"),
        (lambda f: f["properties"].update(weight="0.8"), "expected number"),
        (lambda f: f["properties"].update(name=None), "expected string"),
        (lambda f: f["properties"].update(uncertainty_m=0), "more than 0"),
        (lambda f: f["properties"].update(time_utc="2024-01-03T14:50:00+03:30"), "not written as it should be"),
        (lambda f: f["geometry"].update(type="Point", coordinates=[57, 30]), "expected one of"),
        (lambda f: f["geometry"]["coordinates"][0].reverse(), "turn it around"),
        (lambda f: f["geometry"]["coordinates"][0].pop(), "a ring is closed"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(3, [30, 157]), "wrong way round"),
        (lambda f: f["geometry"].update(disc((179.99, 0), 9000)), "longitudes run from|cut it at the antimeridian"),
    ],
)
def test_a_broken_feature_is_named(change, what):
    document = copy.deepcopy(kerman().to_geojson())
    change(document["features"][1])
    problems = check(json.dumps(document))
    assert [p for p in problems if any(w in p.what for w in what.split("|"))], problems
    assert all(p.pointer.startswith(("/features/1", "/features/2/properties")) for p in problems[:1])


def test_a_crs_member_has_no_place_in_geojson():
    document = kerman().to_geojson() | {"crs": {"type": "name"}}
    assert [p.pointer for p in check(json.dumps(document))] == ["/crs"]


def test_words_that_are_not_in_the_report_are_found():
    document = kerman().to_dict()
    document["report"]["text"] = "x" * 400
    assert any("the report reads" in what for _, what in found(document))


@pytest.mark.parametrize("broken", ["", "{", '{"a": 1,}', "[1, 2", '{"schema": nope}'])
def test_what_is_no_json_is_said_with_its_line(broken):
    (problem,) = check("\n\n" + broken)
    assert problem.what.startswith("not JSON")
    assert problem.line >= 1


def test_a_key_that_stands_twice_is_found():
    (problem,) = check('{"schema": "incident/1", "schema": "incident/1"}')
    assert "stands twice" in problem.what


SMALL = st.none() | st.booleans() | st.integers() | st.text(max_size=6)
ANY = st.recursive(SMALL, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3))


@given(ANY)
def test_any_json_is_judged_and_never_breaks_the_check(value):
    assert check(json.dumps(value))


@given(ANY)
def test_every_value_has_its_line(value):
    laid_out = json.dumps({"whole": value}, indent=1)
    rows = laid_out.splitlines()
    for at, line in pointers.lines(laid_out).items():
        said = pointers.value({"whole": value}, at)
        assert (
            rows[line - 1]
            .strip()
            .rstrip(",")
            .endswith(json.dumps(said)[-1] if not said else ("{", "[", json.dumps(said)))
        )


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_the_one_that_is_used(name):
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema(name))
    assert json.loads(datafile(f"{name}.schema.json").read_text("utf-8")) == schema(name)


def test_an_unknown_schema_is_an_error():
    with pytest.raises(UsageError, match="incident, geojson"):
        schema("map")


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    for file in (tmp_path / "x.json", tmp_path / "none.json", tmp_path):
        with pytest.raises(UnreadableInput):
            check_file(file)
