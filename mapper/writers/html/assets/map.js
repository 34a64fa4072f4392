// The ground, the graticule, the regions and what one can do to them.
mapper.colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Numbers of the page back to rings of [lat, lon].
mapper.rings = (packed, west = 0, south = 0) => packed.p.map(part => part.map(numbers => {
const ring = [];
for (let i = 0, x = 0, y = 0; i < numbers.length; i += 2) {
x += numbers[i];
y += numbers[i + 1];
ring.push([south + y * packed.s, west + x * packed.s]);
}
return ring;
}));

mapper.ground = map => {
const { data, shapes, colour } = mapper;
map.createPane("ground").classList.add("ground");
const renderer = L.canvas({ pane: "ground", padding: 0.6 });
const drawn = [];
const add = (shape, style) => drawn.push([shape.addTo(map), style]);
const still = { renderer, interactive: false, pane: "ground" };
data.ground.forEach((layer, n) => {
const turns = n ? [0] : [-360, 0, 360];
const [west, south, east, north] = layer.cover;
if (n) add(L.rectangle([[south, west], [north, east]], { ...still, stroke: false, fillOpacity: 1 }), () => ({ fillColor: colour("sea") }));
for (const [x, y, cell] of shapes.ground[n]) for (const turn of turns) {
const ring = numbers => mapper.rings({ s: layer.step, p: [[numbers]] }, x + turn, y)[0][0];
const over = layer.size * 0.01;
const land = cell.land === "full" ? [[[[y - over, x - over], [y - over, x + layer.size + over], [y + layer.size + over, x + layer.size + over], [y + layer.size + over, x - over]]]] : cell.land.map(part => part.map(ring));
add(L.polygon(land, { ...still, stroke: !n, weight: 0.6, fillOpacity: 1, smoothFactor: 0.6 }), () => ({ fillColor: colour("land"), color: colour("coast") }));
}
if (n) for (const [x, y, cell] of shapes.ground[n]) {
const lines = which => (cell[which] ?? []).map(numbers => mapper.rings({ s: layer.step, p: [[numbers]] }, x, y)[0][0]);
add(L.polyline(lines("coast"), { ...still, weight: 0.9, smoothFactor: 0.6 }), () => ({ color: colour("coast") }));
add(L.polyline(lines("borders"), { ...still, weight: 1.1, dashArray: "5 3", smoothFactor: 0.6 }), () => ({ color: colour("border") }));
}
});
const paint = () => drawn.forEach(([shape, style]) => shape.setStyle(style()));
paint();
mapper.on("scheme", paint);
};

// Meridians and parallels at a round distance, named along the edge.
mapper.graticule = map => {
const { el } = mapper;
const pane = map.createPane("graticule");
const svg = pane.appendChild(el("svg", { class: "graticule", "aria-hidden": "true" }));
const steps = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const named = (value, step, plus, minus) => `${Math.abs(value).toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))}°\u2009${value >= 0 ? plus : minus}`;
const draw = () => {
const size = map.getSize(), b = map.getBounds();
L.DomUtil.setPosition(svg, map.containerPointToLayerPoint([0, 0]));
svg.setAttribute("width", size.x);
svg.setAttribute("height", size.y);
svg.replaceChildren();
const span = Math.max(b.getEast() - b.getWest(), 1e-4) * Math.min(1, 700 / size.x);
const step = steps.find(s => span / s > 2.4) ?? 0.001;
const line = (a, c) => svg.append(el("path", { d: `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${c.x.toFixed(1)} ${c.y.toFixed(1)}` }));
for (let i = Math.ceil(b.getWest() / step); i * step <= b.getEast(); i++) {
const lon = i * step, x = map.latLngToContainerPoint([0, lon]).x, shown = ((lon + 180) % 360 + 360) % 360 - 180;
line({ x, y: 0 }, { x, y: size.y });
svg.append(el("text", { x: x + 3, y: 11, text: named(Math.round(shown / step) * step, step, "E", "W") }));
}
for (let i = Math.ceil(b.getSouth() / step); i * step <= b.getNorth(); i++) {
const lat = i * step, y = map.latLngToContainerPoint([lat, map.getCenter().lng]).y;
if (Math.abs(lat) > 85) continue;
line({ x: 0, y }, { x: size.x, y });
svg.append(el("text", { x: size.x - 4, y: y - 3, "text-anchor": "end", text: named(lat, step, "N", "S") }));
}
};
map.on("moveend resize viewreset", draw);
map.on("zoomstart", () => svg.replaceChildren());
draw();
};

// The regions: every one a shape that can be focused, named and opened; bands inside it are for the eye.
mapper.regions = (map, labels) => {
const { data, shapes, t, el } = mapper;
const renderers = {};
for (const [pane, z] of [["sites", 430], ["around", 420]]) {
map.createPane(pane).style.zIndex = z;
renderers[pane] = L.svg({ pane, padding: 0.4 });
}
const canvas = mapper.many ? L.canvas({ pane: "around", padding: 0.4 }) : null;
const entries = data.areas.map((area, n) => {
const [full, stated, nominal, half, ninety] = shapes.regions[n];
const pane = area.sort === "site" ? "sites" : "around";
const bulk = canvas && n >= 100;
const hue = area.tone >= 0 ? `tone-${area.tone}` : "tone-x";
const look = kind => ({ pane, renderer: bulk ? canvas : renderers[pane], className: `area ${kind} ${area.sort} ${hue}${area.light ? " light" : ""}${area.reading && area.weight < 0.5 ? " lesser" : ""}`, interactive: kind === "full", smoothFactor: 0.5, bubblingMouseEvents: false, ...(bulk ? { color: mapper.colour(hue), weight: 1, fillOpacity: 0.12, dashArray: "4 3" } : {}) });
const parts = { full: L.polygon(mapper.rings(full), look("full")) };
if (!bulk) {
for (const [kind, shape] of [["ninety", ninety], ["half", half], ["stated", stated]]) if (shape) parts[kind] = L.polygon(mapper.rings(shape), look(kind));
if (nominal) {
parts.halo = L.polyline(mapper.rings(nominal).map(p => p[0]), { ...look("halo"), fill: false });
parts.nominal = L.polyline(mapper.rings(nominal).map(p => p[0]), { ...look("nominal"), fill: false });
}
}
return { area, n, parts, bulk };
});
for (const entry of [...entries].sort((a, b) => a.bulk - b.bulk || a.n - b.n)) {
const { area, n, parts, bulk } = entry;
for (const shape of Object.values(parts)) shape.addTo(map);
parts.full.on("mouseover", () => mapper.look(n, "map")).on("mouseout", () => mapper.look(null, "map")).on("click", event => open(n, event));
if (bulk) continue;
const path = parts.full.getElement();
for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", `${mapper.number(area) || ""} ${mapper.title(area)}. ${mapper.says(area)}`.trim()]]) path.setAttribute(name, value);
path.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(n); } });
path.addEventListener("focus", () => mapper.look(n, "map"));
path.addEventListener("blur", () => mapper.look(null, "map"));
}
entries.forEach(({ area, n, bulk }) => {
if (bulk && n > 400) return;
const number = mapper.number(area);
const small = area.sort === "anchor" || area.sort === "place";
const text = (number && mapper.sites.length > 1 ? `${number}\u2002` : "") + area.label + (area.reading ? ` · ${area.reading} ${Math.round(area.weight * 100)} %` : "");
if (area.sort === "context") return;
labels.add({ at: area.at, text, kind: area.sort === "site" ? `site tone-${area.tone}${area.weight < 0.5 ? " lesser" : ""}` : area.sort, rank: area.sort === "site" ? 10 + n : 200 + n, size: area.sort === "site" ? 13.5 : 12, weight: area.sort === "site" ? 700 : 500, dot: area.sort === "anchor" ? "M-6 0H6M0-6V6" : null, always: small, shown: () => !entries[n].off });
});

const popup = L.popup({ maxWidth: 300, minWidth: 200, autoPanPadding: [24, 24], className: "card-popup" });
let opener = null;
const open = (n, event) => {
const area = data.areas[n];
opener = entries[n].parts.full.getElement?.() ?? map.getContainer();
const under = event?.originalEvent ? document.elementsFromPoint(event.originalEvent.clientX, event.originalEvent.clientY).map(node => entries.findIndex(e => !e.bulk && e.parts.full.getElement() === node)).filter(m => m >= 0 && m !== n) : [];
const quote = area.quotes[0];
popup.setContent(el("div", { class: "brief", dir: "auto" },
el("p", { class: "brief-name", text: `${mapper.number(area) && mapper.sites.length > 1 ? `${mapper.number(area)}  ` : ""}${mapper.title(area)}` }),
el("p", { text: mapper.says(area) }),
quote && el("blockquote", { text: quote[0], lang: data.report.language, dir: "auto" }),
el("p", { class: "brief-acts" }, el("button", { type: "button", text: t("read_evidence"), onclick: () => { mapper.choose(n, "popup"); mapper.tell("read", n); } }),
...under.slice(0, 4).map(m => el("button", { type: "button", class: "also", text: t("also_here", { name: mapper.title(data.areas[m]) }), onclick: () => open(m) })))));
popup.setLatLng(event?.latlng ?? area.at).openOn(map);
const close = popup.getElement()?.querySelector(".leaflet-popup-close-button");
close?.setAttribute("aria-label", t("close"));
close?.setAttribute("title", t("close"));
mapper.choose(n, "map");
};
document.addEventListener("keydown", event => {
if (event.key !== "Escape" || !popup.isOpen()) return;
const inside = popup.getElement().contains(document.activeElement) || document.activeElement === opener;
map.closePopup(popup);
if (inside) opener?.focus?.({ preventScroll: true });
});
map.on("popupclose", () => mapper.selected !== null && mapper.tell("rest"));

const mark = (n, name, on) => { for (const shape of Object.values(entries[n]?.parts ?? {})) shape.getElement?.()?.classList.toggle(name, on); };
let looked = null;
mapper.on("look", n => {
if (looked !== null) mark(looked, "lit", false);
if (n !== null) mark(n, "lit", true);
looked = n;
});
let chosen = null;
mapper.on("choose", (n, from) => {
if (chosen !== null) mark(chosen, "chosen", false);
if (n !== null) mark(n, "chosen", true);
chosen = n;
if (n !== null && from !== "map" && from !== "popup") {
const [west, south, east, north] = data.areas[n].box;
const whole = L.latLngBounds([south, west], [north, east]), seen = map.getBounds();
if (!seen.contains(whole) || map.latLngToLayerPoint(whole.getSouthEast()).distanceTo(map.latLngToLayerPoint(whole.getNorthWest())) < 60) map.fitBounds(whole, { padding: [30, 30], maxZoom: 16, animate: !mapper.still });
}
});
// Which regions are drawn (readings switched off leave the order of Tab too), and which stand back in time.
mapper.on("show", test => entries.forEach(entry => {
entry.off = !test(entry.area);
for (const shape of Object.values(entry.parts)) entry.off ? shape.remove() : map.hasLayer(shape) || shape.addTo(map);
const path = entry.parts.full.getElement?.();
if (!entry.off && path) for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", `${mapper.number(entry.area) || ""} ${mapper.title(entry.area)}. ${mapper.says(entry.area)}`.trim()]]) path.setAttribute(name, value);
labels.soon();
}));
mapper.on("until", test => entries.forEach(entry => mark(entry.n, "later", !test(entry.area))));
mapper.open = open;
mapper.entries = entries;
};

// The street layer, when there is one: it fails softly, and nothing of the page depends on it.
mapper.street = (map, tiles) => {
const { data, t } = mapper;
if (!tiles) return null;
const light = tiles._url;
const suit = () => { if (tiles.options.darkUrl) tiles.setUrl(mapper.dark() ? tiles.options.darkUrl : light, !map.hasLayer(tiles)); };
let good = 0, bad = 0;
tiles.options.attribution = null;
tiles.on("tileload", () => { good++; document.documentElement.classList.add("has-street"); });
tiles.on("tileerror", () => { if (++bad >= 3 && !good) { off(); mapper.notice(t("street_failed")); } });
const credit = document.createElement("i");
credit.textContent = data.street.credit;
const on = () => { good = bad = 0; suit(); tiles.addTo(map); map.attributionControl.addAttribution(credit.innerHTML); };
const off = () => { tiles.remove(); map.attributionControl.removeAttribution(credit.innerHTML); document.documentElement.classList.remove("has-street"); mapper.tell("street", false); };
mapper.on("scheme", suit);
if (data.street.when !== "click" && navigator.onLine !== false) on();
return { on: () => { on(); mapper.tell("street", true); }, off, shown: () => map.hasLayer(tiles) };
};

mapper.notice = text => { mapper.byId("notice").textContent = text; };
