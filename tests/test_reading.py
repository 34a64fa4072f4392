"""What a report says of where: relations, sites and anchors, from names that the tests themselves know."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from telling import spans

from mapper.assemble import assemble
from mapper.extract import explain, extract
from mapper.model import Place, Report

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("MAPPER_SHARED", ROOT.parent / "shared"))


def read(text, names, **known):
    return extract(Report(text, **known), gazetteers=(), spans=spans(text, names))


def told(reading):
    """Each phrase in short: relation, number of its site, anchors (a site as its number), nominal distance."""
    return [
        (
            phrase.relation,
            phrase.site + 1,
            tuple(reading.mentions[a].text if a >= 0 else ~a + 1 for a in phrase.anchors),
            phrase.distance and phrase.distance.nominal,
        )
        for phrase in reading.phrases
    ]


def places(reading):
    """A place for every name, the same for the same name."""
    by_name = {}
    for mention in reading.mentions:
        one = mention
        while one.same_as is not None:
            one = reading.mentions[one.same_as]
        by_name.setdefault(one.name, []).append(reading.report.span(mention.start, mention.end))
    return [
        Place(f"place-{number}", name, "", "mentioned", tuple(mentions))
        for number, (name, mentions) in enumerate(by_name.items(), 1)
    ]


# ------------------------------------------------------------------------------------------------ the first report

TWO_BLASTS = (ROOT / "seeds" / "kerman-2024-01-03.txt", ["Tehran", "Kerman", "Iran"])


def seeds():
    own, names = TWO_BLASTS
    yield pytest.param(own, names, id="own words")
    for original in sorted((SHARED / "seeds").glob("*.txt")) if SHARED.exists() else ():
        yield pytest.param(original, names, id="as published")


@pytest.mark.parametrize(("path", "names"), list(seeds()))
def test_two_blasts_are_measured_from_the_grave_and_the_second_perhaps_from_the_first(path, names):
    text = path.read_text("utf-8").split("---\n", 2)[-1]
    reading = read(text, names, published=date(2024, 1, 3))
    assert [(site.event, site.ordinal) for site in reading.sites] == [("explosion", 1), ("explosion", 2)]
    far = [phrase for phrase in reading.phrases if phrase.relation == "distance"]
    grave = reading.mentions[far[0].anchors[0]]
    assert "grave" in grave.text
    assert "Soleimani" in grave.text
    assert [(p.site, p.anchors[0] >= 0, p.distance.nominal, p.hedged, p.weight, p.geometry) for p in far] == [
        (0, True, 700, True, 1.0, "ring"),
        (1, True, 1000, True, 0.8, "ring"),
        (1, False, 1000, True, 0.2, "ring"),
    ]
    assert all(phrase.because for phrase in far[1:])
    others = {(p.relation, p.site, reading.mentions[p.anchors[0]].kind) for p in reading.phrases if p not in far}
    for site in (0, 1):
        assert ("on_path", site, "cemetery") in others
        assert ("near", site, "burial site") in others or ("near", site, "grave") in others
        assert any(p.relation == "in" and reading.mentions[p.anchors[0]].name == "Kerman" for p in reading.phrases)
    assert not [p for p in reading.phrases if any(a >= 0 and reading.mentions[a].text == "Tehran" for a in p.anchors)]


@pytest.mark.parametrize(("path", "names"), list(seeds()))
def test_what_is_assembled_is_a_document_with_exact_spans(path, names):
    text = path.read_text("utf-8").split("---\n", 2)[-1]
    reading = read(text, names, published=date(2024, 1, 3))
    incident = assemble(reading, places(reading))
    quotes = [relation.quote for relation in incident.relations] + list(incident.report.sentences)
    assert quotes
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)
    assert {place.name: place.role for place in incident.places}["Kerman"] == "incident"
    assert {r.site for r in incident.relations} <= {site.id for site in incident.sites}
    assert incident.report.text is None
    silent = assemble(reading, places(reading), report_text="none")
    assert not silent.report.sentences
    assert not any(relation.quote.text for relation in silent.relations)
    assert assemble(reading, places(reading), report_text="full").report.text == text
    assert "rule 'distance'" in explain(reading)


# ---------------------------------------------------------------------------------------------- sentences of a kind


def sentences():
    path = SHARED / "cases" / "expressions.jsonl"
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        case = json.loads(line)
        yield pytest.param(case, id=case["id"])


def names_of(case):
    """The capitalised names inside a case's anchors: what the gazetteers would know."""
    found = set()
    for expected in case["expected"]:
        for anchor in expected["anchors"]:
            found |= {name.removeprefix("The ") for name in re.findall(r"(?:[A-Z][\w'’]+ ?)+", anchor["text"])}
    return sorted(name.strip() for name in found) or ["Nowhere"]


def wrong(case):
    """What is not read as a case expects; empty when all of it is right."""
    reading = read(case["text"], names_of(case))
    errors = []
    for expected in case["expected"]:
        ways = [p for p in reading.phrases if p.relation == expected["relation"]]
        faults = [list(_faults(reading, phrase, expected)) for phrase in ways]
        if not faults:
            errors.append(f"no {expected['relation']}; there are {told(reading)}")
        elif all(faults):
            errors.append(str(min(faults, key=len)))
    return errors


def _faults(reading, phrase, expected):
    anchors = [reading.mentions[a] for a in phrase.anchors if a >= 0]
    wanted = [anchor["text"] for anchor in expected["anchors"]]
    # of "Valencia province" the name is a span of its own and the noun beside it is its kind
    if not all(a.text == w or f"{a.text} {a.kind}" == w for a, w in zip(anchors, wanted, strict=False)) or len(
        anchors
    ) != len(wanted):
        yield f"anchors {[a.text for a in anchors]}"
    low, nominal, high = (getattr(phrase.distance, n, None) for n in ("low", "nominal", "high"))
    keys = ("distance_m_min", "distance_m_nominal", "distance_m_max")
    for key, value in zip(keys, (low, nominal, high), strict=True):
        if value != pytest.approx(expected[key], abs=0.01) and (value is not None or expected[key] is not None):
            yield f"{key} {value} for {expected[key]}"
    bearing = phrase.bearing and phrase.bearing.degrees
    if bearing != expected["bearing_deg"]:
        yield f"bearing {bearing}"
    if phrase.bearing and phrase.bearing.half_width != expected["bearing_spread_deg"]:
        yield f"half width {phrase.bearing.half_width}"
    if phrase.geometry != expected["geometry"]:
        yield f"geometry {phrase.geometry}"
    if phrase.hedged != expected.get("hedged", False):
        yield f"hedged {phrase.hedged}"
    same = {"halfwidth_m": "half_width_m"}
    told_of = ("offset_east_m", "offset_north_m", "halfwidth_m", "marker", "marker_unit", "marker_origin", "minutes",
               "mode", "lat", "lon", "format", "coordinate_step_deg", "constraint")  # fmt: skip
    for key in told_of:
        if key in expected and phrase.detail.get(same.get(key, key)) != (
            pytest.approx(expected[key], rel=1e-7) if isinstance(expected[key], float) else expected[key]
        ):
            yield f"{key} {phrase.detail.get(same.get(key, key))}"
    if "path" in expected and expected["path"].removeprefix("the ") != phrase.detail.get("path", "").removeprefix(
        "the "
    ):
        yield f"path {phrase.detail.get('path')!r}"


@pytest.mark.parametrize("case", list(sentences()))
def test_each_sentence_of_the_cases_is_read_whole(case):
    assert wrong(case) == []


# --------------------------------------------------------------------------------------------- saying how it was read


def test_the_reader_explains_what_it_read_and_what_it_did_not():
    text = "The shell landed 500 metres from the gate. It was heard in Kherson. The crew was 40 miles beyond help."
    told_ = explain(read(text, ["Kherson"])).splitlines()
    assert told_[0] == "The shell landed 500 metres from the gate."
    assert told_[1].startswith("  '500 metres from the gate': distance of Strike, anchor the gate, 450 / 500 / 550 m")
    assert "rule 'distance'" in told_[1]
    assert "'in Kherson': no place of the event" in told_[3]
    assert "heard" in told_[3]
    assert "'40 miles': not read: a length that no rule took up" in told_[5]


def test_what_two_sources_say_alike_is_one_relation_and_what_they_say_apart_is_two():
    text = (
        "A bomb exploded 2 km from Homs, the army said. The bomb exploded 2 km from Homs, a doctor said. "
        "The bomb exploded 5 km from Homs, a reporter said."
    )
    reading = read(text, ["Homs"])
    incident = assemble(reading, places(reading))
    assert [(r.distance_m.nominal, r.by) for r in incident.relations] == [(2000, "the army"), (5000, "a reporter")]


def test_a_name_that_no_gazetteer_knows_is_an_anchor_where_the_words_make_it_a_place():
    text = "There was a leak southeast of Dueodde, the southern tip of Bornholm. He spoke of Freedom in Parliament."
    reading = extract(Report(text), gazetteers=(), spans=None)
    (phrase,) = reading.phrases
    mention = reading.mentions[phrase.anchors[0]]
    assert (phrase.relation, mention.name) == ("heading_only", "Dueodde")
    assert mention.because == ("no gazetteer knows it",)


def test_a_described_thing_is_in_the_place_spoken_of_before_it_and_the_same_thing_later():
    text = "Two rockets hit Odesa. The first landed 200 m from the harbour and burned. The harbour was closed."
    reading = read(text, ["Odesa"])
    harbour, again = [m for m in reading.mentions if m.kind == "harbour"]
    assert reading.mentions[harbour.container].name == "Odesa"
    assert reading.mentions[again.same_as] == harbour


def test_a_report_may_end_in_the_middle_of_a_phrase():
    assert read("A bomb went off in Kerman, and one", ["Kerman"]).sites
