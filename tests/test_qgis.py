"""Real QGIS opens what is written: styled, labelled, timed, with nothing of the report run as an expression."""

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from canned import kerman

from mapper.model import Site
from mapper.parts import part
from mapper.seams import Style

PYTHON = "/usr/bin/python3"  # the system's, which has Debian's python3-qgis
PROBE = Path(__file__).parent / "qgis_probe.py"


def has_qgis():
    try:
        return subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


pytestmark = [
    pytest.mark.qgis,
    pytest.mark.skipif(not os.environ.get("CI") and not has_qgis(), reason="Debian's python3-qgis is not here"),
]


def probe(folder, incident, *formats):
    """What QGIS makes of the files of these formats; every layer must be sound."""
    for name in formats:
        for file, content in part("writers", name).files(incident, stem="x", style=Style()).items():
            (folder / file).write_bytes(content)
    return looked_at(folder)


def looked_at(folder):
    """What QGIS makes of a folder."""
    files = sorted(str(file) for file in folder.iterdir() if file.suffix in {".geojson", ".gpkg", ".qgz"})
    if any(file.endswith(".qgz") for file in files):
        files = [file for file in files if file.endswith(".qgz")]
    command = [PYTHON, str(PROBE), str(folder / "picture.png"), *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    layers = [layer for value in found.values() if isinstance(value, dict) for layer in value["layers"]]
    assert all(layer["valid"] for layer in layers), layers
    assert not [layer["name"] for layer in layers if layer.get("invalid") or layer.get("broken_rules")]
    assert not found["errors"]
    return found


def test_the_geojson_opens_styled_labelled_and_timed(tmp_path):
    found = probe(tmp_path, kerman(), "geojson", "qml")
    (layer,) = found["x.geojson"]["layers"]
    assert layer["name"] == "kerman-2024-01-03"
    assert layer["labels"]
    assert "Second blast · from the first blast · 20%" in layer["legend"]
    assert layer["aliases"]["distance_m"] == "Distance (m)"
    assert layer["fields"]["time_utc"] == "DateTime"
    assert layer["fields"]["time_local"] == "String"
    assert (layer["at_morning"], layer["at_evening"]) == (2, layer["features"])
    assert found["colours"] > 20


def test_map_tips_show_hostile_words_as_words(tmp_path):
    hostile = "<script>alert(1)</script> [% 6*7 %] 'x' & y"
    first, *others = kerman().relations
    quote = replace(first.quote, text=hostile)
    sites = (Site("first", hostile, "", 1, ()), kerman().sites[1])
    incident = replace(kerman(), relations=(replace(first, quote=quote, by=hostile), *others), sites=sites)
    (layer,) = probe(tmp_path, incident, "geojson", "qml")["x.geojson"]["layers"]
    (tip,) = [tip for tip in layer["tips"] if "script" in tip]
    assert "<script>" not in tip
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [% 6*7 %] 'x' &amp; y" in tip
    assert hostile.replace("[%", "[ %") in layer["legend"]


def test_an_arabic_report_keeps_its_words(tmp_path):
    city, *others = kerman().places
    incident = replace(kerman(), places=(replace(city, name="كرمان"), *others))
    (layer,) = probe(tmp_path, incident, "geojson", "qml")["x.geojson"]["layers"]
    assert any("كرمان" in tip for tip in layer["tips"])


def test_the_geopackage_opens_with_every_layer_styled(tmp_path):
    found = probe(tmp_path, kerman(), "gpkg")
    layers = {layer["name"]: layer for layer in found["x.gpkg"]["layers"]}
    assert {"regions", "rings", "labels", "places", "evidence", "claims", "times", "relations", "unplaced"} <= set(
        layers
    )
    assert "Second blast · from the first blast · 20%" in layers["regions"]["legend"]
    assert layers["labels"]["labels"]
    assert (layers["regions"]["at_morning"], layers["regions"]["at_evening"]) == (2, 5)
    assert found["colours"] > 20


def test_the_project_opens_whole_also_after_it_was_moved(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    hostile = "[% env('HOME') %] <b>%]"
    incident = replace(kerman(), report=replace(kerman().report, title=hostile))
    for file, content in part("writers", "qgz").files(incident, stem="x", style=Style()).items():
        (here / file).write_bytes(content)
    here.rename(there)
    project = looked_at(there)["x.qgz"]
    assert (project["read"], project["error"], project["messages"]) == (True, "", [])
    assert project["title"] == hostile
    assert project["crs"] == "EPSG:32640"
    assert project["groups"] == ["Incident", "Base map", "Tables", "Street map (network)"]
    assert project["visible"]["Anywhere inside"]
    assert project["visible"]["Land"]
    assert not project["visible"]["OpenStreetMap"]
    assert len(project["relations"]) > 10
    assert all(project["relations"].values())
    (layout,) = project["layouts"]
    assert layout["texts"][0] == hostile.replace("%]", "% ]")
    assert "GeoNames" in layout["texts"][1]
    assert layout["legend"]
    assert layout["exported"]


def fiji():
    """Something that lies across the antimeridian."""
    edge = replace(kerman().placements[0], geometry=across_the_antimeridian(), label_lon=179.9, label_lat=-17.0)
    return replace(kerman(), placements=(edge,))


def test_an_incident_across_the_antimeridian_is_drawn_in_one_piece(tmp_path):
    found = probe(tmp_path, fiji(), "qgz")["x.qgz"]
    assert found["crs"] == "EPSG:32760"
    west, south, east, north = found["view"]
    assert east - west < 60_000
    assert north - south < 60_000


def test_the_cut_at_the_antimeridian_is_drawn_as_no_edge(tmp_path):
    """The edge that runs along 180 degrees is where the data are cut, nothing that anybody said."""
    found = probe(tmp_path, fiji(), "geojson", "qml")["x.geojson"]["layers"][0]
    assert found["edges"] == [1.0]  # of 1.4, the cut counted twice
    whole = probe(tmp_path, kerman(), "geojson", "qml")["x.geojson"]["layers"][0]
    assert whole["edges"] == []


def across_the_antimeridian():
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [[[179.8, -17.1], [180.0, -17.1], [180.0, -16.9], [179.8, -16.9], [179.8, -17.1]]],
            [[[-180.0, -17.1], [-179.9, -17.1], [-179.9, -16.9], [-180.0, -16.9], [-180.0, -17.1]]],
        ],
    }
