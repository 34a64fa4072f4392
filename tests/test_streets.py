"""Roads and waters of the user's own files under the regions: the main ones first, within what a page can carry."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from canned import kerman

from mapper.errors import UsageError
from mapper.parts import part
from mapper.seams import Style
from mapper.writers import _shapes, _streets, _view

AT = (57.1208, 30.2783)


class Town:
    """A town whose ways are lines through the grave, `count` lanes and one trunk road."""

    def __init__(self, count=3, name="Long Road"):
        self.count, self.name, self.asked = count, name, []

    def drawn(self, bbox):
        self.asked.append(bbox)
        x, y = AT
        lanes = [
            ("road", "residential", "", [[x - 0.01, y + n * 1e-5], [x, y + n * 1e-5 + 0.001], [x + 0.01, y + n * 1e-5]])
            for n in range(self.count)
        ]
        lake = [[x + 0.01, y], [x + 0.015, y], [x + 0.012, y + 0.004], [x + 0.01, y]]
        return [
            *lanes,
            ("road", "trunk", self.name, [[x - 0.02, y - 0.01], [x, y], [x + 0.02, y + 0.02]]),
            ("road", "footway", "", [[x, y], [x, y + 0.001]]),
            ("water", "water", "Mirror Lake", lake),
        ], "OpenStreetMap contributors, ODbL 1.0"


def page(ways, incident=None):
    (text,) = (
        part("writers", "html").files(incident or kerman(), stem="x", style=Style(tiles="none", ways=ways)).values()
    )
    return text.decode()


def data(text, name):
    return json.loads(re.search(rf'id="{name}">(.*?)</script>', text)[1])


def test_a_page_shows_the_ways_around_and_credits_them():
    text = page(Town())
    ways = data(text, "shapes")["ways"]
    assert {kind: len(lines) for kind, lines in ways["lines"].items()} == {"lake": 1, "main": 1, "minor": 3}
    assert data(text, "texts")["ways"][0][0] == "Long Road"
    assert "OpenStreetMap contributors, ODbL 1.0" in data(text, "texts")["credits"]
    assert "ways" not in data(page(None), "shapes")


def test_a_line_comes_back_where_it_was_drawn():
    ways = data(page(Town(count=0)), "shapes")["ways"]
    numbers = np.asarray(_shapes.decoded(ways["lines"]["main"][0])).reshape(-1, 2).cumsum(axis=0)
    line = numbers * ways["step"] + ways["corner"]
    assert np.abs(line - AT).max(axis=1).min() <= 2 * ways["step"]


def test_many_lanes_cost_no_more_than_the_page_has_room_for_and_main_roads_go_first():
    text = page(Town(count=4000))
    lines = data(text, "shapes")["ways"]["lines"]
    assert "main" in lines
    assert 0 < len(lines["minor"]) < 4000
    assert len(text.encode()) <= 250_000


def test_a_map_of_countries_asks_for_no_streets():
    town, seen = Town(), _view.view(kerman())
    west, south, east, north = seen.bounds
    assert _streets.around(seen, town) is not None
    (asked,) = town.asked
    assert asked[0] < west
    assert asked[3] > north
    assert _streets.around(replace(seen, bounds=(west - 9, south, east + 9, north)), town) is None
    assert len(town.asked) == 1


def test_a_road_with_a_hostile_name_is_only_text():
    text = page(Town(name="</script><script>alert(1)</script>{{7*7}}"))
    assert text.count("<script") == page(None).count("<script")
    assert "{{7*7}}" not in text


def test_pictures_show_them_too():
    pytest.importorskip("matplotlib", reason="pictures need the extra `pictures`")
    with_, without = (
        part("writers", "svg").files(kerman(), stem="x", style=Style(ways=ways))["x.svg"] for ways in (Town(), None)
    )
    assert len(with_) > len(without)


def test_a_page_that_knows_its_address_names_its_picture():
    style = Style(tiles="none", url="https://paper.example/maps/")
    page_, snippet = (
        part("writers", name).files(kerman(), stem="x", style=style).popitem()[1] for name in ("html", "embed")
    )
    assert b'<meta property="og:image" content="https://paper.example/maps/x.png">' in page_
    assert b'src="https://paper.example/maps/x.html"' in snippet
    with pytest.raises(UsageError, match="publish"):
        part("writers", "html").files(kerman(), stem="x", style=Style(tiles="none", url="javascript:alert(1)"))
