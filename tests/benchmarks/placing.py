"""Placing: rings a second, random points on the right side of hard rings, and a large incident to GeoJSON."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

POINTS = 1_000_000
FEATURES = 10_000


from canned import kerman  # noqa: E402 - found by the path above
from test_geodesy import SCENARIOS  # noqa: E402

from mapper import geodesy  # noqa: E402
from mapper.ground import Annulus  # noqa: E402
from mapper.placing import placed  # noqa: E402
from mapper.writers import geojson  # noqa: E402


def best(work, times=4):
    """The shortest of several runs, in seconds: the machine has other things to do."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def rings():
    rng = np.random.default_rng(1)
    count = 15_000
    lon, lat, radius = rng.uniform(-179, 179, count), rng.uniform(-70, 70, count), rng.uniform(500, 20_000, count)
    shapes = [Annulus(*values) for values in zip(lon, lat, [0.0] * count, radius, strict=True)]
    holed = [replace(shape, inner_m=shape.outer_m / 2) for shape in shapes]
    arrays = best(lambda: geodesy.rims(lon, lat, radius, sides=128))
    print("| rings of 128 vertices a second, one core | aim 15,000 |\n|---|---:|")
    one, two = (best(lambda shapes=made: geodesy.drawn(shapes, sides=128)) for made in (shapes, holed))
    print(f"| `geodesy.drawn`: GeoJSON of discs | {count / one:,.0f} |")
    print(f"| `geodesy.drawn`: GeoJSON of rings (two circles each) | {count / two:,.0f} |")
    print(f"| `geodesy.rims`: arrays | {count / arrays:,.0f} |\n")


def points():
    rng = np.random.default_rng(2)
    wrong = under = 0
    each = POINTS // len(SCENARIOS) + 1
    for lon, lat, inner, outer in SCENARIOS:
        area = geodesy.shape(geodesy.ring(lon, lat, inner, outer))
        shapely.prepare(area)
        far = np.where(rng.uniform(0, 1, each) < 0.7, outer * 1.3, 19_900_000)
        at = geodesy.direct(lon, lat, rng.uniform(0, 360, each), np.minimum(far, 19_900_000) * rng.uniform(0, 1, each))
        true, _ = geodesy.inverse(lon, lat, *at)
        held, should = shapely.contains_xy(area, *at), (true >= inner) & (true <= outer)
        clear = (np.abs(true - inner) > 1e-3 * inner) & (np.abs(true - outer) > 1e-3 * outer)
        wrong += int((held != should)[clear].sum())
        under += int((should & ~held).sum())
    print("| random points against thirteen rings | aim 0 |\n|---|---:|")
    print(f"| of {each * len(SCENARIOS):,}: on the wrong side, outside a band of 0.1 % of the radius | {wrong} |")
    print(f"| inside the true ring and not in the drawn one, anywhere | {under} |\n")


def large():
    rng = np.random.default_rng(3)
    base = replace(kerman(), placements=(), relations=(), sites=(), places=())
    half = FEATURES // 2
    spots = zip(rng.uniform(-179, 179, half).tolist(), rng.uniform(-70, 70, half).tolist(), strict=True)
    places = tuple(
        replace(kerman().places[1], id=f"p{i}", lon=lon, lat=lat, mentions=()) for i, (lon, lat) in enumerate(spots)
    )
    sites = tuple(replace(kerman().sites[0], id=f"s{i}") for i in range(half))
    relations = tuple(replace(kerman().relations[0], id=f"r{i}", site=f"s{i}", anchors=(f"p{i}",)) for i in range(half))
    incident = replace(base, places=places, sites=sites, relations=relations)
    ready = placed(incident)
    place = best(lambda: placed(incident), 3)
    write = best(lambda: geojson.files(ready, stem="large", style=None), 3)
    print(f"| an incident of {len(ready.placements):,} features (half places, half rings) | s, aim 3 |\n|---|---:|")
    print(f"| placed | {place:.2f} |\n| written as GeoJSON | {write:.2f} |\n| both | {place + write:.2f} |")


rings()
points()
large()
