// Past what an eye or a keyboard can take in one by one, regions are painted on one canvas. The pointer still finds
// them there, a chosen one is drawn as a shape of its own, and the list beside the map has every one by name.
mapper.bulk = (map, from) => {
  const { data, shapes, across, down } = mapper;
  const items = data.areas.slice(from).map((area, k) => ({ area, n: from + k }));
  const hues = {};
  mapper.on("scheme", () => Object.keys(hues).forEach(tone => delete hues[tone]));

  // West, south, east, north of a region, and its rings as lists of lon, lat; both when first asked for.
  const rings = item => (item.rings ??= mapper.rings(shapes.regions[item.n][0]).flat());
  const box = item => {
    if (item.box) return item.box;
    const [[outer]] = shapes.regions[item.n][0];
    if (outer.length === 4 && shapes.regions[item.n][0].length === 1) {
      const [lon, lat, wide, high] = outer;
      return (item.box = [lon - wide, lat - high, lon + wide, lat + high]);
    }
    const every = rings(item).flat();
    const [lons, lats] = [every.map(at => at.lng), every.map(at => at.lat)];
    return (item.box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
  };
  // A region's rings into a path that holds many regions: holes run the other way round, so that they stay holes.
  const trace = (path, item) => {
    for (const part of shapes.regions[item.n][0])
      part.forEach((ring, hole) => {
        const [lon, lat, wide, high] = ring;
        if (ring.length === 4 && high < 1) {
          const [north, south] = [down(lat + high), down(lat - high)];
          path.moveTo(across(lon + wide), (north + south) / 2);
          path.ellipse(across(lon), (north + south) / 2, (wide * 256) / 360, (south - north) / 2, 0, 0, 2 * Math.PI, hole > 0);
          return;
        }
        const line = mapper.rings([[ring]])[0][0];
        const turn = line.reduce((sum, a, k) => sum + a.lng * line.at(k - 1).lat - a.lat * line.at(k - 1).lng, 0);
        if (turn < 0 === hole > 0) line.reverse();
        line.forEach((at, k) => path[k ? "lineTo" : "moveTo"](across(at.lng), down(at.lat)));
        path.closePath();
      });
  };
  const draw = (pen, scale, [west, south, east, north]) => {
    const groups = new Map();
    for (const item of items) {
      const [w, s, e, n] = box(item);
      if (item.off || w > east || e < west || s > north || n < south) continue;
      const key = `${mapper.tone(item.area)}${item.later ? " later" : ""}`;
      if (!groups.has(key)) groups.set(key, new Path2D());
      trace(groups.get(key), item);
    }
    pen.lineWidth = 1 / scale;
    for (const [key, path] of groups) {
      const [tone, later] = key.split(" ");
      pen.fillStyle = pen.strokeStyle = hues[tone] ??= mapper.colour(tone);
      pen.globalAlpha = later ? 0.03 : 0.1;
      pen.fill(path);
      pen.globalAlpha = later ? 0.2 : 0.75;
      pen.stroke(path);
    }
  };
  map.createPane("bulk").style.zIndex = 415;
  const painter = mapper.painter(map, "bulk", draw);
  const again = () => painter._update();
  mapper.on("scheme", again);

  const inside = (item, { lat, lng }) => {
    let odd = false;
    for (const ring of rings(item))
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [a, b] = [ring[i], ring[j]];
        if (a.lat > lat !== b.lat > lat && lng < ((b.lng - a.lng) * (lat - a.lat)) / (b.lat - a.lat) + a.lng) odd = !odd;
      }
    return odd;
  };
  const size = ([w, s, e, n]) => (e - w) * (n - s);
  return {
    items,
    again,
    bounds: item => L.latLngBounds([box(item).slice(0, 2).reverse(), box(item).slice(2).reverse()]),
    // The regions under a position, the smallest first.
    under: at =>
      items
        .filter(item => {
          const [w, s, e, n] = box(item);
          return !item.off && w <= at.lng && at.lng <= e && s <= at.lat && at.lat <= n && inside(item, at);
        })
        .sort((a, b) => size(box(a)) - size(box(b)))
        .map(item => item.n),
  };
};
