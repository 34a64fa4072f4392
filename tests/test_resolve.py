"""Which place a name stands for, decided over the whole report."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.extractors import toponyms
from mapper.geocoders import embedded, landmarks
from mapper.model import Entry, Report
from mapper.readings import Mention
from mapper.resolve import resolve

KNOWN = (landmarks.opened(), embedded.opened())


def places(text, gazetteers=KNOWN):
    report = Report(text)
    return resolve(report, toponyms.mentions(report, gazetteers=gazetteers), gazetteers=gazetteers)


def called(text, name, gazetteers=KNOWN):
    return next(p for p in places(text, gazetteers) if name in {span.text for span in p.mentions})


@pytest.mark.parametrize(
    ("text", "name", "country", "within"),
    [
        ("A fire broke out in Paris, Texas.", "Paris", "US", "Texas"),
        ("A fire broke out in Paris.", "Paris", "FR", ""),
        ("Police in Bangor, Northern Ireland, made an arrest.", "Bangor", "GB", "Northern Ireland"),
        ("Police in Bangor and Augusta, Maine, made arrests.", "Bangor", "US", "Maine"),
        ("A crash near Long Beach, CA killed two.", "Long Beach", "US", "California"),
        ("Schools in Ohio closed. Officials in Athens, near Columbus, agreed.", "Athens", "US", "Ohio"),
        ("Storms hit California, Oregon and Washington.", "Washington", "US", ""),
    ],
)
def test_the_report_decides_which_place_is_meant(text, name, country, within):
    place = called(text, name)
    assert place.country == country
    if within:
        entry = embedded.opened().entry(
            next(s.id for s in embedded.opened().senses(name.lower()) if s.source_id == place.source_id)
        )
        assert entry.admin1 == within


def test_after_states_washington_is_the_state():
    assert called("Storms hit California, Oregon and Washington.", "Washington").kind == "admin1"


def test_the_city_comes_before_the_province_unless_the_words_say_province():
    text = "Blasts in the city of Kerman. Officials of Kerman province came."
    city, province = [p for p in places(text) if p.name == "Kerman"]
    assert (city.source_id, city.kind) == ("128234", "city")
    assert province.kind == "admin1"


def test_a_town_in_new_york_lies_in_the_state_and_a_borough_in_the_city():
    assert called("Police in Ossining, New York, arrested a man in Ramsey.", "New York").kind == "admin1"
    assert called("Police in Queens, New York, arrested a man.", "New York").kind == "city"


@pytest.mark.parametrize(
    ("text", "name", "source_id"),
    [
        ("A crash near Hoenefoss in Norway.", "Hoenefoss", "3151917"),
        ("A crash near Koeln in Germany.", "Koeln", "2886242"),
        ("Shells fell near Deir al-Balah in Gaza.", "Deir al-Balah", "281141"),
        ("Shells fell near Tel Afar in Iraq.", "Tel Afar", "90393"),
    ],
)
def test_a_name_is_found_in_other_spellings_of_its_letters_and_articles(text, name, source_id):
    assert called(text, name).source_id == source_id


def test_beside_a_province_another_name_means_another_province():
    assert called("Shaanxi and Shanxi sent teams.", "Shanxi").source_id == "1795912"


def test_a_town_and_its_district_at_one_spot_speak_for_one_another():
    place = called("Rockets from Gaza hit Sderot and Ashkelon.", "Gaza")
    assert place.country == "PS"


def test_an_island_that_nobody_knows_is_no_far_town_of_that_name():
    report = Report("Boats left Islington Bay for Auckland.")
    spans = toponyms.given(report, [(11, 24), (29, 37)], gazetteers=KNOWN)
    bay, auckland = resolve(report, spans, gazetteers=KNOWN)
    assert (bay.name, bay.lon) == ("Islington Bay", None)
    assert auckland.country == "NZ"


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Mashhad", "city", "IR"),
        ("Kiev", "city", "UA"),
        ("Nablus", "city", "PS"),
        ("Mecca", "city", "SA"),
        ("Tunis", "city", "TN"),
        ("Salvador", "city", "BR"),
        ("Bulacan", "admin2", "PH"),
        ("L.A.", "city", "US"),
        ("Oklahoma", "admin1", "US"),
        ("Bahia", "admin1", "BR"),
        ("Mexico", "country", "MX"),
        ("Quebec", "admin1", "CA"),
    ],
)
def test_a_name_alone_means_what_most_readers_know_by_it(name, kind, country):
    place = called(f"Officials in {name} said so.", name)
    assert (place.kind, place.country) == (kind, country)


def test_names_that_are_given_are_decided_by_all_that_the_text_says_and_shown_alone():
    report = Report("Norfolk, Neb. - A storm hit Madison and Stanton counties.")
    spans = [(0, 7), (28, 35), (40, 47)]
    given = toponyms.given(report, spans, gazetteers=KNOWN)
    found = resolve(report, given, gazetteers=KNOWN, given=True)
    assert [(s.start, s.end) for place in found for s in place.mentions] == spans
    assert {(place.country, round(place.lon / 2)) for place in found} == {("US", -49)}


def test_nothing_is_placed_outside_the_container_that_the_text_states():
    place = called("A blast hit Kermanshah, Texas.", "Kermanshah")
    assert place.resolved_to == "container:texas"
    assert any("outside" in reason for reason in place.because)


def test_an_unknown_name_falls_back_to_its_container_and_never_empties_the_rest():
    village, country = places("The village of Xyzzyville, Kenya was hit.")
    assert village.resolved_to == f"container:{country.id}"
    assert village.uncertainty_m == country.uncertainty_m
    assert any("whole of Kenya" in reason for reason in village.because)


def test_a_name_that_nobody_knows_and_that_lies_nowhere_has_no_position():
    report = Report("Xyzzyville burned.")
    (place,) = resolve(report, [Mention(0, 10, "Xyzzyville", "Xyzzyville")], gazetteers=KNOWN)
    assert (place.lon, place.lat) == (None, None)
    assert place.confidence == 0


def test_two_names_of_one_country_are_one_place():
    (country,) = [p for p in places("The U.S. reacted. In the United States, people stayed in.") if p.country == "US"]
    assert [span.text for span in country.mentions] == ["U.S.", "United States"]


def test_a_dateline_is_told_from_where_it_happened():
    roles = {p.name: p.role for p in places("TEHRAN (IP) - Two blasts went off in Kerman, Iran.")}
    assert roles == {"Tehran": "dateline", "Kerman": "mentioned", "Iran": "container"}


def test_candidates_that_lost_stay_with_their_scores():
    place = called("A fire broke out in Springfield.", "Springfield")
    assert place.candidates
    assert all(0 <= c.score <= 1 for c in place.candidates)
    assert place.because


def test_a_misspelling_is_found_where_the_context_supports_it_and_said():
    place = called("The Iranian city of Kermanshaah and Tehran were calm.", "Kermanshaah")
    assert place.name == "Kermanshah"
    assert any("misspelling" in reason for reason in place.because)


class Own:
    name, attribution = "mine", "me"

    def __init__(self, *entries):
        self.entries = entries

    def find(self, name, *, near=None, countries=(), limit=10):
        return [e for e in self.entries if e.name == name][:limit]


def test_a_users_own_entry_wins_over_the_embedded_ones():
    mine = Entry("Paris", 10.0, 50.0, "city", "mine", "1", 500.0, 10.0, "DE")
    place = called("A fire broke out in Paris.", "Paris", (Own(mine), *KNOWN))
    assert (place.source, place.source_id) == ("mine", "1")


class Shuffled(embedded.Embedded):
    def _senses(self, key):
        return tuple(reversed(super()._senses(key)))


NEWS = (
    "A fire in Springfield, near Athens and Columbus in Ohio, killed two. Officials from Paris and London came. "
    "Birmingham and Manchester sent aid; the Iranian city of Kerman too."
)


def test_shuffling_the_rows_of_the_gazetteer_changes_nothing():
    shuffled = (landmarks.opened(), Shuffled(embedded.datafile("gazetteer.sqlite")))
    assert places(NEWS, shuffled) == places(NEWS)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["Two died in Kumasi, Ghana.", "A bus fell near Cusco, Peru.", "Rain fell on Osaka, Japan."]))
def test_a_report_of_another_country_beside_this_one_changes_nothing(other):
    here = "A fire broke out in Springfield, Illinois. Police in Decatur, Illinois helped."
    alone = {p.name: replace(p, confidence=0, candidates=(), because=()) for p in places(here)}
    beside = {p.name: replace(p, confidence=0, candidates=(), because=()) for p in places(f"{here}\n\n{other}")}
    assert {name: beside[name] for name in alone} == alone


def test_the_publisher_and_the_title_say_where():
    text = "A fire broke out in Jackson. Nobody was hurt."
    report = Report(text, publisher="The Jackson Hole Daily, Wyoming")
    (place,) = resolve(report, toponyms.mentions(report, gazetteers=KNOWN), gazetteers=KNOWN)
    assert place.source_id != called(text, "Jackson").source_id
    assert (place.country, round(place.lon)) == ("US", -111)


def test_time_grows_with_the_number_of_names_and_no_faster():
    names = [sense.name for number in range(6000, 7000) if (sense := embedded.opened().place(number)).kind == "city"]
    text = "".join(f"A fire broke out in {name} on Monday. " for name in names)
    begin = time.process_time()
    found = places(text)
    assert len(found) > 500
    assert time.process_time() - begin < 10
