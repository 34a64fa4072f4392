"""A plain folium map of the regions, for those who want to add layers of their own to it."""

from __future__ import annotations

import re
from typing import Any

from mapper.model import Incident
from mapper.writers import _palette, _view


def entities(text: str) -> str:
    """Text as HTML in which nothing but letters, digits and spaces stands for itself.

    folium compiles what it is given as a Jinja template and puts popups into JavaScript template literals; numeric
    entities mean nothing to either, and the browser shows the characters that they stand for.

    >>> entities("a {{7*7}}")
    'a &#123;&#123;7&#42;7&#125;&#125;'
    """
    return re.sub(r"[^A-Za-z0-9 ]", lambda m: f"&#{ord(m[0])};", _view.short(text, _view.NAME))


def folium_map(incident: Incident) -> Any:
    """A `folium.Map` with one GeoJson layer a region, its meaning in the popup; text is inert."""
    import folium

    view = _view.view(incident)
    west, south, east, north = view.bounds
    made = folium.Map(tiles=None, location=[(south + north) / 2, view.middle], control_scale=True)
    for area in reversed(view.areas):
        hue = _palette.tone(area.tone)
        style = {
            "color": hue,
            "weight": 1.5,
            "dashArray": "5 4",
            "fillColor": hue,
            "fillOpacity": 0.0 if area.light else 0.15,
        }
        name = f"{area.name} ({area.reading}, {area.placement.weight:.0%})" if area.reading else area.name
        layer = folium.GeoJson(
            {"type": "Feature", "properties": {}, "geometry": dict(area.placement.geometry)},
            style_function=lambda _, style=style: style,
        )
        layer.add_child(folium.Popup(entities(name), max_width=320))
        layer.add_to(made)
    made.fit_bounds([[south, west], [north, east]])
    return made
