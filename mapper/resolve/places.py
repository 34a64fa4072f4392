"""Groups and described things to the places of the document: one place for one entry, with role, doubt and reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mapper.files import slug
from mapper.model import Candidate, Entry, Place, Report
from mapper.readings import Mention
from mapper.resolve.calibration import confidence
from mapper.resolve.candidates import Option, Sources
from mapper.resolve.descriptions import Thing
from mapper.resolve.groups import Group

_SHOWN = 5  # candidates that lost and stay in the document
_DATELINE = re.compile(
    r"\s*(?P<where>[^\W\d_][^\n(]{1,60}?)\s*(?:\((?P<who>[^)\n]{1,40})\)\s*(?:[-–—:]+\s)?|[-–—]{1,2}\s)(?=\S)"
)
_ADJECTIVE = re.compile(r"[ \u00a0-][a-z]")


@dataclass(slots=True)
class _Draft:
    """A place on its way: `spans` by mention number."""

    place: Place
    numbers: list[int]
    entry: Entry | None
    groups: list[Group] = field(default_factory=list)
    id: str = ""


def placed(
    report: Report, mentions: Sequence[Mention], groups: Sequence[Group], things: Sequence[Thing], sources: Sources
) -> tuple[Place, ...]:
    """The places, in the order of their first mention."""
    drafts: dict[tuple[str, str], _Draft] = {}
    of_group: dict[int, _Draft] = {}
    of_thing: dict[int, _Draft] = {}
    for group in groups:
        numbers = [n for n in group.mentions if _shows(report, mentions[n])]
        if not numbers and group.container is None and not any(g.container is group for g in groups):
            continue
        draft = _named(group, numbers, sources)
        key = (draft.place.source, draft.place.source_id) if draft.entry else ("", f"{group.key}/{id(group)}")
        known = drafts.setdefault(key, draft)
        if known is not draft:
            known.numbers += numbers
            known.place = _merged(known.place, draft.place)
        known.groups.append(group)
        of_group[id(group)] = known
    for thing in things:
        draft = _thing(thing)
        key = (draft.place.source, draft.place.source_id) if draft.entry else ("", f"thing {id(thing)}")
        known = drafts.setdefault(key, draft)
        if known is not draft:
            known.numbers += draft.numbers
        of_thing[id(thing)] = known
    _anaphors(mentions, list(drafts.values()))
    kept = sorted((d for d in drafts.values() if d.numbers), key=lambda d: min(d.numbers))
    _identify(kept)
    _fall_back(kept, groups, things, of_group, of_thing)
    return _with_roles(report, mentions, kept, of_group)


def _shows(report: Report, mention: Mention) -> bool:
    """Whether a mention is shown as naming its place: a demonym as an adjective, an organisation if it acts there."""
    if mention.sort == "demonym":
        return bool(_ADJECTIVE.match(report.text, mention.end))
    return mention.sort != "organisation" or bool(mention.kind)


def _named(group: Group, numbers: list[int], sources: Sources) -> _Draft:
    best = group.best
    if best is None:
        why = tuple(group.because) or (f"no gazetteer knows {group.name!r}",)
        return _Draft(Place("", group.name, _kind(group), "mentioned", (), because=why), list(numbers), None)
    entry = sources.entry(best)
    ranked = sorted(group.options, key=lambda o: (-o.total, o.sense.source, o.sense.source_id))
    lost = tuple([_candidate(o) for o in ranked if o is not best][:_SHOWN])
    place = _of(entry, confidence(group, best), (*group.because, *best.because, *_reasons(group, best)), lost)
    return _Draft(place, list(numbers), entry)


def _kind(group: Group) -> str:
    return min(group.kinds, default="unknown")


def _candidate(option: Option) -> Candidate:
    sense = option.sense
    return Candidate(sense.name, sense.lon, sense.lat, sense.source, sense.source_id, round(option.share, 4))


def _reasons(group: Group, best: Option) -> tuple[str, ...]:
    """Why this one, in words."""
    if len(group.options) == 1:
        return ("the only place of that name in the gazetteers",) if not best.because else ()
    gained = best.total - best.score
    first = max(group.options, key=lambda o: (o.score, -o.sense.id))
    if first is not best:
        other = "the larger" if first.sense.population > best.sense.population else "another"
        where = f" ({first.sense.country})" if first.sense.country else ""
        return (f"nearer to the report's other places than {other} {first.sense.name}{where}",)
    return ("the most prominent of that name" + (", and near the report's other places" if gained > 1 else ""),)


def _of(entry: Entry, sure: float, because: tuple[str, ...], lost: tuple[Candidate, ...]) -> Place:
    said = (f"extent: {entry.extent_source}",) if entry.extent_source else ()
    return Place(
        "", entry.name, entry.kind, "mentioned", (), entry.lon, entry.lat, entry.extent_m + entry.position_m,
        entry.source, entry.source_id, "self", sure, (*because, *entry.because, *said), lost, entry.extent_m,
        entry.position_m, entry.country, entry.timezone, (), entry.outline, entry.attribution,
    )  # fmt: skip


def _merged(place: Place, other: Place) -> Place:
    """Two names of one place ("U.S.", "United States"): as sure as the surer."""
    surer = max(place, other, key=lambda p: p.confidence)
    because = tuple(dict.fromkeys((*place.because, *other.because)))
    return replace(surer, because=because)


def _thing(thing: Thing) -> _Draft:
    if not thing.entries:
        why = (f"no source knows {thing.name!r}",)
        return _Draft(Place("", thing.name, thing.kind, "mentioned", (), because=why), list(thing.mentions), None)
    entry = thing.entries[0]
    lost = tuple([Candidate(e.name, e.lon, e.lat, e.source, e.source_id, e.match) for e in thing.entries[1:_SHOWN]])
    return _Draft(_of(entry, round(0.95 * entry.match, 2), (), lost), list(thing.mentions), entry)


def _anaphors(mentions: Sequence[Mention], drafts: Sequence[_Draft]) -> None:
    """What repeats another mention ("the town", "there") joins its place."""
    holder = {number: draft for draft in drafts for number in draft.numbers}
    for number, mention in enumerate(mentions):
        if number in holder or mention.same_as is None:
            continue
        draft = holder.get(mention.same_as)
        if draft is not None:
            draft.numbers.append(number)
            holder[number] = draft


def _identify(drafts: Sequence[_Draft]) -> None:
    """Ids made of the names, numbered where two are alike."""
    taken: set[str] = set()
    for draft in drafts:
        stem = slug(draft.place.name, "place").lower()
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        draft.id = name


def _fall_back(
    drafts: Sequence[_Draft],
    groups: Sequence[Group],
    things: Sequence[Thing],
    of_group: dict[int, _Draft],
    of_thing: dict[int, _Draft],
) -> None:
    """What nobody knows takes the position of what it lies in, with all of that as its doubt, and says so."""
    around: dict[int, _Draft] = {}
    for group in groups:
        if group.container is not None and id(group) in of_group and id(group.container) in of_group:
            around[id(of_group[id(group)])] = of_group[id(group.container)]
    for thing in things:
        outer = of_thing.get(id(thing.inside)) if thing.inside else None
        outer = outer or (of_group.get(id(thing.container)) if thing.container else None)
        if outer is not None and outer is not of_thing[id(thing)]:
            around[id(of_thing[id(thing)])] = outer
    for draft in drafts:
        container = around.get(id(draft))
        if draft.entry is not None or container is None or container.entry is None or not container.id:
            continue
        c = container.place
        draft.place = replace(
            draft.place, lon=c.lon, lat=c.lat, uncertainty_m=c.uncertainty_m, extent_m=c.extent_m,
            position_m=c.position_m, source=c.source, source_id=c.source_id, resolved_to=f"container:{container.id}",
            confidence=c.confidence, country=c.country, timezone=c.timezone, attribution=c.attribution,
            because=(*draft.place.because, f"placed with the whole of {c.name}, which it lies in"),
        )  # fmt: skip


def _with_roles(
    report: Report, mentions: Sequence[Mention], drafts: Sequence[_Draft], of_group: dict[int, _Draft]
) -> tuple[Place, ...]:
    """Containers, the dateline, and which places lie in which."""
    limit = dateline_end(report.text)
    stated = {
        id(of_group[id(g.container)])
        for d in drafts for g in d.groups if g.container is not None and id(g.container) in of_group
    }  # fmt: skip
    result = []
    wholes = [d for d in drafts if d.entry is not None and d.place.kind in {"country", "admin1", "admin2"}]
    by_id = {d.id: d for d in drafts}
    filled = {id(whole) for d in drafts for whole in wholes if whole is not d and _within(d, whole)}
    for draft in drafts:
        place = draft.place
        lands = [d for d in wholes if d is not draft and _within(draft, d)]
        around = by_id.get(place.resolved_to.partition(":")[2])
        if around is not None and around not in lands:
            lands.append(around)
        order = {"city": 0, "admin3": 1, "admin2": 2, "admin1": 3, "country": 4}
        lands.sort(key=lambda d: (order.get(d.place.kind, 5), d.id))
        role = "mentioned"
        if id(draft) in stated or (place.kind in {"country", "admin1"} and id(draft) in filled):
            role = "container"
        if all(mentions[n].start < limit for n in draft.numbers):
            role = "dateline"
        spans = tuple([report.span(mentions[n].start, mentions[n].end) for n in sorted(set(draft.numbers))])
        within = tuple([d.id for d in lands])
        result.append(replace(place, id=draft.id, role=role, mentions=spans, within=within))
    return tuple(result)


def _within(part: _Draft, whole: _Draft) -> bool:
    a, b = part.place, whole.place
    if a.lon is None or a.resolved_to != "self":
        return a.resolved_to == f"container:{whole.id}"
    if b.kind == "country":
        return a.country == b.country and a.kind != "country"
    if b.kind in {"admin1", "admin2"} and part.entry is not None:
        above = part.entry.within or ((part.entry.admin1,) if part.entry.admin1 else ())
        ranks = {"admin1": 1, "admin2": 2}
        return a.country == b.country and b.name in above and ranks.get(a.kind, 9) > ranks[b.kind]
    return False


def dateline_end(text: str) -> int:
    """Where the dateline ends ("TEHRAN (AP) -"), or 0 where the report begins without one.

    >>> dateline_end("Tehran (IP) - Two blasts"), dateline_end("Two blasts killed (at least) 95 - officials")
    (14, 0)
    """
    match = _DATELINE.match(text)
    if not match:
        return 0
    words = re.findall(r"[^\W\d_]+", match["where"])
    small = [word for word in words if word[0].islower()]
    months = match["who"] and match["who"][0].islower()
    return 0 if len(words) > 6 or len(small) > 1 or months else match.end()
