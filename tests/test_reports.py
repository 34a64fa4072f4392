"""Whole reports: which events are sites, whose place each phrase tells, and what only sounds like it."""

from datetime import date

from telling import printed_phrase, spans

from mapper.extract import extract
from mapper.model import Report
from mapper.settle import attach_times

NAMES = (
    "Jakarta", "Palu", "Sulawesi", "Donggala", "Oslo", "Utoya", "Christchurch", "Genoa", "Nairobi", "Addis Ababa",
    "Bishoftu", "Savona", "Giglio", "Rome", "Kathmandu", "Nepal", "India", "Tibet", "Mariana", "Annone", "Lecco",
)  # fmt: skip


def read(text, published=date(2019, 3, 11)):
    return extract(Report(text, published=published), gazetteers=(), spans=spans(text, NAMES))


def phrases(text):
    reading = read(text)
    return [printed_phrase(reading, phrase) for phrase in reading.phrases]


def kinds(text):
    return [site.event for site in read(text).sites]


def test_a_wave_is_a_site_apart_from_the_quake_that_raised_it():
    told = (
        "A tsunami swept into the city of Palu after a quake off Sulawesi. The quake was centred 27 km from Donggala."
    )
    assert kinds(told) == ["earthquake", "tsunami"]
    assert [phrase.split(" [")[0] for phrase in phrases(told)] == ["#2 at", "#1 off_coast", "#1 distance"]


def test_a_shooting_and_a_bomb_hours_before_it_are_two_sites_of_two_kinds():
    told = (
        "A gunman killed ten people on Utoya, hours after a blast in Oslo. The bomb went off outside a ministry. "
        "Police said the two attacks were linked."
    )
    assert kinds(told) == ["shooting", "explosion"]
    assert "#2 in [Oslo]" in phrases(told)


def test_shootings_at_two_mosques_are_two_sites():
    assert kinds("At least 49 people were killed in shootings at two mosques in Christchurch.") == ["shooting"] * 2
    assert kinds("At least 49 people were killed in shootings by two men in Christchurch.") == ["shooting"]


def test_where_a_plane_was_going_is_no_place_that_anything_is_measured_from():
    told = "A jet bound for Nairobi crashed near Bishoftu on Sunday. It came down 300 metres off, by a stream."
    assert phrases(told)[1].startswith("distance [Bishoftu]")


def test_a_bridge_that_fell_years_ago_is_not_the_one_that_fell_now():
    told = "A bridge collapsed in Genoa. Three years ago the Annone bridge, near Lecco, also collapsed."
    assert phrases(told) == ["in [Genoa]"]


def test_each_of_two_mosques_is_the_place_of_one_shooting():
    told = (
        "At least 49 people were killed in shootings at two mosques in Christchurch. The gunman opened fire at the "
        "Masjid Al Noor, where 41 died. Seven were shot dead at the Linwood Islamic Centre, three miles to the east."
    )
    placed = [phrase for phrase in phrases(told) if " at [" in phrase or "heading" in phrase]
    assert placed[:2] == ["#1 at [the Masjid Al Noor]", "#2 at [the Linwood Islamic Centre]"]
    assert "#2 distance_heading [#1]" in [phrase[:24] for phrase in placed[2:]]


def test_a_fire_at_the_plant_that_blew_up_is_no_second_site():
    told = (
        "An explosion at a fertilizer plant in Genoa killed two. Firefighters had been called to a blaze at the plant."
    )
    assert kinds(told) == ["explosion"]
    assert kinds(told.replace("the plant.", "a school.")) == ["explosion", "fire"]


def test_where_people_died_of_an_earthquake_is_not_where_it_was():
    told = (
        "An earthquake struck Nepal, toppling a tower in Kathmandu. It hit 80 km northwest of Kathmandu. "
        "At least 34 people were killed in India and 12 in Tibet."
    )
    assert [phrase.split(" ")[0] for phrase in phrases(told)] == ["distance_heading"]


def test_a_mine_far_out_of_town_is_not_taken_to_be_in_it():
    told = "A dam burst in Brazil. The dam, at the Germano mine, 20 km north of Mariana, gave way at noon."
    mine = next(mention for mention in read("MARIANA - " + told).mentions if "Germano" in mention.text)
    assert mine.container is None
    near = told.replace("20 km north of Mariana", "in the hills")
    mine = next(mention for mention in read("Mariana - " + near).mentions if "Germano" in mention.text)
    assert mine.container is not None


def test_what_is_spoken_of_past_its_comma_is_past_in_its_participle():
    told = (
        "A ferry sank off Palu. It was the worst such accident since a boat capsized near Savona in 2014, killing 304."
    )
    assert read(told).claims == ()
    assert len(read(told.replace("since a boat capsized near Savona in 2014", "of the year")).claims) == 1


def test_a_fire_that_destroyed_a_town_began_where_the_report_says():
    told = "A wildfire destroyed the town of Mariana, killing five. The fire began ten miles east of Lecco."
    assert [phrase.split(" [")[0] for phrase in phrases(told)] == ["distance_heading"]
    assert [phrase.split(" [")[0] for phrase in phrases(told.partition(" The fire")[0])] == ["at"]


def test_what_is_measured_in_the_sentence_of_a_slide_can_count_from_the_quake():
    told = (
        "A quake hit Nepal on Saturday. A landslide near a base camp, about 140 miles to the east, killed ten climbers."
    )
    assert any("#2 distance_heading [#1]" in phrase for phrase in phrases(told))


def test_when_a_helicopter_left_is_not_when_it_crashed():
    reading = read(
        "A helicopter left Genoa at 9:06 a.m. on Sunday and crashed near Lecco at 9:45 a.m. Nobody was hurt."
    )
    assert [time.aside for time in reading.times] == [True, False]
    (site,) = attach_times(reading.sites, reading.times, reading.sentences)
    assert site.time == "t2"


def test_what_an_earthquake_brought_down_is_no_site_of_its_own():
    told = "A quake struck off Savona. A hospital collapsed in Genoa, a witness said. In Rome, a tower toppled."
    assert kinds(told) == ["earthquake"]
    assert [phrase.split(" ")[0] for phrase in phrases(told)] == ["off_coast"]


def test_the_second_of_other_things_counts_no_second_incident():
    told = "A submarine sank off Savona. Experts recorded two blasts, the second of them at noon."
    assert kinds(told) == ["sinking"]


def test_what_happened_in_another_month_is_another_event():
    told = "Two blasts hit Genoa on Saturday. In July a bomber killed 33 people in Lecco, near Rome."
    assert {phrase.split(" ", 1)[1] for phrase in phrases(told)} == {"at [Genoa]"}
