// In this order: the regions first, so that the first thing seen is where it happened; the ground and the names in the
// same picture; and what surrounds the map in the next breath, into the room that the stylesheet kept for it.
mapper.run = (map, tiles) => {
  const { data } = mapper;
  mapper.map = map;
  mapper.surroundings();
  const [west, south, east, north] = data.bounds;
  // A frame that is not shown yet has no size to fit anything into: it is fitted once it has one.
  let fitted = false;
  mapper.home = () => {
    const size = map.getSize();
    if (size.x < 80 || size.y < 80) return;
    fitted = true;
    const whole = L.latLngBounds([south, west], [north, east]);
    map.fitBounds(whole, { padding: [28, 28], animate: false });
  };
  mapper.home();
  mapper.fine(map);
  const labels = mapper.labels(map);
  mapper.regions(map, labels);
  mapper.ground(map);
  mapper.inset(map);
  mapper.credits(map);
  mapper.popups(map);
  const opening = map.getZoom();
  const built = () => !document.documentElement.classList.contains("has-street");
  data.towns.forEach(([name, lon, lat, tier], rank) =>
    labels.add({
      at: [lat, lon],
      texts: [name],
      kind: "town",
      rank: 20000 + rank,
      size: 11.5,
      weight: 400,
      dot: "M-2 0A2 2 0 1 0 2 0A2 2 0 1 0-2 0",
      shown: zoom => built() && zoom >= opening - [1.2, 3.2, 9][tier],
    }),
  );
  for (const [n, [name, lon, lat, kind]] of (data.ways ?? []).entries())
    labels.add({
      at: [lat, lon],
      texts: [name],
      kind: `way ${kind}`,
      rank: 15000 + n,
      size: 10.5,
      weight: 400,
      shown: zoom => built() && zoom > opening - 1,
    });
  for (const [name, lon, lat, width] of data.countries)
    labels.add({
      at: [lat, lon],
      texts: [name],
      kind: "country",
      rank: 900 - width,
      size: 11,
      weight: 400,
      shown: zoom => zoom < 8 && width * 2 ** zoom > 90 && built(),
    });
  mapper.tools(map, mapper.street(map, tiles));
  // In small pieces, so that a finger on the map never waits for a list below it.
  const pieces = [
    mapper.remainder,
    () => (mapper.heading(), mapper.legend(), mapper.timeline()),
    () => (mapper.graticule(map), mapper.manners(map)),
    () => mapper.evidence(),
    () => (mapper.sources(), mapper.address(map), mapper.print(map), mapper.tell("size"), labels.soon()),
  ];
  const rest = () => {
    pieces.shift()();
    if (pieces.length) setTimeout(rest);
  };
  requestAnimationFrame(() => setTimeout(rest));
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false });
    if (!fitted) mapper.home();
  }).observe(map.getContainer());
};
