// The regions: every one a shape that can be focused, named and opened; bands and lines in it are for the eye.
// Fills lie from the largest region to the smallest, each with its bands, edges and figures as said over all of them,
// so that no site paints over another. What is focused is a clear shape above its fill: those keep the reading order.
mapper.regions = (map, labels) => {
  const { data, shapes } = mapper;
  const svg = {};
  for (const [pane, level] of Object.entries({ around: 420, bands: 430, sites: 435, lines: 440 })) {
    map.createPane(pane).style.zIndex = level;
    svg[pane] = L.svg({ pane, padding: 0.4 });
  }
  // Past what an eye or a keyboard can take in one by one, the rest is painted on a canvas; the list has all of them.
  const canvas = mapper.many ? L.canvas({ pane: "around", padding: 0.4 }) : null;
  const hues = {};

  const draw = (area, n) => {
    const [full, stated, nominal, half, ninety] = shapes.regions[n];
    const pane = area.sort === "site" ? "sites" : "around";
    const classes = `${area.sort} ${mapper.tone(area)}${area.light ? " light" : ""}${mapper.lesser(area) ? " lesser" : ""}${data.wide.includes(n) ? " wide" : ""}`;
    const bulk = canvas !== null && n >= 100;
    const rings = mapper.rings(full, bulk ? mapper.coarse : mapper.circle);
    if (bulk) {
      const hue = (hues[mapper.tone(area)] ??= mapper.colour(mapper.tone(area)));
      const paint = { color: hue, weight: 1, fillOpacity: 0.1, smoothFactor: 1.5 };
      return { area, n, bulk, parts: { full: L.polygon(rings, { ...paint, renderer: canvas, pane: "around" }) } };
    }
    const still = kind => ({ interactive: false, smoothFactor: 0.2, className: `area ${kind} ${classes}` });
    const fill = (kind, shape, where) =>
      L.polygon(mapper.rings(shape), { ...still(kind), pane: where, renderer: svg[where] });
    const line = kind =>
      L.polyline(
        mapper.rings(nominal).map(part => part[0]),
        { ...still(kind), fill: false, pane: "lines", renderer: svg.lines },
      );
    const parts = {
      full: L.polygon(rings, {
        ...still("full"),
        interactive: true,
        bubblingMouseEvents: false,
        pane,
        renderer: svg[pane],
      }),
    };
    if (pane === "sites") parts.wash = fill("wash", full, "bands");
    if (ninety) parts.ninety = fill("ninety", ninety, "bands");
    if (half) parts.half = fill("half", half, "bands");
    if (stated) parts.stated = fill("stated", stated, "bands");
    if (area.sort === "site")
      parts.edge = L.polygon(rings, { ...still("edge"), fill: false, pane: "lines", renderer: svg.lines });
    if (nominal) {
      parts.halo = line("halo");
      parts.nominal = line("nominal");
    }
    return { area, n, bulk, parts };
  };

  const entries = [];
  const size = ({ parts }) => {
    const box = parts.full.getBounds();
    return (box.getNorth() - box.getSouth()) * (box.getEast() - box.getWest());
  };
  // Every region under the pointer, and the one that is meant: the smallest of those that lie on top.
  mapper.under = event => {
    if (!event?.originalEvent) return [];
    const { clientX, clientY } = event.originalEvent;
    const nodes = document.elementsFromPoint(clientX, clientY);
    return entries.filter(e => !e.bulk && nodes.includes(e.parts.full.getElement())).map(e => e.n);
  };
  const meant = (n, event) => {
    const level = m => entries[m].parts.full.options.pane;
    const found = mapper.under(event).filter(m => level(m) === level(n));
    return found.reduce((a, b) => (size(entries[b]) < size(entries[a]) ? b : a), n);
  };
  let over = null;
  const hover = n => {
    if (n !== over) mapper.look((over = n), "map");
  };
  const add = (area, n) => {
    const entry = draw(area, n);
    entries[n] = entry;
    entry.parts.full.addTo(map);
    entry.parts.full
      .on("mouseover mousemove", event => hover(meant(n, event)))
      .on("mouseout", () => hover(null))
      .on("click", event => mapper.open(meant(n, event), event));
    if (entry.bulk) return;
    const path = entry.parts.full.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${mapper.numbered(area)}. ${mapper.says(area)}`);
    path.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      mapper.open(n);
    });
    path.addEventListener("focus", () => mapper.look(n, "map"));
    path.addEventListener("blur", () => mapper.look(null, "map"));
  };
  const first = canvas ? 100 : data.areas.length;
  data.areas.slice(0, first).forEach(add);
  for (const { parts } of [...entries].sort((a, b) => size(b) - size(a)))
    for (const shape of Object.values(parts)) shape.addTo(map);
  const rest = from => {
    data.areas.slice(from, from + 700).forEach((area, k) => add(area, from + k));
    if (from + 700 < data.areas.length) setTimeout(rest, 0, from + 700);
  };
  if (first < data.areas.length) setTimeout(rest, 0, first);

  for (const { area, n } of entries) {
    const site = area.sort === "site";
    if (area.sort === "context") continue;
    const number = mapper.number(area) ? `${mapper.number(area)}\u2002` : "";
    const share = area.reading && mapper.percent(area.weight);
    labels.add({
      at: area.at,
      bounds: entries[n].parts.full.getBounds(),
      texts: area.reading
        ? [`${number}${area.label} · ${area.reading} ${share}`, `${number}${area.label} ${share}`, `${number}${share}`]
        : [number + area.label],
      kind: site ? `site ${mapper.tone(area)}${mapper.lesser(area) ? " lesser" : ""}` : area.sort,
      rank: (site ? 10 : 10000) + n,
      size: site ? 13.5 : 12,
      weight: site ? 700 : 500,
      dot: area.sort === "anchor" ? "M-6 0H6M0-6V6" : null,
      always: true,
      gap: 12,
      shown: () => !entries[n].off,
    });
  }

  const mark = (n, name, on) => {
    const entry = entries[n];
    if (!entry) return;
    for (const shape of Object.values(entry.parts)) shape.getElement?.()?.classList.toggle(name, on);
    if (entry.bulk && name === "lit") entry.parts.full.setStyle({ weight: on ? 3 : 1, fillOpacity: on ? 0.3 : 0.1 });
  };
  const follow = name => {
    let last = null;
    return n => {
      if (last !== null) mark(last, name, false);
      if (n !== null) mark(n, name, true);
      last = n;
    };
  };
  mapper.on("look", follow("lit"));
  mapper.on("look", n => map.getContainer().classList.toggle("looking", n !== null && !mapper.many));
  mapper.on("choose", follow("chosen"));
  mapper.on("choose", (n, from) => {
    if (n === null || from === "map" || from === "popup") return;
    const whole = entries[n]?.parts.full.getBounds();
    if (!whole) return;
    const width = map.latLngToLayerPoint(whole.getSouthEast()).distanceTo(map.latLngToLayerPoint(whole.getNorthWest()));
    if (map.getBounds().contains(whole) && width > 60) return;
    map.fitBounds(whole, { padding: [30, 30], maxZoom: 16, animate: !mapper.still });
  });
  // Which regions are drawn (a reading switched off leaves the order of Tab too), and which stand back in time.
  mapper.on("show", test => {
    for (const entry of entries) {
      entry.off = !test(entry.area);
      mark(entry.n, "off", entry.off);
    }
    labels.soon();
  });
  mapper.on("until", test => entries.forEach(entry => mark(entry.n, "later", !test(entry.area))));
  mapper.entries = entries;
};
