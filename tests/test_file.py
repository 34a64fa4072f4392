"""The user's own gazetteers: every format gives the same place, broken parts are named, the rest serves."""

import contextlib
import csv
import gzip
import json
import os
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.errors import UnreadableInput, UnwritableOutput
from mapper.geocoders import file

CAMP = (57.12345, 30.25432)
SQUARE = [[57.1, 30.2], [57.2, 30.2], [57.2, 30.3], [57.1, 30.3], [57.1, 30.2]]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def feature(name, geometry=None, **properties):
    point = {"type": "Point", "coordinates": list(CAMP)}
    return {"type": "Feature", "geometry": geometry or point, "properties": {"name": name} | properties}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


def frame(**columns):
    import geopandas
    from shapely.geometry import Point

    return geopandas.GeoDataFrame(columns, geometry=[Point(*CAMP)], crs=4326)


def geonames(identity="1", name="Camp Sparrow", others="", lon=CAMP[0], lat=CAMP[1], population="0"):
    return (f"{identity}\t{name}\t{name}\t{others}\t{lat}\t{lon}\tS\tCMP\tIR\t\t29\t\t\t\t{population}\t\t1755"
            "\tAsia/Tehran\t2020-01-01\n")  # fmt: skip


OSM = f"""<osm version="0.6">
<node id="1" lat="{CAMP[1]}" lon="{CAMP[0]}" version="1">
<tag k="name" v="Camp Sparrow"/><tag k="amenity" v="camp"/></node>
</osm>"""


def written(tmp_path, form):
    if form == "csv":
        path = tmp_path / "places.csv"
        path.write_text(f"name,lon,lat,kind\nCamp Sparrow,{CAMP[0]},{CAMP[1]},camp\n", "utf-8")
    elif form == "semicolons":
        path = tmp_path / "places.csv"
        lon, lat = (str(x).replace(".", ",") for x in CAMP)
        path.write_text(f"Site Name;Longitude;Latitude;Type\nCamp Sparrow;{lon};{lat};Camp\n", "utf-16")
    elif form == "wkt":
        path = tmp_path / "places.tsv"
        path.write_text(f"title\twkt\ttype\nCamp Sparrow\tPOINT ({CAMP[0]} {CAMP[1]})\tcamp\n", "cp1252")
    elif form == "geojson":
        path = tmp_path / "places.geojson"
        path.write_text(collection(feature("Camp Sparrow", kind="camp")), "utf-8")
    elif form == "lines":
        path = tmp_path / "places.geojsonl"
        path.write_text(json.dumps(feature("Camp Sparrow", kind="camp")) + "\n", "utf-8")
    elif form == "geopackage":
        path = tmp_path / "places.gpkg"
        frame(name=["Camp Sparrow"], kind=["camp"]).to_crs(3857).to_file(path)
    elif form == "shapefile":
        path = tmp_path / "places.shp"
        frame(name=["Camp Sparrow"], kind=["camp"]).to_file(path)
    elif form == "zipped shapefile":
        frame(name=["Camp Sparrow"], kind=["camp"]).to_file(tmp_path / "places.shp")
        path = tmp_path / "places.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for part in sorted(tmp_path.glob("places.*")):
                if part != path:
                    archive.write(part, part.name)
    elif form == "flatgeobuf":
        path = tmp_path / "places.fgb"
        frame(name=["Camp Sparrow"], kind=["camp"]).to_file(path)
    elif form == "kml":
        path = tmp_path / "places.kml"
        data = '<ExtendedData><Data name="kind"><value>camp</value></Data></ExtendedData>'
        point = f"<Point><coordinates>{CAMP[0]},{CAMP[1]},0</coordinates></Point>"
        path.write_text(f"""<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>
        <name>Camp Sparrow</name>{data}{point}</Placemark></Document></kml>""")
    elif form.startswith("zipped "):
        plain = written(tmp_path, form.removeprefix("zipped "))
        path = tmp_path / "places.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(plain, f"folder/{plain.name}")
    elif form == "geonames":
        path = tmp_path / "IR.txt"
        path.write_text(geonames(), "utf-8")
    elif form == "geonames zip":
        path = tmp_path / "allCountries.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "about")
            archive.writestr("allCountries.txt", geonames())
    elif form == "osm":
        path = tmp_path / "places.osm"
        path.write_text(OSM, "utf-8")
    else:
        osmium = pytest.importorskip("osmium")
        path = tmp_path / "places.osm.pbf"
        with osmium.SimpleWriter(str(path)) as writer:
            tags = {"name": "Camp Sparrow", "amenity": "camp"}
            writer.add_node(osmium.osm.mutable.Node(id=1, location=CAMP, tags=tags, version=1))
    return path


FORMS = ["csv", "semicolons", "wkt", "zipped csv", "geojson", "lines", "zipped geojson", "geopackage", "shapefile",
         "zipped shapefile", "flatgeobuf", "kml", "geonames", "geonames zip", "osm", "pbf"]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_format_gives_the_same_place(tmp_path, form):
    source = file.opened(written(tmp_path, form), quiet=True)
    (entry,) = source.find("camp SPARROW")
    assert (entry.lon, entry.lat) == pytest.approx(CAMP, abs=2e-6)
    assert (entry.name, entry.kind) == ("Camp Sparrow", "camp")
    assert entry.source == source.name
    assert entry.extent_m > 0
    assert entry.position_m > 0
    assert source.problems == ()


def test_what_a_file_states_of_doubt_is_kept(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat,radius_m,position_m\nA,57.1,30.2,70,20\nB,57.1,30.2,,\n", "utf-8")
    source = file.opened(path)
    (stated,), (unstated,) = source.find("A"), source.find("B")
    assert (stated.extent_m, stated.position_m) == (70, 20)
    assert unstated.position_m == pytest.approx(5566)  # one decimal of a degree is half a tenth either way
    assert "usual" in unstated.extent_source


def test_halves_of_characters_are_no_traceback(tmp_path):
    line = {"type": "LineString", "coordinates": [[57.1, 30.2], [57.2, 30.2]]}
    path = tmp_path / "odd.geojson"
    path.write_text(
        collection(feature("Road \ud800", line, kind="road \udfff", ref="\ud800", within=["\ud800"])), "utf-8"
    )
    source = file.opened(path)
    assert [entry.name for entry in source.find("road ?")] == ["Road ?"]
    assert len(source.ways((57, 30, 58, 31))) == 1


@pytest.mark.parametrize(
    ("said", "kind"), [({"highway": "primary"}, "road"), ({"fclass": "river"}, "water"), ({"kind": "railway"}, "rail")]
)
def test_a_line_that_says_what_it_is_becomes_a_way(tmp_path, said, kind):
    line = {"type": "MultiLineString", "coordinates": [[[57.1, 30.2], [57.2, 30.2]], [[57.2, 30.2], [57.3, 30.2]]]}
    path = tmp_path / "lines.geojson"
    path.write_text(collection(feature("A2", line, **said), feature("Nominal ring", line, kind="ring")), "utf-8")
    source = file.opened(path)
    assert [name for name, _, _ in source.ways((57, 30, 58, 31), kind=kind)] == ["A2", "A2"]
    assert len(source.find("A2")) == 1
    assert source.find("nominal ring")[0].kind == "ring"
    assert source.counts.ways == 2


def test_an_outline_is_kept_and_its_reach_holds_it(tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_text(collection(feature("Old Town", {"type": "Polygon", "coordinates": [SQUARE]})), "utf-8")
    (entry,) = file.opened(path).find("old town")
    assert entry.outline["type"] == "Polygon"
    assert 7000 < entry.extent_m < 7500


def test_a_geojson_that_this_tool_wrote_serves_as_a_gazetteer(tmp_path):
    properties = {
        "feature_id": "grave.area",
        "id": "grave.area",
        "kind": "place",
        "role": "anchor",
        "uncertainty_m": 550,
        "name": "Grave of the General",
        "label_lon": 57.1208,
        "label_lat": 30.2783,
        "source": "landmarks",
        "killed_low": None,
    }
    path = tmp_path / "kerman.geojson"
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "grave.area", "geometry": shape, "properties": properties}]}))  # fmt: skip
    (entry,) = file.opened(path).find("the tomb of the General")
    assert (entry.lon, entry.lat, entry.source_id) == (57.1208, 30.2783, "grave.area")
    assert entry.extent_m >= 550


BROKEN_JSON = [
    '{"type": "FeatureCollection", "features": [',
    json.dumps(feature("Good")) + ",",
    '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [57.1,}, "properties": {}},',
    json.dumps(feature("Off the earth", {"type": "Point", "coordinates": [500, 30]})) + ",",
    json.dumps(feature("No shape", {"type": "Dot"})) + ",",
    json.dumps(feature("Last")) + ",",
    "",
]
BROKEN = {
    "csv": ("name,lon,lat\nGood,57.1,30.2\nBad,east,30\nWorse,30,157\nLonger,1,2,3\n,1,2\nLast,57.3,30.4\n",
            ["line 3", "line 4", "line 5", "line 6"]),
    "geojson": ("\n".join(BROKEN_JSON), ["line 3", "line 4", "line 5", "line 7"]),
    "txt": (geonames(name="Good") + "1\t2\t3\n" + geonames(name="Bad", lat="north") + geonames(name="Last"),
            ["line 2", "line 3"]),
}  # fmt: skip


@pytest.mark.parametrize("suffix", BROKEN)
def test_a_broken_row_is_named_by_line_and_the_rest_still_serves(tmp_path, suffix):
    text, lines = BROKEN[suffix]
    path = tmp_path / f"places.{suffix}"
    path.write_text(text, "utf-8")
    source = file.opened(path)
    assert source.find("Good")
    assert source.find("Last")
    assert len(source.problems) == len(lines)
    for line, problem in zip(lines, source.problems, strict=True):
        assert line in problem


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("missing.csv", None, "no such file"), ("empty.csv", b"", "empty"), ("places.docx", b"PK", "no known format"),
     ("nameless.csv", b"lon,lat\n1,2\n", "no column is called name"), ("noise.gpkg", b"\x00\x01" * 50, "GDAL"),
     ("noise.osm.pbf", b"\x00\x01" * 50, "osmium"), ("text.geojson", b"hello", "no place")],
)  # fmt: skip
def test_a_file_of_which_nothing_serves_is_refused_with_the_reason(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableInput, match=said):
        file.opened(path)


def test_a_folder_is_no_gazetteer(tmp_path):
    with pytest.raises(UnreadableInput, match="folder"):
        file.opened(tmp_path)


def test_a_cache_that_cannot_be_written_says_what_would_help(tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "taken"))
    with pytest.raises(UnwritableOutput, match="MAPPER_CACHE"):
        file.opened(written(tmp_path, "csv"))


def test_a_file_is_indexed_once_and_again_when_its_content_changes(tmp_path, monkeypatch):
    path = written(tmp_path, "csv")
    file.opened(path).close()
    made = []
    monkeypatch.setattr(file, "_made", lambda *a, **k: made.append(a) or pytest.fail("indexed again"))
    os.utime(path, (1, 1))  # as a copy or a checkout does
    assert file.opened(path).find("Camp Sparrow")
    monkeypatch.undo()
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "cache"))
    path.write_text("name,lon,lat\nCamp Thrush,57.12,30.25\n", "utf-8")
    again = file.opened(path)
    assert again.find("Camp Thrush")
    assert not again.find("Camp Sparrow")


def test_a_shapefile_whose_table_changes_is_read_again(tmp_path):
    path = written(tmp_path, "shapefile")
    file.opened(path).close()
    frame(name=["Camp Wren"], kind=["camp"]).to_file(path)
    assert file.opened(path).find("Camp Wren")


def test_processes_that_need_one_index_make_it_once(tmp_path):
    import subprocess
    import sys

    path = tmp_path / "IR.txt"
    path.write_text("".join(geonames(str(i), f"Village {i}") for i in range(2000)), "utf-8")
    code = f"""
from mapper.geocoders import file
made = file._made
file._made = lambda *given, **more: print("made") or made(*given, **more)
assert file.opened({str(path)!r}).find("Village 7")"""
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert "".join(run.communicate()[0] for run in runs).count("made") == 1
    assert [run.returncode for run in runs] == [0, 0]


def test_a_damaged_index_is_made_anew(tmp_path, cache):
    path = written(tmp_path, "csv")
    file.opened(path).close()
    (index,) = cache.rglob("*.sqlite")
    index.write_bytes(b"SQLite format 3\x00 and then noise" * 20)
    assert file.opened(path).find("Camp Sparrow")


def test_names_can_be_looked_for_in_a_text_word_by_word(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat,aliases\nCamp Sparrow North,57.1,30.2,Sparrow\nCamp Wren,57.1,30.2,\n", "utf-8")
    source = file.opened(path)
    assert [source.longest_name(word) for word in ("camp", "sparrow", "north")] == [3, 1, 0]
    assert [entry.name for entry in source.bearers("sparrow")] == ["Camp Sparrow North"]
    assert source.bearers("camp") == []
    assert source.curated
    dump = tmp_path / "IR.txt"
    dump.write_text(geonames(), "utf-8")
    assert not file.opened(dump).curated


def test_forgetting_removes_the_index(tmp_path, cache):
    path = written(tmp_path, "csv")
    file.opened(path).close()
    assert file.forget(path)
    assert not list(cache.rglob("*.sqlite"))
    assert not file.forget(path)


def test_an_indexed_file_opens_in_milliseconds_and_the_index_leaves_nothing_beside_it(tmp_path, cache):
    path = tmp_path / "IR.txt"
    path.write_text("".join(geonames(str(i), f"Village {i}") for i in range(3000)), "utf-8")
    file.opened(path).close()
    started = time.perf_counter()
    source = file.opened(path)
    took = time.perf_counter() - started
    assert source.find("Village 2999")
    assert took < 0.05
    assert sorted(p.suffix for p in cache.rglob("*") if p.is_file() and p.stat().st_size) == [".sqlite"]


def test_memory_stays_bounded_however_long_the_dump_is(tmp_path):
    def peak(rows):
        path = tmp_path / f"dump{rows}.txt"
        with path.open("w", encoding="utf-8") as dump:
            dump.writelines(geonames(str(i), f"Place number {i}", f"Other {i},Third {i}") for i in range(rows))
        tracemalloc.start()
        try:
            file.opened(path).close()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(50)
    assert peak(2000) < peak(500) + 3_000_000


def test_nothing_heavy_is_imported_to_serve_an_index(tmp_path):
    import subprocess
    import sys

    path = written(tmp_path, "geopackage")
    file.opened(path).close()
    code = f"""
import sys
from mapper.geocoders import file
print(file.opened({str(path)!r}).find("Camp Sparrow")[0].name)
print(sorted({{"geopandas", "pandas", "numpy", "shapely", "osmium"}} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["Camp Sparrow", "[]"]


TOWN = """<osm version="0.6">
<node id="1" lat="30.00" lon="57.00" version="1"/><node id="2" lat="30.00" lon="57.01" version="1"/>
<node id="3" lat="30.01" lon="57.01" version="1"/><node id="4" lat="30.01" lon="57.00" version="1"/>
<node id="5" lat="30.003" lon="57.003" version="1"/><node id="6" lat="30.003" lon="57.006" version="1"/>
<node id="7" lat="30.006" lon="57.006" version="1"/><node id="8" lat="30.05" lon="57.00" version="1"/>
<way id="10" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
 <tag k="name" v="گلزار"/><tag k="name:en" v="Rose Garden"/><tag k="alt_name" v="Old Yard;North Yard"/>
 <tag k="landuse" v="cemetery"/></way>
<way id="11" version="1"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/></way>
<way id="12" version="1"><nd ref="1"/><nd ref="4"/><tag k="highway" v="primary"/><tag k="name" v="Long Road"/>
 <tag k="ref" v="A2"/></way>
<way id="13" version="1"><nd ref="4"/><nd ref="8"/><tag k="highway" v="primary"/><tag k="name" v="Long Road"/></way>
<way id="14" version="1"><nd ref="2"/><nd ref="8"/><tag k="railway" v="rail"/></way>
<way id="15" version="1"><nd ref="3"/><nd ref="8"/><tag k="waterway" v="river"/><tag k="name" v="Blue River"/></way>
<way id="16" version="1"><nd ref="99"/><nd ref="98"/><tag k="highway" v="track"/><tag k="name" v="Gone"/></way>
<relation id="20" version="1"><member type="way" ref="10" role="outer"/><member type="way" ref="11" role="inner"/>
 <tag k="type" v="multipolygon"/><tag k="name" v="Holed Park"/><tag k="leisure" v="park"/></relation>
</osm>"""


@pytest.fixture
def town(tmp_path):
    pytest.importorskip("osmium")
    path = tmp_path / "town.osm"
    path.write_text(TOWN, "utf-8")
    return file.opened(path)


@pytest.mark.parametrize("name", ["گلزار", "Rose Garden", "old yard", "North Yard", "the Rose Garden cemetery"])
def test_a_mapped_feature_is_found_by_all_its_names_with_its_outline(town, name):
    (entry,) = town.find(name)
    assert (entry.name, entry.kind, entry.source_id) == ("Rose Garden", "cemetery", "way/10")
    assert entry.outline["type"] == "Polygon"
    assert entry.attribution == "OpenStreetMap contributors, ODbL 1.0"


def test_a_multipolygon_keeps_its_hole(town):
    (entry,) = town.find("Holed Park")
    assert entry.source_id == "relation/20"
    assert len(entry.outline["coordinates"]) == 2


def test_roads_rails_and_water_are_kept_for_placing(town):
    box = (56.99, 29.99, 57.02, 30.06)
    assert town.ways(box, name="A2") == [("Long Road", "A2", [[57.0, 30.0], [57.0, 30.01]])]
    assert len(town.ways(box, name="long road")) == 2
    assert town.ways((57.5, 30, 57.6, 30.1)) == []
    assert [line for _, _, line in town.ways(box, kind="rail")] == [[[57.01, 30.0], [57.0, 30.05]]]
    assert town.ways(box, kind="water")[0][0] == "Blue River"


def test_the_pieces_of_a_road_are_one_place(town):
    (road,) = town.find("Long Road")
    assert road.kind == "road"
    assert 2700 < road.extent_m < 2900


def test_a_name_of_two_places_leads_to_the_nearer_first(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat\nSan Pedro,10,10\nSan Pedro,20,20\n", "utf-8")
    source = file.opened(path)
    assert source.find("san pedro", near=(19, 19))[0].lon == 20
    assert source.find("san pedro", near=(11, 11))[0].lon == 10


PLACES = st.tuples(st.sampled_from(["Alpha", "Beta Camp", "Gamma"]), st.integers(-179, 179), st.integers(-89, 89))
ROWS = st.lists(PLACES, min_size=1, max_size=6, unique=True)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.randoms(use_true_random=False), st.integers(-179, 179), st.integers(-89, 89))
def test_shuffling_the_rows_changes_nothing(tmp_path, rows, chance, lon, lat):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    def answers(rows, name):
        path = tmp_path / name
        path.write_text("name,lon,lat\n" + "".join(f"{n},{x},{y}\n" for n, x, y in rows), "utf-8")
        source = file.opened(path, again=True)
        return [
            [(e.name, e.lon, e.lat, e.match) for e in source.find(n, near=(lon, lat))] for n in ("alpha", "Beta camp")
        ]

    assert answers(rows, "one.csv") == answers(shuffled, "two.csv")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([".csv", ".geojson", ".txt", ".osm", ".zip"]))
def test_no_file_brings_a_traceback(tmp_path, content, suffix):
    path = tmp_path / f"noise{suffix}"
    path.write_bytes(content)
    with contextlib.suppress(UnreadableInput):
        file.opened(path, again=True).find("anything")


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
LINES = st.lists(st.tuples(CELLS, CELLS | st.floats().map(str), CELLS | st.floats().map(str), CELLS), max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_every_row_of_a_table_is_a_place_or_a_problem(tmp_path, lines):
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("name", "lon", "lat", "radius"), ("Sure", "1", "2", ""), *lines])
    counts = file.opened(path, again=True).counts
    assert counts.places + counts.problems == 1 + sum(any(cell.strip() for cell in line) for line in lines)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
SHAPES = st.fixed_dictionaries(
    {"type": st.sampled_from(["Point", "Polygon", "Box", "MultiPoint"]), "coordinates": VALUES}
)
PROPERTIES = st.dictionaries(
    st.sampled_from(["name", "kind", "lon", "lat", "radius_m", "names", "within", "x"]), VALUES
)
ANYTHING = st.fixed_dictionaries({"geometry": st.none() | SHAPES | VALUES, "properties": PROPERTIES | VALUES})


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANYTHING | VALUES, max_size=4))
def test_every_feature_is_a_place_or_a_problem(tmp_path, things):
    path = tmp_path / "things.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature("Sure"), *things]}), "utf-8")
    counts = file.opened(path, again=True).counts
    assert counts.places + counts.problems == 1 + len(things)


def test_a_compressed_copy_is_told_from_a_gazetteer(tmp_path):
    path = tmp_path / "places.csv.gz"
    path.write_bytes(gzip.compress(b"name,lon,lat\nA,1,2\n"))
    with pytest.raises(UnreadableInput, match="format"):
        file.opened(path)
