"""Names that only the user's own sources have are found in a text, and lead to the user's places."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mapper
from mapper.extract import extract
from mapper.geocoders import embedded, file, landmarks
from mapper.known import Known
from mapper.model import Report
from mapper.resolve import resolve


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "cache"))

    def open_it(rows, name="places.csv"):
        path = tmp_path / name
        path.write_text("name,lon,lat,kind,country\n" + "\n".join(rows), "utf-8")
        return (file.opened(path), landmarks.opened(), embedded.opened())

    return open_it


def places(text, sources):
    report = Report(text)
    return {p.name: p for p in resolve(report, extract(report, gazetteers=sources).mentions, gazetteers=sources)}


def test_a_name_that_only_the_user_has_is_found_and_placed(opened):
    sources = opened(["Zubaydan Heights,57.3,30.4,suburb,IR", "Qarnak,57.2,30.3,village,IR"])
    found = places("Two people were hurt in Qarnak on Monday. Police closed Zubaydan Heights near Kerman.", sources)
    assert (found["Qarnak"].lon, found["Qarnak"].source) == (57.2, "places.csv")
    assert (found["Zubaydan Heights"].lon, found["Kerman"].source) == (57.3, "geonames")


def test_a_landmark_without_a_word_for_its_sort_is_found(opened):
    found = places("Mourners gathered at Behesht-e Zahra in Tehran.", opened(["Qarnak,57.2,30.3,village,IR"]))
    assert found["Behesht-e Zahra"].source == "landmarks"


def test_the_users_own_place_wins_over_an_embedded_one_of_the_name(opened):
    sources = opened(["Springfield,57.2,30.3,village,IR"])
    found = places("A bomb exploded in Springfield, south of Kerman in Iran.", sources)
    assert found["Springfield"].source == "places.csv"


def test_a_service_on_the_network_is_never_asked_which_words_are_names(opened):
    class Service:
        name, attribution, online = "service", "", True

        def find(self, name, **_):
            pytest.fail(f"{name!r} was sent")

    sources = (*opened(["Qarnak,57.2,30.3,village,IR"]), Service())
    places("Two people were hurt in Qarnak near Kerman, President Obama and the Red Cross said.", sources)


def test_a_place_with_an_outline_of_its_own_is_drawn_everywhere(opened, tmp_path):
    opened(["Qarnak,57.2,30.3,village,IR"])
    shape = {"type": "Polygon", "coordinates": [[[57.1, 30.2], [57.2, 30.2], [57.2, 30.3], [57.1, 30.2]]]}
    own = tmp_path / "areas.geojson"
    own.write_text(json.dumps({"type": "Feature", "geometry": shape, "properties": {"name": "Qarnak Mill"}}))
    report = Report("A blast killed two people some 700 meters from Qarnak Mill near Kerman on Monday.")
    incident = mapper.map_report(report, out=tmp_path / "out", gazetteers=[own])
    mill = next(place for place in incident.places if place.name == "Qarnak Mill")
    assert mill.outline["type"] == "Polygon"
    assert (tmp_path / "out" / "report.html").exists()


def test_without_any_gazetteer_nothing_is_known():
    assert not Known(())
    assert Known(()).senses("kerman") == ()


NAMES = st.from_regex(r"[A-Z][a-z]{5,9}", fullmatch=True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, min_size=1, max_size=3, unique=True))
def test_places_that_no_report_names_change_nothing(opened, names):
    text = "The quake struck 14 km north of Anchorage, Alaska, the survey said."
    rows = [f"Xx{name},{i},{i},village,FR" for i, name in enumerate(names)]
    assert places(text, opened(rows, "more.csv")) == places(text, opened([f"Xx,{1},{1},village,FR"], "less.csv"))


FAR = st.tuples(st.integers(-170, 20), st.integers(-60, 10))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FAR, max_size=30, unique=True), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_of_the_users_places_of_one_name_the_one_near_the_reports_other_places_wins(opened, far, east, north):
    lon, lat = round(57.08 + east, 4), round(30.28 + north, 4)
    rows = [*(f"Camp Sparrow,{x},{y},camp," for x, y in far), f"Camp Sparrow,{lon},{lat},camp,"]
    found = places("A bomb exploded at Camp Sparrow near the city of Kerman, Iran.", opened(rows, "camps.csv"))
    assert (found["Camp Sparrow"].lon, found["Camp Sparrow"].lat) == (lon, lat)
