"""The page holds all of an incident, no report text becomes code, and the same incident gives the same bytes."""

import json
import re

import pytest
from canned import kerman

from mapper.errors import UsageError
from mapper.parts import part
from mapper.seams import Style


def page(incident, tiles="none"):
    (text,) = part("writers", "html").files(incident, stem="x", style=Style(tiles=tiles)).values()
    return text.decode()


def told(text):
    """The texts that the page's script reads."""
    return json.loads(re.search(r'id="texts">(.*?)</script>', text)[1])


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
