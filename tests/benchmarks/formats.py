"""Every format: processor time and size for 1 and 10,000 placements, beside `GeoDataFrame.to_file` of the same rows."""

import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from math import ceil, sqrt
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from canned import kerman  # noqa: E402

from mapper.parts import names, part  # noqa: E402
from mapper.pipeline import place  # noqa: E402
from mapper.seams import Style  # noqa: E402

PAGES = {"html", "svg", "png", "alt", "embed"}  # measured by themselves
DRIVERS = {"GeoJSON": "x.geojson", "GPKG": "x.gpkg", "FlatGeobuf": "x.fgb", "KML": "x.kml"}


def many(count):
    """So many rings in a square, each of a site of its own."""
    placed = place(kerman())
    first = next(p for p in placed.placements if p.id == "first.where")
    side, sites, relations, placements = ceil(sqrt(count)), [], [], []
    for i in range(count):
        east, north = 0.05 * (i % side), 0.05 * (i // side)
        rings = [
            [[round(lon + east, 9), round(lat + north, 9)] for lon, lat in ring]
            for ring in first.geometry["coordinates"]
        ]
        sites.append(replace(placed.sites[0], id=f"site-{i}", name=f"Blast {i}"))
        relations.append(replace(placed.relations[0], id=f"r-{i}", site=f"site-{i}"))
        placements.append(
            replace(first, id=f"p-{i}", site=f"site-{i}", from_=(f"r-{i}",), label_lon=first.label_lon + east,
                    label_lat=first.label_lat + north, geometry={"type": "Polygon", "coordinates": rings},
                    stated=None, nominal=None, detail={"centre": [57.1208 + east, 30.2783 + north]})
        )  # fmt: skip
    return replace(placed, sites=tuple(sites), relations=tuple(relations), placements=tuple(placements))


def timed(action, rounds):
    best, result = float("inf"), None
    for _ in range(rounds):
        started = time.process_time()
        result = action()
        best = min(best, time.process_time() - started)
    return best, result


def told(what, seconds, size):
    print(f"| {what} | {seconds * 1000:,.0f} ms | {size / 1000:,.0f} kB |", flush=True)


def measured(incident, rounds):
    for name in names("writers"):
        if name not in PAGES:
            write = part("writers", name).files
            seconds, files = timed(lambda write=write: write(replace(incident), stem="x", style=Style()), rounds)
            told(f"`{name}`", seconds, sum(map(len, files.values())))
    seconds, frame = timed(replace(incident).to_geodataframe, rounds)
    told("`to_geodataframe()`", seconds, 0)
    with tempfile.TemporaryDirectory() as folder:
        for driver, file in DRIVERS.items():
            seconds, _ = timed(partial(frame.to_file, Path(folder) / file, driver=driver), 1)
            told(f"`GeoDataFrame.to_file`, {driver}", seconds, (Path(folder) / file).stat().st_size)
        seconds, _ = timed(partial(frame.to_parquet, Path(folder) / "x.parquet", compression="zstd"), 1)
        told("`GeoDataFrame.to_parquet`", seconds, (Path(folder) / "x.parquet").stat().st_size)


def main():
    for count, rounds in ((1, 5), (10_000, 2)):
        print(f"\n{count:,} placements\n\n| format | processor time | size |\n|---|---|---|")
        measured(many(count), rounds)


main()
