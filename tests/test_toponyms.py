"""Which words of a text are names of places, and which are people, organisations, peoples, months or nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import UsageError
from mapper.extractors import toponyms
from mapper.geocoders import embedded
from mapper.model import Report

KNOWN = [embedded.opened()]


def found(text, *sorts):
    mentions = toponyms.mentions(Report(text), gazetteers=KNOWN)
    return [m.text for m in mentions if m.sort in (sorts or ("toponym",))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Floods hit Saint-Étienne and Coeur d'Alene.", ["Saint-Étienne", "Coeur d'Alene"]),
        ("He flew from Port-au-Prince to N'Djamena.", ["Port-au-Prince", "N'Djamena"]),
        ("The U.S. and the UK sent aid.", ["U.S.", "UK"]),
        ("Fire crews in Paris, Texas, were called.", ["Paris", "Texas"]),
        ("A man was shot in Scranton, Pa. on Friday.", ["Scranton", "Pa"]),
        ("Blasts shook Kerman's centre.", ["Kerman"]),
        ("A Toronto-based firm said so.", ["Toronto"]),
        ("An explosion in کرمان killed many.", ["کرمان"]),
        ("Взрыв прогремел в городе Керман.", ["Керман"]),
        ("A quake struck northern Iraq and Northern Ireland.", ["Iraq", "Northern Ireland"]),
    ],
)
def test_names_of_places_are_found_as_written(text, names):
    assert found(text) == names


def test_names_are_found_where_no_spaces_part_the_words():
    assert found("伊朗东南部城市克尔曼发生两起爆炸，德黑兰官员说。") == ["伊朗", "克尔曼", "德黑兰"]
    assert found("テヘランの当局が発表した。") == ["テヘラン"]
    assert found("他说话很快，没有人听见。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ALEXANDRIA, La. - A Pineville woman died near Bunkie.", ["ALEXANDRIA", "La", "Pineville", "Bunkie"]),
        ("A plant in West, Texas, burned.", ["West", "Texas"]),
        ("Sunrise, Fla. (AP) - Two died.", ["Sunrise", "Fla"]),
        ("Clinton, Miss., voted.", ["Clinton", "Miss"]),
        ("An Opelika man died. In Pinckney, nobody was hurt.", ["Opelika", "Pinckney"]),
        (
            "A Kenai woman died; Covington Fire Chief Tom Lane came.",
            ["Kenai", "Covington"],
        ),
        ("Police in Pinckney said so. Residents of Seymour fled to Otis.", ["Pinckney", "Seymour", "Otis"]),
        ("A fire near Los Alamos; Taos and Espanola were spared.", ["Los Alamos", "Taos", "Espanola"]),
        ("Raqqa and Deir ez-Zor fell; Cox's Bazar took in thousands.", ["Raqqa", "Deir ez-Zor", "Cox's Bazar"]),
        (
            "Police in Prince George's County met Iran's envoy in Newport, Ky.",
            ["Prince George's County", "Iran", "Newport", "Ky"],
        ),
        ("Hoover, Ala., is near Birmingham. Bessemer would not merge.", ["Hoover", "Ala", "Birmingham", "Bessemer"]),
    ],
)
def test_small_towns_are_found_by_what_the_text_says_of_them(text, names):
    assert found(text) == names


def test_what_is_a_surname_elsewhere_stays_one_where_nothing_says_that_it_is_a_place():
    assert found("John Clay and Amy Robbins, both of Waterbury, were charged. Robbins told Clay so.") == ["Waterbury"]
    assert found("Clinton then met Gov. Ted Strickland in Akron.") == ["Akron"]


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton and Janet Jackson sang together.",
        "General Jackson retired. Jackson said he was tired.",
        "Reading the report took hours. Nice weather followed.",
        "In March and May, Mr. London met Dr. Lincoln.",
        "The Chicago Bulls beat the Denver Nuggets.",
        "The University of Manchester studied the Marburg virus.",
        "As of Monday, the EST clock ran.",
    ],
)
def test_people_teams_months_and_common_words_are_none(text):
    assert found(text) == []


def test_a_demonym_points_to_its_country_and_is_no_place():
    text = "An Iranian official met British and Texan visitors."
    assert found(text) == []
    assert found(text, "demonym") == ["Iranian", "British", "Texan"]


def test_an_organisation_with_a_place_in_its_name_is_told_from_the_place():
    (mention,) = toponyms.mentions(Report("Kerman Province Emergency Organization said so."), gazetteers=KNOWN)
    assert (mention.sort, mention.name, mention.text) == ("organisation", "Kerman Province", "Kerman Province")
    assert "Kerman Province Emergency Organization" in mention.because[0]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Hogs died in Pandi, Bulacan on Sunday.", ("Pandi", "Bulacan")),
        ("The Iranian city of Kerman mourned.", ("Kerman", "Iranian")),
        ("Iran's southeastern city of Kerman mourned.", ("Kerman", "Iran")),
        ("He lives in Paris (Texas).", ("Paris", "Texas")),
    ],
)
def test_stated_containers_are_read(text, pair):
    mentions = toponyms.mentions(Report(text), gazetteers=KNOWN)
    assert [(m.text, mentions[m.container].text) for m in mentions if m.container is not None] == [pair]


def test_a_list_is_no_hierarchy():
    mentions = toponyms.mentions(Report("Farms in Illinois, Iowa and Ohio closed."), gazetteers=KNOWN)
    assert [m.container for m in mentions] == [None, None, None]


def test_the_kind_that_the_words_ask_for_is_kept():
    kinds = {
        m.text: m.kind for m in toponyms.mentions(Report("The city of Kerman lies in Fars province."), gazetteers=KNOWN)
    }
    assert kinds == {"Kerman": "city", "Fars": "province"}


def test_given_spans_are_all_mentions():
    report = Report("Nice, Reading and Xyzzy.")
    mentions = toponyms.given(report, [(0, 4), (6, 13), (18, 23)], gazetteers=KNOWN)
    assert [m.text for m in mentions] == ["Nice", "Reading", "Xyzzy"]


def test_given_spans_must_lie_in_the_text_and_blanks_name_nothing():
    assert toponyms.given(Report("  a"), [(0, 2), (1, 1)], gazetteers=KNOWN) == ()
    for span in ((-1, 2), (2, 1), (0, 99)):
        with pytest.raises(UsageError, match="no span"):
            toponyms.given(Report("Paris"), [span], gazetteers=KNOWN)


@given(st.text(alphabet=st.sampled_from("Kerman Iran, .'’-\n(U.S)Paris Texas کرمان\u00a0"), max_size=80))
def test_spans_are_exact_and_never_overlap(text):
    end = 0
    for mention in toponyms.mentions(Report(text), gazetteers=KNOWN):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


def test_a_text_in_a_script_without_capitals_is_read_too():
    assert found("انفجار در کرمان و تهران") == ["کرمان", "تهران"]


def test_time_grows_with_the_length_of_the_text_only():
    hostile = "Of " * 20_000 + "New York " * 5_000
    begin = time.process_time()
    found("Paris " * 20_000)
    assert time.process_time() - begin < 10
    assert len(found(hostile)) == 5_000
