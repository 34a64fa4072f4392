"""Times of a report: which day, which zone, how exactly, and from what a derived one was worked out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import UNHURRIED, WEDNESDAY, times_of, told

from mapper.languages import corpus

TIMES = corpus("en")["time"]
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize("example", TIMES, ids=lambda example: example["say"])
def test_the_corpus_means_what_it_prints(example):
    assert times_of(example["say"]) == example["means"]


def test_a_third_of_the_corpus_must_not_be_read():
    assert sum(not example["means"] for example in TIMES) * 3 >= len(TIMES)


@UNHURRIED
@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_most_recent_one_up_to_the_publication(published, weekday):
    (time,) = told(f"A bomb went off on {NAMES[weekday]}.", published=published)[1]
    day = date.fromisoformat(time.value)
    assert day.weekday() == weekday
    assert timedelta(0) <= published - day < timedelta(days=7)


def test_without_a_publication_the_day_stays_unknown_and_is_said_to_be():
    for words in ("on Wednesday", "at 14:50 local time", "yesterday", "on 3 January"):
        (time,) = told(f"A bomb went off {words}.", published=None)[1]
        assert (time.value, time.precision) == (None, "unknown"), words
        assert any("not known" in reason for reason in time.because), time.because
    assert times_of("A bomb went off at 14:50 on 3 January 2024.", published=None) == [
        "2024-01-03T14:50:00+03:30 minute"
    ]


def test_agreement_and_disagreement_with_the_publication_are_said():
    assert "agree" in told("It happened on Wednesday.")[1][0].because[0]
    assert "disagree" in told("It happened on Tuesday, January 3, 2024.")[1][0].because[0]
    assert any("may be" in reason for reason in told("It happened on 01/02/2024.")[1][0].because)
    assert any("after 2024-01-03" in reason for reason in told("It happened on 9 January 2024.")[1][0].because)


def test_a_time_in_two_zones_says_whether_they_agree():
    assert any("agrees" in reason for reason in told("It hit at 14:50 (1120 GMT).")[1][1].because)
    assert any("differs" in reason for reason in told("It hit at 14:50 (1420 GMT).")[1][1].because)


@UNHURRIED
@given(DAYS, st.integers(0, 23), st.integers(0, 59), st.sampled_from(["Asia/Tehran", "America/New_York", "UTC"]))
def test_a_clock_keeps_its_digits_and_gets_the_offset_of_the_place(day, hour, minute, zone):
    (time,) = told(f"It exploded at {hour:02}:{minute:02} on {day.isoformat()}.", published=None, zone=zone)[1]
    assert time.value.startswith(f"{day}T{hour:02}:{minute:02}:00")
    assert time.precision == "minute"
    assert time.value[19] in "+-"


def test_the_clocks_that_change_are_said():
    (twice,) = told("It exploded at 01:30 on 3 November 2024.", zone="America/New_York")[1]
    (never,) = told("It exploded at 02:30 on 10 March 2024.", zone="America/New_York")[1]
    assert any("twice" in reason for reason in twice.because)
    assert any("no such time" in reason for reason in never.because)


def test_a_place_without_a_zone_gives_the_day_and_says_the_clock():
    (time,) = told("It exploded at 14:50 on Wednesday.", zone="")[1]
    assert (time.value, time.precision) == ("2024-01-03", "day")
    assert any("14:50" in reason for reason in time.because)


@UNHURRIED
@given(st.integers(1, 59), st.sampled_from(["second", "minute", "hour"]))
def test_a_time_that_counts_from_another_says_from_what(number, unit):
    plural = f"{unit}s" if number > 1 else unit
    _, (first, second), _ = told(f"The first exploded at 09:00. {number} {plural} later came the second.")
    assert second.derived
    assert not first.derived
    assert any("09:00" in reason for reason in second.because)


def test_times_go_to_the_events_of_their_clauses():
    text = "The first explosion occurred at 14:50 local time, and the second explosion took place 15 minutes later."
    sites, times, _ = told(text)
    assert [(site.ordinal, site.time) for site in sites] == [(1, "t1"), (2, "t2")]
    assert times[1].value == "2024-01-03T15:05:00+03:30"


@UNHURRIED
@given(st.text(max_size=80), st.sampled_from([None, WEDNESDAY]))
def test_no_text_is_too_strange_and_spans_stay_exact(text, published):
    text = f"{text} at 14:50 {text} on Wednesday, 15 minutes later"
    for time in told(text, published=published)[1]:
        assert text[time.quote.start : time.quote.end] == time.quote.text
        assert (time.value is None) == (time.precision == "unknown")


def test_it_speaks_of_the_event_before_and_an_event_named_after_a_shift_gets_the_shifted_time():
    text = (
        "Two explosions tore through the port, the second of them larger. The larger explosion came from a warehouse. "
        "It was recorded at 6:08 p.m., half a minute after a smaller explosion at the same building."
    )
    sites, times, _ = told(text)
    values = {time.id: time.value for time in times}
    assert sorted(values[site.time] for site in sites) == ["2024-01-03T18:07:30+03:30", "2024-01-03T18:08:00+03:30"]
