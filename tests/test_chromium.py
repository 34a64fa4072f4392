"""The page in real Chromium, the network cut: linking, readings, time, keyboard, frames, print, and hostile text."""

import os
import re
import shutil
from dataclasses import replace

import pytest
from canned import kerman
from many import many
from payloads import PAYLOADS, poisoned

from mapper.parts import part
from mapper.seams import Style

pytestmark = pytest.mark.chromium
WATCH = """
window.__broken = [];
document.addEventListener("securitypolicyviolation", e => __broken.push(e.violatedDirective + " " + e.blockedURI));
window.alert = window.prompt = window.confirm = text => __broken.push("dialog " + text);
"""


def missing(reason):
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the package playwright is not installed")
    path = shutil.which("chromium")
    if path is None:
        missing("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def until(page, condition):
    """Wait for what only an evaluation from outside may ask: the page's policy forbids to evaluate text inside."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {condition}")


class Seen:
    """A page that was opened, and everything that went wrong in it."""

    def __init__(self, page):
        self.page = page
        self.wrong = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: r.url.startswith(("file:", "data:", "about:")) or self.wrong.append(r.url))

    def troubles(self):
        return [*self.wrong, *self.page.evaluate("window.__broken")]


@pytest.fixture
def opened(browser, tmp_path):
    contexts = []

    def open_it(incident=None, *, tiles="none", address="", language="en", **options):
        files = part("writers", "html").files(
            incident or kerman(), stem="map", style=Style(tiles=tiles, language=language)
        )
        path = tmp_path / "map.html"
        path.write_bytes(files["map.html"])
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.set_offline(True)
        context.add_init_script(WATCH)
        seen = Seen(context.new_page())
        seen.page.goto(path.as_uri() + address)
        seen.page.wait_for_selector(".card", state="attached")
        return seen

    yield open_it
    for context in contexts:
        context.close()


def test_it_draws_offline_without_a_complaint(opened):
    seen = opened()
    assert seen.page.locator("path.leaflet-interactive").count() == len(kerman().placements)
    assert seen.page.locator(".leaflet-control-scale-line").count() == 2
    assert seen.troubles() == []


def test_a_phrase_lights_its_region_and_a_region_lights_its_phrase(opened):
    page = opened().page
    page.locator("mark.relation").first.hover()
    assert page.locator("path.full.lit").get_attribute("aria-label").startswith("1 First blast")
    page.locator("path.full.site").first.focus()
    assert "700 meters" in " ".join(page.locator("mark.lit").all_text_contents())


def test_enter_opens_a_region_and_escape_gives_the_focus_back(opened):
    page = opened().page
    page.locator("path.full.site").first.focus()
    page.keyboard.press("Enter")
    assert "some 700 meters" in page.locator(".leaflet-popup-content").text_content()
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("1 First blast")


def test_a_reading_switched_off_leaves_the_map_and_the_order_of_tab(opened):
    page = opened().page
    assert page.locator("path.full.site:visible").count() == 3
    page.get_by_label("from the first blast 20 %").check()
    shown = page.locator("path.full.site:visible").evaluate_all("all => all.map(p => p.getAttribute('aria-label'))")
    assert len(shown) == 2
    assert "from the first blast" in shown[1]


def test_the_time_line_steps_by_keyboard_and_hides_nothing(opened):
    page = opened().page
    slider = page.locator("#timeline input")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert "14:50" in slider.get_attribute("aria-valuetext")
    assert page.locator("path.full.later").count() == 2
    assert page.locator("path.full.site:visible").count() == 3
    page.keyboard.press("ArrowLeft")
    assert page.locator("path.full.later").count() == 0


def test_a_link_with_a_hash_restores_view_and_choice(opened):
    page = opened(address="#12.00/30.27000/57.10000/first.r1").page
    assert page.evaluate("mapper.map.getZoom()") == 12
    assert page.locator(".card.chosen").text_content().startswith("1First blast")


def test_the_wheel_scrolls_the_article_until_the_reader_means_the_map(opened):
    page = opened(viewport={"width": 700, "height": 600}).page
    box = page.locator("#map_incident").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    zoom = page.evaluate("mapper.map.getZoom()")
    page.mouse.wheel(0, 300)
    until(page, "scrollY > 0")
    assert page.evaluate("mapper.map.getZoom()") == zoom


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_a_frame_tells_its_height_in_both_dialects(opened, tmp_path, sandbox):
    page = opened().page
    host = tmp_path / "host.html"
    host.write_text(f"""<!doctype html><script>window.said = []; onmessage = e => said.push(e.data)</script>
        <iframe title="map" {sandbox} src="map.html?plain" width="600" height="400"></iframe>""")
    page.goto(host.as_uri())
    until(page, "said.length >= 2")
    said = page.evaluate("said")
    assert any(isinstance(m, dict) and m["type"] == "incident-map" and m["height"] > 100 for m in said)
    assert any(isinstance(m, str) and re.fullmatch(r"pymxPYMx.*xPYMxheightxPYMx\d+", m) for m in said)


def test_dark_can_be_asked_for_and_is_taken_from_the_system(opened):
    paper = "getComputedStyle(document.body).backgroundColor"
    light = opened().page.evaluate(paper)
    assert opened(address="?dark").page.evaluate(paper) == opened(color_scheme="dark").page.evaluate(paper) != light
    assert opened(address="?light", color_scheme="dark").page.evaluate(paper) == light


def test_nothing_overflows_at_320_pixels_nor_at_twice_the_zoom(opened):
    for width in (320, 640):
        page = opened(viewport={"width": width, "height": 640}).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_every_step_of_the_evidence(opened):
    page = opened().page
    page.emulate_media(media="print")
    until(page, "[...document.querySelectorAll('details')].every(d => d.open)")
    assert page.locator(".steps").first.is_visible()


def test_a_street_layer_that_fails_leaves_a_notice_and_a_map(opened):
    page = opened(tiles="").page
    until(page, "document.getElementById('notice').textContent || !navigator.onLine")
    assert page.locator("path.leaflet-interactive").count() == 5


def test_a_street_layer_on_demand_is_not_asked_before_the_click(opened):
    seen = opened(tiles="click")
    assert seen.troubles() == []
    assert seen.page.get_by_role("button", name="Streets").get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_runs_nowhere(opened, payload):
    seen = opened(poisoned(payload), tiles="none")
    page = seen.page
    for path in page.locator("path.leaflet-interactive").all()[:6]:
        path.focus()
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("summary").evaluate_all("all => all.forEach(s => s.parentElement.open = true)")
    for mark in page.locator("mark").all()[:4]:
        mark.dispatch_event("mouseenter")
        mark.dispatch_event("click")
    page.emulate_media(media="print")
    assert seen.troubles() == []
    assert page.evaluate("window.__owned") is None
    assert page.locator("img, script[src], base, link").count() == 0


def test_hostile_text_runs_nowhere_in_print(opened):
    seen = opened(poisoned(" ".join(text for name, text in PAYLOADS.items() if name != "long")))
    seen.page.pdf()
    assert seen.troubles() == []


def test_hostile_text_shows_literally(opened):
    payload = PAYLOADS["markup"]
    page = opened(poisoned(payload)).page
    assert payload in page.locator("h1").text_content()
    assert payload in page.locator(".claims").text_content()
    assert payload in page.locator(".unplaced").text_content()
    assert payload in page.locator(".foot").text_content()


def test_arabic_names_stand_right_to_left_in_their_own_direction(opened):
    city = replace(kerman().places[0], name="کرمان")
    page = opened(replace(kerman(), places=(city, *kerman().places[1:]))).page
    name = page.locator(".card-name span[dir=auto]", has_text="کرمان").first
    assert name.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_a_page_tells_its_words_in_another_language_when_asked(opened):
    page = opened(language="fr", address="?lang=en").page
    assert page.locator("html").get_attribute("lang") == "en"
    assert opened(language="fr").page.locator(".legend h2").text_content() == "Comment lire la carte"


def test_a_frame_that_is_shown_late_is_fitted_then(opened, tmp_path):
    page = opened().page
    host = tmp_path / "late.html"
    host.write_text('<!doctype html><iframe title="map" src="map.html" style="width:0;height:0"></iframe>')
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(host.as_uri())
    frame = page.frames[1]
    frame.wait_for_selector(".card", state="attached")
    page.evaluate("document.querySelector('iframe').style.cssText = 'width:600px;height:500px'")
    for _ in range(100):
        if frame.evaluate("mapper.map.getZoom()") > 8:
            break
        page.wait_for_timeout(50)
    assert frame.evaluate("mapper.map.getZoom()") > 8
    assert wrong == []


def test_a_small_region_lies_over_a_wide_one_and_is_what_the_pointer_means(opened):
    page = opened().page
    paths = "all => all.map(path => path.getBBox().width)"
    widths = page.locator(".leaflet-bands-pane path.wash").evaluate_all(paths)
    assert widths == sorted(widths, reverse=True)
    assert page.locator("path.full.site").first.get_attribute("aria-label").startswith("1 First blast")
    box = page.locator("path.full.site").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.92, box["y"] + box["height"] / 2)
    assert page.locator("path.full.lit").get_attribute("aria-label").startswith("1 First blast")


def test_what_comes_later_moves_nothing_that_is_there(opened):
    watch = """new PerformanceObserver(list => {
        for (const e of list.getEntries()) window.__moved = (window.__moved ?? 0) + e.value;
    }).observe({type: 'layout-shift', buffered: true})"""
    for width in (412, 1280):
        page = opened(viewport={"width": width, "height": 820}).page
        page.evaluate(watch)
        page.wait_for_timeout(500)
        assert (page.evaluate("window.__moved") or 0) < 0.05


def test_regions_past_the_hundredth_are_found_by_pointer_and_by_list(opened):
    page = opened(many(400)).page
    until(page, "document.querySelectorAll('.card').length === 400")
    until(page, "mapper.entries.length === 400")
    n = page.evaluate("mapper.data.areas.findIndex((a, n) => n >= 100 && a.sort === 'place')")
    page.locator(".card-name").nth(n).focus()
    page.keyboard.press("Enter")
    assert page.locator("path.chosen").count() == 1
    until(page, "mapper.map.getZoom() > 10")
    spot = page.evaluate(f"mapper.map.latLngToContainerPoint(mapper.data.areas[{n}].at)")
    box = page.locator("#map_incident").bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    assert page.locator(".brief-name").text_content() == page.locator(".card-name").nth(n).text_content()


def test_marked_words_can_be_read_in_forced_colours(opened):
    page = opened(forced_colors="active").page
    shown = """() => [...document.querySelectorAll("mark"), document.body].map(node => getComputedStyle(node).color)"""
    assert len(set(page.evaluate(shown))) == 1
    page.locator("mark.relation").first.hover()
    lit = page.locator("mark.lit").first
    assert lit.evaluate("m => getComputedStyle(m).color !== getComputedStyle(m).backgroundColor")


def test_nothing_overflows_when_all_is_twice_as_large(opened):
    page = opened().page
    page.evaluate("document.documentElement.style.zoom = 2")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert page.locator(".card-name").first.is_visible()


def test_nothing_moves_by_itself_where_motion_is_unwelcome(opened):
    page = opened(reduced_motion="reduce").page
    page.locator(".card-name").first.click()
    moving = "document.getAnimations().length + (mapper.map._animatingZoom ? 1 : 0)"
    assert page.evaluate(moving) == 0


def test_the_globe_stands_where_it_hides_no_anchor(opened):
    page = opened().page
    overlap = """() => {
      const globe = document.getElementById("inset").getBoundingClientRect();
      return [...document.querySelectorAll(".dot.anchor")].some(dot => {
        const box = dot.getBoundingClientRect();
        return box.left < globe.right && box.right > globe.left && box.top < globe.bottom && box.bottom > globe.top;
      });
    }"""
    assert page.evaluate(overlap) is False


def test_every_control_is_large_enough_for_a_finger(opened):
    page = opened(viewport={"width": 375, "height": 700}).page
    size = (
        "all => all.map(n => n.getBoundingClientRect()).filter(b => b.width && (b.width < 24 || b.height < 24)).length"
    )
    assert page.locator("button, input, summary, .leaflet-bar a").evaluate_all(size) == 0
    height = "all => Math.min(...all.map(n => n.getClientRects()[0].height))"
    assert page.locator("mark[role=button]").evaluate_all(height) >= 24
