// Names on the map, with halos, none over another: laid anew whenever the map comes to rest. They are decoration for
// the eye; the same names are on the regions and in the lists for everybody else.
mapper.labels = map => {
  const { el } = mapper;
  const pane = map.createPane("names");
  const svg = pane.appendChild(el("svg", { class: "names", "aria-hidden": "true" }));
  const pen = document.createElement("canvas").getContext("2d");
  const items = [];
  const SPECK = "M-3 0A3 3 0 1 0 3 0A3 3 0 1 0-3 0"; // where a whole region is smaller than a dot
  let unsorted = false;
  const clear = mapper.keepClear(map);

  // Offsets that a label may take around its point, best first: [anchor, dx, dy].
  const around = gap => [
    ["start", gap, 4],
    ["end", -gap, 4],
    ["middle", 0, -gap],
    ["middle", 0, gap + 11],
    ["start", gap, -gap],
    ["start", gap, gap + 9],
    ["end", -gap, -gap],
    ["end", -gap, gap + 9],
  ];
  const centred = [
    ["middle", 0, 4],
    ["middle", 0, -12],
    ["middle", 0, 20],
    ["start", 8, 4],
    ["end", -8, 4],
    ["middle", 0, -26],
    ["middle", 0, 34],
  ];

  // How wide a text is, found out when it first comes into view.
  const wide = (item, text) => {
    const key = `${item.weight} ${item.size}px system-ui, sans-serif`;
    if (pen.font !== key) pen.font = key;
    return ((item.widths ??= {})[text] ??= pen.measureText(text).width * 1.04);
  };
  const box = (item, width, point, [anchor, dx, dy]) => {
    const x = point.x + dx - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    return [x - 3, point.y + dy - item.size - 1, x + width + 3, point.y + dy + 5];
  };
  const clash = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  // Where a name belongs: beside its dot, beside a region too small to hold it, or inside the region.
  const stand = item => {
    const at = map.latLngToContainerPoint(item.at);
    if (item.dot || !item.bounds) return [at, item.dot ? (item.gap ?? 7) : 0];
    const bounds = item.bounds();
    const low = map.latLngToContainerPoint(bounds.getSouthWest());
    const high = map.latLngToContainerPoint(bounds.getNorthEast());
    const half = Math.max(high.x - low.x, low.y - high.y) / 2;
    return half < 36 ? [low.add(high).divideBy(2), half + 6, half < 4] : [at, 0];
  };

  const lay = () => {
    const size = map.getSize(),
      corner = map.containerPointToLayerPoint([0, 0]),
      zoom = map.getZoom();
    L.DomUtil.setPosition(svg, corner);
    svg.setAttribute("width", size.x);
    svg.setAttribute("height", size.y);
    const taken = [...clear(), ...(mapper.edge ?? [])];
    if (unsorted) items.sort((a, b) => a.rank - b.rank);
    unsorted = false;
    const drawn = [];
    const shown = items.filter(item => !item.shown || item.shown(zoom)).map(item => [item, ...stand(item)]);
    // What is marked by a dot of its own keeps its ground, before any name is laid.
    for (const [item, { x, y }, , tiny] of shown)
      if (tiny || (item.dot && item.always)) taken.push(tiny ? [x - 3, y - 3, x + 3, y + 3] : [x - 6, y - 6, x + 6, y + 6]);
    for (const [item, point, gap, tiny] of shown) {
      if (point.x < 0 || point.y < 0 || point.x > size.x || point.y > size.y) continue;
      const free = b => b[0] > 0 && b[2] < size.x && b[1] > 0 && b[3] < size.y && !taken.some(other => clash(b, other));
      const spots = gap ? around(gap) : centred;
      const fits = item.texts.flatMap(text => spots.map(spot => [text, spot]));
      const found = fits.find(([text, spot]) => free(box(item, wide(item, text), point, spot)));
      if (tiny || (item.dot && (found || item.always))) {
        const transform = `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`;
        drawn.push(el("path", { class: `dot ${item.kind}`, d: item.dot ?? SPECK, transform }));
      }
      if (!found) continue;
      if (item.dot) taken.push([point.x - 4, point.y - 4, point.x + 4, point.y + 4]);
      const [text, [anchor, dx, dy]] = found;
      taken.push(box(item, wide(item, text), point, found[1]));
      const at = { x: (point.x + dx).toFixed(1), y: (point.y + dy).toFixed(1), "text-anchor": anchor };
      drawn.push(el("text", { class: `label ${item.kind}`, ...at, direction: "ltr", text }));
    }
    svg.replaceChildren(...drawn);
  };
  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(lay);
  };
  map.on("moveend zoomend resize viewreset", soon);
  map.on("zoomstart", () => svg.replaceChildren());

  return {
    soon,
    // `texts` from the longest to what may stand for it; `rank` decides who goes first; `kind` is the style; `dot` an SVG path drawn at the point itself.
    add: item => {
      items.push({ size: 12, weight: 600, ...item });
      unsorted = true;
      soon();
    },
  };
};

// Boxes of the map's own furniture, in pixels of the map, that labels keep clear of; measured when the map changes size.
mapper.keepClear = map => {
  let boxes = null;
  map.on("resize", () => (boxes = null));
  mapper.on("size", () => (boxes = null));
  return () => {
    if (boxes) return boxes.slice();
    const own = map.getContainer().getBoundingClientRect();
    boxes = [...map.getContainer().querySelectorAll(".leaflet-control"), mapper.byId("inset")]
      .map(item => item.getBoundingClientRect())
      .filter(r => r.width)
      .map(r => [r.left - own.left, r.top - own.top, r.right - own.left, r.bottom - own.top]);
    return boxes.slice();
  };
};
