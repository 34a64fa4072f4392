"""Roads of the user's sources reach the placing."""

import pytest

from mapper.geocoders import file
from mapper.ways import joined

OSM = """<osm version="0.6">
<node id="1" lat="30.0" lon="57.0" version="1"/><node id="2" lat="30.1" lon="57.0" version="1"/>
<way id="9" version="1"><nd ref="1"/><nd ref="2"/>
<tag k="highway" v="primary"/><tag k="name" v="Long Road"/></way></osm>"""
BOX = (56.9, 29.9, 57.1, 30.2)


@pytest.fixture
def sources(tmp_path, monkeypatch):
    pytest.importorskip("osmium")
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "town.osm").write_text(OSM)
    (tmp_path / "again.osm").write_text(OSM.replace("Long Road", "Other Road"))
    (tmp_path / "places.csv").write_text("name,lon,lat\nA,57,30\n")
    return [file.opened(tmp_path / name) for name in ("places.csv", "town.osm", "again.osm")]


def test_only_sources_with_ways_are_asked_and_the_first_that_knows_answers_alone(sources):
    assert joined(sources[:1]) is None
    ways = joined([*sources, object()])
    assert [name for name, _, _ in ways.ways(BOX)] == ["Long Road"]
    assert [name for name, _, _ in ways.ways(BOX, name="other road")] == ["Other Road"]
    assert ways.ways(BOX, kind="water") == []
