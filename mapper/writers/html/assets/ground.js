// The ground, the graticule, the regions and what one can do to them.
mapper.colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Shapes of the page back to rings of [lat, lon]: ellipses, or differences of whole steps written in digits.
mapper.digits = Object.fromEntries(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, value) => [digit, value]),
);
mapper.line = (text, step, west = 0, south = 0) => {
  const ring = [];
  let number = 0;
  let shift = 0;
  const at = [0, 0];
  let axis = 0;
  for (const digit of text) {
    const value = mapper.digits[digit];
    number += (value & 31) * 2 ** shift;
    shift += 5;
    if (value > 31) continue;
    at[axis] += number % 2 ? -(number + 1) / 2 : number / 2;
    if (axis) ring.push([south + at[1] * step, west + at[0] * step]);
    axis = 1 - axis;
    number = shift = 0;
  }
  return ring;
};
mapper.circle = Array.from({ length: 97 }, (_, n) => [Math.sin((n * Math.PI) / 48), Math.cos((n * Math.PI) / 48)]);
mapper.coarse = mapper.circle.filter((_, n) => n % 4 === 0); // for thousands of shapes, each of them small
mapper.ellipse = (lon, lat, wide, high, circle = mapper.circle) =>
  circle.map(([up, right]) => [lat + high * up, lon + wide * right]);
mapper.rings = (parts, circle) =>
  parts.map(part =>
    part.map(ring => (ring.length === 4 ? mapper.ellipse(...ring, circle) : mapper.line(ring[1], ring[0]))),
  );

// Leaflet rounds to whole pixels, which turns circles into polygons; the regions are drawn to a tenth of one.
mapper.fine = map => {
  const project = L.Polyline.prototype._project;
  const exact = at => {
    const point = map.project(L.latLng(at)).subtract(map.getPixelOrigin());
    return L.point(Math.round(point.x * 10) / 10, Math.round(point.y * 10) / 10);
  };
  L.Polyline.include({
    _project() {
      const rounded = map.latLngToLayerPoint;
      map.latLngToLayerPoint = exact;
      project.call(this);
      map.latLngToLayerPoint = rounded;
    },
  });
};

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
    if (n)
      add(
        L.rectangle(
          [
            [south, west],
            [north, east],
          ],
          { ...still, stroke: false, fillOpacity: 1 },
        ),
        () => ({ fillColor: colour("sea") }),
      );
    for (const [x, y, cell] of shapes.ground[n])
      for (const turn of turns) {
        const ring = text => mapper.line(text, layer.step, x + turn, y);
        const over = layer.size * 0.01;
        const land =
          cell.land === "full"
            ? [
                [
                  [
                    [y - over, x - over],
                    [y - over, x + layer.size + over],
                    [y + layer.size + over, x + layer.size + over],
                    [y + layer.size + over, x - over],
                  ],
                ],
              ]
            : cell.land.map(part => part.map(ring));
        add(L.polygon(land, { ...still, stroke: !n, weight: 0.6, fillOpacity: 1, smoothFactor: 0.6 }), () => ({
          fillColor: colour("land"),
          color: colour("coast"),
        }));
      }
    if (n)
      for (const [x, y, cell] of shapes.ground[n]) {
        const lines = which => (cell[which] ?? []).map(text => mapper.line(text, layer.step, x, y));
        add(L.polyline(lines("coast"), { ...still, weight: 0.9, smoothFactor: 0.6 }), () => ({
          color: colour("coast"),
        }));
        add(L.polyline(lines("borders"), { ...still, weight: 1.1, dashArray: "5 3", smoothFactor: 0.6 }), () => ({
          color: colour("border"),
        }));
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
  const named = (value, step, plus, minus) =>
    `${Math.abs(value).toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))}°\u2009${value >= 0 ? plus : minus}`;
  const clear = mapper.keepClear(map);
  const draw = () => {
    const taken = clear();
    const free = (x, y, width) => !taken.some(b => b[0] < x + width && x < b[2] && b[1] < y + 4 && y - 10 < b[3]);
    const size = map.getSize(),
      b = map.getBounds();
    L.DomUtil.setPosition(svg, map.containerPointToLayerPoint([0, 0]));
    svg.setAttribute("width", size.x);
    svg.setAttribute("height", size.y);
    svg.replaceChildren();
    const span = Math.max(b.getEast() - b.getWest(), 1e-4) * Math.min(1, 700 / size.x);
    const step = steps.find(s => span / s > 2.4) ?? 0.001;
    const line = (a, c) =>
      svg.append(el("path", { d: `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${c.x.toFixed(1)} ${c.y.toFixed(1)}` }));
    for (let i = Math.ceil(b.getWest() / step); i * step <= b.getEast(); i++) {
      const lon = i * step,
        x = map.latLngToContainerPoint([0, lon]).x,
        shown = ((((lon + 180) % 360) + 360) % 360) - 180;
      line({ x, y: 0 }, { x, y: size.y });
      if (free(x + 3, 11, 48) && x < size.x - 50)
        svg.append(el("text", { x: x + 3, y: 11, text: named(Math.round(shown / step) * step, step, "E", "W") }));
    }
    for (let i = Math.ceil(b.getSouth() / step); i * step <= b.getNorth(); i++) {
      const lat = i * step,
        y = map.latLngToContainerPoint([lat, map.getCenter().lng]).y;
      if (Math.abs(lat) > 85) continue;
      line({ x: 0, y }, { x: size.x, y });
      if (free(size.x - 52, y - 3, 48) && y > 24)
        svg.append(el("text", { x: size.x - 4, y: y - 3, "text-anchor": "end", text: named(lat, step, "N", "S") }));
    }
  };
  map.on("moveend resize viewreset", draw);
  map.on("zoomstart", () => svg.replaceChildren());
  draw();
};
