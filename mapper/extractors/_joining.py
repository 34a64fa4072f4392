"""What the words between two names say of them: "Pandi, Bulacan", "the Iranian city of Kerman", "Paris in Texas"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.extractors._scan import Found
from mapper.senses import inside

_COMMA = re.compile(r",\s+(?:in\s+(?:the\s+)?)?$|\s+\($|,?\s+in\s+(?:the\s+)?$")
_OWNED = re.compile(
    r"(?:['’]s?)?\s+(?:[\w-]+\s+){0,4}?(?:city|town|village|province|state|county|district|capital|port|region|island|suburb)"
    r"(?:\s+of)?\s+$|['’]s\s+(?:[\w-]+ern\s+)?$"
)
_LIST = frozenset((", ", " and ", ", and ", " or ", ", or ", "; "))
_METROPOLIS, _QUARTER = 6.0, 4.6  # "Hampstead, London": what may be a quarter of what, though no list has it there
_DIVISIONS = frozenset(("country", "admin1", "admin2", "admin3", "region", "continent"))


def containers(text: str, found: Sequence[Found]) -> dict[int, int]:
    """Which name each name is said to lie in: index -> index."""
    result: dict[int, int] = {}
    for i in range(len(found) - 1):
        left, right = found[i], found[i + 1]
        if left.sort == "organisation" or right.sort == "organisation":
            continue
        between = text[left.end : right.start]
        if len(between) > 60:
            continue
        if left.sort == right.sort == "toponym" and _COMMA.match(between) and (
            _fits(left, right) or (between in {", ", " (", " in "} and _stated(text, found, i))
        ):  # fmt: skip
            follows = text[right.end : right.end + 1]
            if not _enumerated(text, found, i) or follows in {")"}:
                result[i] = i + 1
        elif _OWNED.match(between) and _fits(right, left):
            result[i + 1] = i
    return result


def _fits(part: Found, whole: Found) -> bool:
    """Whether any place of the one name lies in any of the other's, and the pair is no list of equals."""
    if not whole.senses:
        return False
    if not part.senses:  # nobody knows it: the text may well say where it lies
        return any(s.kind in _DIVISIONS for s in whole.senses[:3])
    wholes = [s for s in whole.senses if s.kind in _DIVISIONS or s.kind == "city"][:12]
    rank = {"continent": 0, "country": 1, "region": 1, "admin1": 2, "admin2": 3, "admin3": 4}
    lead, other = part.lead, whole.lead
    for w in wholes:
        for p in part.senses:
            if p.kind in _DIVISIONS and rank.get(p.kind, 9) <= rank.get(w.kind, 9):
                continue
            if inside(p, w):
                # "California, Texas": a hamlet called Texas must not make a hierarchy of a list
                equals = lead.kind == other.kind and lead.kind in _DIVISIONS and lead.weight > p.weight + 2
                if not equals and not (w.kind == "city" and w.weight + 1.5 < other.weight):
                    return True
    return False


def _stated(text: str, found: Sequence[Found], i: int) -> bool:
    """Whether "X, Y" says that X lies in Y though no X is known there: a town and a division, and no list."""
    part, whole = found[i], found[i + 1]
    leads = [f.lead for f in (part, whole) if f.senses]
    if len(leads) < 2 or not any(s.kind == "city" for s in part.senses):
        return False
    quarter = leads[1].kind == "city" and leads[1].weight >= _METROPOLIS and leads[0].weight < _QUARTER
    if leads[1].kind not in {"country", "admin1"} and not quarter:
        return False
    if leads[0].kind in {"country", "continent", "region"}:
        return False
    if i and text[found[i - 1].end : part.start] in {", ", " and "}:
        return False
    rest = text[whole.end : whole.end + 5]
    listed = i + 2 < len(found) and len(text[whole.end : found[i + 2].start]) <= 6
    return not listed and not rest.startswith((" and", " or", "/"))


def _enumerated(text: str, found: Sequence[Found], i: int) -> bool:
    """Whether two names are neighbours in a list of equals: "Virginia, Washington, West Virginia and Ohio"."""
    common = _kinds(found[i]) & _kinds(found[i + 1])
    if i and text[found[i - 1].end : found[i].start] in _LIST and common & _kinds(found[i - 1]):
        return True
    if i + 2 >= len(found) or text[found[i + 1].end : found[i + 2].start] not in _LIST:
        return False
    return bool(common & _kinds(found[i + 2]))


def _kinds(f: Found) -> set[str]:
    """The kinds of division that a name readily stands for; what is only a town to most readers has none."""
    return {s.kind for s in f.senses if s.kind in _DIVISIONS and s.weight > f.lead.weight - 2.0}
