"use strict";
// The overview of an archive. Text from reports reaches the document only as text.
(() => {
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"), byId = id => document.getElementById(id), count = data.lon.length;
  const PAGE = 50, CELL = 72, NEAREST = 15;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const metres = m => m < 950 ? `${number.format(Math.ceil(m / 10) * 10)} m` : `${number.format(m < 9500 ? Math.ceil(m / 100) / 10 : Math.ceil(m / 1000))} km`;
  const el = (tag, set = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) name.startsWith("on") ? made.addEventListener(name.slice(2), value) : made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // ---- the map and the land
  const map = L.map("map", { worldCopyJump: true, minZoom: 0.5, zoomSnap: 0.25, maxZoom: NEAREST, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, preferCanvas: true });
  L.control.scale({ maxWidth: 140 }).addTo(map);
  map.createPane("land").style.zIndex = 150;
  const renderer = L.canvas({ pane: "land", padding: 0.5 });
  const [step, cells] = read("land");
  const ring = (numbers, west, south) => {
    const points = [];
    for (let i = 0, x = 0, y = 0; i < numbers.length; i += 2) {
      x += numbers[i];
      y += numbers[i + 1];
      points.push([south + y * step, west + x * step]);
    }
    return points;
  };
  const land = cells.flatMap(([west, south, polygons]) => [-360, 0, 360].map(turn =>
    L.polygon(polygons.map(polygon => polygon.map(numbers => ring(numbers, west + turn, south))), { renderer, interactive: false, noClip: true, pane: "land", weight: 0.7, fillOpacity: 1 }).addTo(map)));
  const paint = () => land.forEach(shape => shape.setStyle({ fillColor: colour("land"), color: colour("coast") }));
  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paint(); draw(); });

  // ---- positions on the unit square of the map's projection, worked out once
  const xs = new Float64Array(count), ys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = map.options.crs.latLngToPoint(L.latLng(data.lat[i], data.lon[i]), 0);
    xs[i] = at.x;
    ys[i] = at.y;
  }

  // ---- filter
  let shown = [], first = 0;
  const filter = () => {
    const from = byId("from").value, to = byId("to").value, kind = byId("kind").value, precise = byId("precision").value;
    const words = byId("words").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    shown = [];
    for (let i = 0; i < count; i++) {
      if (kind !== "" && data.kind[i] !== Number(kind)) continue;
      if (precise !== "" && data.m[i] > Number(precise)) continue;
      if ((from && !(data.day[i] >= from)) || (to && !(data.day[i] && data.day[i] <= to))) continue;
      if (words.length) {
        const text = `${data.title[i]} ${data.name[i]} ${data.place[i]}`.toLocaleLowerCase();
        if (!words.every(word => text.includes(word))) continue;
      }
      shown.push(i);
    }
    first = 0;
    byId("count").textContent = `${number.format(shown.length)} of ${number.format(count)} incidents`;
    draw();
    list();
  };

  // ---- clusters: incidents that share a square of the screen
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    const scale = 2 ** map.getZoom(), box = map.getPixelBounds().pad ? map.getPixelBounds() : null;
    const low = box.min.subtract([CELL, CELL]), high = box.max.add([CELL, CELL]), world = 256 * scale, groups = new Map();
    for (const i of shown) {
      const y = ys[i] * scale;
      if (y < low.y || y > high.y) continue;
      let x = xs[i] * scale;
      x += Math.ceil((low.x - x) / world) * world;
      for (; x <= high.x; x += world) {
        const key = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`, group = groups.get(key);
        group ? group.push([i, x, y]) : groups.set(key, [[i, x, y]]);
      }
    }
    for (const group of apart([...groups.values()])) group.items.length > 1 ? cluster(group) : single(group.items[0]);
  };
  // Groups whose circles would touch are one: the largest first, each takes in what it covers.
  const radius = n => n > 1 ? Math.min(CELL - 18, 26 + 7 * Math.log10(n)) / 2 : 12;
  const apart = found => {
    const kept = [];
    for (const items of found.sort((a, b) => b.length - a.length)) {
      const n = items.length, middle = k => items.reduce((sum, each) => sum + each[k], 0) / n, x = middle(1), y = middle(2);
      const over = kept.find(other => Math.hypot(other.x - x, other.y - y) < radius(other.items.length + n) + radius(n) + 5);
      over ? over.items.push(...items) : kept.push({ x, y, items: [...items] });
    }
    return kept;
  };
  const marker = (at, size, className, text, label, act) => {
    const icon = L.divIcon({ className, iconSize: [size, size], html: el("span", { "aria-hidden": "true" }, text) });
    const made = L.marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(layer);
    made.getElement().setAttribute("aria-label", label);
    made.on("click", act);
    made.on("keydown", event => { if (["Enter", " "].includes(event.originalEvent.key)) { event.originalEvent.preventDefault(); act(); } });
    return made;
  };
  const cluster = ({ x, y, items: group }) => {
    const n = group.length, at = map.unproject([x, y]), size = 2 * radius(n);
    const text = n > 9999 ? `${number.format(Math.round(n / 1000))}k` : number.format(n);
    marker(at, size, "cluster", text, `${text} incidents; come closer`, () => {
      const bounds = L.latLngBounds(group.map(([, x, y]) => map.unproject([x, y])));
      const one = bounds.getNorthEast().equals(bounds.getSouthWest(), 1e-5);
      one || map.getZoom() >= NEAREST ? open(at, group.slice(0, 40).map(each => each[0]), n) : map.fitBounds(bounds.pad(0.2), { maxZoom: Math.max(map.getZoom() + 1, Math.min(NEAREST, map.getBoundsZoom(bounds.pad(0.2)))) });
    });
  };
  const single = ([i, x, y]) => {
    const at = map.unproject([x, y]), metre = 2 ** map.getZoom() * 256 / (40075016.7 * Math.max(0.05, Math.cos(data.lat[i] * Math.PI / 180)));
    const size = Math.max(24, 2 * data.m[i] * metre);
    if (size > 24) L.circle(at, { radius: data.m[i], color: colour("dot"), weight: 2, dashArray: "6 4", fillOpacity: 0.12, interactive: false }).addTo(layer);
    marker(at, 24, size > 24 ? "spot" : "one", "", `${data.title[i]}, ${data.day[i] || "day unknown"}, within ${metres(data.m[i])}`, () => open(at, [i], 1));
  };
  const open = (at, which, n) => {
    const items = which.map(i => el("li", {}, `${data.title[i]} (${data.day[i] || "day unknown"}, ${data.kinds[data.kind[i]]}): anywhere within ${metres(data.m[i])}`));
    const more = n > which.length ? [el("p", {}, `and ${number.format(n - which.length)} more here`)] : [];
    L.popup({ maxHeight: 260 }).setLatLng(at).setContent(el("div", {}, el("ul", {}, ...items), ...more)).openOn(map);
  };

  // ---- the same as a table
  const list = () => {
    byId("rows").replaceChildren(...shown.slice(first, first + PAGE).map(i => el("tr", {},
      el("td", {}, data.day[i] || "unknown"),
      el("td", {}, data.title[i], ...(data.name[i] === data.title[i] ? [] : [el("br"), el("small", {}, data.name[i])])),
      el("td", {}, data.kinds[data.kind[i]]),
      el("td", {}, data.place[i] || "unknown"),
      el("td", { class: "number" }, metres(data.m[i])),
      el("td", {}, el("button", { type: "button", "aria-label": `Show ${data.title[i]} on the map`, onclick: () => show(i) }, "Show")))));
    byId("where").textContent = shown.length ? `${number.format(first + 1)}–${number.format(Math.min(first + PAGE, shown.length))} of ${number.format(shown.length)}` : "no incidents";
    byId("back").disabled = first === 0;
    byId("on").disabled = first + PAGE >= shown.length;
  };
  const show = i => {
    const at = L.latLng(data.lat[i], data.lon[i]);
    map.fitBounds(at.toBounds(Math.max(1000, 4 * data.m[i])), { animate: false });
    open(at, [i], 1);
    byId("map").scrollIntoView({ block: "nearest" });
  };
  byId("back").addEventListener("click", () => { first -= PAGE; list(); });
  byId("on").addEventListener("click", () => { first += PAGE; list(); });

  // ---- how far to trust it
  const table = (caption, head, rows) => {
    if (!rows.length) return;
    const cell = (tag, value, i, scope) => el(tag, { ...(scope ? { scope } : {}), ...(i ? { class: "number" } : {}) }, String(value));
    byId("trust").append(el("div", { class: "wide" }, el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...head.map((h, i) => cell("th", h, i, "col")))),
      el("tbody", {}, ...rows.map(row => el("tr", {}, ...row.map((value, i) => i ? cell("td", value, i) : cell("th", value, 0, "row"))))))));
  };
  const c = data.calibration, share = part => `${number.format(Math.round(part * 1000) / 10)} %`;
  const of = n => c.reports ? share(n / c.reports) : "";
  table("What became of the reports", ["outcome", "reports", "share"], [["placed", number.format(c.placed), of(c.placed)], ["no region", number.format(c.unplaced), of(c.unplaced)], ["not readable", number.format(c.failed), of(c.failed)]]);
  table("Placed more closely than", ["radius", "share of the placed"], Object.entries(c.within).map(([bound, part]) => [bound, share(part)]));
  const spread = group => Object.entries(group).map(([name, v]) => [name.replace(/_/g, " "), number.format(v.incidents), metres(v.p10), metres(v.p50), metres(v.p90)]);
  table("Radius by how the words say it", ["relation", "incidents", "10 %", "half", "90 %"], spread(c.by_relation));
  table("Radius by kind", ["kind", "incidents", "10 %", "half", "90 %"], spread(c.by_kind));
  table("Confidence in the places", ["confidence", "incidents"], Object.entries(c.by_confidence).map(([bin, n]) => [bin, number.format(n)]));
  for (const [name, caption] of [["unplaced_because", "Why there is no region"], ["failed_because", "Why a report could not be read"], ["names_lost_because", "Why a name or phrase was left out"]])
    table(caption, ["reason", "reports"], c[name].map(r => [`${r.why} (first: ${r.example})`, number.format(r.reports)]));

  // ---- begin
  data.kinds.forEach((kind, n) => byId("kind").append(el("option", { value: n }, kind)));
  const days = data.day.filter(Boolean).reduce(([a, b], day) => [day < a ? day : a, day > b ? day : b], ["9999", ""]);
  byId("deck").textContent = `${number.format(c.reports)} reports, ${number.format(c.placed)} of them placed${days[1] ? `, ${days[0]} to ${days[1]}` : ""}.` + (data.left_out ? ` The page holds the first ${number.format(count)}; the dataset has all.` : "");
  byId("credits").textContent = data.credits.join(" · ");
  byId("filter").addEventListener("input", filter);
  byId("filter").addEventListener("submit", event => event.preventDefault());
  byId("filter").addEventListener("reset", () => setTimeout(filter));
  const everywhere = count ? L.latLngBounds(Array.from({ length: count }, (_, i) => [data.lat[i], data.lon[i]])) : L.latLngBounds([[-50, -150], [65, 160]]);
  map.fitBounds(everywhere.pad(0.05), { animate: false, maxZoom: 10 });
  map.on("moveend", draw);
  filter();
})();
