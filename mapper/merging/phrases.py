"""The phrases of one more report, each against what earlier reports said of the same site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from mapper.merging import same
from mapper.merging.word import Voice, compared, revising, verdict
from mapper.merging.work import Joining
from mapper.model import Incident, Relation

Exclude = Callable[[Incident, Sequence[Relation], Sequence[Relation]], bool]
"""Whether two groups of relations of one incident leave no ground in common (asked of the placing)."""


def add_phrases(work: Joining, new: Incident, *, exclude: Exclude) -> None:
    """The phrases of the new report, in groups: the readings of one ambiguous phrase stand and fall together."""
    work.name_anew((relation.id for relation in new.relations), work.relations)
    moved = [
        replace(
            relation,
            id=work.renamed[relation.id],
            site=work.renamed[relation.site],
            anchors=tuple(work.renamed.get(anchor, anchor) for anchor in relation.anchors),
        )
        for relation in new.relations
    ]
    before = _groups(relation for relation in work.relations.values() if not relation.revised_by)
    added: list[list[Relation]] = []
    for group in _groups(moved):
        old = [each for each in before if each[0].site == group[0].site]
        if again := next((each for each in old if _repeats(work, each, group)), None):
            work.note("relation", "repeats", later=again[0].id, earlier=again[0].id, quote=group[0].quote)
        else:
            added.append(group)
    for group in added:
        work.relations |= {relation.id: relation for relation in group}
    for group in added:
        old = [each for each in before if each[0].site == group[0].site]
        _weigh(work, group, old, exclude)


def _groups(relations: Iterable[Relation]) -> list[list[Relation]]:
    groups: dict[tuple[object, ...], list[Relation]] = {}
    for relation in relations:
        groups.setdefault((relation.report, relation.site, relation.quote, bool(relation.reading)), []).append(relation)
    return list(groups.values())


def _weigh(work: Joining, group: list[Relation], old: Sequence[list[Relation]], exclude: Exclude) -> None:
    """Set a new phrase against every earlier one about its site, and put on record how they stand."""
    first = group[0]
    kind, earlier = "new", ""
    for each in old:
        how = _stands(work, each, group)
        if not how and exclude(_as_is(work), each, group):
            how = "clashes"
        if how in {"narrows", "agrees"} and revising(Voice(first.by, work.card, (first.quote,))):
            how = "clashes"  # what is said to be put right does not stand, even where both could be true
        if how in {"narrows", "agrees"}:
            kind, earlier = how, each[0].id
        if how != "clashes" or work.relations[each[0].id].revised_by:
            continue
        mine = Voice(each[0].by, work.card_of(each[0].report), (each[0].quote,))
        said, why = verdict(mine, Voice(first.by, work.card, (first.quote,)))
        for relation in each:
            if said == "revises":
                work.relations[relation.id] = replace(work.relations[relation.id], revised_by=first.id)
            else:
                _conflict(work, relation, group)
        work.note("relation", said, later=first.id, earlier=each[0].id, quote=first.quote, because=(why,))
        kind, earlier = "", ""
    if kind:
        work.note("relation", kind, later=first.id, earlier=earlier, quote=first.quote)


def _conflict(work: Joining, old: Relation, group: Sequence[Relation]) -> None:
    for new in group:
        for one, two in ((old.id, new.id), (new.id, old.id)):
            known = work.relations[one].conflicts_with
            work.relations[one] = replace(work.relations[one], conflicts_with=tuple(dict.fromkeys((*known, two))))


def _as_is(work: Joining) -> Incident:
    return replace(
        work.known,
        places=tuple(work.places.values()),
        sites=tuple(work.sites.values()),
        relations=tuple(work.relations.values()),
    )


def _repeats(work: Joining, old: Sequence[Relation], new: Sequence[Relation]) -> bool:
    return all(any(_pair(work, a, b) == "repeats" for a in old) for b in new)


def _stands(work: Joining, old: Sequence[Relation], new: Sequence[Relation]) -> str:
    """How two phrases stand to each other: they clash only if no reading of one can be true beside one of the other."""
    found = {_pair(work, a, b) for a in old for b in new}
    return next((how for how in ("narrows", "agrees", "repeats", "clashes") if how in found), "")


def _pair(work: Joining, old: Relation, new: Relation) -> str:
    if not old.anchors or not new.anchors:
        return ""
    if old.anchors == new.anchors:
        return compared(old, new, separation_m=0.0)
    mine, theirs = work.places.get(old.anchors[0]), work.places.get(new.anchors[0])
    if (
        mine is None
        or theirs is None
        or mine.lon is None
        or theirs.lon is None
        or len(old.anchors) + len(new.anchors) > 2
    ):
        return ""
    gap = same.metres(mine, theirs)
    if gap > max(mine.uncertainty_m or 0.0, theirs.uncertainty_m or 0.0):
        return ""
    return compared(old, replace(new, anchors=old.anchors), separation_m=gap)
