"""A made-up countryside as OpenStreetMap has it: two towns, a road in pieces between them, a motorway, a river.

Metres east and north of a point become nodes; ways share nodes where they meet. The road has its number everywhere and
a name only in town, a roundabout without either, and two carriageways for a while; the motorway is two ways that never
touch but for slip roads; the river is drawn downstream in three pieces.
"""

import math

from mapper.geodesy import direct

LON, LAT = 27.4, 39.1
ALBA, BELA = (0.0, 0.0), (20_000.0, 3_000.0)


def at(x, y):
    """Longitude and latitude of a point so far east and north of the first town."""
    return direct(LON, LAT, math.degrees(math.atan2(x, y)), math.hypot(x, y))


def road(share):
    """The road from one town to the other: a bend to the north of a kilometre and a half."""
    return BELA[0] * share, BELA[1] * share + 1_500 * math.sin(math.pi * share)


def river(share):
    return 4_000 + 800 * math.sin(6 * share), 9_000 - 18_000 * share


def motorway(share, side):
    return -5_000 + 30_000 * share, -4_000 + 600 * math.sin(5 * share) + 15 * side


def line(curve, start, end, steps=40):
    return [curve(start + (end - start) * i / steps) for i in range(steps + 1)]


def ways():
    """(tags, points in metres) of every way."""
    middle = road(0.5)
    ring = [(middle[0] + 30 * math.cos(a), middle[1] + 30 * math.sin(a)) for a in
            [math.pi + i * math.pi / 6 for i in range(13)]]  # fmt: skip
    west, east = ring[0], ring[6]
    n12 = {"highway": "primary", "ref": "N12"}
    yield {**n12, "name": "Bela Street"}, line(road, 0, 0.05)
    yield n12, line(road, 0.05, 0.25)
    yield n12, [*line(road, 0.25, 0.49), west]
    yield {"highway": "primary", "junction": "roundabout", "oneway": "yes"}, ring
    one, other = ([(x, y + d * math.sin(math.pi * i / 40)) for i, (x, y) in enumerate(line(road, 0.51, 0.8))]
                  for d in (12, -12))  # fmt: skip
    yield {**n12, "oneway": "yes"}, [east, *one]
    yield {**n12, "oneway": "yes"}, [*other[::-1], east]
    yield {**n12, "name": "Alba Road"}, line(road, 0.8, 1)
    for side in (1, -1):
        pieces = [line(lambda s, side=side: motorway(s, side), i / 6, (i + 1) / 6) for i in range(6)]
        for piece in pieces if side > 0 else [p[::-1] for p in reversed(pieces)]:
            yield {"highway": "motorway", "ref": "A7", "oneway": "yes"}, piece
    slip = motorway(1 / 3, 1)
    yield {"highway": "motorway_link", "oneway": "yes"}, [slip, (slip[0] + 200, slip[1] + 400), (5_200, 0), road(0.25)]
    for i in range(-4, 5):  # a grid of streets about the first town, some of them named
        name = {} if i % 2 else {"name": f"Street {i + 5}"}
        yield {"highway": "residential", **name}, [(i * 200.0, j * 200.0) for j in range(-4, 5)]
        name = {} if i % 2 else {"name": f"Avenue {i + 5}"}
        yield {"highway": "residential", **name}, [(j * 200.0, i * 200.0) for j in range(-4, 5)]
    yield {"highway": "footway"}, [(800.0, 800.0), (1_000.0, 1_100.0), (1_150.0, 1_600.0)]  # to the cemetery
    for start in (0, 1, 2):
        yield {"waterway": "river", "name": "Ume"}, line(river, start / 3, (start + 1) / 3)


def written(path):
    """The countryside as an OpenStreetMap file, `.osm` or `.osm.pbf` by its suffix."""
    import osmium
    from osmium.osm.mutable import Node, Way

    numbers, lines = {}, []
    for tags, points in ways():
        keys = [(round(x, 2), round(y, 2)) for x, y in points]
        for key in keys:
            numbers.setdefault(key, len(numbers) + 1)
        lines.append((tags, [numbers[key] for key in keys]))
    with osmium.SimpleWriter(str(path)) as out:
        for key, number in numbers.items():
            out.add_node(Node(id=number, location=at(*key)))
        for number, (name, spot) in enumerate((("Alba", ALBA), ("Bela", BELA)), len(numbers) + 1):
            out.add_node(Node(id=number, location=at(*spot), tags={"place": "town", "name": name}))
        for number, (tags, nodes) in enumerate(lines, 1):
            out.add_way(Way(id=number, nodes=nodes, tags=tags))
    return path
