"""What the written files say: one type a column, exact quotes, right-hand winding, nothing invented."""

import itertools
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from canned import disc, kerman
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import InvalidDocument
from mapper.model import Claim, Incident, Span
from mapper.parts import part
from mapper.seams import Style
from mapper.writers import _columns, _polygons, _qgis, _regions, _rows


def written(name, incident=None, stem="kerman"):
    return part("writers", name).files(incident or kerman(), stem=stem, style=Style())


def geojson(incident=None):
    return json.loads(written("geojson", incident)["kerman.geojson"])


def row(incident, feature_id):
    (found,) = [f["properties"] for f in incident["features"] if f["id"] == feature_id]
    return found


def area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring))


# ----------------------------------------------------------------------------------------- the incident document


def test_the_document_comes_back_as_it_went():
    document = json.loads(written("incident")["kerman.incident.json"])
    assert document == kerman().to_dict()
    assert Incident.from_dict(document).to_dict() == document


def test_the_document_is_laid_out_for_people():
    text = written("incident")["kerman.incident.json"].decode()
    assert text.startswith('{\n  "schema": "incident/1",\n')
    assert text.endswith("}\n")
    assert '"mentions": [{"start": 120, "end": 126, "text": "Kerman"}]' in text
    assert "گلزار" in part("writers", "incident").text({"name": "گلزار"})


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@given(st.recursive(SCALARS, lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(), v, max_size=4)))
def test_any_document_reads_back_as_it_was(value):
    assert json.loads(part("writers", "incident").text({"value": value})) == {"value": value}


# ------------------------------------------------------------------------------------------------------- GeoJSON


def test_the_file_is_what_the_incident_gives_in_python():
    assert geojson() == json.loads(json.dumps(kerman().to_geojson()))


def test_every_feature_is_a_polygon_with_the_same_columns_and_one_type_a_column():
    features = geojson()["features"]
    assert {f["geometry"]["type"] for f in features} <= {"Polygon", "MultiPolygon"}
    kinds = {"text": str, "real": float, "integer": int, "boolean": bool, "time": str}
    for column in _columns.columns(kerman()):
        values = [f["properties"][column.name] for f in features]
        known = [value for value in values if value is not None]
        assert all(type(value) is kinds[column.kind] for value in known), column.name
        assert column.kind != "text" or len(known) == len(values), f"{column.name}: a text is never null"


def test_outer_rings_run_counter_clockwise_and_holes_clockwise():
    turned = [
        replace(p, geometry={"type": "Polygon", "coordinates": [r[::-1] for r in p.geometry["coordinates"]]})
        for p in kerman().placements
    ]
    for incident in (kerman(), replace(kerman(), placements=tuple(turned))):
        for feature in geojson(incident)["features"]:
            outer, *holes = feature["geometry"]["coordinates"]
            assert area(outer) > 0
            assert all(area(hole) < 0 for hole in holes)


def test_every_feature_cites_its_words():
    found = row(geojson(), "second.r2")
    relation = kerman().relations[1]
    assert found["quote"] == relation.quote.text
    assert (found["quote_start"], found["quote_end"]) == (relation.quote.start, relation.quote.end)


def test_both_readings_are_there_with_their_weights():
    found = geojson()
    readings = [f["properties"] for f in found["features"] if f["properties"]["site"] == "second"]
    assert sorted(r["weight"] for r in readings) == [0.2, 0.8]
    assert {r["anchor"] for r in readings} == {"grave of the General", "First blast"}


def test_a_time_is_given_in_utc_and_as_said():
    found = row(geojson(), "first.r1")
    assert found["time_utc"] == "2024-01-03T11:20:00Z"
    assert found["time_local"] == "2024-01-03T14:50:00+03:30"
    assert found["time_precision"] == "minute"


@pytest.mark.parametrize("value", [None, "2024-01-03", "2024-01-03T14:50:00"])
def test_no_instant_is_invented_where_hour_or_offset_is_unknown(value):
    first, second = kerman().times
    incident = replace(kerman(), times=(replace(first, value=value), second))
    assert row(geojson(incident), "first.r1")["time_utc"] is None


def test_the_dateline_is_not_drawn():
    city, *others = kerman().places
    incident = replace(kerman(), places=(replace(city, role="dateline"), *others))
    assert "kerman.area" not in [f["id"] for f in geojson(incident)["features"]]


def test_a_vague_region_is_drawn_only_where_a_site_has_nothing_else():
    places, (first, *others) = kerman().placements[:2], kerman().placements[2:]
    vague = replace(first, id="vague", detail={"supporting": True})
    with_better = replace(kerman(), placements=(*places, first, vague, *others))
    alone = replace(kerman(), placements=(*places, vague, *others))
    assert "vague" not in [f["id"] for f in geojson(with_better)["features"]]
    assert "vague" in [f["id"] for f in geojson(alone)["features"]]


def claim(**changes):
    return replace(Claim("c", "killed", 3, 3, "three", "A", None, None, False, (), site="second"), **changes)


def test_figures_stand_with_the_site_that_they_are_about():
    incident = replace(kerman(), claims=(claim(scope="rescuers"),))
    found = row(geojson(incident), "second.r2")
    assert (found["killed_low"], found["killed_high"], found["killed_scope"]) == (3, 3, "rescuers")
    assert row(geojson(incident), "first.r1")["killed_low"] is None


def test_speakers_who_differ_are_never_merged_into_one_figure():
    incident = replace(kerman(), claims=(claim(), claim(id="d", low=5, high=None, by="B")))
    found = row(geojson(incident), "second.r2")
    assert (found["killed_low"], found["killed_high"], found["killed_by"]) == (3, None, "A; B")


def test_a_region_across_the_antimeridian_is_refused():
    placement = replace(kerman().placements[0], geometry=disc((179.99, 10), 50_000))
    with pytest.raises(InvalidDocument, match="antimeridian"):
        geojson(replace(kerman(), placements=(placement,)))


@given(st.text())
def test_a_label_is_one_plain_line(text):
    label = _rows.clean(text)
    assert not set(label) & set("\n\r\t\0\u202e\u2066\u200f")
    assert label == label.strip()


# --------------------------------------------------------------------------------------------- the style for QGIS


def style(incident=None):
    return ET.fromstring(written("qml", incident)["kerman.qml"].partition(b"\n")[2])


def test_the_legend_names_every_site_and_reading():
    labels = {rule.get("label") for rule in style().iter("rule")}
    assert {"First blast", "Second blast · from the grave · 80%"} <= labels


def test_a_hostile_name_stays_a_text():
    name = "x' OR 1=1 \\' [% 1+1 %] <script> \x00\x0b]]>"
    sites = tuple(replace(site, id=name, name=name) for site in kerman().sites[:1])
    placements = tuple(replace(p, site=name) if p.site == "first" else p for p in kerman().placements)
    root = style(replace(kerman(), sites=(*sites, kerman().sites[1]), placements=placements))
    (chosen,) = [rule.get("filter") for rule in root.iter("rule") if "1=1" in rule.get("filter")]
    assert chosen == "\"site\" = 'x'' OR 1=1 \\\\'' [% 1+1 %] <script> ]]>' AND \"reading\" = ''"


def test_map_tips_show_no_report_text_unescaped():
    tip = _regions.map_tip()
    for column in ("label", "quote", "by", "because", "source", "time_local"):
        shown = [piece for piece in tip.split("%]") if f'"{column}"' in piece]
        assert shown
        assert all(_qgis.escaped(f'"{column}"') in piece for piece in shown)


def test_many_sites_get_a_legend_by_reading():
    first = kerman().sites[0]
    sites = tuple(replace(first, id=f"s{i}", mentions=(Span(0, 1, "x"),)) for i in range(40))
    placements = tuple(replace(kerman().placements[2], id=f"p{i}", site=f"s{i}") for i in range(40))
    rules = list(style(replace(kerman(), sites=sites, placements=placements)).iter("rule"))
    assert len(rules) < 10


# ----------------------------------------------------------------------------------------------------- GeoPackage


def opened(content, path):
    path.write_bytes(content["kerman.gpkg"])
    return closing(sqlite3.connect(path))


def test_the_same_incident_gives_the_same_geopackage():
    assert written("gpkg") == written("gpkg")


def test_foreign_keys_hold_and_join(tmp_path):
    joined = "regions r JOIN sites s ON r.site = s.id JOIN times t ON s.time = t.id"
    with opened(written("gpkg"), tmp_path / "x.gpkg") as file:
        assert not file.execute("PRAGMA foreign_key_check").fetchall()
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = set(file.execute(f"SELECT t.value FROM {joined} WHERE s.id = 'second'"))
    assert found == {("2024-01-03T15:05:00+03:30",)}


def test_a_key_to_nothing_is_left_empty(tmp_path):
    sites = tuple(replace(site, time="no such time") for site in kerman().sites)
    with opened(written("gpkg", replace(kerman(), sites=sites)), tmp_path / "x.gpkg") as file:
        assert set(file.execute("SELECT time FROM sites")) == {(None,)}
        assert not file.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_geopackage_reads_back_as_the_same_features(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    (tmp_path / "x.gpkg").write_bytes(written("gpkg")["kerman.gpkg"])
    read, frame = geopandas.read_file(tmp_path / "x.gpkg", layer="regions"), kerman().to_geodataframe()
    assert read.crs == frame.crs
    assert all(a.equals_exact(b, 1e-9) for a, b in zip(read.geometry, multi(frame.geometry), strict=True))
    for name in set(frame) - {"geometry", "site", "time_utc"}:
        same = (read[name] == frame[name]) | (read[name].isna() & frame[name].isna())
        assert same.all(), name
    assert list(read.time_utc.dropna()) == list(frame.time_utc.dropna())


def multi(geometries):
    from shapely.geometry import MultiPolygon

    return [MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape for shape in geometries]


def test_lines_across_the_antimeridian_are_cut():
    found = _polygons.line((179.0, 0.0), (-179.0, 2.0))
    assert found["coordinates"] == [[[179.0, 0.0], [180.0, 1.0]], [[-180.0, 1.0], [-179.0, 2.0]]]
