"""An archive on one page, and what it says of its own precision."""

import json
import os
import re
import shutil
import subprocess

import pytest

from mapper.batch import overview
from mapper.batch.calibration import calibration
from mapper.batch.work import Card

HOSTILE = '</script><script>document.title="x";</script>{{7*7}}${7*7}<img src=x onerror="document.title=1">'


def card(number, **changes):
    known = {
        "name": f"r{number}",
        "title": f"Blast {number}",
        "kind": "explosion" if number % 2 else "earthquake",
        "day": f"2024-01-{1 + number % 28:02}",
        "country": "IR",
        "status": "placed",
        "lon": 57.0 + number % 7,
        "lat": 30.0 + number % 5,
        "radius_m": 100.0 * (number + 1),
        "relation": "distance",
        "confidence": 0.9,
        "credits": ("GeoNames, CC BY 4.0",),
    }
    return Card(**(known | changes))


def lost(number, why="'Foo 7' is in no gazetteer", status="unplaced"):
    return card(number, status=status, why=why, lon=None, lat=None, radius_m=None, confidence=None)


def page(cards):
    return overview.written(cards, calibration(cards)).decode()


def test_the_summary_says_how_precise_what_is_lost_and_why():
    cards = [card(n) for n in range(10)] + [
        lost(11),
        lost(12, "'Bar 9' is in no gazetteer"),
        lost(13, "empty", "failed"),
    ]
    summed = calibration(cards)
    assert (summed.reports, summed.placed, summed.unplaced, summed.failed) == (13, 10, 2, 1)
    assert summed.radius_m["p50"] == 500.0
    assert summed.within["300 m"] == 0.3
    assert [(reason.why, reason.reports) for reason in summed.unplaced_because] == [("… is in no gazetteer", 2)]
    assert summed.failed_because[0].example == "r13"
    assert sum(summed.by_confidence.values()) == 10


def test_an_archive_without_a_single_placement_still_has_a_page():
    assert "Incidents of an archive" in page([lost(1)])
    assert calibration([]).reports == 0


def test_reports_travel_as_inert_data():
    text = page([card(1, title=HOSTILE, name=HOSTILE, kind=HOSTILE, country=HOSTILE), lost(2, HOSTILE)])
    carried = text.split('id="data">')[1].split("</script>")[0]
    assert not any(sign in carried for sign in ("<", ">", "&", "{{", "${"))
    assert text.count("<script>") == 1
    assert json.loads(carried)["title"][0].startswith("</script>")


def test_nothing_of_the_page_is_fetched_and_it_credits_its_sources():
    text = page([card(n) for n in range(5)])
    assert "default-src 'none'" in text
    markup = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"<link|src=|href=\"(?!#)|url\(|@import", markup)
    assert "GeoNames, CC BY 4.0" in text
    assert "Natural Earth" in text


def test_more_than_a_page_can_carry_is_said_to_be_left_out(monkeypatch):
    monkeypatch.setattr(overview, "MOST", 3)
    assert json.loads(page([card(n) for n in range(5)]).split('id="data">')[1].split("</script>")[0])["left_out"] == 2


@pytest.mark.chromium
def test_the_page_draws_clusters_and_the_same_as_a_table(tmp_path):
    browser = shutil.which("chromium")
    if browser is None:
        assert "CI" not in os.environ, "chromium is missing"
        pytest.skip("chromium is missing")
    (tmp_path / "page.html").write_text(page([card(n, title=HOSTILE if n == 3 else f"Blast {n}") for n in range(40)]))
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
               "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=4000", "--dump-dom",
               (tmp_path / "page.html").as_uri()]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "40 of 40 incidents" in dom
    assert re.search(r'aria-label="\d+ incidents; come closer"', dom)
    assert dom.count("<tr>") > 40
    assert "<title>Incidents of an archive</title>" in dom
