"""HTML: the article's body, through trafilatura; menus, advertisements and comments stay outside.

The text that is read is the extracted one: spans count its characters, not those of the file.
"""

from __future__ import annotations

from typing import Any

from mapper.errors import UnreadableInput
from mapper.seams import Draft

SUFFIXES = (".html", ".htm", ".xhtml")

_FACTS = {"title": "title", "date": "published", "sitename": "publisher", "url": "url", "language": "language"}


def draft(raw: str) -> Draft:
    """The article and what the page's metadata say of it.

    Raises:
        UnreadableInput: the page holds no article.
    """
    import trafilatura

    page: Any = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=True)
    text: str = getattr(page, "text", None) or ""
    if not text.strip():
        raise UnreadableInput("no article found in the page; save the article's text as .txt and map that")
    return Draft(
        text, (), {ours: str(said) for theirs, ours in _FACTS.items() if (said := getattr(page, theirs, None))}
    )
