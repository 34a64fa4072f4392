"""Every format, read by programs that are not ours: it comes back unharmed, and hostile text stays text."""

import csv
import json
import re
import sys
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest
from canned import kerman

from mapper import parts
from mapper.errors import UsageError
from mapper.model import Incident, ReportCard
from mapper.parts import names, part
from mapper.pipeline import place
from mapper.seams import Style
from mapper.writers import _rows, _sheet

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> ]]> $[name] [% 1 %] {{ 7*7 }} \u202e\x00\x0b\ud800"
OURS = [name for name in names("writers") if name not in {"html", "svg", "png", "alt", "embed"}]


def written(name, incident=None, stem="x"):
    return part("writers", name).files(incident or kerman(), stem=stem, style=Style())


def only(name, incident=None):
    (content,) = written(name, incident).values()
    return content


def hostile():
    """The two blasts with every text of the report replaced by an attack."""
    whole = kerman()

    def bad(span):
        return replace(span, text=HOSTILE)

    return replace(
        whole,
        report=replace(whole.report, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)"),
        places=tuple(
            replace(p, name=HOSTILE, because=(HOSTILE,), mentions=(bad(p.mentions[0]),)) for p in whole.places
        ),
        sites=tuple(replace(s, name=HOSTILE, event=HOSTILE) for s in whole.sites),
        relations=tuple(replace(r, quote=bad(r.quote), by=HOSTILE) for r in whole.relations),
        claims=tuple(replace(c, said=HOSTILE, by=HOSTILE) for c in whole.claims),
        placements=tuple(replace(p, because=(HOSTILE,)) for p in whole.placements),
    )


# -------------------------------------------------------------------------------------------------- of every format


@pytest.mark.parametrize("name", OURS)
def test_a_format_says_what_it_is_for_and_what_it_loses(name):
    writer = part("writers", name)
    assert all(len(text) > 2 for text in (writer.TITLE, writer.FOR, writer.LOSES, writer.__doc__))
    assert isinstance(writer.BY_DEFAULT, bool)


@pytest.mark.parametrize("name", OURS)
def test_the_same_incident_gives_the_same_bytes_in_files_of_its_stem(name):
    files = written(name)
    assert files == written(name)
    assert all(file.startswith("x.") for file in files)


@pytest.mark.parametrize("name", OURS)
def test_hostile_text_and_an_empty_incident_are_written_too(name):
    assert all(written(name, hostile()).values())
    empty = Incident(report=ReportCard(id="r", title="", sha256="", characters=0, language="en"))
    assert written(name, empty)


def test_only_what_costs_no_heavy_package_is_written_unasked():
    ours = [name for name in OURS if part("writers", name).BY_DEFAULT]
    assert ours == ["incident", "geojson", "qml"]


def test_regions_of_one_site_without_a_reading_are_told_apart_by_their_words():
    whole = place(kerman())
    first = next(p for p in whole.placements if p.id == "first.where")
    near = replace(whole.relations[0], id="near", relation="near", distance_m=None)
    halves = tuple(replace(first, id=f"first.{r.id}", from_=(r.id,), relation=r.relation, weight=0.5)
                   for r in (whole.relations[0], near))  # fmt: skip
    rows = _rows.rows(replace(whole, relations=(*whole.relations, near), placements=halves))
    assert [row["label"] for row in rows] == [
        "First blast (700 m from grave of the General)",
        "First blast (near grave of the General)",
    ]


# ---------------------------------------------------------------------------------------------------------- GeoJSON


def test_the_geojson_satisfies_a_validator_of_others():
    from geojson_validator import validate_geometries, validate_structure

    document = json.loads(only("geojson"))
    assert validate_structure(document) == {}
    assert validate_geometries(document)["invalid"] == {}


def same(read, frame, *, precision=1e-9):
    """Whether geometry, values and missing values of two frames are equal."""
    from shapely import equals_exact
    from shapely.geometry import MultiPolygon

    read = read.set_index("feature_id").loc[frame.feature_id].reset_index()
    for a, b in zip(read.geometry, frame.geometry, strict=True):
        single = b.geom_type == "Polygon" and a.geom_type != "Polygon"
        assert equals_exact(a, MultiPolygon([b]) if single else b, precision)
    for name in [name for name in frame if name != "geometry"]:
        one, other = read[name], frame[name]
        assert ((one == other) | (one.isna() & other.isna())).all(), name


def test_a_geojson_comes_back_through_gdal_as_it_went(tmp_path):
    import geopandas

    (tmp_path / "x.geojson").write_bytes(only("geojson"))
    frame = kerman().to_geodataframe()
    read = geopandas.read_file(tmp_path / "x.geojson")
    same(read, frame)
    assert str(read.time_utc.dtype).startswith("datetime64")
    assert set(read.time_local) == {"", "2024-01-03T14:50:00+03:30", "2024-01-03T15:05:00+03:30"}


def test_a_geoparquet_comes_back_as_it_went(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    pytest.importorskip("pyarrow")
    read = geopandas.read_parquet(BytesIO(only("parquet")))
    same(read, kerman().to_geodataframe(), precision=0)
    assert read.crs == 4326


def test_a_flatgeobuf_comes_back_as_it_went():
    import geopandas

    same(geopandas.read_file(BytesIO(only("flatgeobuf"))), kerman().to_geodataframe(), precision=0)


def test_a_geojson_serves_as_gazetteer_for_the_next_report(tmp_path):
    (tmp_path / "x.geojson").write_bytes(only("geojson"))
    gazetteer = part("geocoders", "file").opened(tmp_path / "x.geojson")
    found = gazetteer.find("grave of the General")[0]
    assert (round(found.lon, 3), round(found.lat, 3)) == (57.121, 30.278)


# -------------------------------------------------------------------------------------------------------------- KML


@pytest.mark.filterwarnings("ignore")
def test_a_kml_library_reads_the_same_regions(tmp_path):
    from fastkml import KML
    from fastkml.features import Placemark
    from fastkml.utils import find_all

    (tmp_path / "x.kml").write_bytes(only("kml"))
    marks = {mark.id: mark for mark in find_all(KML.parse(tmp_path / "x.kml"), of_type=Placemark) if mark.id}
    frame = kerman().to_geodataframe().set_index("feature_id")
    assert set(marks) == set(frame.index)
    for name, mark in marks.items():
        ring = list(frame.geometry[name].exterior.coords)
        assert [tuple(round(x, 9) for x in point[:2]) for point in mark.geometry.exterior.coords] == ring
    assert marks["first.r1"].times.begin.dt.isoformat() == "2024-01-03T11:20:00+00:00"
    assert "some 700 meters from the grave" in marks["first.r1"].description


def test_gdal_reads_the_kml(tmp_path):
    import pyogrio

    (tmp_path / "x.kml").write_bytes(only("kml"))
    layers = [name for name, _ in pyogrio.list_layers(tmp_path / "x.kml")]
    assert layers == ["First blast", "Second blast", "Distances as said", "Places"]


def test_hostile_words_stay_words_in_a_balloon():
    root = ET.fromstring(only("kml", hostile()).decode())
    space = {"k": "http://www.opengis.net/kml/2.2"}
    balloons = [node.text for node in root.iterfind(".//k:Placemark/k:description", space)]
    assert balloons
    assert all("<script>" not in text and "&lt;script&gt;" in text and "$[" not in text for text in balloons)
    assert all("$[" not in node.text for node in root.iterfind(".//k:Placemark/k:name", space))


def test_a_kmz_holds_the_kml():
    with zipfile.ZipFile(BytesIO(only("kmz"))) as file:
        assert file.namelist() == ["doc.kml"]
        assert file.read("doc.kml") == only("kml")


# ----------------------------------------------------------------------------------------------------------- tables


def table(name, incident=None):
    return list(csv.reader(StringIO(only(name, incident).decode(), newline="")))


def test_a_row_of_the_csv_holds_the_region_in_its_circle():
    from pyproj import Geod
    from shapely import from_wkt

    for row in csv.DictReader(StringIO(only("csv", place(kerman())).decode(), newline="")):
        lon, lat, radius = (float(row[key]) for key in ("decimalLongitude", "decimalLatitude",
                                                        "coordinateUncertaintyInMeters"))  # fmt: skip
        points = from_wkt(row["footprintWKT"]).exterior.coords
        assert max(Geod(ellps="WGS84").inv(lon, lat, *point)[2] for point in points) <= radius


@pytest.mark.parametrize("name", ["csv", "hxl"])
def test_no_cell_is_a_formula(name):
    cells = [cell for row in table(name, hostile()) for cell in row]
    assert any(cell.startswith("'=cmd") for cell in cells)
    for cell in cells:
        number = cell.removeprefix("-").replace(".", "", 1).isdigit()
        assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "\u00a0=1", "\n=1"])
def test_whatever_a_spreadsheet_runs_is_quoted(text):
    assert _sheet.cell(text) == f"'{text}"


def test_the_hxl_has_a_row_for_every_figure_and_adds_none_up():
    heads, tags, *rows = table("hxl")
    assert len(heads) == len(tags)
    assert all(tag.startswith("#") for tag in tags)
    at_least = [row[tags.index("#affected+num+min")] for row in rows]
    assert sorted(filter(None, at_least)) == ["201", "95"]


def test_a_figure_that_was_put_right_is_told_once():
    first, *others = kerman().claims
    later = replace(first, id="c9", low=84, high=84, said="84", revises=first.id)
    incident = replace(kerman(), claims=(first, *others, later))
    _, tags, *rows = table("hxl", incident)
    assert sorted(row[tags.index("#affected+num+min")] for row in rows if row[8]) == ["201", "84"]
    assert "95 people" not in json.loads(only("jsonld", incident))["description"]


# ------------------------------------------------------------------------------------------------------------ others


def test_timemap_events_are_as_its_schema_asks():
    document = json.loads(only("timemap"))
    for event in document["events"]:
        assert all(isinstance(value, str) for key, value in event.items() if key not in {"associations", "sources"})
        assert set(event["associations"]) <= {known["id"] for known in document["associations"]}
        assert set(event["sources"]) <= set(document["sources"])
    assert document["events"][0]["date"] == "01/03/2024"
    assert document["events"][0]["time"] == "14:50"


def test_an_event_for_search_engines_takes_no_url_that_runs():
    made = json.loads(only("jsonld", hostile()))
    assert "url" not in made["subjectOf"]
    assert [sub["startDate"] for sub in json.loads(only("jsonld"))["subEvent"]] == [
        "2024-01-03T14:50:00+03:30",
        "2024-01-03T15:05:00+03:30",
    ]


# -------------------------------------------------------------------------------------------- formats of other people


@pytest.fixture
def neighbour(tmp_path, monkeypatch):
    """Somebody's package, installed beside ours, that adds the format `well_known_text`."""
    (tmp_path / "neighbour.py").write_text(
        "TITLE, FOR, LOSES, NEEDS, BY_DEFAULT = 'WKT', 'databases', 'all but shapes', '', False\n"
        "def files(incident, *, stem, style):\n"
        "    from shapely.geometry import shape\n"
        "    lines = [shape(p.geometry).wkt for p in incident.placements]\n"
        "    return {f'{stem}.wkt': '\\n'.join(lines).encode()}\n"
    )
    about = tmp_path / "neighbour-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: neighbour\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[mapper.writers]\nwell_known_text = neighbour\ngeojson = neighbour\n")
    monkeypatch.syspath_prepend(tmp_path)
    parts.names.cache_clear()
    parts.part.cache_clear()
    yield
    parts.names.cache_clear()
    parts.part.cache_clear()
    sys.modules.pop("neighbour", None)


@pytest.mark.usefixtures("neighbour")
def test_a_package_of_others_adds_a_format_and_takes_none_away():
    assert "well_known_text" in names("writers")
    assert only("well_known_text").startswith(b"POLYGON")
    assert part("writers", "geojson").__name__ == "mapper.writers.geojson"


def test_a_format_that_does_not_exist_is_an_error_that_lists_those_that_do():
    with pytest.raises(UsageError, match="geojson"):
        part("writers", "shapefile")


def test_the_page_tells_search_engines_of_the_event_in_words_that_cannot_end_the_script():
    page = only("html", hostile()).decode()
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(told)["@type"] == "Event"
    assert "<" not in told
