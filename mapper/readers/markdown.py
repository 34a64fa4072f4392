"""Markdown: the words of it. Markup keeps its place and is not read, so spans count the file's own characters.

It knows the marks of CommonMark that stand in prose, not its whole grammar: where a mark is doubtful it stays
a word, since a star that is read costs nothing and a word that is dropped costs its meaning.
"""

from __future__ import annotations

import re

from mapper.readers._frontmatter import front_matter
from mapper.seams import Draft

SUFFIXES = (".md", ".markdown")

_MARKS = re.compile(
    r"""
    (?P<code>^(?:```|~~~)[^\n]*$ (?:.|\n)*? (?:^(?:```|~~~)[ \t]*$|\Z))   # a fenced block: no prose
    | (?P<comment><!--(?:.|\n)*?(?:-->|\Z))                               # unclosed: to the end, as browsers do
    | (?P<tag></?[a-zA-Z][^<>\n]{0,300}>)
    | (?P<head>^[ ]{0,3}\#{1,6}[ \t]+)
    | (?P<quote>^[ ]{0,3}>[ \t]?)
    | (?P<bullet>^[ \t]*[*+-][ \t]+)
    | (?P<rule>^[ ]{0,3}(?:[*_-][ \t]*){3,}$)
    | (?P<image>!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\))
    | (?P<target>(?<=\])(?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\]))
    | (?P<bracket>(?<!\\)[\[\]])
    | (?P<strong>\*\*|__)
    | (?P<emphasis>(?<![\w*])[*_](?=\w)|(?<=[\w.,!?'"”’])[*_](?![\w*]))
    | (?P<tick>`)
    """,
    re.VERBOSE | re.MULTILINE,
)

_TITLE = re.compile(r"^[ ]{0,3}#[ \t]+([^\n]+)", re.MULTILINE)


def draft(raw: str) -> Draft:
    r"""The file as it is, with the ranges that are markup.

    >>> made = draft("## Blast\nIn [Kerman](https://example.org) **95** died")
    >>> [made.text[start:end] for start, end in made.markup]
    ['## ', '[', ']', '(https://example.org)', '**', '**']
    """
    body, facts = front_matter(raw)
    marks = [mark.span() for mark in _MARKS.finditer(raw, body)]
    heading = _TITLE.search(raw, body)
    if heading and "title" not in facts:
        facts = {**facts, "title": heading[1].strip(" \t\r#")}
    return Draft(raw, (*([(0, body)] if body else []), *marks), facts)
