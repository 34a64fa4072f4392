"""Hostile text of our own, and an incident that carries one payload in every slot that text can travel in."""

from dataclasses import replace

from canned import kerman

from mapper.model import Candidate, Decision, Span, Unplaced

PAYLOADS = {
    "markup": "<img src=x onerror=window.__owned=1>",
    "script": "</script><script>window.__owned=1</script>",
    "script comment": "<!--<script>window.__owned=1//",
    "style": "</style><style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "attribute": '" onmouseover="window.__owned=1" x=\'',
    "title": "</title><base href=https://evil.example/><meta http-equiv=refresh content=0;url=https://evil.example>",
    "jinja": "{{ self.__init__.__globals__.__builtins__.exec('import builtins; builtins.owned = 1') }}{% raw %}{#",
    "jinja error": "{% for %}{{ 1/0 }}{% endraw %}",
    "javascript template": "${window.__owned=1}`+(window.__owned=1)+`",
    "quotes": "\\'; window.__owned=1; //\\\"",
    "entities": "&lt;script&gt;window.__owned=1&lt;/script&gt;&#x3c;svg onload=window.__owned=1&#x3e;&amp;amp;",
    "address": "javascript:window.__owned=1//https://evil.example/{z}/{x}/{y}.png",
    "css": "red;background:url(https://evil.example/x.png)}*{color:expression(1)",
    "control": "a\x00b\x07c\x1bd\x7fe\x85f\u2028g\u2029h\ufeffi\ud800j",
    "bidi": "\u202egnp.exe\u202c \u2066\u2067\u200f\u061cKerman\u2069",
    "long": "A" * 100_000,
    "combining": "Z" + "\u0300\u0489" * 4000,
    "mathematics": "$\\frac{1}{0}$ $x^{$",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "prototype": "__proto__ constructor toString",
    "format": "{0.__class__} {title} {low} {anchor} %s %(x)s {",
}


def poisoned(payload):
    """The canned incident with the payload in every text that is not an identifier, a number or a fixed word."""
    clean = kerman()
    span = Span(0, len(payload), payload)
    candidate = Candidate(payload, 1.0, 1.0, payload, payload, 0.01)
    places = tuple(
        replace(p, name=payload, kind=payload, mentions=(span,), source=payload, source_id=payload, because=(payload,),
                attribution=payload, candidates=(candidate,), country=payload, timezone=payload)
        for p in clean.places
    )  # fmt: skip
    relations = tuple(replace(r, quote=span, by=payload, reading=payload, because=(payload,)) for r in clean.relations)
    claims = tuple(
        replace(c, claim=payload, said=payload, by=payload, scope=payload, quotes=(span,), as_of="t1")
        for c in clean.claims
    )
    placements = tuple(
        replace(p, reading=payload if p.site else "", because=(payload,), relation=payload, shape=payload,
                budget_m={payload: 5.0, "distance": 6.0})
        for p in clean.placements
    )  # fmt: skip
    card = replace(
        clean.report, id=payload, title=payload, publisher=payload, url=payload, language=payload, timezone=payload,
        sentences=(span,), text=payload, sha256=payload, dateline=span,
    )  # fmt: skip
    return replace(
        clean,
        report=card,
        places=places,
        sites=tuple(replace(s, name=payload, event=payload, mentions=(span,)) for s in clean.sites),
        relations=relations,
        times=tuple(replace(t, value=payload, quote=span, because=(payload,)) for t in clean.times),
        claims=claims,
        placements=placements,
        unplaced=(Unplaced(payload, payload, span),),
        decisions=(Decision(payload, payload, payload, payload, payload, payload),),
        rules={payload: payload},
    )
