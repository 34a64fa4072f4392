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
  for (const pane of ["bands", "lines"]) svg[pane].addTo(map);
  const wide = new Set(data.wide);

  const draw = (area, n) => {
    const pane = area.sort === "site" ? "sites" : "around";
    const classes = `${area.sort} ${mapper.tone(area)}${area.light ? " light" : ""}${mapper.lesser(area) ? " lesser" : ""}${wide.has(n) ? " wide" : ""}`;
    const still = kind => ({ interactive: false, smoothFactor: 0.2, className: `area ${kind} ${classes}` });
    const full = L.polygon(mapper.rings(shapes.regions[n][0]), {
      ...still("full"),
      interactive: true,
      bubblingMouseEvents: false,
      pane,
      renderer: svg[pane],
    });
    return { area, n, full, still, nodes: [] };
  };
  // The same outline again in another pane: what Leaflet projects for the one is the outline of the other.
  const again = ({ nodes, still }, shape, kind, pane) => {
    const node = mapper.el("path", { class: still(kind).className, d: shape.getElement().getAttribute("d") });
    svg[pane]._rootGroup.append(node);
    nodes.push(node);
    const update = shape._updatePath;
    shape._updatePath = () => {
      update.call(shape);
      node.setAttribute("d", shape.getElement().getAttribute("d"));
    };
  };
  // Bands and lines of a region: all that is possible, the likelier parts, the words' own precision, the figure as said.
  const detail = entry => {
    const [, stated, nominal, half, ninety] = shapes.regions[entry.n];
    const add = shape => entry.nodes.push(shape.addTo(map).getElement()) && shape;
    const style = (kind, pane) => ({ ...entry.still(kind), pane, renderer: svg[pane] });
    entry.nodes.push(entry.full.getElement());
    if (entry.area.sort === "site") again(entry, entry.full, "wash", "bands");
    for (const [kind, shape] of Object.entries({ ninety, half, stated }))
      if (shape) add(L.polygon(mapper.rings(shape), style(kind, "bands")));
    if (entry.area.sort === "site") again(entry, entry.full, "edge", "lines");
    if (!nominal) return;
    const said = L.polyline(
      mapper.rings(nominal).map(part => part[0]),
      { ...style("halo", "lines"), fill: false },
    );
    again(entry, add(said), "nominal", "lines");
  };

  const entries = [];
  const size = ({ full }) => {
    const box = full.getBounds();
    return (box.getNorth() - box.getSouth()) * (box.getEast() - box.getWest());
  };
  // Every region under the pointer, and the one that is meant: the smallest of those that lie on top.
  mapper.under = event => {
    if (!event?.originalEvent) return [];
    const { clientX, clientY } = event.originalEvent;
    const nodes = document.elementsFromPoint(clientX, clientY);
    const shown = entries.filter(e => e.full && nodes.includes(e.full.getElement())).map(e => e.n);
    return [...shown, ...(bulk?.under(event.latlng).slice(0, 20) ?? [])];
  };
  const meant = (n, event) => {
    const level = m => entries[m].full?.options.pane;
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
    entry.full
      .addTo(map)
      .on("mouseover mousemove", event => hover(meant(n, event)))
      .on("mouseout", () => hover(null))
      .on("click", event => mapper.open(meant(n, event), event));
    const path = entry.full.getElement();
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
  const first = mapper.many ? 100 : data.areas.length;
  data.areas.slice(0, first).forEach(add);
  [...entries].sort((a, b) => size(b) - size(a)).forEach(detail);

  const opening = map.getZoom();
  const named = entry => {
    const { area, n } = entry;
    const site = area.sort === "site";
    if (area.sort === "context") return;
    const number = mapper.number(area) ? `${mapper.number(area)}\u2002` : "";
    const share = area.reading && mapper.percent(area.weight);
    labels.add({
      at: area.at,
      bounds: () => mapper.bounds(n),
      texts: area.reading
        ? [`${number}${area.label} · ${area.reading} ${share}`, `${number}${area.label} ${share}`, `${number}${share}`]
        : [number + area.label],
      kind: site ? `site ${mapper.tone(area)}${mapper.lesser(area) ? " lesser" : ""}` : area.sort,
      rank: (site ? 10 : 10000) + n,
      size: site ? 13.5 : 12,
      weight: site ? 700 : 500,
      dot: area.sort === "anchor" && entry.full ? "M-6 0H6M0-6V6" : null,
      always: true,
      gap: 12,
      shown: zoom => !entry.off && (entry.full || zoom > opening + 1.5),
    });
  };
  entries.forEach(named);

  let bulk = null;
  mapper.bounds = n => entries[n].full?.getBounds() ?? bulk.bounds(entries[n]);
  mapper.remainder = () => {
    if (first >= data.areas.length) return;
    bulk = mapper.bulk(map, first);
    entries.push(...bulk.items);
    bulk.items.forEach(named);
    const lowest = event => bulk.under(event.latlng)[0] ?? null;
    map.on("mousemove", event => hover(lowest(event)));
    map.on("click", event => {
      const n = lowest(event);
      if (n !== null) mapper.open(n, event);
    });
  };

  // A region of the canvas that is looked at or chosen is drawn as a shape of its own for as long.
  const mark = (n, name, on) => {
    const entry = entries[n];
    if (!entry) return;
    for (const node of entry.nodes ?? []) node.classList.toggle(name, on);
    if (entry.full || !["lit", "chosen"].includes(name)) return;
    entry[name]?.remove();
    const style = { interactive: false, className: `area full ${mapper.tone(entry.area)} ${name}` };
    const shape = () => L.polygon(mapper.rings(shapes.regions[n][0]), { ...style, pane: "sites", renderer: svg.sites });
    entry[name] = on ? shape().addTo(map) : null;
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
    const whole = mapper.bounds(n);
    const width = map.latLngToLayerPoint(whole.getSouthEast()).distanceTo(map.latLngToLayerPoint(whole.getNorthWest()));
    if (map.getBounds().contains(whole) && width > 60) return;
    map.fitBounds(whole, { padding: [30, 30], maxZoom: 16, animate: !mapper.still });
  });
  // Which regions are drawn (a reading switched off leaves the order of Tab too), and which stand back in time.
  const each = (name, test) => {
    for (const entry of entries) {
      if (Boolean(entry[name]) === !test(entry.area)) continue;
      entry[name] = !entry[name];
      mark(entry.n, name, entry[name]);
    }
    bulk?.again();
  };
  mapper.on("show", test => {
    each("off", test);
    labels.soon();
  });
  mapper.on("until", test => each("later", test));
  mapper.entries = entries;
};
