"""The still pictures, the words for them and the snippet: made without a browser, the same every time."""

import re
from dataclasses import replace

import pytest
from canned import kerman

from mapper.parts import part
from mapper.seams import Style

pytest.importorskip("matplotlib", reason="pictures need the extra `pictures`")


def made(name, incident=None):
    (content,) = part("writers", name).files(incident or kerman(), stem="x", style=Style(tiles="none")).values()
    return content


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_incident_gives_the_same_picture(form):
    assert made(form) == made(form)


def test_the_png_has_twice_the_pixels():
    header = made("png")[16:24]
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == (2400, 1800)


@pytest.mark.parametrize(
    "title", ["$x^{2$ \\frac", "-->]]><script>alert(1)</script>", "گلزار شهدای کرمان", "{{7*7}} ${1}"]
)
def test_a_title_is_drawn_and_never_read_as_anything(title):
    incident = replace(kerman(), report=replace(kerman().report, title=title))
    assert b"<script" not in made("svg", incident)


def test_alternative_text_tells_what_where_and_how_sure():
    text = made("alt").decode()
    for said in ("First blast", "Second blast", "80%", "20%", "from grave of the General", "the old square"):
        assert said in text


def test_the_snippet_frames_the_page_with_a_title_and_leaves_it_its_sandbox():
    text = made("embed").decode()
    frame = re.search(r"<iframe[^>]+>", text)[0]
    assert 'title="Map: Two blasts in Kerman"' in frame
    assert 'sandbox="allow-scripts' in frame
    assert "allow-same-origin" not in frame
    assert 'loading="lazy"' in frame


def test_a_snippet_says_names_literally():
    report = replace(kerman().report, title='"><script>alert(1)</script>{{7*7}}')
    text = made("embed", replace(kerman(), report=report)).decode()
    assert "<script>alert" not in text
    assert "{{" not in text


@pytest.mark.parametrize("metres", [50, 300, 700, 1300, 2900, 60_000, 250_000, 900_000, 2_500_000])
def test_a_picture_of_any_width_has_a_graticule(metres):
    import numpy as np
    from matplotlib.figure import Figure

    from mapper.writers import _scenery

    axes = Figure().add_axes((0, 0, 1, 1))
    half = metres / 111_000
    axes.set(xlim=(57 - half, 57 + half), ylim=(30 - half, 30 + half))
    _scenery.grid(axes, np.array([57 - half, 30 - half]), np.array([57 + half, 30 + half]))
    assert 4 <= len(axes.lines) <= 24
