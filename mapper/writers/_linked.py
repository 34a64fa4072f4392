"""schema.org in JSON-LD: the incident as an `Event` with its `Place`s; for search engines and archives."""

from __future__ import annotations

from typing import Any

from mapper.model import Incident
from mapper.writers import _rows


def event(incident: Incident, *, most: int | None = None) -> dict[str, Any]:
    """The incident: one `Event`, each of its sites (at most `most`) a `subEvent` in its likeliest reading.

    A region is a `GeoCircle` that holds it. Figures are told with their speakers in the description: schema.org has no
    word for a claim about people that does not take sides.
    """
    from mapper.darwincore import point_radius

    card = incident.report
    sites = {site.id: site for site in incident.sites}
    best: dict[str, Any] = {}
    for placement, row in sorted(
        zip(_rows.shown(incident), _rows.rows(incident), strict=True), key=lambda pair: pair[0].weight
    ):
        if row["site"] in sites:
            best[row["site"]] = (placement, row)
    ordered = [best[id_] for id_ in sites if id_ in best]
    told = [_told(row, point_radius(placement)) for placement, row in ordered[:most]]
    days = sorted(row["time_local"] for _, row in ordered if row["time_local"])
    place = next((p for p in incident.places if p.role == "incident"), None)
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": _rows.clean(card.title or card.id),
        "startDate": days[0] if days else None,
        "location": _place(place.name, place.lon, place.lat, place.uncertainty_m) if place else None,
        "description": "; ".join(_figures(incident)[:most]) or None,
        "subEvent": told or None,
        "subjectOf": {
            "@type": "NewsArticle",
            "headline": card.title or None,
            "url": card.url if card.url.startswith(("https://", "http://")) else None,
            "datePublished": card.published.isoformat() if card.published else None,
            "inLanguage": card.language or None,
            "publisher": {"@type": "Organization", "name": card.publisher} if card.publisher else None,
        },
    }
    said: dict[str, Any] = _said(made)
    return said


def _told(row: dict[str, Any], circle: tuple[float, float, float]) -> dict[str, Any]:
    return {
        "@type": "Event",
        "identifier": row["feature_id"],
        "name": row["label"],
        "startDate": row["time_local"] or None,
        "description": row["quote"] or None,
        "location": _place(_rows.where(row), *circle),
    }


def _place(name: str, lon: float | None, lat: float | None, radius_m: float | None) -> dict[str, Any]:
    middle = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    circle = {"@type": "GeoCircle", "geoMidpoint": middle, "geoRadius": radius_m}
    return {"@type": "Place", "name": _rows.clean(name), "geo": circle if lon is not None else None}


def _figures(incident: Incident) -> list[str]:
    return [f"{claim.said} {claim.claim}{f' ({claim.by})' if claim.by else ''}" for claim in _rows.standing(incident)]


def _said(value: Any) -> Any:
    """Without members that have nothing to say."""
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if item is not None}
    return [_said(item) for item in value] if isinstance(value, list) else value
