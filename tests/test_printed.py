"""Coordinates printed all at once are those printed one by one."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import geodesy
from mapper.errors import InvalidDocument
from mapper.writers import _polygons, _printed

degrees = st.floats(-180, 180).map(lambda x: round(x, 9) + 0.0)
latitudes = st.floats(-90, 90).map(lambda x: round(x, 9) + 0.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(degrees, latitudes), min_size=3, max_size=8))
def test_every_number_is_printed_with_nine_decimals(points):
    written = _printed._texts([_printed.np.array(points), _printed.np.array(points[::-1])])
    assert written[0] == "[" + ",".join(f"[{x:.9f},{y:.9f}]" for x, y in points) + "]"
    assert written[1] == "[" + ",".join(f"[{x:.9f},{y:.9f}]" for x, y in points[::-1]) + "]"


def test_a_zero_has_no_sign():
    assert _printed._texts([_printed.np.array([(-1e-12, 0.0)])]) == ["[[0.000000000,0.000000000]]"]


def test_text_and_lists_say_the_same_however_regions_are_made():
    regions = [
        geodesy.ring(57, 30, 500, 900),
        geodesy.ring(180, 0, 1_000, 9_000),
        geodesy.disc(179.123, 70.1, 1),
        {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]},
    ] * 800  # more points than are printed at once
    texts, lists = _printed.texts(regions), _printed.lists(regions)
    assert [json.loads(text) for text in texts] == lists
    for region, found in zip(regions, lists, strict=True):
        assert found == [json.loads(json.dumps(part)) for part in _polygons.oriented(region)]
    for ring, hole in [lists[0]]:
        assert signed(ring) > 0 > signed(hole)
    assert signed(lists[3][0]) > 0


def signed(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@pytest.mark.parametrize("shape", [{"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon", "coordinates": [
    [[179, 0], [181, 0], [180, 1], [179, 0]]]}])  # fmt: skip
def test_what_is_no_region_or_crosses_uncut_is_refused(shape):
    with pytest.raises(InvalidDocument):
        _printed.texts([shape])


def test_a_disc_of_a_metre_is_wound_right_far_from_the_origin():
    for lon, lat in ((179.123, 80.1), (-179.123, -80.1), (120.4, 66.6)):
        ring = _printed.lists([geodesy.disc(lon, lat, 1)])[0][0]
        assert signed([[x - lon, y - lat] for x, y in ring]) > 0
