"""Figures as worded to claims: wordings of one claim are joined, everything else stays side by side.

One claim is: the same kind, the same people counted, the same site, the same speaker (or none beside one), and
figures that say the same ("211" and "at least 211"). A revision names the claim that it replaces and is never
joined to it. Nothing is added up, and no speaker is believed over another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapper.model import Claim, Time
from mapper.readings import Count, FigureSaid, Reading
from mapper.settle.days import cited

MEMORY = 60  # claims that a revision looks back over


@dataclass(slots=True)
class _Joined:
    """The wordings of one claim so far, the earliest first; `known` are those that differ in count or speaker."""

    figures: list[FigureSaid]
    known: list[FigureSaid]
    revises: int | None = None

    @property
    def first(self) -> FigureSaid:
        return self.figures[0]


def settle_claims(reading: Reading, times: Sequence[Time]) -> tuple[Claim, ...]:
    """The claims of `reading.claims`, in the order of the text; `times` are those of `settle_times`.

    Where the report has one site, every claim without a site of its own is about it.
    """
    joined: list[_Joined] = []
    alike: dict[tuple[Any, ...], list[int]] = {}
    latest: dict[tuple[Any, ...], int] = {}
    for said in reading.claims:
        figure = replace(said, site=0) if len(reading.sites) == 1 else said
        who = (figure.claim, _folded(figure.scope))
        like = alike.setdefault((*who, figure.site, figure.count.low, figure.count.high if _vague(figure) else 0), [])
        same = next((joined[index] for index in like if _one_claim(joined[index], figure)), None)
        if same is not None:
            same.figures.append(figure)
            if not any((one.count, one.by) == (figure.count, figure.by) for one in same.known):
                same.known.append(figure)
            continue
        old = _replaced(joined, figure) if figure.changes else None
        like.append(len(joined))
        if figure.earlier:
            new = latest.get((*who, figure.by), latest.get(who))
            if new is not None and joined[new].revises is None:
                joined[new].revises = len(joined)
        else:
            latest[who] = latest[(*who, figure.by)] = len(joined)
        joined.append(_Joined([figure], [figure], old))
    alone = reading.sites[0].id if len(reading.sites) == 1 else None
    sites = [site.id for site in reading.sites]
    return tuple(
        _claim(f"c{index + 1}", one, sites=sites, alone=alone, times=times) for index, one in enumerate(joined)
    )


def _replaced(joined: Sequence[_Joined], figure: FigureSaid) -> int | None:
    """Which claim a revision replaces: the old figure that it names, else the whole told before, no part of it.

    Of several the speaker's own, and of these the largest: subtotals come beside a toll, and no toll beside a larger.
    """
    first = max(len(joined) - MEMORY, 0)
    gone = {one.revises for one in joined[first:]}
    alike = [
        index
        for index, one in enumerate(joined[first:], first)
        if one.first.claim == figure.claim
        and _folded(one.first.scope) == _folded(figure.scope)
        and one.first.site == figure.site
        and index not in gone
    ]
    if not alike or joined[alike[-1]].first.quote == figure.quote:
        return alike[-1] if alike else None
    named = figure.by is not None
    own = [index for index in alike if named and any(known.by == figure.by for known in joined[index].known)]
    return max(own or alike, key=lambda index: (joined[index].first.count.low or 0, index))


def _vague(figure: FigureSaid) -> bool:
    """Whether a count is no plain number, so that two are the same only if both bounds are."""
    return bool(figure.count.because) or figure.count.low is None


def _one_claim(one: _Joined, figure: FigureSaid) -> bool:
    """Whether a figure words a claim again: figures that say the same, of one speaker or of none beside one."""
    if not all(_same_count(known.count, figure.count) for known in one.known):
        return False
    unattributed = figure.by is None or all(known.by is None for known in one.known)
    return unattributed or any(one_voice(known, figure) for known in one.known)


def one_voice(one: FigureSaid, other: FigureSaid) -> bool:
    """Whether two figures have one speaker: the same words but for titles, or a person's last name alone."""
    if one.by is None or other.by is None:
        return one.by is other.by
    if one.by.casefold() == other.by.casefold():
        return True
    if not one.voice or not other.voice:
        return False
    mine, theirs = set(one.voice), set(other.voice)
    return mine == theirs or (len(mine & theirs) > 1 and (mine <= theirs or theirs <= mine))


def _same_count(one: Count, other: Count) -> bool:
    if not (one.because or other.because):
        return one.low == other.low and (one.high == other.high or None in (one.high, other.high))
    return (one.low, one.high) == (other.low, other.high)


def _folded(scope: str | None) -> str:
    return " ".join((scope or "").casefold().split())


def _claim(name: str, one: _Joined, *, sites: Sequence[str], alone: str | None, times: Sequence[Time]) -> Claim:
    figures = one.figures
    open_ = next((figure.count for figure in figures if figure.count.high is None), figures[0].count)
    speaker = next((figure.by for figure in figures if figure.by is not None), None)
    others = sorted({figure.by for figure in figures if figure.by not in (None, speaker)} - {None}, key=str)
    as_of = next((figure.as_of for figure in figures if figure.as_of is not None), None)
    because = dict.fromkeys(reason for figure in figures for reason in (*figure.count.because, *figure.because))
    reasons = [*because, *(f"also said by {other}, taken as the same speaker" for other in others)]
    if len({figure.count.said for figure in figures}) > 1:
        reasons.append("worded as " + " and as ".join(dict.fromkeys(cited(f.count.said) for f in figures)))
    if speaker is not None and any(figure.by is None for figure in figures):
        reasons.append("also stated without a speaker")
    site = figures[0].site
    return Claim(
        id=name,
        claim=figures[0].claim,
        low=open_.low,
        high=open_.high,
        said=" ".join(open_.said.split()),
        by=speaker,
        as_of=None if as_of is None else times[as_of].id,
        scope=figures[0].scope,
        estimate=any(figure.estimate for figure in figures),
        quotes=tuple(dict.fromkeys(figure.quote for figure in figures)),
        site=sites[site] if site is not None else alone,
        revises=None if one.revises is None else f"c{one.revises + 1}",
        because=tuple(reasons),
    )
