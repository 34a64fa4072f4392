"""The page: one HTML file with an interactive map (Leaflet through folium), the report's words and all evidence.

It needs no network: Leaflet, the ground and every word are inside. Report text travels once, as JSON in which `<`, `>`,
`&`, `{` and `}` are escaped, and the page's script puts it in as text; none of it passes through folium, whose
elements are compiled as templates. A content security policy names every script by its hash. What the page cannot
carry: the exact geometry (drawn shapes are thinned to what the eye can tell; the GeoJSON has all of it).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers.html import notebook, page
from mapper.writers.html.lean import import_folium

TITLE = "Map page"
FOR = "readers, editors and critics: the map with the words that it rests on, in any browser"
LOSES = "exact coordinates; the GeoJSON has them"
NEEDS = ""
BY_DEFAULT = True
SUFFIX = ".html"
OPEN = "the map: open it in a browser, online or not"


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.html`."""
    return {f"{stem}.html": page.written(incident, style, stem=stem).encode("utf-8")}


def frame(incident: Incident) -> str:
    """The page in a sandboxed frame, for notebooks: it can run its own script and reach nothing else."""
    whole = page.written(incident, Style(tiles="click"))
    return (
        f'<iframe title="{escape(page.title(incident), quote=True)}" sandbox="allow-scripts" loading="lazy" '
        f'srcdoc="{escape(whole, quote=True)}" style="width:100%;height:640px;border:0"></iframe>'
    )


def folium_map(incident: Incident) -> Any:
    """A plain `folium.Map` of the regions, for those who want to add to it."""
    return notebook.folium_map(incident)


def own_process() -> None:
    """Get ready to write in a process that is ours alone (the command line), where time to start counts."""
    import_folium()
