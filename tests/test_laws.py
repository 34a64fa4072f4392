"""Laws of reading: what may change in a text without changing what is read, and that any text is read at all."""

import json
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telling import WEDNESDAY, printed_phrase, spans

from mapper.assemble import assemble
from mapper.extract import explain, extract
from mapper.grammar import listed
from mapper.languages import corpus
from mapper.model import Incident, Place, Report
from mapper.tokens import folded

EXAMPLES = corpus("en")["space"]
TOLD = [example for example in EXAMPLES if example["means"] and example["say"].endswith(".")]
PLAIN = [
    "Nobody spoke.", "The weather stayed calm and dry.", "“Thank you all,” she wrote.", "Few slept well.",
    "The investigation will take months.", "“It was awful,” he added.", "Funerals are expected soon.",
]  # fmt: skip
NAMES = ["Kerman", "Odesa", "Beirut", "Kirkuk"]
WORDS = (
    sorted({word for example in EXAMPLES for word in example["say"].split()}) + NAMES + ["\n", "\n\n", "- ", "½", "“"]
)


def read(text, named):
    return extract(Report(text, published=WEDNESDAY), gazetteers=(), spans=named)


def said(text, named):
    reading = read(text, named)
    return [folded(printed_phrase(reading, phrase)) for phrase in reading.phrases]


def joined(examples, filler="", after=0):
    """Examples as one text, each in the same paragraph, with the spans of their names; a filler after one of them."""
    parts, named, at = [], [], 0
    for number, example in enumerate(examples):
        for part in [example["say"]] + [filler] * bool(filler and number == after):
            if part is example["say"]:
                named += [(at + a, at + b) for a, b in spans(part, listed(example.get("names", "")))]
            parts.append(part)
            at += len(part) + 1
    return " ".join(parts), named


texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


def test_a_name_without_a_word_is_no_error():
    for text, span in (("\xad", (0, 1)), ("A blast in \xad", (11, 12)), ("Kerman\xad.", (6, 7))):
        assert [m.end for m in read(text, [span]).mentions] == [span[1]]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.data())
def test_any_text_becomes_a_document_whose_spans_are_in_the_text(text, data):
    bounds = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(bounds, bounds).map(sorted).map(tuple), max_size=4))
    named, end = [], 0
    for pair in sorted(pairs):
        if end <= pair[0] < pair[1] and text[slice(*pair)].strip():
            named.append(pair)
            end = pair[1]
    reading = read(text, named)
    at = {(mention.start, mention.end): reading.report.span(mention.start, mention.end) for mention in reading.mentions}
    places = [Place(f"p{n}", span.text, "", "mentioned", (span,)) for n, span in enumerate(at.values())]
    incident = assemble(reading, places, report_text="full")
    document = json.loads(json.dumps(incident.to_dict()))
    assert Incident.from_dict(document).to_dict() == incident.to_dict()
    quotes = [r.quote for r in incident.relations] + [s for site in incident.sites for s in site.mentions]
    quotes += [note.quote for note in reading.notes] + list(reading.sentences)
    quotes += [quote for claim in incident.claims for quote in claim.quotes] + [t.quote for t in incident.times]
    assert all(0 <= q.start <= q.end <= len(text) and text[q.start : q.end] == q.text for q in quotes)
    weights = {}
    for relation in incident.relations:
        key = (relation.site, relation.relation, relation.quote, relation.geometry)
        weights[key] = weights.get(key, 0) + relation.weight
    assert all(weight == pytest.approx(1) for key, weight in weights.items())
    assert isinstance(explain(reading), str)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(EXAMPLES), st.sampled_from([str.upper, str.lower]))
def test_letters_small_or_capital_change_no_reading(example, turned):
    text, named = joined([example])
    if len(turned(text)) == len(text):
        assert said(turned(text), named) == said(text, named)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(EXAMPLES), st.data())
def test_kinds_of_space_and_quotes_and_breaks_of_lines_change_no_reading(example, data):
    text, named = joined([example])
    space = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "\n"])
    quote = {"'": "'\u2019\u2018", '"': '"\u201c\u201d', "\u201c": '"\u201e', "\u201d": '"', "\u2019": "'"}
    other = "".join(
        data.draw(space)
        if char == " " and not (before.isdigit() and after.isdigit()) and not before.isupper()
        else data.draw(st.sampled_from(quote[char]))
        if char in quote
        else char
        for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False)
    )
    assert said(other, named) == said(text, named)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(TOLD), min_size=2, max_size=5), st.sampled_from(PLAIN), st.integers(0, 4))
def test_a_sentence_without_a_place_changes_nothing_around_it(examples, filler, after):
    assert said(*joined(examples, filler, min(after, len(examples) - 1))) == said(*joined(examples))


HALVES = [
    "about 5 km north of ", "the first blast near the ", "on the road from ", "between Kerman and ", "12 km away, ",
    "the bomb exploded in the town, ", "said in Kerman ", "36°31'21\"N ", "the the ", "((((", "1,000 ", "A-B-",
]  # fmt: skip


@pytest.mark.parametrize("half", HALVES)
def test_repeated_half_phrases_take_time_that_grows_with_the_text(half):
    def seconds(times):
        text = half * times
        named = [match.span() for match in re.finditer("Kerman", text)]
        began = time.process_time()
        read(text, named)
        return time.process_time() - began

    seconds(10)
    short, long = min(seconds(250) for _ in range(3)), min(seconds(2000) for _ in range(2))
    assert long < 8 * max(short, 0.01) * 2.5, f"{short:.3f} s for 250, {long:.3f} s for 2000 times {half!r}"
