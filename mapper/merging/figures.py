"""The figures of one more report, each against the last word on the same question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapper.merging.word import Voice, one_speaker, verdict
from mapper.merging.work import Joining
from mapper.model import Claim, Incident, Span


def add_figures(work: Joining, new: Incident) -> None:
    """The figures of the new report against the last word on each of theirs."""
    work.name_anew((claim.id for claim in new.claims), work.claims)
    replaced = {claim.revises for claim in new.claims}  # a figure named only to be replaced is the earlier report's
    for raw in new.claims:
        claim = replace(
            raw,
            id=work.renamed[raw.id],
            as_of=work.renamed.get(raw.as_of or ""),
            site=work.renamed.get(raw.site or ""),
            revises=work.renamed.get(raw.revises or ""),
        )
        quote = next(iter(claim.quotes), None)
        before = [c for c in work.claims.values() if c.report != work.card.id and _one_question(c, claim)]
        equal = [c for c in before if (c.low, c.high, c.estimate) == (claim.low, claim.high, claim.estimate)]
        cited = claim.by is None or raw.id in replaced
        own = next((c for c in equal if cited or (c.by and one_speaker(c.by, claim.by or ""))), None)
        if own is not None:
            work.renamed[raw.id] = own.id
            work.note("claim", "repeats", later=own.id, earlier=own.id, quote=quote)
            continue
        work.claims[claim.id] = claim
        if equal:
            work.note("claim", "agrees", later=claim.id, earlier=equal[0].id, quote=quote)
        elif claim.revises:
            because = ("the report says so itself",)
            work.note("claim", "revises", later=claim.id, earlier=claim.revises, quote=quote, because=because)
        else:
            _against(work, claim, _standing(before), quote)


def _against(work: Joining, claim: Claim, before: Sequence[Claim], quote: Span | None) -> None:
    if not before:
        work.note("claim", "new", later=claim.id, quote=quote)
    for old in reversed(before):
        mine = Voice(old.by, work.card_of(old.report), old.quotes, old.estimate)
        kind, why = verdict(mine, Voice(claim.by, work.card, claim.quotes, claim.estimate))
        if kind == "revises" and work.claims[claim.id].revises is None:
            latest = _tip(work, old, claim)
            work.claims[claim.id] = replace(claim, revises=latest, because=(*claim.because, why))
            work.note("claim", kind, later=claim.id, earlier=latest, quote=quote, because=(why,))
        elif kind == "conflicts" and old.id not in {c.revises for c in work.claims.values()}:
            if _both_can_be(old, claim):
                work.note("claim", "agrees", later=claim.id, earlier=old.id, quote=quote)
            else:
                work.note("claim", kind, later=claim.id, earlier=old.id, quote=quote, because=(why,))


def _both_can_be(one: Claim, other: Claim) -> bool:
    """Whether some number fits both: "at least 78" and "more than 100" do not exclude each other."""
    highs = [claim.high for claim in (one, other) if claim.high is not None]
    return not highs or max(one.low or 0, other.low or 0) <= min(highs)


def _tip(work: Joining, old: Claim, claim: Claim) -> str:
    """The last of the figures that replaced an old one, one after the other: 95, then 84, then 89."""
    after = {c.revises: c.id for c in work.claims.values() if c.revises and c.id != claim.id}
    tip, seen = old.id, {claim.id}
    while tip in after and after[tip] not in seen:
        seen.add(tip)
        tip = after[tip]
    return tip


def _standing(claims: Sequence[Claim]) -> list[Claim]:
    """Those that none of the others has replaced."""
    replaced = {claim.revises for claim in claims}
    return [claim for claim in claims if claim.id not in replaced]


def _one_question(one: Claim, other: Claim) -> bool:
    """Whether two figures answer the same question: of the same people, in the same state, at the same site."""
    scopes = [" ".join((claim.scope or "").casefold().split()) for claim in (one, other)]
    return one.claim == other.claim and scopes[0] == scopes[1] and one.site == other.site
