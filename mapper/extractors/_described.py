"""A described thing: a noun phrase whose head is a facility or a road, with the tokens it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.readings import Mention


@dataclass(frozen=True, slots=True)
class Described:
    """A mention with its tokens and the toponyms (by their place in the given order) that stand in it.

    `lead` is the first token with the toponym that owns it ("Kerman's cemetery"), which is no part of the span.
    """

    mention: Mention
    lead: int
    start: int
    end: int
    head: str
    container: int | None
    absorbed: tuple[int, ...]
    definite: bool
    road: bool = False


def dropped(things: Sequence[Described]) -> frozenset[int]:
    """The toponyms that are only part of a thing's name, so that they name no place by themselves."""
    return frozenset(index for one in things if not one.road for index in one.absorbed)
