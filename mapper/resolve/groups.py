"""Mentions that must mean one place: the same name, said to lie in the same container."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mapper.folding import folded
from mapper.readings import Mention
from mapper.resolve.candidates import Option

DIVISIONS = frozenset(
    ("province", "state", "county", "district", "governorate", "prefecture", "oblast", "department", "parish",
     "territory")
)  # fmt: skip
NAMED = frozenset({"toponym", "demonym", "organisation"})


@dataclass(slots=True, eq=False)
class Group:
    """The mentions of one name. `container` is the group of the name that the text says it lies in."""

    key: str
    name: str
    sort: str
    mentions: list[int]
    kinds: set[str] = field(default_factory=set)
    container: Group | None = None
    options: list[Option] = field(default_factory=list)
    best: Option | None = None
    sure: float = 0.0
    """The share of the best and of all candidates at its spot."""
    confidence: float = 0.0
    outside: bool = False
    """The name is known, but nowhere in the stated container."""
    because: list[str] = field(default_factory=list)


def grouped(mentions: Sequence[Mention]) -> list[Group]:
    """The groups, in the order of their first mention; descriptions and anaphors are not names."""
    groups: dict[tuple[str, str, str], Group] = {}
    of_mention: dict[int, Group] = {}
    stated: dict[str, str] = {}
    for mention in mentions:
        if mention.sort in NAMED and mention.container is not None:
            stated.setdefault(folded(mention.name), folded(mentions[mention.container].name))
    for number, mention in enumerate(mentions):
        if mention.sort not in NAMED:
            continue
        name = plain(mention.name)
        key = folded(name)
        inside = mentions[mention.container].name if mention.container is not None else ""
        # One sense a report: a name said once to lie somewhere lies there wherever it stands alone.
        within = folded(inside) or stated.get(key, "")
        # "Kerman province" may be another place than Kerman; "the city of Kerman" is the same.
        sort = mention.sort if mention.sort == "demonym" else "division" if mention.kind in DIVISIONS else "name"
        group = groups.setdefault((key, within, sort), Group(key, name, mention.sort, []))
        group.mentions.append(number)
        if mention.sort == "toponym":
            group.sort = "toponym"
        if mention.kind:
            group.kinds.add(mention.kind)
        of_mention[number] = group
    for number, mention in enumerate(mentions):
        if number in of_mention and mention.container is not None:
            inside_group = of_mention.get(mention.container)
            if inside_group is not of_mention[number]:
                of_mention[number].container = of_mention[number].container or inside_group
    return list(groups.values())


def plain(name: str) -> str:
    """A name without its article."""
    return name.removeprefix("the ").removeprefix("The ")
