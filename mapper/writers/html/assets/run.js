// In this order: the map and its regions first, so that the first thing seen is where it happened.
mapper.run = (map, tiles) => {
const { data } = mapper;
mapper.map = map;
mapper.surroundings();
mapper.heading();
const [west, south, east, north] = data.bounds;
mapper.home = () => map.fitBounds([[south, west], [north, east]], { padding: [28, 28], animate: false });
mapper.ground(map);
mapper.graticule(map);
const labels = mapper.labels(map);
mapper.regions(map, labels);
for (const [name, lon, lat, rank, shown] of data.towns) labels.add({ at: [lat, lon], text: name, kind: "town", rank: 400 + rank, size: 11, weight: 400, dot: "M-2 0A2 2 0 1 0 2 0A2 2 0 1 0 -2 0", gap: 6, shown: zoom => zoom >= shown && !document.documentElement.classList.contains("has-street") });
for (const [name, lon, lat, width] of data.countries) labels.add({ at: [lat, lon], text: name, kind: "country", rank: 900 - width, size: 11, weight: 400, shown: zoom => zoom < 8 && width * 2 ** zoom > 90 && !document.documentElement.classList.contains("has-street") });
mapper.credits(map);
mapper.inset();
mapper.legend();
const street = mapper.street(map, tiles);
mapper.tools(map, street);
mapper.timeline();
mapper.manners(map);
mapper.evidence();
mapper.address(map);
mapper.print(map);
new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(map.getContainer());
};
