"""Past incidents beside the repository: does the region of the raw report hold the true place, and how large is it."""

from dataclasses import dataclass
from datetime import date

import shapely
from allowed import allowed_m2
from test_incidents import placements

import mapper
from mapper import geodesy


@dataclass(frozen=True)
class Row:
    """One true place: how the report places it, and how much more ground that is than its words allow.

    `hard` and `ninety` say whether the regions hold it. `own` is the area by what the rule allows around the anchors
    that were found, `true` by what it allows around the true ones.
    """

    incident: str
    site: str
    relation: str
    hard: bool
    ninety: bool
    area_m2: float
    own: float | None
    true: float | None


def rows(case):
    """A row for each true place of a case, by the smallest region that holds it."""
    report = mapper.Report(case["report_text"], title=case["title"], published=date.fromisoformat(case["date"]))
    read = mapper.place(mapper.read(report))
    made, _ = placements(case)
    for truth in case["truth"]:
        spot = shapely.Point(truth["lon"], truth["lat"])
        main = [p for p in read.placements if p.site and not p.detail.keys() & {"supporting", "apart"}]
        regions = sorted(((geodesy.area_m2(geodesy.shape(p.geometry)), p) for p in main), key=lambda r: r[0])
        held = [(area, p) for area, p in regions if geodesy.shape(p.geometry).intersects(spot)]
        area, best = (held or regions[-1:])[0]
        by_hand = [
            allowed(made, p) for p in made.placements if p.site == truth["site"] and not p.detail.get("supporting")
        ]
        least = min((m2 for m2 in by_hand if m2), default=None)
        own = allowed(read, best)
        yield Row(
            case["id"], truth["site"], best.relation, bool(held),
            geodesy.shape(best.ninety or best.geometry).intersects(spot), area,
            area / own if own else None, area / least if least else None,
        )  # fmt: skip


def allowed(incident, placement):
    """What the phrases of a placement allow around their places, in square metres."""
    known = {p.id: p for p in incident.places}
    located = {}
    for p in incident.places:
        container = known.get(p.resolved_to.partition("container:")[2])
        at = p if container is None else container
        if at.lon is None:
            continue
        position, extent = at.position_m or 0.0, at.extent_m or 0.0
        whole = max(at.uncertainty_m or 0.0, position + extent)
        located[p.id] = {"lon": at.lon, "lat": at.lat, "extent_m": whole - position if container is None else 0.0,
                         "position_m": position if container is None else whole}  # fmt: skip
    return allowed_m2([r for r in incident.relations if r.id in placement.from_], located)


def table(found):
    """The rows as Markdown."""
    yield "| incident | true place | by | in region | in 90 % | km² | ÷ own anchors | ÷ true anchors |"
    yield "|---|---|---|---|---|---:|---:|---:|"
    for r in found:
        own, true = (f"{v:.2f}" if v else "–" for v in (r.own, r.true))
        hard, ninety = ("yes" if yes else "NO" for yes in (r.hard, r.ninety))
        cells = (r.incident, r.site, r.relation, hard, ninety, f"{r.area_m2 / 1e6:,.2f}", own, true)
        yield f"| {' | '.join(cells)} |"
