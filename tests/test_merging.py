"""Several reports of one incident: who said what stays known, and no two figures are ever made into a third."""

import json
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, shape

import mapper
from mapper.cli import main
from mapper.merging import merged, placed
from mapper.merging.shift import on_spans, opened
from mapper.merging.word import Voice, official, one_speaker, verdict
from mapper.model import Claim, Incident, Length, Place, Relation, ReportCard, Site, Span, Time
from mapper.parts import part
from mapper.pipeline import opened as opened_sources
from mapper.placing import placed as place
from mapper.seams import Style
from tests.canned import GRAVE, kerman

DOME = (57.11681, 30.29233)
_SERIAL = count()


def day_one():
    return replace(kerman(), placements=())


def quote(words):
    start = 500 + 100 * next(_SERIAL)
    return Span(start, start + len(words), words)


def figure(claim, low, *, by=None, words="", estimate=False, id="", **more):  # noqa: A002
    said = quote(words or f"{low} were {claim}")
    return Claim(id or f"c{low}", claim, low, low, str(low), by, None, None, estimate, (said,), **more)


def phrase(site, metres, *, half=50, words="", by=None, anchors=("grave",), id="r1", relation="distance", **more):  # noqa: A002
    length = None if metres is None else Length(metres - half, metres, metres + half, f"{metres} m", str(metres), 1)
    said = quote(words or f"{metres} m from the grave")
    return Relation(id, relation, site, anchors, length, None, None, False, "ring", said, by=by, **more)


def report(*, day=4, publisher="A wire", relations=(), claims=(), sites=None, places=None, times=(), name=""):
    """One more report of the same incident, which says only what it is given."""
    known = kerman()
    sentences = tuple(r.quote for r in relations) + tuple(q for c in claims for q in c.quotes)
    card = ReportCard(name or f"report-{day}", f"Day {day}", "1" * 64, 4000, "en", date(2024, 1, day),
                      publisher=publisher, sentences=sentences)  # fmt: skip
    return Incident(
        report=card,
        places=known.places[:2] if places is None else places,
        sites=tuple(replace(site, time=None) for site in known.sites) if sites is None else sites,
        relations=tuple(relations),
        claims=tuple(claims),
        times=tuple(times),
    )


def one(*incidents):
    groups = merged(incidents, place=place)
    assert len(groups) == 1, [group.apart for group in groups]
    return groups[0].incident


def drawn(incident):
    return placed(incident, place=place)


def region(incident, site, **detail):
    found = [p for p in incident.placements if p.site == site and p.weight and not p.detail.get("supporting")]
    return shapely.union_all([shape(p.geometry) for p in found])


def changes(incident, what, kind):
    return [change for change in incident.changes if (change.what, change.kind) == (what, kind)]


# ------------------------------------------------------------------------------------------------ one or several


def test_one_report_alone_stays_as_it_is():
    (group,) = merged([day_one()], place=place)
    assert group.incident == day_one()
    assert "reports" not in group.incident.to_dict()


def test_a_report_with_nothing_new_changes_nothing():
    again = replace(day_one(), report=replace(day_one().report, id="again", published=date(2024, 1, 5)))
    both = one(day_one(), again)
    alone = opened(day_one())
    for name in ("places", "sites", "relations", "times", "claims", "unplaced"):
        assert getattr(both, name) == getattr(alone, name), name
    assert changes(both, "report", "nothing")
    assert drawn(both).placements == place(day_one()).placements


def test_the_document_keeps_which_report_said_what_in_the_order_they_came_out():
    later = report(claims=[figure("killed", 94, by="the health minister")], relations=[phrase("first", 720, half=5)])
    whole = one(later, day_one())
    assert [card.id for card in whole.reports] == ["kerman-2024-01-03", "report-4"]
    assert {relation.report for relation in whole.relations} == {"kerman-2024-01-03", "report-4"}
    starts = whole.reports[1].starts
    assert starts == 401
    assert all((r.quote.start >= starts) == (r.report == "report-4") for r in whole.relations)
    assert type(whole).from_dict(whole.to_dict()) == whole


def test_spans_of_every_report_still_cite_its_words():
    texts = ["The first blast was some 700 meters from the grave.", "A day later, they put it at 1.5 km."]
    cards = [
        ReportCard(f"r{i}", "", "0" * 64, len(text), "en", text=text, sentences=(Span(0, len(text), text),))
        for i, text in enumerate(texts)
    ]
    whole = one(*(replace(day_one(), report=card, relations=(), claims=(), times=()) for card in cards))
    seen = []
    on_spans(whole.reports, lambda span: seen.append(span) or span)
    assert len(seen) == 2
    assert all(whole.report.text[span.start : span.end] == span.text for span in seen)
    assert whole.report.characters == len(whole.report.text)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (lambda r: replace(r, places=(replace(r.places[0], lon=66.99, lat=30.2, source_id="1"),)), "km from Kerman"),
        (lambda r: replace(r, sites=(Site("s", "Crash", "crash", None, ()),)), "crash is not explosion"),
        (lambda r: replace(r, report=replace(r.report, published=date(2025, 1, 4))), "came out on 2025-01-04"),
    ],
)
def test_reports_of_another_incident_are_told_apart_and_said_to_be(other, reason):
    groups = merged([day_one(), other(report(claims=[figure("killed", 3)]))], place=place)
    assert [group.reports for group in groups] == [(0,), (1,)]
    assert reason in groups[1].apart
    assert groups[0].incident == day_one()


def test_another_day_is_another_incident():
    time = Time("t1", "2024-01-09T14:50:00+03:30", "minute", False, quote("14:50"))
    other = report(day=9, times=[time], sites=(Site("first", "First blast", "explosion", 1, (), "t1"),))
    assert "2024-01-09" in merged([day_one(), other], place=place)[1].apart


def test_where_a_later_report_counts_two_the_one_that_was_known_is_the_first_of_them():
    """And is found by its position where it can be: here it is the second that was known."""
    lone = Site("blast", "Explosion", "explosion", None, ())
    known = replace(report(day=3, sites=(lone,), relations=[phrase("blast", 700)]), places=kerman().places)
    again = replace(phrase("first", 700), id="r9")
    later = report(relations=[again, phrase("second", 1500, id="r8")])
    whole = one(known, later)
    assert [(site.id, site.name, site.ordinal) for site in whole.sites] == [
        ("blast", "First blast", 1), ("second", "Second blast", 2)]  # fmt: skip
    other = report(relations=[phrase("first", 1500, id="r8"), replace(again, site="second")])
    assert [(site.id, site.ordinal) for site in one(known, other).sites] == [("blast", 2), ("first", 1)]
    unsaid = report(relations=[phrase("second", 1500, id="r8")])
    assert [(site.id, site.ordinal) for site in one(known, unsaid).sites] == [("blast", 1), ("second", 2)]


# ------------------------------------------------------------------------------------------- regions and phrases


def test_a_later_report_that_is_closer_narrows_the_region():
    later = report(relations=[phrase("first", 720, half=5)])
    whole = drawn(one(day_one(), later))
    assert changes(whole, "relation", "narrows")
    assert region(whole, "first").area < region(place(day_one()), "first").area
    assert not region(whole, "first").difference(region(place(day_one()), "first").buffer(1e-9)).area


def test_blasts_said_to_be_close_together_cut_each_others_rings():
    apart = phrase("second", 300, half=50, anchors=("first",), words="300 metres apart")
    before, after = place(day_one()), drawn(one(day_one(), report(relations=[apart])))
    assert region(after, "second").area < region(before, "second").area


def test_an_official_correction_is_a_revision_and_the_old_ring_cuts_nothing_any_more():
    later = report(relations=[phrase("first", 1500, by="the governor", words="1.5 km from the grave")])
    whole = drawn(one(day_one(), later))
    (change,) = changes(whole, "relation", "revises")
    assert "official" in change.because[0]
    assert region(whole, "first").equals(region(drawn(one(later, report(day=5))), "first"))
    assert region(whole, "first").contains(Point(DOME))


def test_what_was_said_before_stays_on_the_map_beside_the_present_word():
    later = report(relations=[phrase("first", 1500, by="the governor")])
    whole = drawn(one(day_one(), later))
    (before,) = [p for p in whole.placements if p.detail.get("status") == "revised"]
    assert before.weight == 0
    assert "2024-01-03" in before.reading
    assert before.detail["report"] == "kerman-2024-01-03"
    assert before.geometry == next(p for p in place(day_one()).placements if p.site == "first").geometry


def test_what_a_report_says_it_puts_right_is_replaced_even_where_both_could_be_true():
    words = "721 m from the grave, in a revised account"
    whole = one(day_one(), report(publisher="Another wire", relations=[phrase("first", 721, half=1, words=words)]))
    assert changes(whole, "relation", "revises")
    assert not changes(whole, "relation", "narrows")


def test_two_voices_that_exclude_each_other_are_both_shown_and_never_averaged():
    later = report(publisher="Another wire", relations=[phrase("first", 5000, words="5 km from the grave")])
    whole = drawn(one(day_one(), later))
    assert changes(whole, "relation", "conflicts")
    sides = [p for p in whole.placements if p.site == "first"]
    assert [p.weight for p in sides] == [0.5, 0.5]
    assert sides[0].geometry == next(p for p in place(day_one()).placements if p.site == "first").geometry
    assert not shape(sides[0].geometry).intersects(shape(sides[1].geometry))
    assert {p.detail["report"] for p in sides} == {"kerman-2024-01-03", "report-4"}


def test_reports_that_agree_are_one_side_of_a_conflict():
    far = report(day=4, publisher="Another wire", relations=[phrase("first", 5000, words="5 km from the grave")])
    near = report(day=5, publisher="A third", relations=[phrase("first", 710, half=20, words="710 m from the grave")])
    sides = [p for p in drawn(one(day_one(), far, near)).placements if p.site == "first"]
    assert [p.weight for p in sides] == [0.5, 0.5]
    assert sides[0].reading == "as the report of 2024-01-03 and the report of 2024-01-05 have it"


def test_what_a_vague_word_leaves_as_it_was_is_not_shown_as_changed():
    later = report(relations=[phrase("first", None, relation="in", anchors=("kerman",), words="in Kerman")])
    whole = drawn(one(day_one(), later))
    assert region(whole, "first").equals(region(place(day_one()), "first"))
    assert not [p for p in whole.placements if p.detail.get("status")]


def test_all_readings_of_an_ambiguous_phrase_are_replaced_together():
    later = report(relations=[phrase("second", 2700, by="officials")])
    whole = one(day_one(), later)
    assert [r.revised_by != "" for r in whole.relations] == [False, True, True, False]


def test_phrases_of_different_kinds_clash_where_their_regions_do():
    """ "Near the grave" and "8 km from it" can't be compared as words; the ground says it."""
    near = replace(day_one(), relations=(phrase("first", None, relation="near", words="near the grave"),))
    whole = one(near, report(relations=[phrase("first", 8000, by="the police", id="r9")]))
    assert whole.relations[0].revised_by == "r9"


def test_the_order_of_the_arguments_does_not_matter_where_the_days_are_known():
    later = report(relations=[phrase("first", 1500, by="the governor")], claims=[figure("killed", 84, by="officials")])
    assert one(day_one(), later) == one(later, day_one())


def test_a_merged_document_survives_being_written_and_placed_again():
    later = report(relations=[phrase("first", 1500, by="the governor")])
    whole = drawn(one(day_one(), later))
    assert drawn(Incident.from_dict(whole.to_dict())) == whole


# ------------------------------------------------------------------------------------------------------- figures


def test_a_figure_is_revised_step_by_step_and_every_step_is_kept():
    toll = [
        report(day=4, claims=[figure("killed", 84, by="the head of the emergency service")]),
        report(day=5, claims=[figure("killed", 89, by="the head of the emergency service")]),
        report(day=6, claims=[figure("killed", 94, by="the health minister")]),
    ]
    whole = one(day_one(), *toll)
    chain = {claim.low: claim.revises for claim in whole.claims if not claim.estimate}
    assert chain == {95: None, 84: "c1", 89: "c84", 94: "c89"}
    assert len(changes(whole, "claim", "revises")) == 3


def test_the_steps_of_one_report_are_one_chain_with_those_before():
    """ "Lowered from 95 to 84, then raised to 89; in all 94": the last follows the one before it, not the first."""
    named = figure("killed", 95, by="the emergency service")
    lowered = figure("killed", 84, by="the emergency service", revises="c95")
    raised = figure("killed", 89, by="the emergency service", revises="c84")
    last = figure("killed", 94, by="the emergency service")
    whole = one(day_one(), report(claims=[named, lowered, raised, last]))
    assert {c.low: c.revises for c in whole.claims if not c.estimate} == {95: None, 84: "c1", 89: "c84", 94: "c89"}


def test_an_estimate_of_somebody_else_is_no_figure_to_be_revised():
    whole = one(day_one(), report(claims=[figure("killed", 84, by="the emergency service")]))
    estimate = next(claim for claim in whole.claims if claim.estimate)
    assert estimate.id not in {claim.revises for claim in whole.claims}
    assert [c.earlier for c in changes(whole, "claim", "conflicts")] == [estimate.id]


def test_figures_that_can_both_be_true_do_not_contradict_each_other():
    at_least = replace(figure("missing", 78, by="the minister"), high=None)
    more = replace(figure("missing", 101, by="the Red Cross"), high=None)
    whole = one(day_one(), report(claims=[at_least]), report(day=5, claims=[more]))
    assert not changes(whole, "claim", "conflicts")
    assert [c.earlier for c in changes(whole, "claim", "agrees")] == ["c78"]


def test_the_same_figure_from_another_voice_agrees_and_from_the_same_repeats():
    again = figure("killed", 95, by="the head of the emergency service", id="a")
    other = figure("killed", 95, by="the governor", id="b")
    whole = one(day_one(), report(claims=[again, other]))
    assert [c.earlier for c in changes(whole, "claim", "repeats")] == ["c1"]
    assert [(c.later, c.earlier) for c in changes(whole, "claim", "agrees")] == [("b", "c1")]


def test_who_speaks_decides_and_the_size_of_the_figure_never_does():
    card = ReportCard("a", "", "", 0, "en", publisher="A wire")
    other = replace(card, publisher="Another wire")
    voice = partial(Voice, card=card, quotes=())
    assert verdict(voice(by="the governor"), voice(by="the governor"))[0] == "revises"
    assert verdict(voice(by="the governor"), voice(by="a witness"))[0] == "conflicts"
    assert verdict(voice(by="a witness"), voice(by="the governor"))[0] == "conflicts"
    assert verdict(voice(by=None), voice(by="police"))[0] == "revises"
    assert verdict(voice(by=None), voice(by=None))[0] == "revises"
    assert verdict(voice(by=None), Voice(None, other, ()))[0] == "conflicts"
    corrected = Voice(None, other, (Span(0, 20, "correcting the figure"),))
    assert verdict(voice(by=None), corrected)[0] == "revises"


def test_a_paper_that_goes_on_in_its_own_words_replaces_what_it_had_printed():
    first = report(day=4, publisher="A paper", claims=[figure("killed", 7, by="a witness")])
    later = report(day=5, publisher="A paper", claims=[figure("killed", 9)])
    assert changes(one(first, later), "claim", "revises")
    assert changes(one(first, replace(later, report=replace(later.report, publisher="B"))), "claim", "conflicts")


def test_names_and_offices_are_recognised():
    assert official("the Kerman Province Emergency Organization")
    assert not official("a Tasnim reporter at the hospital")
    assert one_speaker("Reza Fallah", "Reza Fallah, the head of the Red Crescent")
    assert not one_speaker("the governor of Kerman", "the mayor of Kerman")


# ---------------------------------------------------------------------------------------------- times and places


def test_a_more_exact_time_takes_the_place_of_a_vague_one():
    known = day_one()
    vague = replace(known, times=(replace(known.times[0], value="2024-01-03", precision="day"),), relations=())
    exact = Time("x", "2024-01-03T14:50:00+03:30", "minute", False, quote("14:50"))
    site = replace(known.sites[0], time="x")
    whole = one(vague, report(times=[exact], sites=(site,)))
    times = {time.id: time.value for time in whole.times}
    assert times[whole.sites[0].time] == "2024-01-03T14:50:00+03:30"
    assert changes(whole, "time", "narrows")


def test_places_are_one_by_their_source_and_new_ones_get_their_own_id():
    dome = Place("grave", "Jabaliyeh dome", "dome", "anchor", (), *DOME, 100.0, "landmarks", "dome", extent_m=50)
    beside = phrase("first", None, relation="near", anchors=("grave",), words="beside the dome")
    whole = one(day_one(), report(places=(kerman().places[0], dome), relations=[beside]))
    assert [place.id for place in whole.places].count("kerman") == 1
    assert whole.relations[-1].anchors == ("grave-2",)
    assert next(place for place in whole.places if place.id == "grave-2").name == "Jabaliyeh dome"
    assert GRAVE != DOME


# ------------------------------------------------------------------------- two days of one story, as they are read

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def two_days():
    sources = opened_sources()
    days = [SEEDS / "kerman-2024-01-03.txt", SEEDS / "kerman-2024-01-04.txt"]
    read = [mapper.read(mapper.Report.from_file(day), sources=sources) for day in days]
    (whole,) = mapper.merge(read)
    return mapper.place(whole)


def test_the_second_day_puts_the_distances_right(two_days):
    later = {r.site: r for r in two_days.relations if r.report == "kerman-2024-01-04" and r.distance_m}
    assert sorted(r.distance_m.nominal for r in later.values()) == [1500, 2700]
    former = [r for r in two_days.relations if r.report == "kerman-2024-01-03" and r.distance_m]
    assert len(former) == 3
    assert all(r.revised_by == later[r.site].id for r in former)
    why = [change.because[0] for change in changes(two_days, "relation", "revises")]
    assert len(why) >= 2
    assert all("2024-01-04, after 2024-01-03" in reason for reason in why)


def test_the_first_blast_under_the_later_figure_may_be_at_the_dome(two_days):
    first = next(site.id for site in two_days.sites if site.ordinal == 1)
    assert region(two_days, first).contains(Point(DOME))
    before = [p for p in two_days.placements if p.site == first and p.detail.get("status") == "revised"]
    assert before
    assert all(p.weight == 0 for p in before)


def test_the_toll_goes_step_by_step_to_the_last_official_word(two_days):
    killed = {c.id: c for c in two_days.claims if c.claim == "killed" and not c.scope and not c.estimate}
    after = {c.revises: c for c in killed.values() if c.revises}
    steps, claim = [], next(c for c in killed.values() if c.revises is None)
    while claim:
        steps.append(claim.low)
        claim = after.get(claim.id)
    assert steps == [95, 84, 89, 94]
    assert [c.low for c in two_days.claims if c.estimate] == [201]


def test_two_sites_stay_two_and_the_map_of_both_days_is_written(two_days, tmp_path):
    assert [site.ordinal for site in two_days.sites if site.event == "explosion"] == [1, 2]
    assert len({placement.id for placement in two_days.placements}) == len(two_days.placements)
    paths = mapper.write(two_days, tmp_path)
    assert paths
    assert mapper.place(mapper.Incident.from_dict(two_days.to_dict())) == two_days
    document = next(path for path in paths if path.name.endswith(".incident.json"))
    assert main(["check", str(document)]) == 0


def test_the_page_shows_what_changed_and_whose_words_are_whose(two_days):
    (page,) = part("writers", "html").files(two_days, stem="both", style=Style(tiles="none")).values()
    data = json.loads(page.decode().split('id="texts">')[1].split("</script>")[0])
    assert [day for *_, day in data["reports"]] == ["2024-01-03", "2024-01-04"]
    starts = [first for first, *_ in data["reports"]]
    assert starts[0] == 0
    assert "Thursday" in "".join(text for text, *_ in data["sentences"][starts[1]])
    told = {(what, kind) for _, what, kind, *_ in data["changes"]}
    assert {("relation", "revises"), ("claim", "revises"), ("claim", "conflicts")} <= told
    areas = [dict(zip(data["areas"]["keys"], row, strict=False)) for row in data["areas"]["rows"]]
    assert [area["weight"] for area in areas if "had it, since" in (area.get("reading") or "")] == [0, 0, 0]
