"""The user's list of gazetteers, and what `mapper find` shows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper import gazetteer, lookup
from mapper.cli import main
from mapper.commands import _options
from mapper.errors import SourceUnreachable, UnreadableInput, UsageError
from mapper.geocoders import file, landmarks
from mapper.model import Entry, Report
from mapper.userfiles import LIST


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    for name in ("CONFIG", "CACHE"):
        monkeypatch.setenv(f"MAPPER_{name}", str(tmp_path / name.lower()))
    # What comes with the tool is measured elsewhere; these tests are about the user's own.
    monkeypatch.setattr(_options, "opened", lambda own, _: (*map(opened, own), landmarks.opened()))
    monkeypatch.setattr(gazetteer, "_BUILT_IN", {"landmarks": "landmarks"})


def opened(source):
    return file.opened(source) if isinstance(source, str) else source


@pytest.fixture
def camps(tmp_path):
    path = tmp_path / 'camps "north".csv'
    path.write_text(
        "name,lon,lat,kind,country\nCamp Sparrow,57.1,30.2,camp,IR\nCamp Sparrow,-3.7,40.4,camp,ES\n", "utf-8"
    )
    return path


class Canned:
    attribution = ""

    def __init__(self, name, *entries, problems=(), unreachable=False):
        self.name, self.entries, self.problems, self.unreachable = name, entries, problems, unreachable

    def find(self, name, *, near=None, countries=(), limit=10):
        return self.entries[:limit]


def entry(name="Kerman", source="embedded", lon=57.0, **changes):
    return Entry(name, lon, 30.0, "city", source, f"{source} {lon}", 1000, 100, **changes)


def test_a_file_on_the_list_is_asked_every_time_until_it_is_removed(camps, capsys):
    assert main(["gazetteer", "add", str(camps), "--name", "camps"]) == 0
    assert [listed.name for listed in gazetteer.listed()] == ["camps"]
    assert main(["find", "Camp", "Sparrow", "--country", "ES"]) == 0
    assert "-3.7000" in capsys.readouterr().out
    assert main(["gazetteer", "remove", "camps"]) == 0
    assert main(["find", "Camp Sparrow"]) == 1
    assert camps.exists()


def test_a_call_from_python_asks_the_list_as_the_command_line_does(camps):
    report = Report("A fire broke out at Camp Sparrow near Kerman, Iran.")
    spans = [(20, 32), (38, 44), (46, 50)]
    gazetteer.added(camps, name="desk")
    camp = mapper.read(report, mentions=spans).places[0]
    assert (camp.source, camp.country) == (camps.name, "IR")
    gazetteer.removed("desk")
    assert mapper.read(report, mentions=spans).places[0].source != camps.name


def test_a_call_from_python_warns_of_a_file_that_went_missing_and_reads_on(camps):
    gazetteer.added(camps, name="desk")
    camps.unlink()
    with pytest.warns(UserWarning, match="desk, on your list"):
        incident = mapper.read(Report("A fire in Kerman, Iran."))
    assert incident.places[0].name == "Kerman"


def test_the_list_survives_any_name_and_keeps_its_order(camps, tmp_path):
    other = tmp_path / "zwei ü\\.csv"
    other.write_text("name,lon,lat\nA,1,2\n")
    gazetteer.added(camps)
    gazetteer.added(other)
    gazetteer.added(camps)
    assert [listed.file for listed in gazetteer.listed()] == [other, camps]


def test_two_files_of_one_name_need_a_name_of_their_own(camps, tmp_path):
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / camps.name
    other.write_text("name,lon,lat\nA,1,2\n")
    gazetteer.added(camps)
    with pytest.raises(UsageError, match="--name"):
        gazetteer.added(other)
    gazetteer.added(other, name="other")
    assert len(gazetteer.listed()) == 2


def test_a_file_that_went_missing_is_said_and_stops_nothing(camps, capsys):
    gazetteer.added(camps, name="camps")
    camps.unlink()
    assert main(["find", "tomb of Qassem Suleimani"]) == 1
    out, err = capsys.readouterr()
    assert "Grave of Qasem Soleimani" in out
    assert "camps" in err
    assert "no such file" in err
    assert main(["gazetteer", "list"]) == 1


def test_a_broken_list_names_its_line(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / LIST).write_text("[[gazetteer]]\nfile = \n")
    with pytest.raises(UnreadableInput, match="line 2"):
        gazetteer.listed()
    (tmp_path / "config" / LIST).write_text("[[gazetteer]]\nname = 'x'\n")
    with pytest.raises(UnreadableInput, match="file = "):
        gazetteer.listed()


def test_info_tells_what_is_in_a_file_and_what_is_wrong_with_it(camps, capsys):
    with camps.open("a") as more:
        more.write("Lost,east,north,,\n")
    assert main(["gazetteer", "info", str(camps), "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["format"], row["places"], row["kinds"]) == ("CSV", 2, {"camp": 2})
    assert "line 4" in row["problems"][0]


NONSENSE = [
    ["gazetteer", "add"],
    ["gazetteer", "remove", "nobody"],
    ["find", "A", "--near", "1"],
    ["find", "A", "--near", "40,157"],
    ["find", "A", "--country", "Iran"],
]


@pytest.mark.parametrize("arguments", NONSENSE)
def test_a_call_that_makes_no_sense_is_a_usage_error(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_point_west_of_greenwich_is_no_option(camps, capsys):
    gazetteer.added(camps)
    assert main(["find", "Camp Sparrow", "--near", "-3.7,40.4", "--json"]) == 0
    assert [row["lon"] for row in json.loads(capsys.readouterr().out)["found"]] == [-3.7, 57.1]


def test_the_first_is_first_for_a_reason_that_is_said():
    near, far = entry(), entry(lon=60.0, population=5)
    cases = [
        ([Canned("own", entry(source="own")), Canned("embedded", entry())], {}, "own is asked before embedded"),
        ([Canned("e", entry(country="US"), entry(country="IR"))], {"countries": ["IR"]}, "it is in IR, as asked"),
        ([Canned("own", entry(match=0.5)), Canned("embedded", entry())], {}, "called as asked"),
        ([Canned("e", near, far)], {"near": (57, 30)}, "0 m from the point given, the next 289 km"),
        ([Canned("e", far, near)], {}, "more people live there"),
        ([Canned("e", near)], {}, "the only one"),
    ]
    for sources, context, reason in cases:
        assert reason in lookup.find("Kerman", sources, **context).why_first


def test_nothing_found_while_a_service_is_silent_is_no_answer():
    silent = Canned("nominatim", problems=("it is silent",), unreachable=True)
    with pytest.raises(SourceUnreachable, match="it is silent"):
        lookup.find("Kerman", [silent])
    assert lookup.find("Kerman", [Canned("e", entry()), silent]).problems == ("it is silent",)


POINTS = st.tuples(st.floats(-179, 179), st.floats(-89, 89))


@given(POINTS, POINTS)
def test_a_users_entry_of_the_same_name_and_a_nearer_context_wins(own, other):
    mine = Entry("Kerman", *own, "city", "own", "1", 100, 100)
    theirs = Entry("Kerman", *other, "city", "embedded", "2", 100, 100, population=10**6)
    found = lookup.find("Kerman", [Canned("own", mine), Canned("embedded", theirs)], near=own)
    assert found.entries[0] == mine


@given(st.lists(st.builds(entry, name=st.text(max_size=12), lon=st.floats(-180, 180)), max_size=4))
def test_every_place_has_its_line_and_none_steers_the_terminal(entries):
    shown = lookup.table(lookup.find("x", [Canned("e", *entries)]))
    if entries:
        assert len(shown.splitlines()) == len(entries) + 3
        assert all(c.isprintable() or c in "\n\u200c\u200d" for c in shown)
