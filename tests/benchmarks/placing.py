"""Placing: rings a second, random points on the right side of hard rings, a large incident to GeoJSON, past incidents.

Seconds are those of the processor, so that whatever else the machine does counts little.
"""

import sys
import tempfile
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
from test_incidents import cases  # noqa: E402
from truths import rows, table  # noqa: E402

import mapper  # noqa: E402
from mapper import geodesy  # noqa: E402
from mapper.ground import Annulus  # noqa: E402


def best(work, times=4):
    """The least of several runs, in seconds of the processor: the machine has other things to do."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def rings():
    rng = np.random.default_rng(1)
    count = 15_000
    lon, lat, radius = rng.uniform(-179, 179, count), rng.uniform(-70, 70, count), rng.uniform(500, 20_000, count)
    shapes = [Annulus(*values) for values in zip(lon, lat, [0.0] * count, radius, strict=True)]
    holed = [replace(shape, inner_m=shape.outer_m / 2) for shape in shapes]
    places = list(zip(lon.tolist(), lat.tolist(), radius.tolist(), strict=True))[:3000]
    print("| rings of 128 vertices a second, one core | aim 15,000 |\n|---|---:|")
    for name, many, work in (
        ("`geodesy.drawn`: discs, all at once", count, lambda: geodesy.drawn(shapes, sides=128)),
        ("`geodesy.drawn`: rings of two circles, all at once", count, lambda: geodesy.drawn(holed, sides=128)),
        ("`geodesy.rims`: circles as arrays", count, lambda: geodesy.rims(lon, lat, radius, sides=128)),
        ("`geodesy.disc`: one by one", len(places), lambda: [geodesy.disc(*p) for p in places]),
        ("`geodesy.ring`: two circles, one by one", len(places), lambda: [geodesy.ring(*p, 2 * p[2]) for p in places]),
    ):
        print(f"| {name} | {many / best(work):,.0f} |")
    print()


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
    ready = mapper.place(incident)
    place = best(lambda: mapper.place(incident), 3)
    with tempfile.TemporaryDirectory() as folder:
        write = best(lambda: mapper.write(ready, folder, formats=("geojson",)), 3)
    print(f"| an incident of {len(ready.placements):,} features (half places, half rings) | s, aim 3 |\n|---|---:|")
    print(f"| placed | {place:.2f} |\n| written as GeoJSON | {write:.2f} |\n| both | {place + write:.2f} |\n")


def past():
    print("\n".join(table(row for case in cases() for row in rows(case))))


rings()
points()
large()
past()
