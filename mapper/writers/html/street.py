"""The street layer of the page: which tiles, from where, under which terms; and the script that folium writes.

The default must work from a file on disk, where browsers send no Referer: openstreetmap.org refuses such requests,
CARTO stamps them with "API key required". Esri's grey canvas answers them, and its calm suits coloured regions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from mapper.errors import UsageError
from mapper.writers._view import View

DEFAULT = "Esri.WorldGrayCanvas"
DARK = {"World_Light_Gray_Base": "World_Dark_Gray_Base"}  # variants of one provider for the dark scheme
# Tiles that travel in the page, a clear one where there is none; and they end sooner than the map.
CLEAR = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
PACKED = f"""const packed = mapper.data.street.tiles;
tile_layer_street.getTileUrl = ({{x, y, z}}) => packed[`${{z}}/${{x}}/${{y}}`] ?? "{CLEAR}";
map_incident.setMinZoom(1);
"""
REFERRER = "strict-origin-when-cross-origin"


@dataclass(frozen=True, slots=True)
class Street:
    """A layer of tiles. `when`: at once | click (only when the reader asks). `credit` is plain text.

    `tiles` are those packed into the page, by zoom/x/y, as data: addresses; with them nothing is asked of any host.
    """

    name: str
    url: str
    credit: str
    hosts: tuple[str, ...]
    when: str = "at once"
    options: Mapping[str, object] = field(default_factory=dict)
    tiles: Mapping[str, str] = field(default_factory=dict)


def chosen(tiles: str) -> Street | None:
    """The layer that `--tiles` names: a provider, an https URL with {z} {x} {y}, "click", or "none".

    Raises:
        UsageError: no provider has the name, it needs a key, or the URL is none of http and https.
    """
    name, _, rest = tiles.partition(":")
    if tiles == "none":
        return None
    if name == "click":
        found = chosen(rest or DEFAULT)
        return (
            None if found is None else Street(found.name, found.url, found.credit, found.hosts, "click", found.options)
        )
    if name in ("http", "https"):
        return _from_url(tiles)
    return _from_provider(tiles or DEFAULT)


def _from_url(url: str) -> Street:
    parts = urlsplit(url)
    host = parts.netloc.replace("{s}", "*")
    if not re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:\d+)?", host) or not all(
        mark in url for mark in ("{z}", "{x}", "{y}")
    ):
        raise UsageError(f"--tiles {url[:80]!r}: a street layer is an http(s) URL with {{z}}, {{x}} and {{y}} in it")
    if re.search(r"[\s\"'<>`\\]|\{(?![sxyzr]\}|-y\})", url):
        raise UsageError(f"--tiles {url[:80]!r}: only {{s}}, {{z}}, {{x}}, {{y}}, {{-y}} and {{r}} may stand in it")
    return Street(parts.netloc, url, parts.netloc.replace("{s}.", ""), (f"{parts.scheme}://{host}",))


def _from_provider(name: str) -> Street:
    import xyzservices
    import xyzservices.providers as known

    try:
        provider: xyzservices.TileProvider = known.query_name(name)
    except ValueError:
        raise UsageError(f"--tiles {name[:80]!r}: no such provider; say none, click, an https URL, or a name "
                         "of xyzservices such as Esri.WorldStreetMap") from None  # fmt: skip
    if provider.requires_token():
        raise UsageError(f"--tiles {name}: this provider needs a key; give its https URL with the key in it")
    url = provider.build_url(fill_subdomain=False, scale_factor="{r}")
    hosts = _from_url(url).hosts
    options: dict[str, object] = {"max_native_zoom": int(provider.get("max_zoom", 18))}
    if "{s}" in url:
        options["subdomains"] = provider.get("subdomains", "abc")
    for light, dark in DARK.items():
        if light in url:
            options["dark_url"] = url.replace(light, dark)
    return Street(
        provider.name, url, provider.get("attribution", provider.name).replace("(C)", "©"), hosts, options=options
    )


def folium_script(view: View, street: Street | None) -> str:
    """The script that makes the map, written by folium; no text goes in but addresses that `chosen` let through."""
    import folium

    _, south, _, north = view.bounds
    made: Any = folium.Map(
        location=[(south + north) / 2, view.middle],
        tiles=None,
        control_scale=True,
        zoom_start=3,
        min_zoom=1,
        max_zoom=19,
        scroll_wheel_zoom=False,
        zoom_snap=0.25,
        bounce_at_zoom_limits=False,
    )
    made._id = "incident"  # folium draws ids by lot; the same incident must give the same bytes
    if street:
        options: dict[str, Any] = {"referrer_policy": REFERRER, "max_zoom": 19, **street.options}
        layer = folium.TileLayer(street.url, attr=" ", show=False, **options)  # the page shows the credit as text
        layer._id = "street"
        layer.add_to(made)
    made.render()
    script = "\n".join(line.strip() for line in made.get_root().script.render().splitlines() if line.strip())
    layer_name = "tile_layer_street" if street else "null"
    if street and street.tiles:
        script += f"\n{PACKED}"
    return f"(function(){{\n{script}\nmapper.run(map_incident,{layer_name});\n}})();"
