"""Which candidate of each name agrees best with the rest of the report.

Scores are in powers of ten of people: a place in the report's country is worth `COUNTRY` of them, and so on. The
weights were set on half of one corpus of news and checked on its other half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from mapper.readings import Mention
from mapper.resolve.candidates import Option, Sources
from mapper.resolve.groups import Group
from mapper.senses import ALTERNATE, MAIN, distance_m, inside

COUNTRY, DIVISION, NEAR, ALIKE = 1.2, 2.4, 2.4, 1.2
_NEAR_M = 150_000
_LIST = frozenset((", ", " and ", ", and ", " or ", ", or ", "/", "; "))
_ROUNDS = 2
_CLEAR, _SPOT_M = 0.6, 50_000
_WIDE = frozenset(("country", "continent", "water", "region"))
_TWICE = 2.5  # against one place under two names
_SHARP = 1.6  # how much likelier ten times more people make a place
_SMALL = 6.0
_ANCHORS = 40  # other places that nearness is measured to
_TRIED = 12  # candidates whose surroundings are looked at
_KINDS = {
    "city": ({"city", "town", "village", "hamlet", "suburb", "capital", "municipality", "community", "borough",
              "neighborhood", "neighbourhood", "port", "township", "commune", "metropolitan"}, {"city"}),
    "division": ({"province", "state", "county", "district", "region", "governorate", "prefecture", "oblast",
                  "department", "parish", "territory"}, {"admin1", "admin2", "admin3", "region"}),
    "water": ({"river", "sea", "gulf", "ocean", "lake", "bay", "strait"}, {"water"}),
    "island": ({"island", "islands", "isle"}, {"island", "region", "admin1", "admin2", "country"}),
    "mountain": ({"mount", "mountain", "mountains", "volcano", "peak"}, {"mountain", "region"}),
}  # fmt: skip
_LEVELS = {"admin1": {"state", "province", "oblast"}, "admin2": {"county", "district"}, "region": {"region"}}  # of two
_FARTHER = 2.0
_OWN_M = 20_000  # "Queens, New York" lies in the city; "Ossining, New York" in the state


def settle(
    text: str, mentions: Sequence[Mention], groups: Sequence[Group], sources: Sources, *, hints: Sequence[Group] = ()
) -> None:
    """Give every group its candidates with their scores, and the best of them; `hints` only lend support."""
    groups = [*groups, *hints]
    for group in groups:
        group.options = sources.options(group.name)
        for option in group.options:
            option.score += _asked(group, option)
            option.total = option.score
        if group.sort == "demonym":
            group.options = [o for o in group.options if o.sense.kind in {"country", "admin1", "continent"}]
        _share(group)
    beside = _listed(text, mentions, groups)
    for _ in range(_ROUNDS):
        _agree(groups, beside)
    unknown = [group for group in groups if not group.options]
    if unknown:
        about, spots = _countries(groups), _spots(groups)
        for group in unknown:
            group.options = sources.forgiven(group.name, about, spots)
            group.kinds.update(word for words, _ in _KINDS.values() for word in words if word in group.key.split())
            for option in group.options:
                option.score += _asked(group, option)
                option.total = option.score
            _share(group)
        _agree(groups, beside)
    for group in groups:
        if group.container is not None:
            _contain(group)
    _mark(groups)
    for group in groups:
        _choose(group)


def _choose(group: Group) -> None:
    """The likeliest spot, and there the likeliest place: a town, its district and its strip speak for one another."""
    best = max(group.options, key=_order, default=None)
    if best is not None and best.share < _CLEAR:
        tried = sorted(group.options, key=_order, reverse=True)[:_TRIED]
        spots = {id(o): _there(group, o) for o in tried}
        best = max(tried, key=lambda o: (round(spots[id(o)], 6), *_order(o)))
    group.best = best
    group.sure = _there(group, best) if best is not None else 0.0


def _there(group: Group, option: Option) -> float:
    """The shares of all candidates at one spot; countries and seas are no spots."""
    a = option.sense
    if a.kind in _WIDE:
        return option.share
    return sum(
        o.share
        for o in group.options
        if o is option or (o.sense.kind not in _WIDE and distance_m(a.lon, a.lat, o.sense.lon, o.sense.lat) < _SPOT_M)
    )


def _order(option: Option) -> tuple[float, float, str, str]:
    return option.total, option.score, option.sense.source, option.sense.source_id


def _asked(group: Group, option: Option) -> float:
    """What the kind that the words ask for is worth."""
    score = 0.0
    for words, kinds in _KINDS.values():
        if group.kinds & words:
            score += 1.5 if option.sense.kind in kinds else -1.0
    if option.sense.kind in _LEVELS and not group.kinds.isdisjoint(_LEVELS[option.sense.kind]):
        score += 0.7
    return score


def _share(group: Group) -> None:
    """How likely each candidate is, the scores taken as logarithms."""
    if not group.options:
        return
    top = max(o.total for o in group.options)
    odds = [math.exp(_SHARP * (o.total - top)) for o in group.options]
    whole = sum(odds)
    for option, odd in zip(group.options, odds, strict=True):
        option.share = odd / whole


def _mark(groups: Sequence[Group]) -> None:
    """Note the small places that nothing else in the report supports."""
    holders: dict[str, int] = {}
    own = [{o.sense.country for o in group.options if o.share > 0.3} for group in groups]
    for countries in own:
        for country in countries:
            holders[country] = holders.get(country, 0) + 1
    for group, countries in zip(groups, own, strict=True):
        elsewhere = any(count > (country in countries) for country, count in holders.items())
        for option in group.options:
            country = option.sense.country
            supported = holders.get(country, 0) > (country in countries)
            small = option.entry is None and option.sense.weight < _SMALL
            option.alone = small and elsewhere and not supported


def _countries(groups: Sequence[Group]) -> set[str]:
    """The countries that the report is likely about."""
    return {o.sense.country for g in groups for o in g.options if o.share > 0.5 and o.sense.country}


def _spots(groups: Sequence[Group]) -> list[tuple[float, float]]:
    """Where the report's towns and small divisions likely are."""
    small = {"city", "admin2", "admin3", "facility", "landmark"}
    leads = [o.sense for g in groups for o in g.options if o.share > 0.5 and o.sense.kind in small]
    return [(sense.lon, sense.lat) for sense in leads[:_ANCHORS]]


def _listed(text: str, mentions: Sequence[Mention], groups: Sequence[Group]) -> dict[int, list[Group]]:
    """The groups whose names stand beside a group's in a list: id of the group -> its neighbours."""
    group_of = {number: group for group in groups for number in group.mentions}
    beside: dict[int, list[Group]] = {}
    for number in range(1, len(mentions)):
        left, right = group_of.get(number - 1), group_of.get(number)
        if left is None or right is None or left is right or left.container is right or right.container is left:
            continue
        if text[mentions[number - 1].end : mentions[number].start] in _LIST:
            beside.setdefault(id(left), []).append(right)
            beside.setdefault(id(right), []).append(left)
    return beside


def _agree(groups: Sequence[Group], beside: Mapping[int, Sequence[Group]]) -> None:
    """One round: every candidate is scored by the others' likely places."""
    countries: dict[str, float] = {}
    divisions: dict[int, float] = {}
    own: list[tuple[dict[str, float], dict[int, float]]] = []
    anchors: list[tuple[Group, Option, float]] = []
    for group in groups:
        worth = 1.0 + min(math.log2(max(len(group.mentions), 1)), 2.0) * 0.5
        worth *= 0.6 if group.sort != "toponym" else 1.0
        mine: tuple[dict[str, float], dict[int, float]] = ({}, {})
        for option in group.options:
            if option.share < 0.02:
                continue
            sense, weight = option.sense, worth * option.share
            if sense.country:
                mine[0][sense.country] = mine[0].get(sense.country, 0.0) + weight
            division = sense.id if sense.kind == "admin1" else sense.admin1
            if division:
                mine[1][division] = mine[1].get(division, 0.0) + weight
            if option.share > 0.2 and sense.kind in {"city", "admin2", "admin3", "facility", "landmark"}:
                anchors.append((group, option, weight))
        own.append(mine)
        for code, weight in mine[0].items():
            countries[code] = countries.get(code, 0.0) + weight
        for number, weight in mine[1].items():
            divisions[number] = divisions.get(number, 0.0) + weight
    # In a text of thousands of names the surest say enough, and the time stays linear.
    anchors = sorted(anchors, key=lambda anchor: -anchor[2])[:_ANCHORS]
    named = {
        o.sense.id: g for g in groups for o in g.options if o.share > 0.5 and o.sense.sense == MAIN and o.sense.id > 0
    }
    for group, mine in zip(groups, own, strict=True):
        if len(group.options) > 1:
            _rescore(group, countries, divisions, mine, anchors)
            _called_otherwise(group, named)
            if id(group) in beside:
                _alike(group, beside[id(group)])
            _share(group)


def _rescore(
    group: Group,
    countries: dict[str, float],
    divisions: dict[int, float],
    mine: tuple[dict[str, float], dict[int, float]],
    anchors: Sequence[tuple[Group, Option, float]],
) -> None:
    others = sum(countries.values()) - sum(mine[0].values())
    for option in group.options:
        sense = option.sense
        country = countries.get(sense.country, 0.0) - mine[0].get(sense.country, 0.0)
        number = sense.id if sense.kind == "admin1" else sense.admin1
        division = divisions.get(number, 0.0) - mine[1].get(number, 0.0) if number else 0.0
        # News of the world names capitals far apart: the less one country holds of it, the less nearness says.
        focus = 0.35 + 0.65 * min(1.0, 2.0 * country / others) if others > 0 else 1.0
        option.total = option.score + focus * (COUNTRY * _enough(country, 2.0) + DIVISION * _enough(division, 1.5))
    for option in sorted(group.options, key=_order, reverse=True)[:_TRIED]:
        sense = option.sense
        if sense.kind in {"country", "continent", "water"}:
            continue
        near = 0.0
        for other, anchor, weight in anchors:
            if other is group or other.container is group:
                continue
            high = abs(anchor.sense.lat - sense.lat)
            if (
                high < 4
                and (away := distance_m(sense.lon, sense.lat, anchor.sense.lon, anchor.sense.lat)) < 4 * _NEAR_M
            ):
                near += weight * math.exp(-away / _NEAR_M)
        country = countries.get(sense.country, 0.0) - mine[0].get(sense.country, 0.0)
        focus = 0.35 + 0.65 * min(1.0, 2.0 * country / others) if others > 0 else 1.0
        option.total += focus * NEAR * _enough(near, 1.5)


def _called_otherwise(group: Group, named: Mapping[int, Group]) -> None:
    """Writers keep to one name: beside "Shaanxi", "Shanxi" is no other spelling of it but the other province."""
    for option in group.options:
        other = named.get(option.sense.id)
        if option.sense.sense == ALTERNATE and other is not None and other.key != group.key and other.sort == "toponym":
            option.total -= _TWICE


def _alike(group: Group, neighbours: Sequence[Group]) -> None:
    """Lists are of one kind: after "California, Oregon and", Washington is the state."""
    shares: dict[str, float] = {}
    for other in neighbours:
        for option in other.options:
            if option.share > 0.1:
                shares[option.sense.kind] = shares.get(option.sense.kind, 0.0) + option.share / len(neighbours)
    for option in group.options:
        if not option.seated:  # "Najran and Jizan" may be two towns
            option.total += ALIKE * shares.get(option.sense.kind, 0.0)


def _enough(support: float, plenty: float) -> float:
    """Support grows slower the more there is: 0 of none, 1 of plenty."""
    return min(1.0, math.log1p(max(support, 0.0)) / math.log1p(plenty))


def _contain(group: Group) -> None:
    """A stated container holds: candidates outside it fall away, and the container is the one that has any inside."""
    whole = group.container
    if whole is None or not whole.options or not group.options:
        return
    best: tuple[float, Option, Option] | None = None
    for w in sorted(whole.options, key=_order, reverse=True)[:10]:
        for o in group.options:
            if not (inside(o.sense, w.sense) if o.entry is None and w.entry is None else _lies(o, w)):
                continue
            total = o.total + w.total - (_FARTHER if w.sense.kind == "city" and not _close(o, w) else 0.0)
            if best is None or total > best[0]:
                best = (total, o, w)
    if best is None:
        group.outside = True
        group.because.append(f"every place called {group.name!r} lies outside {whole.name!r}, where the text puts it")
        group.options = []
        return
    _, chosen, container = best
    container.total = 1.0 + max(w.total for w in whole.options if w is container or w.sense.kind == "city")
    group.because.append(f"the text says that it lies in {container.sense.name}")
    group.options = [o for o in group.options if o is chosen or _lies(o, container) or inside(o.sense, container.sense)]
    chosen.total += 0.01
    _share(group)
    _share(whole)


def _close(option: Option, city: Option) -> bool:
    a, b = option.sense, city.sense
    return distance_m(a.lon, a.lat, b.lon, b.lat) < _OWN_M


def _lies(option: Option, container: Option) -> bool:
    """Whether an entry of a user's source lies in a container, as far as its country and distance tell."""
    if option.entry is None and container.entry is None:
        return False
    if container.sense.kind == "country":
        return option.sense.country == container.sense.country
    reach = container.entry.extent_m if container.entry else 200_000.0
    a, b = option.sense, container.sense
    return distance_m(a.lon, a.lat, b.lon, b.lat) <= reach
