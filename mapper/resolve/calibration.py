"""A confidence that means something: of the places said with 0.9, nine in ten are right."""

from __future__ import annotations

from mapper.resolve.candidates import Option
from mapper.resolve.groups import Group


def raw(group: Group, best: Option) -> float:
    """The share of the winner among its candidates, less for what was forgiven."""
    return best.share * (0.7 if best.because and best.entry is None else 1.0)


def confidence(group: Group, best: Option) -> float:
    """How often a place chosen like this one is right."""
    return round(raw(group, best), 3)
