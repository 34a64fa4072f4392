"""Which time belongs to which site: by the words between them, never by guessing across the report.

A clock time belongs to the event named last before it in its sentence ("the second took place 15 minutes later"),
else to the one named first after it; in a sentence about "it" ("It hit at 8:29"), to the one spoken of before.
A site without a clock time takes the day that the report gives for the incident.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from mapper.model import Site, Span
from mapper.readings import TimeSaid

NEAR = 30  # mentions of sites to either side that are looked at
OPENING = 4  # characters before a time that opens its sentence ("At 14:50 a bomb ...")
BACK = 2  # sentences that "it" looks back over; further away it is anyone's guess


def attach_times(sites: Sequence[Site], times: Sequence[TimeSaid], sentences: Sequence[Span]) -> tuple[Site, ...]:
    """The sites, each with the id of its time ("t1" is the time at index 0), where the words give one."""
    starts = [sentence.start for sentence in sentences]
    named = sorted((span.start, span.end, index) for index, site in enumerate(sites) for span in site.mentions)
    found: dict[int, int] = {}
    for index, said in enumerate(times):
        if said.role != "event" or said.same_as is not None or said.aside:
            continue
        for site in _spoken_of(said, named, starts, alone=len(sites) == 1):
            if site not in found or _better(times, index, found[site]):
                found[site] = index
    told = [i for i, said in enumerate(times) if said.role == "event" and not said.shifted]
    day = next((i for i in told if not times[i].aside), next(iter(told), None))
    return tuple(
        replace(site, time=f"t{chosen + 1}") if (chosen := found.get(index, day)) is not None else site
        for index, site in enumerate(sites)
    )


def _better(times: Sequence[TimeSaid], new: int, old: int) -> bool:
    """Whether a later time says more than the one that a site already has: a clock more than a day.

    What is only counted from a clock ("the siege ended 13 hours later") says no more than that clock.
    """
    if times[old].shifted and times[old].shift_s is None:
        return True
    if times[new].shifted != times[old].shifted and (times[old] if times[new].shifted else times[new]).hour is not None:
        return times[old].shifted
    order = ("minute", "hour", "day")
    return order.index(times[new].precision) < order.index(times[old].precision)


def _spoken_of(
    said: TimeSaid, named: Sequence[tuple[int, int, int]], starts: Sequence[int], *, alone: bool
) -> list[int]:
    """The sites that a time is about; several where one mention ("the blasts") stands for all of them."""
    here = bisect_right(starts, said.quote.start) - 1
    first, last = (starts[here] if here >= 0 else 0), (starts[here + 1] if here + 1 < len(starts) else 1 << 62)
    middle = bisect_right(named, (said.quote.start, 1 << 62, 0))
    before = [
        place for place in named[max(middle - NEAR, 0) : middle] if first <= place[0] and place[1] <= said.quote.start
    ]
    after = [place for place in named[middle : middle + NEAR] if place[0] < last]
    if said.forward:
        return _all(after[0], named) if after else []
    if before:
        return _all(before[-1], named)
    opens = said.quote.start - first <= OPENING
    if after and opens:
        return _all(after[0], named)
    if alone and said.hour is not None:
        return [0]
    if said.again:
        back = starts[max(here - BACK, 0)] if here >= 0 else 0
        earlier = [place for place in named[max(middle - NEAR, 0) : middle] if back <= place[0] < first]
        return _all(earlier[-1], named) if earlier and said.hour is not None else []
    return _all(after[0], named) if after else []


def _all(place: tuple[int, int, int], named: Sequence[tuple[int, int, int]]) -> list[int]:
    """The sites whose mention stands at the same words."""
    here = bisect_left(named, (*place[:2], 0))
    return [site for start, end, site in named[here : here + NEAR] if (start, end) == place[:2]]
