"""A small incident made by hand, for tests of what comes after reading: two blasts near a grave, as placed.

It is no expectation of the reader or of the placing: geometries are plain discs and rings of 64 sides.
"""

from dataclasses import replace
from datetime import date

from pyproj import Geod

from mapper.model import (
    Candidate,
    Claim,
    Incident,
    Length,
    Place,
    Placement,
    Relation,
    ReportCard,
    Site,
    Span,
    Time,
    Unplaced,
)

GRAVE = (57.1208, 30.2783)
CITY = (57.07879, 30.28321)
FIRST = Span(0, 66, "The first blast was some 700 meters from the grave of the General,")
SECOND = Span(67, 110, "and the second one about one kilometer away")
DEAD = Span(200, 261, "95 people were killed, the head of the emergency service said")
MORE = Span(262, 327, "a reporter of the agency estimated that more than 200 were killed")


def circle(centre, radius, sides=64, reverse=False):
    geod = Geod(ellps="WGS84")
    points = [geod.fwd(*centre, -360 * i / sides, radius)[:2] for i in range(sides)]
    points = [[round(lon, 9), round(lat, 9)] for lon, lat in (reversed(points) if reverse else points)]
    return [*points, points[0]]


def disc(centre, radius):
    return {"type": "Polygon", "coordinates": [circle(centre, radius)]}


def ring(centre, inner, outer):
    return {"type": "Polygon", "coordinates": [circle(centre, outer), circle(centre, inner, reverse=True)]}


def line(centre, radius):
    return {"type": "LineString", "coordinates": circle(centre, radius)}


def placement(relation, low, nominal, high, **changes):
    anchor = 550.0
    lon, lat, _ = Geod(ellps="WGS84").fwd(*GRAVE, 180, nominal)
    ready = Placement(
        id=f"{relation.site}.{relation.id}",
        site=relation.site,
        place=None,
        from_=(relation.id,),
        kind="ring",
        relation="distance",
        shape="ring",
        reading=relation.reading,
        weight=relation.weight,
        geometry=ring(GRAVE, max(low - anchor, 1), high + anchor),
        stated=ring(GRAVE, low, high),
        nominal=line(GRAVE, nominal),
        label_lon=round(lon, 9),
        label_lat=round(lat, 9),
        budget_m={
            "distance": (high - low) / 2,
            "hedge": (high - low) / 2,
            "anchor_extent": 250,
            "anchor_position": 300,
        },
        uncertainty_m=high + anchor,
        because=("a distance without a direction is a ring", "a hedge doubles the number's own precision"),
    )
    return replace(ready, **changes)


def kerman():
    city = Place(
        id="kerman", name="Kerman", kind="city", role="incident", mentions=(Span(120, 126, "Kerman"),),
        lon=CITY[0], lat=CITY[1], uncertainty_m=7500, extent_m=7400, position_m=100, source="geonames",
        source_id="128234", confidence=0.97, because=("the city before the province of the same name",),
        candidates=(Candidate("Kerman", -120.06, 36.7236, "geonames", "5362842", 0.02),), country="IR",
        timezone="Asia/Tehran", attribution="GeoNames, CC BY 4.0", within=("iran",),
    )  # fmt: skip
    grave = Place(
        id="grave", name="grave of the General", kind="grave", role="anchor",
        mentions=(Span(41, 65, "the grave of the General"),), lon=GRAVE[0], lat=GRAVE[1], uncertainty_m=550,
        extent_m=250, position_m=300, source="landmarks", source_id="Q124098799", confidence=0.95,
        because=("a landmark with one published source",), country="IR", timezone="Asia/Tehran", within=("kerman",),
    )  # fmt: skip
    iran = Place(
        id="iran", name="Iran", kind="country", role="container", mentions=(Span(128, 132, "Iran"),), lon=53.0,
        lat=32.0, uncertainty_m=1_200_000, extent_m=1_200_000, position_m=0, source="geonames", source_id="130758",
        confidence=1.0, country="IR", attribution="GeoNames, CC BY 4.0",
    )  # fmt: skip
    nowhere = Place(
        id="square",
        name="the old square",
        kind="square",
        role="mentioned",
        mentions=(Span(140, 154, "the old square"),),
    )
    first = Relation(
        id="r1", relation="distance", site="first", anchors=("grave",), geometry="ring", quote=FIRST, hedged=True,
        distance_m=Length(650, 700, 750, "some 700 meters", "700", 1, hedged=True), bearing_deg=None,
        bearing_half_width_deg=None,
    )  # fmt: skip
    second = replace(
        first, id="r2", site="second", quote=SECOND, reading="from the grave", weight=0.8,
        distance_m=Length(500, 1000, 1500, "about one kilometer", "1", 1000, hedged=True),
    )  # fmt: skip
    other = replace(second, id="r3", anchors=("first",), reading="from the first blast", weight=0.2)
    wide = ring(GRAVE, 1, 3350)
    return Incident(
        report=ReportCard(
            id="kerman-2024-01-03", title="Two blasts in Kerman", sha256="0" * 64, characters=400, language="en",
            published=date(2024, 1, 3), timezone="Asia/Tehran", dateline=Span(300, 306, "TEHRAN"),
            publisher="A wire", sentences=(FIRST, SECOND, DEAD, MORE),
        ),
        places=(city, grave, iran, nowhere),
        sites=(
            Site("first", "First blast", "explosion", 1, (Span(0, 15, "The first blast"),), "t1"),
            Site("second", "Second blast", "explosion", 2, (Span(71, 85, "the second one"),), "t2"),
        ),
        relations=(first, second, other),
        times=(
            Time("t1", "2024-01-03T14:50:00+03:30", "minute", False, Span(160, 165, "14:50")),
            Time("t2", "2024-01-03T15:05:00+03:30", "minute", True, Span(170, 186, "15 minutes later"),
                 ("14:50 and 15 minutes later",)),
        ),
        claims=(
            Claim("c1", "killed", 95, 95, "95 people", "the head of the emergency service", None, None, False, (DEAD,)),
            Claim("c2", "killed", 201, None, "more than 200", "a reporter of the agency", None, None, True, (MORE,)),
        ),
        placements=(
            Placement("kerman.area", None, "kerman", (), disc(CITY, 7500), *CITY, kind="place", relation="at",
                      shape="feature", budget_m={"anchor_extent": 7400, "anchor_position": 100}, uncertainty_m=7500),
            Placement("grave.area", None, "grave", (), disc(GRAVE, 550), *GRAVE, kind="place", relation="at",
                      shape="feature", budget_m={"anchor_extent": 250, "anchor_position": 300}, uncertainty_m=550),
            placement(first, 600, 700, 800),
            placement(second, 500, 1000, 1500),
            placement(other, 500, 1000, 1500, geometry=wide, budget_m={"distance": 500, "anchor_extent": 1350}),
        ),
        unplaced=(Unplaced("the old square", "no gazetteer knows it", Span(140, 154, "the old square")),),
    )  # fmt: skip
