"""Places described and not named ("the cemetery gate", "Rafah crossing"): looked up, or put in their container."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.folding import folded
from mapper.model import Entry
from mapper.readings import Mention
from mapper.resolve.candidates import Sources
from mapper.resolve.groups import Group

ENOUGH = 0.5  # agreement with a source's name below which a description is not taken for it


@dataclass(slots=True, eq=False)
class Thing:
    """The mentions of one described thing, the entry that a source has for it, and the group of its container."""

    name: str
    kind: str
    mentions: list[int]
    container: Group | None
    entries: tuple[Entry, ...] = ()
    inside: Thing | None = None


def described(mentions: Sequence[Mention], groups: Sequence[Group], sources: Sources) -> list[Thing]:
    """The described things, in the order of their first mention."""
    group_of = {number: group for group in groups for number in group.mentions}
    namesakes = [
        group_of[mention.container]
        for mention in mentions
        if mention.sort == "description" and mention.container in group_of
        if _namesake(mention, group_of[mention.container], mentions, groups)
    ]
    things: dict[tuple[str, int], Thing] = {}
    thing_of: dict[int, Thing] = {}
    for number, mention in enumerate(mentions):
        if mention.sort != "description":
            continue
        around = _root(mentions, mention.container)
        group = group_of.get(around) if around is not None else None
        group = None if group in namesakes else group
        key = (folded(mention.name), id(group) if group else 0)
        if mention.same_as is not None and mention.same_as in thing_of:
            thing = thing_of[mention.same_as]
        else:
            thing = things.setdefault(key, Thing(mention.name, mention.kind, [], group))
        thing.mentions.append(number)
        thing_of[number] = thing
        if around is not None and around in thing_of and thing_of[around] is not thing:
            thing.inside = thing_of[around]
    kept = list({id(thing): thing for thing in thing_of.values()}.values())
    if kept:
        middle, countries = _surroundings(groups)
        for thing in kept:
            thing.entries = _found(thing, sources, middle, countries)
    return kept


def _namesake(thing: Mention, group: Group, mentions: Sequence[Mention], groups: Sequence[Group]) -> bool:
    """Whether a place only lends a thing its name: "Westgate mall" of a report from Kenya is in no Westgate of Canada.

    Nothing else in the report speaks of that place, nor of any place of its country.
    """
    if group.best is None or not group.best.sense.country:
        return False
    inside = all(thing.start <= mentions[n].start and mentions[n].end < thing.end for n in group.mentions)
    if not inside or thing.text.rstrip().endswith(mentions[group.mentions[-1]].text):
        return False
    others = {other.best.sense.country for other in groups if other is not group and other.best is not None}
    return bool(others) and group.best.sense.country not in others


def _root(mentions: Sequence[Mention], number: int | None) -> int | None:
    """A mention, or what it repeats."""
    seen: set[int] = set()
    while number is not None and mentions[number].same_as is not None and number not in seen:
        seen.add(number)
        number = mentions[number].same_as
    return number


def _surroundings(groups: Sequence[Group]) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
    """The report's most mentioned town, and its countries, the most mentioned first."""
    towns = [g for g in groups if g.best and g.best.sense.kind == "city"]
    town = max(towns, key=lambda g: (len(g.mentions), g.confidence), default=None)
    counts: dict[str, int] = {}
    for group in groups:
        if group.best and group.best.sense.country:
            counts[group.best.sense.country] = counts.get(group.best.sense.country, 0) + len(group.mentions)
    near = (town.best.sense.lon, town.best.sense.lat) if town and town.best else None
    return near, tuple(sorted(counts, key=lambda code: (-counts[code], code))[:3])


def _found(
    thing: Thing, sources: Sources, middle: tuple[float, float] | None, countries: tuple[str, ...]
) -> tuple[Entry, ...]:
    """What the sources have under the words, best first: near the container, else near the report's main town."""
    near = middle
    if thing.container is not None and thing.container.best is not None:
        sense = thing.container.best.sense
        near, countries = (sense.lon, sense.lat), (sense.country,) if sense.country else countries
    for source in sources.own:
        found = [e for e in source.find(thing.name, near=near, countries=countries, limit=5) if e.match >= ENOUGH]
        if found:
            return tuple(found)
    if sources.embedded is not None:
        senses = [s for s in sources.embedded.senses(folded(thing.name)) if s.kind in {"facility", "water", "region"}]
        if countries:
            senses = [s for s in senses if s.country in {*countries, ""}]
        if senses:
            return tuple([sources.embedded.entry(s.id) for s in senses[:5]])
    return tuple(sources.asked(thing.name, near=near, countries=countries))
