"""Phrases with their sites and the readings of their anchors, as they are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from mapper.extractors._draft import Draft
from mapper.extractors._phrases import Found
from mapper.extractors._sites import Sites
from mapper.extractors._whose import Whose
from mapper.model import Unplaced
from mapper.readings import Note

Way = tuple[tuple[int, ...], float, str, tuple[str, ...]]
"""One reading of a phrase's anchors: they (a site is its `~index`), the weight, its name, the reasons."""

Group = tuple[tuple[int, ...], list[Way]]
"""Sites that share the readings of a phrase."""


@dataclass(slots=True)
class Bound:
    """A phrase with its sites and the readings of its anchors, in draft indices (a site is its `~index`)."""

    found: Found
    sites: tuple[int, ...]
    readings: list[Way]
    because: tuple[str, ...] = ()


@dataclass(slots=True)
class Binder:
    draft: Draft
    sites: Sites
    whose: Whose
    bound: list[Bound] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    noted: set[int] = field(default_factory=set)
    told_elsewhere: int = -1
    """Where the last phrase ended that says where another place is, or what was elsewhere."""
    told_name: bool = False
    """Whether that was a place with a name."""
    passed: set[int] = field(default_factory=set)
    """What was named only to say where somebody spoke, came from or went, or where it was noticed."""
    placed_at: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """The sites that were placed by a thing, by its noun: what is said of "the mine" later is about them."""
    spots: dict[str, int] = field(default_factory=dict)
    """The places that sites are counted by, by their name, with the site at each."""
    placed: set[int] = field(default_factory=set)
    """The sites that some phrase has placed for good."""

    def put(self, bound: Bound) -> None:
        """Keep a phrase with its sites."""
        self.bound.append(bound)
        if not bound.found.weak:
            self.placed.update(bound.sites)
        for anchors, *_ in bound.readings:
            for anchor in anchors:
                if anchor >= 0 and (thing := self.draft.thing(anchor)) is not None:
                    self.placed_at.setdefault(thing.head, bound.sites)

    def note(self, one: Found, read_as: str, *because: str) -> None:
        """Keep what some words were read as that place nothing, and why."""
        self.noted.update(range(one.start, one.end))
        self.passed.update(anchor for anchor in one.anchors if isinstance(anchor, int))
        self.notes.append(Note(self.draft.span(one.start, one.end), read_as, one.rule, because))
