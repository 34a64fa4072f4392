// The ground under the regions and the graticule over it; and how shapes travel in the page and come to the screen.
mapper.colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Digits back to positions: differences of whole steps, five bits a digit, the sixth for "more".
mapper.values = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((digit, value) => {
  mapper.values[digit.charCodeAt(0)] = value;
});
mapper.walk = (text, step, west, south, visit) => {
  let [x, y, number, shift, second] = [0, 0, 0, 1, false];
  for (let i = 0; i < text.length; i++) {
    const value = mapper.values[text.charCodeAt(i)];
    number += (value & 31) * shift;
    shift *= 32;
    if (value > 31) continue;
    const moved = number % 2 ? -(number + 1) / 2 : number / 2;
    if (second) visit(west + x * step, south + (y += moved) * step);
    else x += moved;
    [second, number, shift] = [!second, 0, 1];
  }
};
mapper.circle = Array.from({ length: 97 }, (_, n) => [Math.sin((n * Math.PI) / 48), Math.cos((n * Math.PI) / 48)]);
// Parts of rings, each of Leaflet's own positions, so that shapes on shapes can share them.
mapper.rings = parts =>
  parts.map(part =>
    part.map(ring => {
      if (ring.length === 4) {
        const [lon, lat, wide, high] = ring;
        return mapper.circle.map(([up, right]) => L.latLng(lat + high * up, lon + wide * right));
      }
      const line = [];
      mapper.walk(ring[1], ring[0], 0, 0, (lon, lat) => line.push(L.latLng(lat, lon)));
      return line;
    }),
  );

// Leaflet rounds to whole pixels, which turns circles into polygons; the regions are drawn to a tenth of one.
mapper.fine = map => {
  const project = L.Polyline.prototype._project;
  const exact = at => {
    const point = map.project(at).subtract(map.getPixelOrigin());
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

// A canvas under the map's own shapes whose paths are made once, in pixels of zoom 0 around the map's middle, and drawn
// at every view by scaling: thousands of vertices cost what a few do. `draw` gets the pen, its scale and the box seen.
mapper.across = lon => ((lon - mapper.data.middle) * 256) / 360;
mapper.mercator = lat => (-Math.asinh(Math.tan((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)) * 128) / Math.PI;
mapper.level = (mapper.data.bounds[1] + mapper.data.bounds[3]) / 2;
mapper.down = (zero => lat => mapper.mercator(lat) - zero)(mapper.mercator(mapper.level));
mapper.painter = (map, pane, draw) => {
  const Painter = L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("canvas");
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() {
      this._container.remove();
    },
    _update() {
      if (map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const canvas = this._container;
      const { min, max } = this._bounds;
      const size = this._bounds.getSize();
      const sharp = devicePixelRatio > 1 ? 2 : 1;
      L.DomUtil.setPosition(canvas, min);
      [canvas.width, canvas.height] = [size.x * sharp, size.y * sharp];
      [canvas.style.width, canvas.style.height] = [`${size.x}px`, `${size.y}px`];
      const pen = canvas.getContext("2d");
      const scale = 2 ** map.getZoom();
      const middle = map.project([mapper.level, mapper.data.middle]).subtract(map.getPixelOrigin()).subtract(min);
      pen.setTransform(sharp * scale, 0, 0, sharp * scale, sharp * middle.x, sharp * middle.y);
      const [low, high] = [map.layerPointToLatLng(min), map.layerPointToLatLng(max)];
      draw(pen, scale, [low.lng, high.lat, high.lng, low.lat]);
    },
  });
  return new Painter({ pane, padding: 0.5 }).addTo(map);
};

mapper.ground = map => {
  const { data, shapes, colour, across, down } = mapper;
  map.createPane("ground").classList.add("ground");
  const trace = (paths, text, layer, x, y, close) => {
    let first = true;
    mapper.walk(text, layer.step, x, y, (lon, lat) => {
      first ? paths.moveTo(across(lon), down(lat)) : paths.lineTo(across(lon), down(lat));
      first = false;
    });
    if (close) paths.closePath();
  };
  const made = (layer, n) => {
    const paths = { land: [], coast: new Path2D(), borders: new Path2D() };
    for (const [x, y, cell] of shapes.ground[n]) {
      const land = new Path2D();
      paths.land.push(land); // apart, as neighbours overlap a little
      const over = layer.size * 0.01;
      const [west, north] = [across(x - over), down(y + layer.size + over)];
      if (cell.land === "full") land.rect(west, north, across(x + layer.size + over) - west, down(y - over) - north);
      else for (const ring of cell.land.flat()) trace(land, ring, layer, x, y, true);
      for (const kind of ["coast", "borders"])
        for (const line of cell[kind] ?? []) trace(paths[kind], line, layer, x, y);
    }
    return paths;
  };
  // Roads and waters of the user's own files, the lesser ones first: [colour, width, dashes].
  const looks = {
    lake: ["sea", 0],
    stream: ["water", 0.8],
    river: ["water", 1.8],
    minor: ["road", 0.9],
    middle: ["road", 1.6],
    main: ["road", 2.6],
    rail: ["rail", 1, [5, 3]],
  };
  const ways = shapes.ways ?? { lines: {} };
  const drawn = {};
  for (const [kind, lines] of Object.entries(ways.lines)) {
    drawn[kind] = new Path2D();
    for (const text of lines) trace(drawn[kind], text, ways, ...ways.corner, kind === "lake");
  }
  const cache = [];
  const draw = (pen, scale, [west, south, east, north]) => {
    const [sea, land, coast, border] = ["sea", "land", "coast", "border"].map(colour);
    const covers = ({ cover: [w, s, e, n] }) => w <= west && s <= south && east <= e && north <= n;
    const first = Math.max(0, data.ground.findLastIndex(covers)); // it hides all that is coarser
    const line = (path, style, wide, dash = []) => {
      pen.lineWidth = wide / scale;
      pen.strokeStyle = style;
      pen.setLineDash(dash.map(length => length / scale));
      pen.stroke(path);
    };
    const fill = paths => {
      pen.fillStyle = land;
      for (const path of paths.land) pen.fill(path, "evenodd");
    };
    data.ground.forEach((layer, n) => {
      if (n < first) return;
      const paths = (cache[n] ??= made(layer, n));
      if (!n) {
        for (const turn of [-256, 256, 0]) {
          pen.translate(turn, 0);
          fill(paths);
          for (const path of paths.land) line(path, coast, 0.6);
          pen.translate(-turn, 0);
        }
        return;
      }
      const [w, s, e, top] = layer.cover;
      pen.fillStyle = sea;
      pen.fillRect(across(w), down(top), across(e) - across(w), down(s) - down(top));
      fill(paths);
      line(paths.coast, coast, 0.9);
      line(paths.borders, border, 1.1, [5, 3]);
    });
    for (const [kind, [tone, wide, dash]] of Object.entries(looks)) {
      if (!drawn[kind]) continue;
      pen.fillStyle = colour(tone);
      if (wide) line(drawn[kind], pen.fillStyle, wide, dash);
      else pen.fill(drawn[kind]);
    }
  };
  const painter = mapper.painter(map, "ground", draw);
  mapper.on("scheme", () => painter._update());
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
    const span = Math.max(b.getEast() - b.getWest(), 1e-4) * Math.min(1, 700 / size.x);
    const step = steps.find(s => span / s > 2.4) ?? 0.001;
    const lines = [];
    const names = [];
    mapper.edge = []; // boxes of the names along the edge
    const line = (a, c) => lines.push(`M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${c.x.toFixed(1)} ${c.y.toFixed(1)}`);
    for (let i = Math.ceil(b.getWest() / step); i * step <= b.getEast(); i++) {
      const lon = i * step,
        x = map.latLngToContainerPoint([0, lon]).x,
        shown = ((((lon + 180) % 360) + 360) % 360) - 180;
      line({ x, y: 0 }, { x, y: size.y });
      if (free(x + 3, 11, 48) && x < size.x - 50) {
        mapper.edge.push([x, 0, x + 48, 14]);
        names.push(el("text", { x: x + 3, y: 11, text: named(Math.round(shown / step) * step, step, "E", "W") }));
      }
    }
    for (let i = Math.ceil(b.getSouth() / step); i * step <= b.getNorth(); i++) {
      const lat = i * step,
        y = map.latLngToContainerPoint([lat, map.getCenter().lng]).y;
      if (Math.abs(lat) > 85) continue;
      line({ x: 0, y }, { x: size.x, y });
      if (free(size.x - 52, y - 3, 48) && y > 24) {
        mapper.edge.push([size.x - 52, y - 14, size.x, y]);
        names.push(el("text", { x: size.x - 4, y: y - 3, "text-anchor": "end", text: named(lat, step, "N", "S") }));
      }
    }
    svg.replaceChildren(el("path", { d: lines.join("") }), ...names);
  };
  map.on("moveend resize viewreset", draw);
  map.on("zoomstart", () => svg.replaceChildren());
  draw();
};
