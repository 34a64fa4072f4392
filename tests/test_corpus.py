"""Every spatial example of every language file means what it prints; and enough of the examples are no example."""

import pytest
from telling import places_of

from mapper.grammar import listed
from mapper.languages import NAMES, corpus

EXAMPLES = [(tag, section, example) for tag in NAMES for section, found in corpus(tag).items() for example in found]
SPACE = [example for _, section, example in EXAMPLES if section == "space"]


@pytest.mark.parametrize("example", SPACE, ids=lambda example: example["say"][:40])
def test_a_sentence_means_what_the_corpus_prints(example):
    assert places_of(example["say"], listed(example.get("names", ""))) == example["means"]


@pytest.mark.parametrize("tag", NAMES)
def test_a_language_has_hundreds_of_examples_and_a_third_must_not_be_read(tag):
    own = [example for other, _, example in EXAMPLES if other == tag]
    assert len(own) >= 400
    assert sum(not example["means"] for example in own) >= len(own) / 3


def test_no_sentence_stands_twice_in_the_corpus():
    assert len({(section, example["say"]) for _, section, example in EXAMPLES}) == len(EXAMPLES)
