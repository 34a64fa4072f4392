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
  const path = item => {
    const made = new Path2D();
    for (const ring of shapes.regions[item.n][0].flat()) {
      if (ring.length === 4 && ring[3] < 1) {
        const [lon, lat, wide, high] = ring;
        const [north, south] = [down(lat + high), down(lat - high)];
        made.moveTo(across(lon + wide), (north + south) / 2);
        made.ellipse(across(lon), (north + south) / 2, (wide * 256) / 360, (south - north) / 2, 0, 0, 7);
        continue;
      }
      mapper.rings([[ring]])[0][0].forEach((at, k) => made[k ? "lineTo" : "moveTo"](across(at.lng), down(at.lat)));
      made.closePath();
    }
    return made;
  };
  const draw = (pen, scale, [west, south, east, north]) => {
    pen.lineWidth = 1 / scale;
    for (const item of items) {
      const [w, s, e, n] = box(item);
      if (item.off || w > east || e < west || s > north || n < south) continue;
      const tone = mapper.tone(item.area);
      pen.fillStyle = pen.strokeStyle = hues[tone] ??= mapper.colour(tone);
      const shape = (item.path ??= path(item));
      pen.globalAlpha = item.later ? 0.03 : 0.1;
      pen.fill(shape, "evenodd");
      pen.globalAlpha = item.later ? 0.2 : 0.75;
      pen.stroke(shape);
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
