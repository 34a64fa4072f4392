"""An incident of many features made by hand: half of them rings around towns, half of them named places."""

from datetime import date
from random import Random

from canned import disc, line, ring

from mapper.model import Incident, Length, Place, Placement, Relation, ReportCard, Site, Span


def many(count, seed=4):
    """`count` features in a part of Asia Minor; the same seed gives the same incident."""
    chance = Random(seed)
    sites, relations, placements, places = [], [], [], []
    for i in range(count):
        at = (35 + chance.random() * 6, 36.5 + chance.random() * 4)
        span = Span(i * 40, i * 40 + 30, f"{3 + i % 9} km from village {i}")
        place = Place(f"p{i}", f"Village {i}", "city", "mentioned", (span,), *at, uncertainty_m=2000, source="geonames",
                      source_id=str(1000 + i), confidence=0.9, because=("one town of that name in the country",),
                      attribution="GeoNames, CC BY 4.0")  # fmt: skip
        places.append(place)
        if i % 2:
            placements.append(
                Placement(f"p{i}.area", None, place.id, (), disc(at, 2000), *at, kind="place", relation="at",
                          shape="feature", budget_m={"anchor_extent": 1500, "anchor_position": 500}, uncertainty_m=2000)
            )  # fmt: skip
            continue
        sites.append(Site(f"s{i}", f"Strike {i}", "strike", None, (span,)))
        far = 3000 + 1000 * (i % 9)
        said = Length(far - 500, far, far + 500, f"{far // 1000} km", str(far // 1000), 1000)
        relations.append(Relation(f"r{i}", "distance", f"s{i}", (place.id,), said, None, None, False, "ring", span))
        placements.append(
            Placement(f"s{i}.where", f"s{i}", None, (f"r{i}",), ring(at, far - 1400, far + 1400), at[0],
                      at[1] - far / 111_000, kind="ring", relation="distance", shape="ring",
                      stated=ring(at, far - 500, far + 500), nominal=line(at, far), uncertainty_m=far + 1400,
                      budget_m={"distance": 500, "anchor_extent": 800, "anchor_position": 100},
                      because=("a distance without a direction is a ring",))
        )  # fmt: skip
    card = ReportCard(f"many-{count}", f"{count} features in one report", "0" * 64, count * 40, "en", date(2024, 5, 5),
                      sentences=tuple(place.mentions[0] for place in places[:60]))  # fmt: skip
    return Incident(card, tuple(places), tuple(sites), tuple(relations), placements=tuple(placements))
