"""Whether words that a gazetteer knows name a place here, or a person, an organisation, a people, or nothing.

A score is a sum of reasons, each measured against "ten times more people live there" (1.0); a name is kept from
`KEPT` upward. The weights were set by hand on half of one corpus of news and checked on its other half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mapper.extractors._among import close, in_hierarchy, listed, spots
from mapper.extractors._name_words import words
from mapper.extractors._scan import TIGHT, Found, Row, Token
from mapper.senses import DEMONYM, MAIN, SHORT

KEPT = 4.0
_FAMOUS = 5.7  # so well known that the other meaning of the word hardly counts
_POSTAL = 2  # letters of a state's postal code, which counts only after a comma
_KNOWN = 5.5  # a place that stands by itself beside another name
_IN_ORGANISATION = "part of the name of an organisation"
_STATED = 2.5  # "Sunrise, Fla.": the text itself says that it is a place


_DASHED = re.compile(r"\s*(?:[-–—]{1,2}\s|\($)")


@dataclass(slots=True)
class Scene:
    """The words, the runs of capitalised words, what was found where, and who is a person in this report."""

    row: Row
    in_run: Sequence[tuple[int, int]]
    at: dict[int, Found]
    people: set[str] = field(default_factory=set)
    stated: set[str] = field(default_factory=set)  # names that the text says to lie in a state or country


def judge(row: Row, in_run: Sequence[tuple[int, int]], found: list[Found]) -> list[Found]:
    """The names that are kept, each with its sort and its score."""
    scene = Scene(row, in_run, {i: f for f in found for i in range(f.first, f.last + 1)})
    scene.stated.update(f.key for f, whole in pairwise(found) if in_hierarchy(row, f, whole))
    for f in found:
        if f.senses:
            _sort(scene, f)
    _people(scene)
    for f in found:
        if not f.senses:
            f.score = KEPT
        elif f.sort in {"toponym", "organisation"}:
            _weigh(scene, f)
    known = words()
    certain = [f for f in found if f.sort == "toponym" and f.score >= KEPT + 1]
    sure = {f.key for f in certain}
    doubtful = any(f.sort == "toponym" and 0 < f.score < KEPT for f in found)
    around = spots(certain) if doubtful else []
    for i, f in enumerate(found):
        if f.sort != "toponym" or f.score <= 0:
            continue
        if f.key in sure:
            f.score += 1.5
        beside = (found[j] for j in (i - 1, i + 1) if 0 <= j < len(found))
        if any(o.sort == "toponym" and o.score >= KEPT + 1 and listed(row, f, o) for o in beside):
            f.score += 1.5
        if f.score < KEPT and f.key not in scene.people and close(f, around):
            f.score += 1.5 if f.key in known.given or f.key in known.surnames else 2.5
            f.because.append("near the report's other places")
    named = {"toponym", "organisation"}
    return [f for f in found if f.sort == "demonym" or (f.sort in named and f.score >= KEPT)]


def _sort(scene: Scene, f: Found) -> None:
    """Settle the sort of a name from its own form and the capitalised words around it."""
    known, row, at = words(), scene.row, scene.at
    first, last = scene.in_run[f.first][0], scene.in_run[f.last][1]
    best = f.lead
    f.weight = best.weight
    single = f.first == f.last
    peoples = [s for s in f.senses if s.sense == DEMONYM]
    if peoples and not any(s.sense == MAIN and s.weight > peoples[0].weight - 1 for s in f.senses):
        f.sort = "demonym"
        return
    if f.key in scene.stated and single and row[f.first].gap in TIGHT | {"", "\n"} and first == last:
        return
    if _no_name(scene, f) or all(row[i].key in known.modifiers for i in range(f.first, f.last + 1)):
        f.sort = "nothing"
        return
    before = row[f.first - 2] if f.first > 1 and row[f.first - 1].key in {"of", "for"} else None
    if before is not None and before.capital and before.key in known.organisations:
        f.sort = "organisation"
        f.because.append(_IN_ORGANISATION)
        if before.key in known.public:
            f.kind = "public body"
        return
    left = f.first - 1
    while left >= first and (row[left].key in known.modifiers or _opener(scene, left)):
        left -= 1
    if left >= first:
        word, other = row[left].key, at.get(left)
        if other is not None and (other.sort == "demonym" or (other.sort == "toponym" and other.weight > _KNOWN)):
            pass
        elif word in known.titles or (word in known.given and single and word not in known.kinds_before):
            _person(scene, first, last, f)
            return
        elif word in known.organisations or word in known.offices:
            f.score -= 0.5
        else:
            f.score -= 4.0
            f.because.append("part of a longer name")
    elif left >= 0 and row[f.first].gap == ". " and row[left].key in known.titles:
        _person(scene, first, last, f)
        return
    if f.last + 1 <= last:
        _after(scene, f, last)


def _no_name(scene: Scene, f: Found) -> bool:
    """Whether a single word is no name by its form: a short form without its dot, a noun such as "Valley"."""
    if f.first != f.last:
        return False
    token = scene.row[f.first]
    if f.key in words().natural:
        return True
    best = f.lead
    if best.sense == SHORT or "." in token.text:
        if not ("." in token.text or token.text.isupper() or scene.row.dotted(f.first)):
            return True
        return len(token.text) <= _POSTAL and token.gap != ", " and best.kind != "country"
    return False


def _after(scene: Scene, f: Found, last: int) -> None:
    """What the capitalised words that follow make of a name."""
    known, row = words(), scene.row
    right = f.last + 1
    rest = [row[i].key for i in range(right, last + 1)]
    heads = [i for i, word in enumerate(rest) if word in known.organisations]
    single = f.first == f.last
    officer = rest[0] in known.services and len(rest) > 1 and rest[1] in known.offices
    if (rest[0] in known.offices and not (heads and heads[-1] > 0)) or officer:
        f.score += 1.0  # "Covington Fire Chief Tom Lane"
        return
    if rest[-1] in known.facilities or rest[0] in known.facilities:
        f.because.append("part of the name of a facility")
        f.sort = "organisation"
        return
    if heads:
        f.sort = "organisation"
        whole = " ".join([row[i].text for i in range(f.first, right + heads[-1] + 1)])
        f.because.append(f"in the name of an organisation: {whole!r}")
        if rest[0] in known.kinds_after:
            f.kind, f.name_end, f.end = rest[0], f.end, row.ends[right]
        elif rest[heads[-1]] in known.public:
            f.kind = "public body"
        return
    follower = scene.at.get(right)
    if follower is not None and follower.sort != "nothing" and follower.senses and follower.lead.weight >= KEPT:
        if row[f.first].key in known.given and single:
            _person(scene, f.first, last, f)
            return
        if follower.sort == "demonym" or follower.lead.kind in {"country", "admin1"}:
            return
    if rest[0] in known.natural:
        f.score += 0.5
        f.kind, f.last, f.end = rest[0], right, row.ends[right]
        return
    if rest[0] in known.given or rest[0] in known.surnames or row[f.first].key in known.given:
        _person(scene, f.first, last, f)
        return
    f.score -= 3.5
    f.because.append("part of a longer name")


def _opener(scene: Scene, i: int) -> bool:
    """Whether a word is capitalised only because something begins with it."""
    return scene.row[i].opens and scene.row[i].key in words().ordinary and i not in scene.at


def _person(scene: Scene, first: int, last: int, f: Found) -> None:
    f.sort = "person"
    known, row = words(), scene.row
    # "Covington Fire Chief Tom Lane": who is called so comes after the office.
    first = next((i + 1 for i in range(last - 1, first, -1) if row[i].key in known.titles | known.offices), first)
    scene.people.update(row[i].key for i in range(first, last + 1) if row[i].key not in known.titles)


def _people(scene: Scene) -> None:
    """Surnames introduced with a given name or a title ("Janet Jackson", "Dr. London") stay people afterwards."""
    known, row, at = words(), scene.row, scene.at
    no_person = known.organisations | known.natural
    for first, last in dict.fromkeys([run for run in scene.in_run if run[1] > run[0]]):
        start = next((j for j in range(first, last) if row[j].key in known.given or row[j].key in known.titles), None)
        if start is None or any(row[j].key in no_person for j in range(start, last + 1)):
            continue
        if (start in at and at[start].last > start) or (last in at and at[last].first < last):
            continue
        if row[start].key in known.titles or row[first].key in known.given:
            scene.people.update(row[j].key for j in range(start + 1, last + 1))


def _weigh(scene: Scene, f: Found) -> None:
    """Add up the reasons for and against."""
    known, row = words(), scene.row
    opening = row[f.first]
    before = row[f.first - 1] if f.first else None
    after = row[f.last + 1] if f.last + 1 < len(row) else None
    single = f.first == f.last
    score = f.score + f.weight + (0.0 if single else 1.5)
    located = False
    i = f.first - 1
    while i >= 0 and row[i + 1].gap in {" ", "\u00a0", "-"} and row[i].key in known.modifiers:
        score += 0.5
        i -= 1
    if i >= 0 and row[i + 1].gap in TIGHT:
        if row[i].key == "the" and i > 0 and row[i].gap == " ":
            i -= 1
        word = row[i].key
        led = row[i - 1].key if i > 0 and row[i].gap == " " else ""
        located = word in known.locating or (word == "of" and led in known.dwelling) or (
            word in {"to", "from"} and led in known.travelling
        )  # fmt: skip
        score += 2.0 if located else 0.7 if word in known.moving else 0.0
    asked = kind_asked(row, f.first, f.last)
    if asked:
        f.kind = f.kind or asked
        score += 1.5
    elif f.lead.kind == "water" and not f.kind:
        # "Cumberland River": what its own word says is asked for too.
        f.kind = next((row[i].key for i in (f.last, f.first) if row[i].key in known.natural), "")
    if after is not None and after.gap in TIGHT and not after.capital and after.key in known.locals:
        score += (0.0 if asked else 1.5) + (1.0 if before is not None and before.key in {"a", "an"} else 0.0)
        located = True
    if f.sort == "organisation" and f.kind not in {"", "public body"}:
        score += 1.5  # "Minden City Council"
    if before is not None and before.capital and opening.gap in {", ", " ("}:
        score += 0.7
    if f.first == 0 and after is not None and _DASHED.match(after.gap):
        score += 3.0  # a dateline
    if opening.gap == "-" and before is not None:
        score -= 1.5 if before.capital else 2.0
    if after is not None and after.gap == "-":
        score += (
            2.0 if after.text in {"based", "born", "area", "led", "wide"} else -1.5 if after.capital and single else 0.0
        )
    if not located and after is not None and after.gap in TIGHT and after.key in known.speaking and f.weight < 7:
        score -= 1.0
    if after is not None and after.gap in {" ", "-"} and after.key in known.eponyms:
        score -= 4.0
    if not single and f.key in known.never:
        score -= 9.0
    if single and f.sort == "organisation" and f.key in known.common:
        score -= 1.5  # "Food and Drug Administration"
    doubts = _single(scene, f, opening) if single else 0.0
    f.score = score + (_STATED + max(doubts, -1.0) if f.key in scene.stated else doubts)


def kind_asked(row: Sequence[Token], first: int, last: int) -> str:
    """The kind of place that the words right before or after a name ask for, or ""."""
    known = words()
    after = row[last + 1] if last + 1 < len(row) else None
    if after is not None and after.gap in TIGHT and (after.key in known.kinds_after or after.key in known.natural):
        return after.key
    i = first - 1
    if i > 1 and row[i].key == "of" and row[first].gap == " ":
        i -= 1
        if row[i].gap == " " and row[i - 1].capital and not row[i - 1].opens:
            return ""  # "the Sadr City district of Baghdad": the district is the other
    if i >= 0 and row[i + 1].gap in TIGHT and row[i].key in known.kinds_before:
        return row[i].key
    return ""


def _single(scene: Scene, f: Found, opening: Token) -> float:
    """What speaks against a name of one word that is also something else."""
    known, key = words(), f.key
    if key in known.never or (opening.opens and key in known.ordinary):
        return -9.0
    score = 0.0
    if key in scene.people:
        score -= 3.0
        f.because.append("a person is called so in this report")
    score -= 3.0 * (key in known.ordinary)
    if key in known.common:
        famous = any(s.weight >= _FAMOUS and s.sense == MAIN for s in f.senses)
        score -= 0.3 if famous else 2.6 if opening.opens else 0.8
    elif opening.opens:
        score -= 0.7
    score -= 0.8 * (key in known.given) + 0.5 * (key in known.surnames)
    if not opening.cased:
        score -= 1.0  # a script without capitals does not say what is a name
    elif len(key) < 4 and not opening.text.isupper():
        score -= 1.0
    if len(key) <= 4 and opening.text.isupper() and opening.cased and f.senses[0].sense != SHORT:
        score -= 2.0
    return score
