"""What each kind of claim counts, for labels and legends; and what it may count twice.

Kinds overlap ("hospitalised" are mostly among the injured, "casualties" are killed and injured together), so figures
of different kinds are never added up. What a figure counts is as its speaker put it: nothing here is verified.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of claim: `title` for a heading, what it `counts`, and the kinds that it `overlaps`."""

    title: str
    counts: str
    overlaps: tuple[str, ...] = ()


KINDS = {
    "killed": Kind("Killed", "people who died", ("casualties",)),
    "injured": Kind("Injured", "people who were hurt and were alive when counted", ("casualties", "hospitalised")),
    "missing": Kind("Missing", "people whose fate was not known", ("killed", "trapped")),
    "displaced": Kind("Displaced", "people driven from their homes", ("evacuated",)),
    "evacuated": Kind("Evacuated", "people brought away from danger by others", ("displaced", "rescued")),
    "detained": Kind("Detained", "people held by an authority"),
    "hospitalised": Kind("In hospital", "people taken to a hospital", ("injured",)),
    "trapped": Kind("Trapped", "people who could not get out", ("missing", "rescued")),
    "rescued": Kind("Rescued", "people brought out of danger alive", ("trapped", "evacuated")),
    "abducted": Kind("Abducted", "people taken by force by others than an authority", ("missing",)),
    "casualties": Kind("Casualties", "killed and injured together, as the words leave it", ("killed", "injured")),
}
