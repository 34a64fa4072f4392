"""The page beside stock folium and `geopandas.explore`, on the same features in the same run.

    python tests/benchmarks/page.py [FEATURES ...]        default: 50 5000

Prints a Markdown table: bytes, seconds to write, and, in Chromium with the network off, after how many milliseconds the
first feature stands, what is asked of the network, and how many features have a name and a stop of Tab.
`geopandas.explore` needs the package mapclassify; without it, its row is left out.
"""

from __future__ import annotations

import gzip
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

RUNS = 3  # the best of so many


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


def measured(browser, path):
    """What one opening of the page shows."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.abort()

    page.route("http*://**", answer)
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_selector("path.leaflet-interactive", state="attached", timeout=8000)
        first = page.evaluate("Math.round(performance.now())")
    except Exception:  # noqa: BLE001 - whatever keeps it from drawing, it did not draw
        first = None
    page.wait_for_timeout(1500)
    named = "all => all.filter(p => p.tabIndex >= 0 && p.getAttribute('aria-label')).length"
    seen = page.locator("path.leaflet-interactive")
    found = {"first": first, "asked": len(asked), "drawn": seen.count(), "named": seen.evaluate_all(named)}
    context.close()
    return found


def main(counts):
    print("| features | page | kB | gzipped kB | written s | first feature ms | requests | named stops of Tab |")
    print("|---|---|---|---|---|---|---|---|")
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
                runs = [measured(browser, path) for _ in range(RUNS)]
                best = min(runs, key=lambda run: run["first"] or 1e9)
                first = best["first"] if best["first"] is not None else "never"
                sizes = f"{len(content) / 1000:.0f} | {len(gzip.compress(content, 9)) / 1000:.0f}"
                seen = f"{first} | {best['asked']} | {best['named']} of {count}"
                print(f"| {count} | {name} | {sizes} | {took:.2f} | {seen} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [50, 5000])
