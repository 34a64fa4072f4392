"""Coordinates in every notation that news uses, against the projections of PROJ where there is something to compare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from mapper.extractors._coordinates import positions


@pytest.mark.parametrize(
    ("text", "lat", "lon", "kind", "step"),
    [
        ("36°31'21\"N 14°09'50\"E.", 36.5225, 14.16388889, "dms", 1 / 3600),
        ("36°31′21″N 14°09′50″E", 36.5225, 14.16388889, "dms", 1 / 3600),
        ("(48.8583° N, 2.2945° E)", 48.8583, 2.2945, "decimal", 0.0001),
        ("54 52,6N - 015 24,6E", 54.87666667, 15.41, "dm", 0.1 / 60),
        ("N 42 20.988 W 071 04.732", 42.3498, -71.07886667, "dm", 0.001 / 60),
        ("36 degrees 31 minutes north, 14 degrees 9 minutes east", 36.51666667, 14.15, "dm", 1 / 60),
        ("35.5 degrees south latitude and 139.2 degrees west longitude", -35.5, -139.2, "decimal", 0.1),
        ("30.2839, 57.0834", 30.2839, 57.0834, "decimal", 0.0001),
        ("latitude -30.28 and longitude 57.08", -30.28, 57.08, "decimal", 0.01),
        ("+30.2839+057.0834/", 30.2839, 57.0834, "iso6709", 0.0001),
        ("+4852.6-01524.6/", 48.87666667, -15.41, "iso6709", 0.1 / 60),
    ],
)
def test_a_position_is_read_with_the_step_of_its_last_digit(text, lat, lon, kind, step):
    (found,) = positions(f"The wreck lay at {text} on Monday.")
    assert (found.lat, found.lon, found.format) == (lat, lon, kind)
    assert found.step_deg == pytest.approx(step)


@pytest.mark.parametrize(
    "text",
    [
        "5 N 6 E",
        "3.25, 4.75",
        "on 1.5 and 2.5",
        "95.5 N 200.5 E",
        "36°61'N 14°09'E",
        "a 12 s 14 w",
        "5+5/",
        "1,234, 5,678",
    ],
)
def test_figures_that_are_no_position_are_left_alone(text):
    assert positions(text) == []


@given(st.integers(1, 60), st.floats(-79.9, 83.9), st.floats(-2.9, 2.9))
def test_a_grid_reference_is_where_the_projection_puts_it(zone, lat, off):
    lon = zone * 6 - 183 + off
    epsg = (32600 if lat >= 0 else 32700) + zone
    easting, northing = Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWX"[min(int((lat + 80) // 8), 19)]
    column = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")[(zone - 1) % 3][int(easting // 100_000) - 1]
    row = "ABCDEFGHJKLMNPQRSTUV"[(int(northing // 100_000) + (0 if zone % 2 else 5)) % 20]
    text = f"{zone}{band}{column}{row} {int(easting % 100_000):05d} {int(northing % 100_000):05d}"
    (found,) = positions(text)
    assert found.lat == pytest.approx(lat, abs=2e-5)
    assert found.lon == pytest.approx(lon, abs=2e-4)


@given(st.text(alphabet="0123456789 .,°'\"nsew+-/NSEW"))
def test_any_string_of_signs_is_read_in_time_and_inside_the_earth(text):
    for found in positions(text):
        assert 0 <= found.start < found.end <= len(text)
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180
