"""The project's own landmarks: found by any wording, only where the surroundings agree, each with source and doubt."""

import itertools
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.datafiles import datafile
from mapper.geocoders import landmarks
from mapper.geocoders._answers import answers, known
from mapper.geocoders._ground import apart_m, middle_and_reach
from mapper.geocoders._wording import folded, worded
from mapper.model import Entry

KERMAN, ISFAHAN, QOM = (57.07879, 30.28321), (51.67, 32.65), (50.876, 34.64)
FEATURES = json.loads(datafile("landmarks.geojson").read_text("utf-8"))["features"]
TEXTS = {"id", "name", "kind", "country", "timezone", "note"}
LISTS = {"names", "within", "sources"}


def found(name, **context):
    return [entry.source_id for entry in landmarks.opened().find(name, **context)]


@pytest.mark.parametrize(
    "wording",
    [
        " ".join(words)
        for words in itertools.product(
            ("the grave of", "tomb of", "the burial site of", "the shrine of", "the mausoleum of"),
            ("", "General", "martyred Iranian General", "the late Lt. Gen."),
            ("Qasem", "Qassem", "Ghasem"),
            ("Soleimani", "Suleimani", "Sulaimani", "Soleymani"),
        )
    ],
)
def test_a_grave_is_found_by_every_word_for_it_every_title_and_every_spelling(wording):
    assert found(wording) == ["grave-of-qasem-soleimani"]


@pytest.mark.parametrize(
    "wording",
    ["Cemmetry of Martyrs", "Cemetery of Martyrs", "Martyrs’ Cemetery", "Garden of Martyrs", "Golzar Shohada",
     "Golzar-e Shohada", "the cemetery", "گلزار شهدا"],
)  # fmt: skip
def test_what_many_places_are_called_leads_to_the_one_that_is_near(wording):
    assert found(wording, near=KERMAN)[0] == "kerman-martyrs-cemetery"
    assert "kerman-martyrs-cemetery" not in found(wording, near=ISFAHAN)


def test_words_that_name_the_surroundings_confirm_as_well():
    assert found("Kerman's Cemmetry of Martyrs") == ["kerman-martyrs-cemetery"]
    assert found("گلزار شهداي كرمان") == ["kerman-martyrs-cemetery"]
    assert found("the Martyrs' Cemetery in Kerman") == ["kerman-martyrs-cemetery"]


def test_a_country_is_too_wide_to_tell_one_cemetery_from_another():
    among_several = landmarks.opened().find("Iran's Martyrs' Cemetery")
    assert len(among_several) > 1
    assert max(entry.match for entry in among_several) <= 0.3
    assert found("the cemetery in Iran") == []


def test_a_misspelling_is_forgiven_and_said():
    entry = landmarks.opened().find("Cemmetry of Martyrs", near=KERMAN)[0]
    assert entry.match < 1
    assert any("'cemmetry' read as 'cemetery'" in because for because in entry.because)


@pytest.mark.parametrize(
    "wording",
    ["Golestan-e Shohada", "Golzar", "Kerman", "Soleimani", "grave of General Zahedi", "Isfahan's Martyrs' Cemetery"],
)
def test_another_place_with_some_of_the_words_is_not_taken_for_it(wording):
    assert not {"kerman-martyrs-cemetery", "grave-of-qasem-soleimani"} & set(found(wording, near=KERMAN))


def test_a_sort_of_place_alone_leads_nowhere_without_surroundings():
    assert found("the cemetery") == []
    assert found("the cemetery", near=QOM) == []


def test_the_grave_lies_in_the_cemetery():
    grave = landmarks.opened().find("grave of Qasem Soleimani")[0]
    assert grave.within[:2] == ("Kerman Martyrs' Cemetery", "Kerman")


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f["properties"]["id"])
def test_every_landmark_has_sources_and_doubt(feature):
    about = feature["properties"]
    assert {*TEXTS, *LISTS, "extent_m", "position_m"} <= set(about)
    assert all(about[key].strip() for key in TEXTS)
    assert all(about[key] for key in LISTS)
    assert about["extent_m"] > 0
    assert about["position_m"] > 0
    assert re.fullmatch("[A-Z]{2}", about["country"])
    assert about.get("part_of") in {None, *(other["properties"]["id"] for other in FEATURES)}
    for source in about["sources"]:
        assert re.match("https?://", source["url"])
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source["read"])
        assert source["title"]
        assert source["licence"]


def test_landmarks_are_told_apart_by_their_ids():
    ids = [feature["properties"]["id"] for feature in FEATURES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f["properties"]["id"])
def test_every_landmark_answers_to_all_its_names_where_it_is(feature):
    about = feature["properties"]
    here, _ = middle_and_reach(feature["geometry"])
    for name in (*about["names"], *about.get("common_names", ())):
        assert about["id"] in found(name, near=here)


WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)
POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.text(max_size=60), st.none() | POINTS)
def test_no_text_breaks_the_search_and_the_order_is_stable(name, near):
    once = landmarks.opened().find(name, near=near)
    assert once == landmarks.opened().find(name, near=near)
    assert list(once) == sorted(once, key=lambda entry: -entry.match)


OWN = [(feature["properties"]["id"], name) for feature in FEATURES for name in feature["properties"]["names"]]


@given(st.sampled_from(OWN), st.none() | POINTS, st.lists(st.sampled_from(["IR", "US", "FR"]), max_size=2))
def test_hints_order_and_never_filter_what_has_a_name_of_its_own(landmark, near, countries):
    identity, name = landmark
    assert identity in found(name, near=near, countries=countries)


@given(st.sampled_from(OWN), st.integers(0, 30), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_letter_too_many_is_forgiven_or_finds_nothing_but_never_another_place(landmark, at, letter):
    identity, name = landmark
    typed = f"{name[: at + 1]}{letter}{name[at + 1 :]}"
    assert found(typed, limit=1) in ([identity], [])


@given(WORDS, WORDS)
def test_a_name_agrees_with_itself_however_it_is_written(first, second):
    name = f"{first} {second}"
    entry = Entry(name, 0, 0, "place", "test", "1", 1, 1)
    if folded(name):
        assert answers(name.upper(), [known(replace(entry, name=name), [name])]) or folded(name.upper()) != folded(name)
        assert answers(f"  {name}, ", [known(entry, [name])])[0].match == 1


@given(st.permutations(range(4)), POINTS)
def test_the_order_of_the_rows_changes_nothing(order, near):
    rows = [
        known(Entry("San Pedro", lon, 10, "city", "test", str(lon), 1, 1), ["San Pedro"]) for lon in (10, 20, -30, 95)
    ]
    assert answers("San Pedro", rows, near=near) == answers("San Pedro", [rows[i] for i in order], near=near)


@given(POINTS, POINTS)
def test_metres_are_the_same_both_ways(one, other):
    assert apart_m(one, other) == pytest.approx(apart_m(other, one))


def test_a_shape_cut_at_the_antimeridian_keeps_its_middle():
    halves = [
        [[[179, -1], [180, -1], [180, 1], [179, 1], [179, -1]]],
        [[[-180, -1], [-179, -1], [-179, 1], [-180, 1], [-180, -1]]],
    ]
    (lon, lat), reach = middle_and_reach({"type": "MultiPolygon", "coordinates": halves})
    assert (abs(lon), lat) == (180, 0)
    assert reach < 160_000


def test_words_of_every_script_are_folded_alike():
    assert folded("Kermān’s") == "kerman"
    assert worded("مزار قاسم سليماني") == worded("مزار قاسم سلیمانی")
