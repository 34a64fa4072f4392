"""One HTML document from an incident: what travels in it, in which order, and what it is allowed to do."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from functools import cache
from html import escape
from pathlib import Path

from mapper.errors import UsageError
from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _address, _linked, _streets, _told, _view
from mapper.writers._words import languages, words
from mapper.writers.html import payload
from mapper.writers.html import street as streets

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
_UNUSED = re.compile(
    "oldie|vml|-layers|-tooltip|div-icon|-marker|-shadow|-image-layer|-flag|"
    "safari|crosshair|-scrolled|-touch [.]|:hover"
)
ROOM = 241_000  # bytes of a page of fifty regions, but for its head and its words without a script
SUB_EVENTS = 4  # that search engines are told of; a page of thousands must not say everything twice


def written(incident: Incident, style: Style, *, stem: str = "") -> str:
    """The whole document; `stem` is what its own file is called.

    Raises:
        UsageError: a street layer that nobody here knows, or an address to publish at that is none.
    """
    view = _view.view(incident)
    before, _, layer = style.tiles.partition(":")
    packing = before == "embed"
    street = streets.chosen(layer if packing else style.tiles)
    if packing and street:
        from mapper.writers.html.packed import packed  # what asks a network is loaded for those who ask for it

        street = packed(view, street, problem=style.problem)
    language = style.language if style.language in languages() else "en"
    script = _closed(f"{leaflet_script()}\n{_own_script()}\n{streets.folium_script(view, street)}\n")
    css = _closed(f"{leaflet_css()}\n{_own_css()}")
    around = _streets.around(view, style.ways)
    texts = payload.texts(view, street, language, around)
    shapes = payload.shapes(view, around, room=ROOM - len(script) - len(css) - len(texts.encode()))
    name = _inert(title(incident))
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{words(language)["dir"]}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script, css, street)}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="referrer" content="strict-origin-when-cross-origin">\n'
        f'<title>{name}</title>\n<meta name="description" content="{_inert(payload.summary(view))}">\n'
        f'<meta property="og:title" content="{name}">\n{_published(style.url, stem)}'
        '<meta name="generator" content="incident-mapper">\n'
        f'<script type="application/ld+json">{payload.escaped(_linked.event(incident, most=SUB_EVENTS))}</script>\n'
        f"<style>{css}</style>\n</head>\n<body>\n{_body(view, language)}"
        f'<script type="application/json" id="texts">{texts}</script>\n'
        f'<script type="application/json" id="shapes">{shapes}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _published(url: str, stem: str) -> str:
    """For link previews: where the page and its picture will be, if that is known."""
    if not url:
        return ""
    own = _address.published(url, f"{stem}.html")
    picture = _address.published(url, f"{stem}.png")
    return (
        f'<link rel="canonical" href="{_inert(own)}">\n<meta property="og:url" content="{_inert(own)}">\n'
        f'<meta property="og:image" content="{_inert(picture)}">\n<meta property="og:type" content="article">\n'
    )


def title(incident: Incident) -> str:
    """What the page is called."""
    return _view.short(incident.report.title or incident.report.id, _view.NAME) or "Incident map"


def leaflet_script() -> str:
    """Leaflet's own script, from its package."""
    return (_leaflet() / "leaflet.js").read_text("utf-8").split("\n//# sourceMappingURL")[0]


def leaflet_css() -> str:
    """Leaflet's own stylesheet without the pictures that the page never shows and what only old browsers read."""
    text = re.sub(r"/\*.*?\*/", "", (_leaflet() / "leaflet.css").read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", text)
    text = re.sub(r"([^{}]*)\{([^{}]*)\}", _used, text)
    return _squeezed(re.sub(r"\s-(?:webkit|moz|ms)-[a-z-]+\s*:[^;}]*;", " ", text))


def _used(rule: re.Match[str]) -> str:
    """A rule of the stylesheet for those of its selectors that the page may meet."""
    kept = [part for part in rule[1].split(",") if not _UNUSED.search(part)]
    return f"{','.join(kept)}{{{rule[2]}}}" if kept and rule[2].strip() else ""


@cache
def _leaflet() -> Path:
    spec = importlib.util.find_spec("xstatic.pkg.leaflet")
    if spec is None or not spec.submodule_search_locations:
        raise UsageError("the package XStatic-Leaflet is missing; install incident-mapper again")
    return Path(spec.submodule_search_locations[0]) / "data"


@cache
def _own_script() -> str:
    """The page's own script, as `assets/build.mjs` makes it from its sources."""
    return (ASSETS / "page.min.js").read_text("utf-8")


@cache
def _own_css() -> str:
    text = (ASSETS / "page.css").read_text("utf-8")
    return _squeezed(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _squeezed(css: str) -> str:
    css = re.sub(r"\s*([{},;>])\s*|(?<=:)\s+", r"\1", re.sub(r"\s+", " ", css))
    return css.replace(";}", "}").strip()


def _body(view: _view.View, language: str) -> str:
    """What is seen before any script has run, and without one: the heading, and the map in words."""
    text, report = words(language), view.incident.report
    published = report.published.isoformat() if report.published else ""
    slots = {
        "kicker": " · ".join(filter(None, (_view.short(report.publisher, _view.NAME), published))),
        "title": title(view.incident),
        "deck": _told.deck(view, text),
        "noscript": text["noscript"],
        "told": _told.told(view.incident, language),
    }
    body = re.sub(
        r'(?<= data-t=")(\w+)">', lambda m: f"{m[0]}{_inert(text[m[1]])}", (ASSETS / "body.html").read_text("utf-8")
    )
    return re.sub(r"<!--(\w+)-->", lambda m: _inert(slots[m[1]]), body)


def _policy(script: str, css: str, street: streets.Street | None) -> str:
    """Nothing but the page's own script and style by their hashes, and pictures from the street layer's hosts.

    The page itself connects to nothing. Its own host may be asked, so that crawlers that work from inside a page can
    read what the site's robots.txt says of it.
    """
    hosts = " ".join(street.hosts) if street else ""
    images = " ".join(("data:", hosts)).strip()
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(css)}'; img-src {images}; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _inert(text: str) -> str:
    """Text for the head: entities for all that means anything in HTML or in a template."""
    return escape(text, quote=True).replace("{", "&#123;").replace("}", "&#125;")


def _closed(text: str) -> str:
    """A script or style that cannot end before its end."""
    return re.sub(r"</(?=script|style)", r"<\\/", text, flags=re.IGNORECASE)
