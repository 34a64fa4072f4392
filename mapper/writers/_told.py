"""The map in words, as a person would tell it to one who cannot see it: what, where, how sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mapper.model import Incident
from mapper.writers._view import LABEL, NAME, Area, View, meaning, short, view
from mapper.writers._words import filled, words

MOST = 12  # regions told one by one; past that only their number


def told(incident: Incident, language: str) -> str:
    """The map in a few sentences."""
    return " ".join(sentences(view(incident), words(language)))


def sentences(seen: View, told: Mapping[str, str]) -> Iterator[str]:
    """What the map is, then every site, then the places and what could not be placed."""
    title = short(seen.incident.report.title or seen.incident.report.id, NAME).rstrip(".")
    yield filled(told["alt_map"], {"title": title})
    sites = [area for area in seen.areas if area.sort == "site" and not area.light]
    for area in sites[:MOST]:
        yield f"{named(area)}: {says(area, told)}"
    if len(sites) > MOST:
        yield filled(told["alt_more"], {"count": str(len(sites) - MOST)})
    places = list(dict.fromkeys(area.name for area in seen.areas if area.sort in ("place", "anchor")))
    if places:
        more = f" (+{len(places) - MOST})" if len(places) > MOST else ""
        yield filled(told["alt_places"], {"names": ", ".join(places[:MOST]) + more})
    if seen.incident.unplaced:
        names = ", ".join(short(u.what, LABEL) for u in seen.incident.unplaced[:MOST])
        yield filled(told["alt_unplaced"], {"names": names})
    if not seen.areas:
        yield told["nothing"]


def named(area: Area) -> str:
    """A region's name with its time, and its reading where the words have several."""
    reading = f", {area.reading} ({area.placement.weight:.0%})" if area.reading else ""
    value = area.time.value if area.time else None
    clock = f" ({value[11:16]})" if value and len(value) > 15 else f" ({value})" if value else ""
    return f"{area.name}{clock}{reading}"


def says(area: Area, told: Mapping[str, str]) -> str:
    """What one region means, as a sentence."""
    key, slots = meaning(area)
    if "compass" in slots:
        slots = slots | {"compass": told[f"compass_{slots['compass']}"]}
    sentence = filled(told[f"says_{key}"], slots)
    return f"{sentence} {told['open_edge']}" if area.placement.unbounded else sentence


def deck(seen: View, told: Mapping[str, str]) -> str:
    """How many sites there are and how to take their outlines, in a sentence or two."""
    regions = [area.placement.site for area in seen.areas if area.sort == "site"]
    sites = len(set(regions))
    key = {0: "deck_none", 1: "deck_one"}.get(sites, "deck_many") + "_readings" * (len(regions) > sites)
    return filled(told[key], {"sites": str(sites), "regions": str(len(regions))})
