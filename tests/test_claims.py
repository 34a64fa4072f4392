"""Claims of a report: how many, of whom, who says so; wordings joined, conflicts and revisions kept."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import UNHURRIED, claims_of, printed_claim, told

from mapper.languages import corpus, tables
from mapper.parts import names

CLAIMS = corpus("en")["claim"]
SEVERAL = st.integers(2, 900)


@pytest.mark.parametrize("example", CLAIMS, ids=lambda example: example["say"])
def test_the_corpus_means_what_it_prints(example):
    assert claims_of(example["say"]) == example["means"]


def test_a_third_of_the_corpus_must_not_be_read():
    assert sum(not example["means"] for example in CLAIMS) * 3 >= len(CLAIMS)


def test_every_kind_of_claim_that_the_language_knows_has_its_part():
    values = tables("en")["values"]
    kinds = {kind for table in ("state", "fate", "deed", "loss", "tally") for kind in values[table]} - {""}
    assert kinds <= set(names("claims"))


@UNHURRIED
@given(SEVERAL)
def test_bounds_are_whole_numbers_and_hold_the_figure(number):
    said = {
        "": (number, number),
        "at least ": (number, None),
        "more than ": (number + 1, None),
        "up to ": (None, number),
        "fewer than ": (None, number - 1),
    }
    for words, bounds in said.items():
        (claim,) = told(f"Police said {words}{number:,} people were killed.")[2]
        assert (claim.low, claim.high) == bounds
        assert claim.by == "Police"
    (claim,) = told(f"About {number} people were killed.")[2]
    assert claim.low <= number <= claim.high


@UNHURRIED
@given(SEVERAL, SEVERAL)
def test_two_speakers_are_never_joined_and_never_added(one, other):
    claims = told(f"Police said {one} people were killed. The army said {other} people were killed.")[2]
    assert [(claim.low, claim.by) for claim in claims] == [(one, "Police"), (other, "The army")]


@UNHURRIED
@given(SEVERAL)
def test_two_wordings_of_one_speaker_are_one_claim(number):
    (claim,) = told(f"Police said {number} people were hurt. At least {number} people were hurt, police said.")[2]
    assert (claim.low, claim.high, len(claim.quotes)) == (number, None, 2)


@UNHURRIED
@given(SEVERAL, SEVERAL)
def test_a_revision_names_what_it_replaces(one, other):
    claims = told(f"{one} people were killed. The death toll later rose to {one + other}.")[2]
    assert [(claim.id, claim.revises) for claim in claims] == [("c1", None), ("c2", "c1")]


def test_repeated_sentences_count_once_and_keep_both_places():
    (claim,) = told("Some people were hurt. The road was closed. Some people were hurt.")[2]
    assert [quote.start for quote in claim.quotes] == [0, 44]


@pytest.mark.parametrize("sentence", [example["say"] for example in CLAIMS[::7]])
def test_quotes_spaces_and_capitals_change_nothing_but_the_words_themselves(sentence):
    other = sentence.replace(" ", "\u00a0").replace("'", "\u2019").replace('"', "\u201d")
    plain = [(c.claim, c.low, c.high, c.estimate) for c in told(sentence)[2]]
    assert [(c.claim, c.low, c.high, c.estimate) for c in told(other)[2]] == plain
    assert [(c.claim, c.low, c.high, c.estimate) for c in told(sentence.upper())[2]] == plain


@UNHURRIED
@given(st.text(max_size=60))
def test_no_text_is_too_strange_and_spans_stay_exact(text):
    text = f"{text} 12 people {text} were killed, police {text} said"
    for claim in told(text)[2]:
        for quote in claim.quotes:
            assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    "piece",
    ["12 people, including ", "police said ", '"', "killed 12 and ", "15 minutes later ", "according to ", "at least "],
)
def test_time_grows_with_the_text_and_no_faster(piece):
    def seconds(size):
        text, best = (piece * (size // len(piece) + 1))[:size], 9.0
        for _ in range(2):
            began = time.process_time()
            told(text)
            best = min(best, time.process_time() - began)
        return best

    curve = [seconds(size) for size in (4_000, 8_000, 16_000, 32_000)]
    assert curve[-1] < 8 * curve[0] * 3 + 0.1, curve


NEUTRAL = "The streets were quiet and the shops stayed shut."
STORY = (
    "Police said 12 people were killed. At least 30 others were hurt, hospitals reported. "
    "Two of the injured later died. The mayor put the death toll at 15."
)


@UNHURRIED
@given(st.integers(0, 4))
def test_a_sentence_without_figures_changes_no_claim(place):
    sentences = STORY.split(". ")
    other = ". ".join([*sentences[:place], NEUTRAL[:-1], *sentences[place:]])
    assert claims_of(other) == claims_of(STORY)


TRAIN = """LARISSA, Greece - A collision of two trains in northern Greece late on Tuesday killed at least 38 people and
injured dozens, the fire brigade said on Wednesday. The trains met at high speed 27 km north of Larissa
shortly before midnight. Sixty-six people were still hospitalised, six of them in intensive care, fire
brigade spokesman Vassilis Kostas told reporters. "There were 342 passengers on the train," he said. By
Thursday morning the death toll had risen to 46, and by evening to 57, a coroner said. Some 250 passengers
were evacuated. An accident in 1968 killed 34 people."""


def test_a_whole_report_gives_each_figure_its_speaker_time_and_place_in_the_order():
    _, times, claims = told(TRAIN, published=date(2023, 3, 2), zone="Europe/Athens")
    assert [printed_claim(claim) for claim in claims] == [
        "killed 38+ by the fire brigade as of t2",
        "injured 24+ by the fire brigade as of t2",
        "hospitalised 66 by fire brigade spokesman Vassilis Kostas",
        "hospitalised 6 (of them) by fire brigade spokesman Vassilis Kostas",
        "killed 46 revises c1 by a coroner as of t4",
        "killed 57 revises c5 by a coroner as of t5",
        "evacuated 245-255 (passengers)",
    ]
    assert [(time.value, time.role) for time in times] == [
        ("2023-02-28", "event"),
        ("2023-03-01", "said"),
        ("2023-03-01T00:00:00+02:00", "event"),
        ("2023-03-02", "as_of"),
        ("2023-03-02", "as_of"),
    ]


def test_a_thousand_sentences_of_his_are_followed_back_without_end():
    assert claims_of("He said so. " * 3000 + "He said 12 people were killed.") == ["killed 12"]
    assert claims_of("Ali Rezaei said so. He left. He said 12 people were killed.") == ["killed 12 by Ali Rezaei"]
