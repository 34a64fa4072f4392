"""Numbers stand for intervals, by a named rule; the guides' worked examples come out as published."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper import doubt
from mapper.errors import UsageError
from mapper.model import Length

MILE = 1609.344
SHARED = Path(os.environ.get("MAPPER_SHARED", Path(__file__).parent.parent.parent / "shared"))


@pytest.mark.parametrize(
    ("number", "news", "old", "new"),
    [
        ("700", 50, 50, 5),
        ("10", 5, 5, 0.5),
        ("2,000", 500, 500, 50),
        ("15", 0.5, 1, 0.5),
        ("6", 0.5, 1, 0.5),
        ("10.6", 0.05, 0.1, 0.05),
        ("10.5", 0.25, 0.5, 0.25),
        ("10.25", 0.125, 0.25, 0.125),
        ("10 1/2", 0.25, 0.5, 0.25),
        ("3/4", 0.125, 0.25, 0.125),
        ("0.5", 0.25, 0.5, 0.25),
    ],
)
def test_the_precision_of_a_number_by_each_rule(number, news, old, new):
    assert [doubt.half_width(number, rule=rule) for rule in ("news", "2004", "2020")] == [news, old, new]


def length(number, unit_m, half, **more):
    value = float(number) * unit_m
    return Length(value - half, value, value + half, f"{number} units", number, unit_m, **more)


def test_a_hedge_doubles_the_half_width_to_at_most_half_of_the_distance_and_at_least_two_percent():
    assert doubt.reach(length("700", 1, 50), hedged=True).low == 600
    assert doubt.reach(length("1", 1000, 500), hedged=True).low == 500
    fine = doubt.reach(length("10.6", MILE, 0.05 * MILE), hedged=True)
    assert fine.high - fine.nominal == pytest.approx(0.02 * 10.6 * MILE)
    assert doubt.reach(length("700", 1, 50)).budget_m == {"distance": 50, "hedge": 0}


def test_stated_bounds_are_literal():
    reach = doubt.reach(Length(3000, None, 5000, "between 3 and 5 km", stated=True))
    assert (reach.low, reach.high, reach.nominal) == (3000, 5000, None)
    assert doubt.reach(Length(10_000, None, None, "more than 10 km", stated=True)).high is None


def test_what_is_no_number_is_an_error_that_says_what_would_help():
    with pytest.raises(UsageError, match="write it like 700"):
        doubt.half_width("some")
    with pytest.raises(UsageError, match="no precision rule"):
        doubt.half_width("7", rule="1900")


@given(st.integers(1, 999_999), st.sampled_from(sorted(doubt.RULES)), st.booleans())
def test_a_band_holds_its_number_and_a_hedge_never_narrows_it(number, rule, hedged):
    half = doubt.half_width(str(number))
    said = length(str(number), 1.0, half)
    plain, reach = doubt.reach(said, rule=rule), doubt.reach(said, rule=rule, hedged=hedged)
    assert 0 <= reach.low <= plain.low <= number <= plain.high <= reach.high


def test_facts_of_the_guides():
    assert doubt.coordinate_precision_m(10.27, 0.01) == pytest.approx(1556.8, abs=0.1)
    assert doubt.coordinate_precision_m(60, 0.1) == pytest.approx(12_461, abs=1)
    assert doubt.heading_m(9_000, 4_119, 22.5) == pytest.approx(5911.1, abs=0.1)


def cases():
    path = SHARED / "cases" / "georeferencing.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def worked(case):
    """What this project's pieces give for a published example; None where nothing of it concerns a news map."""
    given_, kind = case["inputs"], case["type"]
    unit = {"mi": MILE, "km": 1000.0}.get(given_.get("unit"), 1.0)
    step = given_.get("coordinate_precision_deg", 0)
    position = doubt.coordinate_precision_m(given_["lat"], step) if step and "lat" in given_ else 0.0
    position += given_.get("datum_uncertainty_m", 0) + given_.get("source_map_error_m", 0)
    extent = given_.get("feature_radial_m", given_.get("feature_radial", 0) * unit)
    half = given_.get("distance_precision", 0) * unit / 2
    if kind == "distance_precision":
        rule = "2020" if "2020" in case["rule"] else "2004"
        return doubt.half_width(given_["text"], rule=rule)
    if kind in {"coordinates_only", "coordinate_precision", "geographic_feature_only"}:
        return position + extent
    if kind == "distance_only":
        return (given_["offset"] * unit + half + extent + position) / unit
    if kind == "distance_along_orthogonal_directions":
        return 2**0.5 * half + extent + position
    if kind == "distance_along_path":
        return given_.get("distance_uncertainty_m", half) + extent + position
    if kind == "distance_at_a_heading":
        errors = given_.get(
            "distance_uncertainty_m", half + extent + position + given_.get("measurement_error", 0) * unit
        )
        offset = given_.get("offset_m", given_.get("offset", 0) * unit)
        return doubt.heading_m(offset, errors, given_["direction_uncertainty_deg"])
    return None


@pytest.mark.skipif(not cases(), reason="the published examples lie beside the repository and are not here")
def test_the_published_examples_come_out():
    done = 0
    for case in cases():
        got, expected = worked(case), case["expected"]
        if got is None:
            continue
        want = next(expected[key] for key in ("half_width", "uncertainty_m", "uncertainty_mi") if key in expected)
        tolerance = str(
            case.get("tolerance", {}).get("uncertainty_m") or case.get("tolerance", {}).get("uncertainty_mi")
        )
        room = float(tolerance.split()[1]) if tolerance.startswith("abs") else 1e-6 * want
        assert got == pytest.approx(want, abs=room), case["id"]
        done += 1
    assert done >= 15
