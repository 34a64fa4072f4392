"""Several reports of one incident: one document that keeps who said what and when, and one map of the present word.

Reports are taken in the order they came out. One that is about another incident is told apart, and said why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from mapper.errors import UsageError
from mapper.merging import joint
from mapper.merging.join import joined
from mapper.merging.joint import Place
from mapper.merging.same import apart
from mapper.merging.shift import opened
from mapper.merging.word import latest
from mapper.model import Incident

__all__ = ["Gathered", "merged", "placed"]

placed = joint.placed


@dataclass(frozen=True, slots=True)
class Gathered:
    """One incident and the reports of it, by their place in what was given; `apart` says why it is not the first's."""

    incident: Incident
    reports: tuple[int, ...]
    apart: str = ""


def merged(incidents: Sequence[Incident], *, place: Place) -> tuple[Gathered, ...]:
    """The incidents that some reports tell of, the first report's first; each ready to be placed with `placed`.

    An incident that only one report tells of is that report's, unchanged. `place` is asked whether what two reports
    say leaves ground in common. One of them may be a document of several reports already: the others are new to it.

    Raises:
        UsageError: two documents of several reports.
    """
    if sum(bool(incident.reports) for incident in incidents) > 1:
        raise UsageError("two documents of several reports can't be merged; name the reports of one of them")
    exclude = partial(joint.exclude, place=place)
    groups: list[Gathered] = []
    order = latest([incident.report for incident in incidents])
    for index in sorted(order, key=lambda index: not incidents[index].reports):
        incident, reasons = incidents[index], []
        for number, group in enumerate(groups):
            reason = apart(group.incident, incident)
            if not reason:
                whole = joined(opened(group.incident), incident, exclude=exclude)
                groups[number] = Gathered(whole, (*group.reports, index), group.apart)
                break
            reasons.append(reason)
        else:
            groups.append(Gathered(incident, (index,), reasons[0] if reasons else ""))
    return tuple(sorted(groups, key=lambda group: min(group.reports)))
