"""The page holds all of an incident, no report text becomes code, and the same incident gives the same bytes."""

import builtins
import gzip
import hashlib
import json
import re

import numpy as np
import pytest
from canned import circle, kerman
from hypothesis import given
from hypothesis import strategies as st
from many import many
from payloads import PAYLOADS, poisoned

from mapper.errors import UsageError
from mapper.parts import part
from mapper.seams import Style
from mapper.writers import _shapes, _view, _words
from mapper.writers.html import page as page_


def page(incident, tiles="none"):
    (text,) = part("writers", "html").files(incident, stem="x", style=Style(tiles=tiles)).values()
    return text.decode()


def told(text):
    """The texts that the page's script reads, the regions one by one."""
    found = json.loads(re.search(r'id="texts">(.*?)</script>', text)[1])
    areas = found["areas"]
    return found | {"areas": [dict(zip(areas["keys"], row, strict=False)) for row in areas["rows"]]}


def test_the_same_incident_gives_the_same_bytes():
    assert page(kerman(), "") == page(kerman(), "")


def test_every_region_travels_with_its_words_and_its_shape():
    text = page(kerman())
    areas = told(text)["areas"]
    shapes = json.loads(re.search(r'id="shapes">(.*?)</script>', text)[1])["regions"]
    assert len(areas) == len(shapes) == len(kerman().placements)
    assert {quote for area in areas for quote, _ in area["quotes"]} >= {r.quote.text for r in kerman().relations}


@pytest.mark.parametrize(
    "tiles", ["", "none", "click", "Esri.WorldStreetMap", "https://{s}.tiles.example/{z}/{x}/{y}.png"]
)
def test_nothing_is_asked_of_the_network_but_the_street_layer(tiles):
    text = page(kerman(), tiles)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)
    images = re.search(r"img-src ([^;]*);", text)[1].split()
    assert images == ["data:"] if tiles == "none" else len(images) == 2


@pytest.mark.parametrize(
    "tiles", ["nobody.knows", "https://x/{z}", "javascript:{z}{x}{y}", "https://x/{z}/{x}/{y}/{{7*7}}"]
)
def test_a_street_layer_that_makes_no_sense_is_refused(tiles):
    with pytest.raises(UsageError):
        page(kerman(), tiles)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("form", ["html", "embed", "alt"])
def test_hostile_text_is_never_more_than_text_while_writing(form, payload):
    (content,) = part("writers", form).files(poisoned(payload), stem="x", style=Style(tiles="none")).values()
    text = content.decode()
    assert not hasattr(builtins, "owned")
    if form == "html":
        assert text.count("<script") == page(kerman()).count("<script")
        assert not re.search(r"\{\{|\{%|\$\{window", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_plain_folium_map_says_names_literally(payload):
    rendered = poisoned(payload).to_folium().get_root().render()
    assert not hasattr(builtins, "owned")
    for sign in ("onerror", "__owned", "evil.example", "7*7"):
        assert not re.search(rf"[<`{{$][^;]*{re.escape(sign)}", rendered)


def test_a_notebook_frame_holds_the_page_behind_a_sandbox():
    frame = kerman()._repr_html_()
    assert re.match(r'<iframe title="Two blasts in Kerman" sandbox="allow-scripts" ', frame)
    assert "<script" not in frame


def test_many_features_stay_within_the_budget_of_bytes():
    text = page(many(50)).encode()
    assert len(text) <= 250_000
    assert len(gzip.compress(text, 9)) <= 80_000


def test_a_region_across_the_antimeridian_is_drawn_in_one_piece():
    cut = {
        "type": "MultiPolygon",
        "coordinates": [
            [[[179.0, -17.0], [180.0, -17.0], [180.0, -16.0], [179.0, -16.0], [179.0, -17.0]]],
            [[[-180.0, -17.0], [-179.0, -17.0], [-179.0, -16.0], [-180.0, -16.0], [-180.0, -17.0]]],
        ],
    }
    (part_,) = _shapes.rings(cut, 180.0)
    assert len(part_) == 1
    assert (part_[0][:, 0].min(), part_[0][:, 0].max()) == (179.0, 181.0)
    assert _view.box(cut) == (179.0, -17.0, 181.0, -16.0)


@given(st.lists(st.integers(-(2**31), 2**31)))
def test_packed_numbers_come_back(numbers):
    assert _shapes.decoded(_shapes.coded(numbers)) == numbers


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(100, 20_000), st.sampled_from([32, 64, 97, 360]))
def test_round_regions_travel_as_ellipses_that_hold_to_the_eye(lon, lat, radius, sides):
    ring = np.array(circle((lon, lat), radius, sides=sides))
    x, y, wide, high = _shapes.ellipse(ring)
    off = np.abs(np.hypot((ring[:, 0] - x) / wide, (ring[:, 1] - y) / high) - 1)
    assert off.max() <= _shapes.ROUND


def test_the_script_that_pages_carry_is_made_from_its_sources():
    names, _, digest = (page_.ASSETS / "page.min.js").read_text("utf-8").split(" */")[0][3:].rpartition(" ")
    text = "\n".join((page_.ASSETS / f"{name}.js").read_text("utf-8") for name in names.split())
    assert hashlib.sha256(text.encode()).hexdigest() == digest, "run assets/build.mjs"
    assert set(names.split()) == {path.stem for path in page_.ASSETS.glob("*.js")} - {"page.min"}


def test_every_language_has_words_of_ours_only_and_lacks_no_slot():
    english = _words.words("en")
    for language in _words.languages():
        own = json.loads((_words.FOLDER / f"{language}.json").read_text("utf-8"))
        assert set(own) <= set(english)
        for key, text in own.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), (language, key)


def test_a_page_in_arabic_runs_from_right_to_left():
    (text,) = part("writers", "html").files(kerman(), stem="x", style=Style(tiles="none", language="ar")).values()
    assert '<html lang="ar" dir="rtl">' in text.decode()


def test_the_command_imports_folium_without_pandas_and_leaves_pandas_usable():
    import subprocess
    import sys

    code = (
        "import sys; from mapper.writers.html.lean import import_folium; import_folium(); "
        "assert 'folium' in sys.modules and 'pandas' not in sys.modules; import pandas; assert pandas.DataFrame"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_who_runs_no_script_reads_the_heading_and_the_map_in_words():
    text = page(kerman())
    assert "Two blasts in Kerman</h1>" in text
    words = re.search(r"<noscript>(.*?)</noscript>", text, re.DOTALL)[1]
    assert "First blast" in words
    assert "from grave of the General" in words
    assert not re.search(r"<!--\w+-->", text.split("<script>")[0])
