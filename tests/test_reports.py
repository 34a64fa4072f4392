"""Whole reports: which events are sites, whose place each phrase tells, and what only sounds like it."""

from datetime import date

from telling import printed_phrase, spans

from mapper.extract import extract
from mapper.model import Report

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


def test_shootings_at_two_mosques_are_two_sites():
    assert kinds("At least 49 people were killed in shootings at two mosques in Christchurch.") == ["shooting"] * 2
    assert kinds("At least 49 people were killed in shootings by two men in Christchurch.") == ["shooting"]


def test_where_a_plane_was_going_is_no_place_that_anything_is_measured_from():
    told = "A jet bound for Nairobi crashed near Bishoftu on Sunday. It came down 300 metres off, by a stream."
    assert phrases(told)[1].startswith("distance [Bishoftu]")


def test_a_bridge_that_fell_years_ago_is_not_the_one_that_fell_now():
    told = "A bridge collapsed in Genoa. Three years ago the Annone bridge, near Lecco, also collapsed."
    assert phrases(told) == ["in [Genoa]"]
