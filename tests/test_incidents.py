"""Real past incidents: the region of what the words say holds the true place, and is not much larger than they allow.

Relations are made by hand from the cases beside the repository, so that placing is tested apart from reading.
"""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from canned import kerman

from mapper import geodesy
from mapper.model import Length, Relation, Span
from mapper.placing import placed

SHARED = Path(os.environ.get("MAPPER_SHARED", Path(__file__).parent.parent.parent / "shared"))
PATH = SHARED / "cases" / "incidents.jsonl"
KINDS = {  # relations of the cases as those of this project
    "distance_bearing": "distance_heading",
    "bearing_only": "heading_only",
    "at_facility": "at",
    "near": "near",
    "on_linear_feature": "on_path",
    "distance": "distance",
    "distance_along": "distance",
}
COMPASS = {"N": (0, 45), "E": (90, 45), "S": (180, 45), "W": (270, 45), "NE": (45, 22.5), "SE": (135, 22.5),
           "NNW": (337.5, 11.25)}  # fmt: skip
EXTENT_M = {"Anchorage": 12_000, "Bornholm": 20_000, "Port of Beirut": 1_200, "Dueodde": 1_000}
WRONG = {("second explosion", 69): "the commissioner's early figure, 50 to 100 yards, was corrected later"}
"""What a report itself has wrong."""


def cases():
    if not PATH.exists():
        return []
    return [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]


def relation_of(number, said):
    bearing, half = COMPASS.get(said.get("direction", ""), (None, None))
    stated = said.get("stated_m")
    length = None
    if stated:
        width = 0.5 * 10 ** max(len(str(int(stated))) - 2, 0)
        length = Length(stated - width, stated, stated + width, f"{stated} m")
    return Relation(
        f"r{number}", KINDS[said["relation"]], said["site"], (said["ref"],), length, bearing, half, True, "",
        Span(number, number + 1, "x"),
    )  # fmt: skip


def placements(case):
    """The incident of a case, placed, and its truth by site."""
    template = kerman()
    places = tuple(
        replace(
            template.places[1], id=p["name"], name=p["name"], kind="city", lon=p["lon"], lat=p["lat"], within=(),
            uncertainty_m=None, extent_m=EXTENT_M.get(p["name"], 150), position_m=150,
        )
        for p in case["places"]
    )  # fmt: skip
    said = [
        r for r in case["relations"]
        if r["relation"] in KINDS and (r["site"], r.get("stated_m")) not in WRONG
    ]  # fmt: skip
    sites = tuple(replace(template.sites[0], id=t["site"], name=t["site"]) for t in case["truth"])
    relations = tuple(relation_of(i, r) for i, r in enumerate(said))
    found = placed(replace(template, places=places, sites=sites, relations=relations, placements=()))
    return found, {t["site"]: t for t in case["truth"]}


@pytest.mark.skipif(not cases(), reason="the past incidents lie beside the repository and are not here")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_the_true_place_lies_in_the_region(case):
    found, truth = placements(case)
    asked = 0
    for placement in found.placements:
        if placement.site not in truth or placement.detail.get("inconsistent"):
            continue
        true = truth[placement.site]
        area = geodesy.shape(placement.ninety or placement.geometry)
        assert area.intersects(shapely.Point(true["lon"], true["lat"])), placement.because
        asked += 1
    assert asked


def test_a_sector_is_no_larger_than_its_words_and_its_anchor_require():
    heading = Relation(
        "r", "distance_heading", "first", ("grave",), Length(13_500, 14_000, 14_500, "14 km"), 337.5, 11.25, False, "",
        Span(0, 5, "14 km"),
    )  # fmt: skip
    small = replace(kerman().places[1], extent_m=1, position_m=1, uncertainty_m=2)
    found = placed(replace(kerman(), places=(small,), relations=(heading,), placements=()))
    region = next(p for p in found.placements if p.site == "first")
    ratio = geodesy.area_m2(geodesy.shape(region.geometry)) / geodesy.area_m2(geodesy.shape(region.stated))
    assert 1 <= ratio < 1.02
