"""The page beside stock folium and `geopandas.explore`, on the same features in the same run.

    python tests/benchmarks/page.py [FEATURES ...]        default: 50 5000

Prints a Markdown table: bytes, seconds to write, and, in Chromium with the network off, after how many milliseconds the
first feature stands and a quiet moment begins, what is asked of the network, serious findings of axe, how many features
can be had by Tab and by a text beside the map. The others draw nothing without a network: they are timed once more with
Leaflet at hand and a stand-in for jQuery, which flatters them, as nothing has to travel ("with CDN").
axe comes from the npm package axe-core in a folder that AXE_DEPS names; without it, that column is empty.
`geopandas.explore` needs the package mapclassify; without it, its row is left out.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

import folium  # noqa: E402
from many import many  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from mapper.parts import part  # noqa: E402
from mapper.seams import Style  # noqa: E402
from mapper.writers.html.page import leaflet_script  # noqa: E402

RUNS = 3  # the best of so many
MOST_FOR_AXE = 1000  # features: it takes minutes past that


def ours(incident):
    return part("writers", "html").files(incident, stem="x", style=Style(tiles="none"))["x.html"]


def stock_folium(incident):
    made = folium.Map([38.5, 38], zoom_start=7)
    for feature in incident.to_geojson()["features"]:
        name = feature["properties"]["label"]
        folium.GeoJson(feature, tooltip=name, popup=name).add_to(made)
    return made.get_root().render().encode()


def explore(incident):
    return incident.to_geodataframe().explore().get_root().render().encode()


JQUERY = """window.$ = html => {
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  return [made.content.firstElementChild];
};"""


def at_hand(url):
    """What a CDN would answer, as far as drawing needs it."""
    if url.endswith(".css"):
        return "text/css", ""
    if "leaflet" in url and url.endswith("leaflet.js"):
        return "text/javascript", leaflet_script()
    if "jquery" in url and url.endswith(".js"):
        return "text/javascript", JQUERY
    return "text/javascript", ""


def measured(browser, path, *, served, axe=None):
    """What one opening of the page shows; `served`: what it asks of CDNs is answered on the spot."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=bool(axe))
    page = context.new_page()
    asked = []

    def answer(route):
        asked.append(route.request.url)
        kind, body = at_hand(route.request.url)
        route.fulfill(content_type=kind, body=body) if served else route.abort()

    page.route(re.compile("^https?:"), answer)
    page.add_init_script(WATCH)
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_selector("path.leaflet-interactive", state="attached", timeout=20_000 if served else 4000)
        first = round(page.evaluate("window.__first"))
    except Exception:  # noqa: BLE001 - whatever keeps it from drawing, it did not draw
        first = None
    page.wait_for_timeout(2000)
    named = "all => all.filter(p => p.tabIndex >= 0 && p.getAttribute('aria-label')).length"
    seen = page.locator("path.leaflet-interactive")
    rows = page.locator("li, tbody tr").count()
    found = {"first": first, "asked": len(asked), "named": seen.evaluate_all(named), "rows": rows}
    found["quiet"] = round(page.evaluate("Math.max(0, ...window.__long)"))
    if axe:
        page.evaluate(axe)
        bad = page.evaluate(AXE)
        found["axe"] = f"{len(bad)}, {sum(impact in ('serious', 'critical') for impact in bad)} serious"
    context.close()
    return found


WATCH = """
window.__long = [];
new PerformanceObserver(l => l.getEntries().forEach(e => __long.push(e.startTime + e.duration)))
  .observe({type: "longtask", buffered: true});
new MutationObserver((_, seen) => {
  if (!document.querySelector("path.leaflet-interactive")) return;
  window.__first = performance.now();
  seen.disconnect();
}).observe(document, {childList: true, subtree: true});
"""
AXE = "axe.run(document, {preload: false, resultTypes: ['violations']}).then(r => r.violations.map(v => v.impact))"


def main(counts):
    axe = Path(os.environ.get("AXE_DEPS", "")) / "node_modules/axe-core/axe.min.js"
    script = axe.read_text() if axe.exists() else None
    print("| features | page | kB | gzipped kB | written s | first feature ms | quiet ms | with CDN: first | quiet "
          "| requests | axe | by Tab | rows of text |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for count in counts:
            incident = many(count)
            for name, make in (("this page", ours), ("folium", stock_folium), ("geopandas.explore", explore)):
                start = time.perf_counter()
                try:
                    content = make(incident)
                except ImportError:
                    continue
                took = time.perf_counter() - start
                path = Path(folder) / f"{count}-{name.replace(' ', '-')}.html"
                path.write_bytes(content)
                print(row(browser, path, count, name, content, took, script), flush=True)
        browser.close()


def row(browser, path, count, name, content, took, script):
    """One line of the table, each time the best of several openings."""
    off = [measured(browser, path, served=False) for _ in range(RUNS)]
    on = [] if name == "this page" else [measured(browser, path, served=True) for _ in range(RUNS)]

    def best(runs, key):
        return min((run[key] for run in runs if run["first"] is not None), default="never" if runs else "")

    last = (on or off)[-1]
    checked = measured(browser, path, served=bool(on), axe=script) if script and count <= MOST_FOR_AXE else {}
    sizes = f"{len(content) / 1000:.0f} | {len(gzip.compress(content, 9)) / 1000:.0f} | {took:.2f}"
    times = f"{best(off, 'first')} | {best(off, 'quiet')} | {best(on, 'first')} | {best(on, 'quiet')}"
    reach = f"{off[-1]['asked']} | {checked.get('axe', '')} | {last['named']} of {count} | {last['rows']}"
    return f"| {count} | {name} | {sizes} | {times} | {reach} |"


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [50, 5000])
