"""The map as a still picture, drawn with matplotlib: the same regions, ground, legend, scale, credit and inset.

Web Mercator, so that it looks as the page does. Text is text (never mathematics), shaped and ordered by matplotlib as
its script asks. A picture cannot be asked for its evidence: the page and the alternative text say what it rests on.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from math import cos, degrees, floor, log10, radians, sinh
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.patheffects import withStroke

from mapper.model import Geometry, Incident
from mapper.seams import Style
from mapper.writers import _globe, _ground, _palette, _rows, _scenery, _shapes, _streets, _told, _towns
from mapper.writers._scenery import clash, mercator, path
from mapper.writers._streets import Streets
from mapper.writers._view import Area, View, near, short, view, wide
from mapper.writers._words import words

SIZE = (12.0, 9.0)  # inches, at 100 pixels each
FAMILIES = ("Noto Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK JP", "Noto Sans CJK SC",
            "WenQuanYi Zen Hei", "Droid Sans Fallback", "Noto Sans Devanagari", "Noto Sans Thai")  # fmt: skip
CREDIT = 190  # characters of credits in a line; none may be cut off, as licences ask for them
MARGIN = 0.12  # share of the regions' width that is left around them

# Where a name may stand: beside the mark at its point, or over the point, in points; the first free one is taken.
AROUND = ((7, 0, "left", "center"), (-7, 0, "right", "center"), (0, 7, "center", "bottom"), (0, -7, "center", "top"))
OVER = tuple((0, dy, "center", "center") for dy in (0, 14, -14, 28, -28))

Array = np.ndarray[Any, Any]


def drawn(incident: Incident, *, form: str, style: Style) -> bytes:
    """The picture as "svg" or "png" (twice the pixels, for dense screens)."""
    seen = view(incident)
    settings: Any = {
        "font.family": [name for name in FAMILIES if name in font_manager.get_font_names()] or ["sans-serif"],
        "svg.fonttype": "path",
        "svg.hashsalt": "incident",
        "axes.unicode_minus": False,
    }
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    with rc_context(settings):
        figure = _Picture(seen, words(style.language), _streets.around(seen, style.ways)).figure()
        out = io.BytesIO()
        about = {"Date": None, "Creator": "incident-mapper"} if form == "svg" else {"Software": "incident-mapper"}
        figure.savefig(out, format=form, dpi=200 if form == "png" else 100, metadata=about)
    return out.getvalue()


def _size(area: Area) -> float:
    west, south, east, north = area.bounds
    return (east - west) * (north - south)


class _Picture:
    """One figure in the making; `x`, `y` are Mercator degrees."""

    def __init__(self, seen: View, text: dict[str, str], streets: Streets | None) -> None:
        self.seen, self.text, self.wide, self.streets = seen, text, wide(seen.areas), streets
        self.base = Figure(figsize=SIZE, facecolor="white")
        self.canvas = FigureCanvasAgg(self.base)
        self.axes = self.base.add_axes((0.02, 0.16, 0.96, 0.725))
        self.taken: list[tuple[float, float, float, float]] = []

    def figure(self) -> Figure:
        self.frame()
        self.layers = _scenery.ground(self.axes, self.low, self.high)
        _scenery.ways(self.axes, self.streets)
        _scenery.grid(self.axes, self.low, self.high)
        for number, area in enumerate(sorted(self.seen.areas, key=_size, reverse=True)):
            self.region(area, 4 * number / len(self.seen.areas))
        self.furniture()
        self.names()
        return self.base

    def frame(self) -> None:
        """The part of the world that is shown: the regions with a margin, as wide as the picture."""
        west, south, east, north = self.seen.bounds
        low, high = mercator(np.array([[west, south], [east, north]]))
        middle, size = (low + high) / 2, np.maximum(high - low, 0.004) * (1 + 2 * MARGIN)
        shape = SIZE[0] * 0.96 / (SIZE[1] * 0.725)
        size = np.array([max(size[0], size[1] * shape), max(size[1], size[0] / shape)])
        self.low, self.high = middle - size / 2, middle + size / 2
        self.axes.set(xlim=(self.low[0], self.high[0]), ylim=(self.low[1], self.high[1]), xticks=[], yticks=[])
        self.axes.set_aspect("equal")
        self.axes.set_facecolor(_palette.SEA)
        for side in self.axes.spines.values():
            side.set(color="#b9c2c9", linewidth=0.8)
        lat = degrees(np.arctan(sinh(radians(float(middle[1])))))
        self.metres = 111_319.5 * cos(radians(lat))  # in a Mercator degree at the middle

    # ----------------------------------------------------------------------------------------------- the regions

    def region(self, area: Area, level: float) -> None:
        placement, hue = area.placement, _palette.tone(area.tone)
        site = area.sort == "site"
        lesser = bool(area.reading) and placement.weight < 0.5
        share = (0.4 if lesser else 1.0) * (0.35 if placement.id in self.wide else 1.0)
        pale = 0.0 if area.light or area.sort in ("place", "context") else 0.16 * share
        dashes = (0, (1, 2.5)) if lesser or not site else (0, (6, 3.5))
        bands = ((placement.ninety, 0.13), (placement.half, 0.3), (placement.stated, 0.24 * share))
        # All fills from the largest region to the smallest, then all edges, then all figures as said.
        for shape, strength in ((placement.geometry, pale), *bands):
            self.fill(shape, hue, strength, (10 if site else 5) + level)
        if not area.light or not site:
            self.edge(placement.geometry, hue, 1.4 if site else 1.0, dashes, 20 + level)
        if placement.nominal:
            for line in self.lines(placement.nominal):
                self.axes.plot(*line.T, color="white", lw=4.5, alpha=0.85, zorder=25 + level, solid_capstyle="round")
                self.axes.plot(*line.T, color=hue, lw=2.1, ls=(0, (1.5, 2)) if lesser else "-", zorder=25.001 + level)

    def fill(self, shape: Geometry | None, hue: str, strength: float, level: float) -> None:
        for part in self.parts(shape) if strength else ():
            self.axes.add_patch(PathPatch(path(part), facecolor=hue, alpha=strength, lw=0, zorder=level))

    def edge(self, shape: Geometry, hue: str, width: float, dashes: Any, level: float) -> None:
        for part in self.parts(shape):
            self.axes.add_patch(PathPatch(path(part), fill=False, edgecolor=hue, lw=width, ls=dashes, zorder=level))

    def parts(self, shape: Geometry | None) -> Iterator[list[Array]]:
        for part in _shapes.rings(shape, self.seen.middle) if shape else ():
            yield [mercator(ring) for ring in part]

    def lines(self, shape: Geometry) -> Iterator[Array]:
        for part in self.parts(shape):
            yield from part

    # ------------------------------------------------------------------------------------------------- the names

    def names(self) -> None:
        """Names where they fit, the most important first; none over another."""
        renderer = self.canvas.get_renderer()  # type: ignore[no-untyped-call]
        sites = list(dict.fromkeys(a.placement.site for a in self.seen.areas if a.sort == "site"))
        for area in self.seen.areas[:200]:
            if area.sort == "context":
                continue
            number = f"{sites.index(area.placement.site) + 1}  " if area.sort == "site" and len(sites) > 1 else ""
            reading = f" · {area.reading} {area.placement.weight:.0%}" if area.reading else ""
            site = area.sort == "site"
            at = (near(area.placement.label_lon, self.seen.middle), area.placement.label_lat)
            hue, weight, size = (_palette.tone(area.tone), "bold", 10.5) if site else (_palette.INK, "normal", 9.5)
            text, mark = f"{number}{area.label}{reading}", "+" if area.sort == "anchor" else ""
            west, south, east, north = area.bounds
            points = (east - west) / float(self.high[0] - self.low[0]) * SIZE[0] * 0.96 * 72
            if points < 50 and not mark:  # too small to hold its name: it stands beside
                at = (near((west + east) / 2, self.seen.middle), (south + north) / 2)
            self.name(renderer, at, text, mark=mark, aside=points / 2 + 3 if points < 50 and not mark else 0,
                      fontsize=size, color=hue, fontweight=weight)  # fmt: skip
        for name, lon, lat, _ in self.streets.names if self.streets else ():
            self.name(renderer, (lon, lat), name, mark="", fontsize=7.5, color=_palette.QUIET, style="italic")
        for town in self.towns:
            self.name(renderer, (town.lon, town.lat), town.name, mark=".", fontsize=8.5, color=_palette.TOWN)

    def name(
        self, renderer: Any, at: tuple[float, float], text: str, *, mark: str, aside: float = 0, **looks: Any
    ) -> None:
        """One name at the first spot around its point that is free, or not at all."""
        point = mercator(np.array([at]))[0]
        if not ((self.low < point) & (point < self.high)).all():
            return
        halo = [withStroke(linewidth=2.6, foreground="white")]
        made = self.axes.annotate(text, tuple(point), (0, 0), textcoords="offset points", zorder=60, parse_math=False,
                                  path_effects=halo, **looks)  # fmt: skip
        box = self.axes.get_window_extent(renderer)
        x, y = self.axes.transData.transform(point)
        dot = (x - 4, y - 4, x + 4, y + 4)
        if mark == "." and any(clash(dot, other) for other in self.taken):
            made.remove()
            return
        scale = aside / 7 if aside else 1
        for dx, dy, ha, va in AROUND if mark or aside else OVER:
            made.set(position=(dx * scale, dy * scale), ha=ha, va=va)
            extent = made.get_window_extent(renderer).expanded(1.02, 1.1)
            own = (extent.x0, extent.y0, extent.x1, extent.y1)
            inside = box.x0 < own[0] and own[2] < box.x1 and box.y0 < own[1] and own[3] < box.y1
            if inside and not any(clash(own, other) for other in self.taken):
                self.taken.append(own)
                break
        else:
            made.remove()
            return
        if mark:
            self.axes.plot(*point, marker=mark, ms=9 if mark == "+" else 4, mew=1.6, color=looks["color"], zorder=59)

    # --------------------------------------------------------------------------------------------- the furniture

    def furniture(self) -> None:
        report = self.seen.incident.report
        published = f" · \u200e{report.published.isoformat()}" if report.published else ""  # a date is never turned
        side, margin = ("right", 0.98) if self.text["dir"] == "rtl" else ("left", 0.02)
        known = font_manager.get_font_names()
        serif = [name for name in ("Noto Serif", "DejaVu Serif", *FAMILIES) if name in known] or None
        self.towns, owed = _towns.around(self.seen)
        ways = (self.streets.credit,) if self.streets and self.streets.credit else ()
        every = dict.fromkeys((*_rows.attributions(self.seen.incident), *ways, *owed, _ground.CREDIT))
        credit = "\n".join(wrap(short(" · ".join(every), 3 * CREDIT), CREDIT))
        name = short(report.title or report.id, 110)
        size = min(18.0, 1150 / max(len(name), 1))
        title = {"fontsize": size, "fontweight": "bold", "color": _palette.INK, "family": serif, "ha": side}
        under = {"fontsize": 9.5, "color": _palette.QUIET, "ha": side}
        for x, y, text, looks in (
            (margin, 0.977, short(f"{report.publisher}{published}".strip(" ·"), 120), under),
            (margin, 0.945, name, title),
            (margin, 0.908, _told.deck(self.seen, self.text), under),
            (0.98, 0.022, credit, {"fontsize": 6.5, "color": _palette.QUIET, "ha": "right"}),
        ):
            self.base.text(x, y, text, fontdict=looks, va="center", parse_math=False)
        self.legend()
        self.scale()
        self.inset()

    def legend(self) -> None:
        axes = self.base.add_axes((0.02, 0.048, 0.96, 0.102))
        axes.set(xlim=(0, 3), ylim=(0, 3))
        axes.axis("off")
        areas = self.seen.areas
        sites = [a for a in areas if a.sort == "site"]
        hue = _palette.TONES[0]
        wanted = [
            ("full", bool(sites)),
            ("stated", any(a.placement.stated for a in sites)),
            ("nominal", any(a.placement.nominal for a in sites)),
            ("half", any(a.placement.half for a in sites)),
            ("ninety", any(a.placement.ninety for a in sites)),
            ("lesser", any(a.reading and a.placement.weight < 0.5 for a in sites)),
            ("anchor", any(a.sort == "anchor" for a in areas)),
            ("place", any(a.sort == "place" for a in areas)),
        ]
        for n, (kind, _) in enumerate(w for w in wanted if w[1]):
            x, y = n // 3, 2 - n % 3 + 0.5
            if kind == "nominal":
                axes.plot([x, x + 0.11], [y, y], color=hue, lw=2.1)
            elif kind == "anchor":
                axes.plot(x + 0.055, y, marker="+", ms=9, mew=1.6, color=_palette.INK)
            else:
                edge = _palette.NEUTRAL if kind == "place" else hue
                pale = {"full": 0.13, "lesser": 0.05, "place": 0.0}.get(kind, 0.33)
                dashes: Any = (0, (1, 2.5)) if kind in ("lesser", "place") else (0, (6, 3.5))
                axes.add_patch(Rectangle((x, y - 0.3), 0.11, 0.6, facecolor=hue, alpha=pale, lw=0))
                axes.add_patch(Rectangle((x, y - 0.3), 0.11, 0.6, fill=False, edgecolor=edge, lw=1.2, ls=dashes))
            axes.text(x + 0.15, y, self.text[f"legend_{kind}"], fontsize=9, va="center", color=_palette.INK)

    def scale(self) -> None:
        """A bar in kilometres or metres over one in miles or feet, each of a round length."""
        across = float(self.high[0] - self.low[0]) * self.metres
        left, low = self.low + (self.high - self.low) * np.array([0.015, 0.03])
        halo = [withStroke(linewidth=2, foreground="white")]
        for small, large, lift in (((1.0, "m"), (1000.0, "km"), 0.012), ((0.3048, "ft"), (1609.344, "mi"), -0.012)):
            unit, name = large if across * 0.16 >= large[0] else small
            goal = across * 0.16 / unit
            power = 10.0 ** floor(log10(goal))
            number = next(k * power for k in (5, 3, 2, 1) if k * power <= goal)
            end = left + number * unit / self.metres
            tip = low + float(self.high[1] - self.low[1]) * lift
            self.axes.plot([left, left, end, end], [tip, low, low, tip], color=_palette.INK, lw=1.3, zorder=55)
            looks: Any = {
                "path_effects": halo,
                "zorder": 55,
                "fontsize": 8,
                "va": "bottom" if lift > 0 else "top",
                "color": _palette.INK,
            }
            where = (end, (low + tip) / 2)
            self.axes.annotate(f"{number:g} {name}", where, (4, 0), textcoords="offset points", **looks)
        corner = self.axes.transData.transform((left, low))
        self.taken.append((corner[0] - 5, corner[1] - 20, corner[0] + 260, corner[1] + 20))

    def inset(self) -> None:
        axes = self.base.add_axes((0.885, 0.755, 0.09, 0.12), zorder=70)
        axes.set(xlim=(-1.06, 1.06), ylim=(-1.06, 1.06))
        axes.set_aspect("equal")
        axes.axis("off")
        lat = (self.seen.bounds[1] + self.seen.bounds[3]) / 2
        axes.add_patch(Circle((0, 0), 1, facecolor=_palette.SEA, edgecolor="white", lw=3))
        for ring in _globe.land(self.layers[0], self.seen.middle, lat):
            axes.add_patch(PathPatch(path([ring]), facecolor=_palette.COAST, lw=0))
        axes.add_patch(Circle((0, 0), 1, fill=False, edgecolor="white", lw=3))
        x, y, _ = _globe.seen(np.array([[self.seen.middle, lat]]), self.seen.middle, lat)
        axes.plot(x, y, marker="o", ms=4, color=_palette.TONES[1])
        axes.plot(x, y, marker="o", ms=10, mfc="none", mew=1.8, color=_palette.TONES[1])
        box = axes.get_window_extent()
        self.taken.append((box.x0, box.y0, box.x1, box.y1))
