"""The engine of phrases: patterns as data, typed nodes bottom-up, longest match, time linear in the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.grammar import Grammar, PatternError
from mapper.tokens import folded, tokenize

TABLES = {
    "classes": {
        "hedge": "some, about, more or less",
        "unit": "km, kilometers, kilometres, miles, nautical miles",
        "compass": "north, south, east, west",
    },
    "node": [
        {"type": "number", "make": "number", "say": ["<digits>"]},
        {"type": "bearing", "say": ["<compass>", "<a:compass> -? <b:compass>"]},
        {"type": "length", "make": "length", "say": ["<hedge>? <number> <unit>"]},
    ],
    "phrase": [
        {"name": "distance", "say": ["<length> (away)? from the? <anchor:word>", "from .. to <length>"]},
        {"name": "heading", "say": ["<length> <bearing> of <anchor:word>"]},
        {"name": "felt", "say": "felt|heard|seen <length> away\nwithin (a | one) <length> radius"},
    ],
}


def number(match, chart):
    return float(match["digits"].value.replace(",", ""))


def length(match, chart):
    return match.value("number"), match.get("hedge") is not None


GRAMMAR = Grammar(TABLES, makers={"number": number, "length": length})


def said(text):
    chart = GRAMMAR.chart(text)
    return [(match.rule.name, chart.said(match.start, match.end)) for match in chart.find("phrase")]


def test_a_rule_is_written_once_for_every_unit_and_hedge():
    assert said("It sank more or less 1,200 nautical miles away from the Hook.") == [
        ("distance", "more or less 1,200 nautical miles away from the Hook")
    ]
    assert said("5km south-west of Kyiv") == [("heading", "5km south-west of Kyiv")]


def test_a_node_keeps_what_its_maker_made_of_it():
    chart = GRAMMAR.chart("about 700 km from Kerman")
    assert [node.value for node in chart.of("length")] == [(700.0, True), (700.0, False)]
    assert chart.find("phrase")[0].value("length") == (700.0, True)
    assert chart.find("phrase")[0].get("away") is None


def test_the_longest_reading_wins_and_matches_never_overlap():
    assert said("It was heard 3 km away from Kyiv.") == [("distance", "3 km away from Kyiv")]
    assert said("It was heard 3 km away.") == [("felt", "heard 3 km away")]


def test_nothing_crosses_the_end_of_a_sentence_and_gaps_stop_at_marks():
    assert said("He walked from there to 3 km.") == [("distance", "from there to 3 km")]
    assert said("He came from. There to 3 km") == []
    assert said("from there, not to 3 km") == []
    assert said("from a b c d e to 3 km") == []


def test_a_choice_of_several_words_and_rules_on_lines():
    assert said("within a 5 km radius") == [("felt", "within a 5 km radius")]
    assert said("WITHIN A 5\u00a0km RADIUS") == [("felt", "WITHIN A 5\u00a0km RADIUS")]


@pytest.mark.parametrize("pattern", ["a (b", "a b)", "..", "a ..", "(a)?", "<unit", "<word> a"])
def test_a_pattern_that_makes_no_sense_is_an_error_when_loaded(pattern):
    with pytest.raises(PatternError):
        Grammar({"phrase": [{"name": "x", "say": [pattern]}]})


def test_a_maker_that_nobody_gave_is_an_error_when_loaded():
    with pytest.raises(PatternError, match="length"):
        Grammar(TABLES, makers={"number": number})


@given(st.text())
def test_tokens_are_exact_in_the_text_as_given(text):
    tokens = tokenize(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert list(tokens.starts) == sorted(tokens.starts)
    assert [place for start, end in tokens.sentences for place in range(start, end)] == list(range(len(tokens)))
    assert len(folded(text)) == len(text)


@given(st.text(alphabet="ab km5,.\n-'\u00ad\u00a0\u2019"))
def test_soft_hyphens_and_kinds_of_space_and_quotes_change_no_word(text):
    other = text.replace(" ", "\u2009").replace("'", "\u2018")
    assert tokenize(text).words == tokenize(other).words


def test_sentences_end_where_readers_end_them():
    text = (
        "He met Lt. Gen. J. Smith at 6 p.m. local time, 5 km. from the U.S. base. The other\nleft.\n\n"
        "FIRE IN TOWN\nThe house burned.\n- one man hurt\n- two dead\n\n“Is it over?” he asked…"
    )
    chart = Grammar(
        {"breaks": {"abbreviations": "lt, gen, km", "starters": "the, it", "continuers": "from, of"}}
    ).tokens(text)
    assert [chart.said(start, end) for start, end in chart.sentences] == [
        "He met Lt. Gen. J. Smith at 6 p.m. local time, 5 km. from the U.S. base.",
        "The other\nleft.",
        "FIRE IN TOWN",
        "The house burned.",
        "- one man hurt",
        "- two dead",
        "“Is it over?”",
        "he asked…",
    ]


@pytest.mark.parametrize(
    "piece", ["about 5 km ", "from from a b ", "felt 1,000 nautical miles south-", "((", "from a "]
)
def test_time_grows_with_the_text_and_no_faster(piece):
    def seconds(times):
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            GRAMMAR.chart(piece * times).find("phrase")
            best = min(best, time.process_time() - began)
        return best

    short, long = seconds(1000), seconds(8000)
    assert long < 8 * short * 3 + 0.05, f"{short:.3f} s for 1000, {long:.3f} s for 8000"


def test_no_word_behind_the_last_is_in_any_class():
    chart = GRAMMAR.chart("It sank some 5 km")
    assert chart.is_a(4, "unit")
    assert not chart.is_a(5, "unit")
