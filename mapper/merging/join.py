"""One more report into an incident: what it repeats is left, what it adds is added, what it says otherwise is marked.

Everything that was there keeps its id, and nothing of it is taken away: a relation that a later report replaces says so
in `revised_by`, two that exclude each other name each other in `conflicts_with`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mapper.merging import same
from mapper.merging.figures import add_figures
from mapper.merging.phrases import Exclude, add_phrases
from mapper.merging.shift import follows, together
from mapper.merging.word import Voice, verdict
from mapper.merging.work import Joining
from mapper.model import Incident, Site, Time, Unplaced

_ROLE = {role: rank for rank, role in enumerate(("anchor", "incident", "container", "mentioned", "dateline"))}


def joined(known: Incident, other: Incident, *, exclude: Exclude) -> Incident:
    """`known` (of one or more reports, see `shift.opened`) with what one later report adds; nothing is placed."""
    new = follows(other, known.reports)
    work = Joining(
        known,
        new.report,
        places={place.id: place for place in known.places},
        sites={site.id: site for site in known.sites},
        relations={relation.id: relation for relation in known.relations},
        times={time.id: time for time in known.times},
        claims={claim.id: claim for claim in known.claims},
    )
    _places(work, new)
    shared = same.sites(known, new)
    work.name_anew((site.id for site in new.sites if site.id not in shared), (*work.sites, *work.places))
    work.renamed |= shared
    _times(work, new)
    _sites(work, new, shared)
    add_phrases(work, new, exclude=exclude)
    add_figures(work, new)
    unplaced = _unplaced(known.unplaced, new.unplaced)
    if not any(change.kind != "repeats" for change in work.changes):
        work.note("report", "nothing", because=("it says nothing that was not known",))
    cards = (*known.reports, new.report)
    return replace(
        known,
        report=together(cards),
        reports=cards,
        places=tuple(work.places.values()),
        sites=tuple(work.sites.values()),
        relations=tuple(work.relations.values()),
        times=tuple(work.times.values()),
        claims=tuple(work.claims.values()),
        unplaced=unplaced,
        decisions=(*known.decisions, *new.decisions),
        changes=(*known.changes, *work.changes),
    )


def _places(work: Joining, new: Incident) -> None:
    shared = same.places(work.known, new)
    work.name_anew((place.id for place in new.places if place.id not in shared), (*work.places, *work.sites))
    work.renamed |= shared
    for place in new.places:
        id_ = work.renamed[place.id]
        old = work.places.get(id_)
        if old is None:
            container = place.resolved_to.removeprefix("container:")
            moved = place.resolved_to.replace(container, work.renamed.get(container, container))
            within = tuple(work.renamed.get(each, each) for each in place.within)
            work.places[id_] = replace(place, id=id_, resolved_to=moved, within=within)
            if place.role in {"incident", "anchor"}:
                work.note("place", "new", later=id_, quote=next(iter(place.mentions), None))
        elif _ROLE.get(place.role, 9) < _ROLE.get(old.role, 9):
            work.places[id_] = replace(old, role=place.role)  # a town named in passing that is now measured from
            said, role = next(iter(place.mentions), None), f"now {place.role}, was {old.role}"
            work.note("place", "new", later=id_, earlier=id_, quote=said, because=(role,))


def _times(work: Joining, new: Incident) -> None:
    fresh = []
    for time in new.times:
        old = next((t for t in work.times.values() if _one_time(t, time)), None)
        if old is not None:
            work.renamed[time.id] = old.id
        else:
            fresh.append(time)
    work.name_anew((time.id for time in fresh), work.times)
    for time in fresh:
        work.times[work.renamed[time.id]] = replace(time, id=work.renamed[time.id])


def _one_time(one: Time, other: Time) -> bool:
    return (one.value, one.precision, one.role) == (other.value, other.precision, other.role) and one.value is not None


def _sites(work: Joining, new: Incident, shared: Mapping[str, str]) -> None:
    for site in new.sites:
        id_ = work.renamed[site.id]
        time = work.renamed.get(site.time or "")
        if site.id not in shared:
            work.sites[id_] = replace(site, id=id_, time=time)
            work.note("site", "new", later=id_, quote=next(iter(site.mentions), None))
            continue
        old = work.sites[id_]
        event = site.event if same.words()["generic"].count(old.event) else old.event
        counted = (
            old.ordinal is None and site.ordinal is not None
        )  # it was the only one, and is now the first of several
        name, ordinal = (site.name, site.ordinal) if counted else (old.name, old.ordinal)
        work.sites[id_] = replace(old, name=name, time=_settled(work, old, time), event=event, ordinal=ordinal)


def _settled(work: Joining, site: Site, time: str | None) -> str | None:
    """The time of a site after another report has given one; the earlier stays unless the later takes its place."""
    if time is None or site.time is None or time == site.time:
        return site.time or time
    old, new = work.times[site.time], work.times[time]
    if old.value is None or new.value is None:
        return site.time if new.value is None else time
    if same.agree(old, new):
        closer = _FINE.get(new.precision, 9) < _FINE.get(old.precision, 9)
        if closer:
            work.note("time", "narrows", later=time, earlier=site.time, quote=new.quote,
                      because=(f"{site.name}: by the {new.precision}",))  # fmt: skip
        return time if closer else site.time
    mine = Voice(None, work.card_of(old.report), (old.quote,))
    kind, why = verdict(mine, Voice(None, work.card, (new.quote,)))
    work.note("time", kind, later=time, earlier=site.time, quote=new.quote, because=(site.name, why))
    return time if kind == "revises" else site.time


_FINE = {"minute": 0, "hour": 1, "day": 2}


def _unplaced(known: Sequence[Unplaced], new: Sequence[Unplaced]) -> tuple[Unplaced, ...]:
    told = {(item.what.casefold(), item.why) for item in known}
    return (*known, *(item for item in new if (item.what.casefold(), item.why) not in told))
