"""Plain text, with or without front matter. Every character keeps its place."""

from __future__ import annotations

from mapper.readers._frontmatter import front_matter
from mapper.seams import Draft

SUFFIXES = (".txt", ".text", "")


def draft(raw: str) -> Draft:
    """The text as it is; its front matter is markup.

    >>> draft("A bomb exploded.").text
    'A bomb exploded.'
    """
    body, facts = front_matter(raw)
    return Draft(raw, ((0, body),) if body else (), facts)
