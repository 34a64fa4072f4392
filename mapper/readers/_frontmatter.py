"""The lines between two `---` at the head of a report: what is known of it from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping

KEYS = ("title", "published", "publisher", "url", "language", "timezone")
_FENCE = re.compile(r"\s*---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^([a-z]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def front_matter(raw: str) -> tuple[int, Mapping[str, str]]:
    r"""Where the body begins, and the facts before it; (0, {}) without front matter.

    Plain `key: value` lines; quotes around a value fall away, unknown keys are left alone. A text that merely
    begins with a rule (`---`) and states none of the known keys has no front matter.

    >>> front_matter("---\ntitle: 'Two blasts'\n---\nBody")
    (28, {'title': 'Two blasts'})
    """
    fence = _FENCE.match(raw)
    if fence is None:
        return 0, {}
    facts = {key: _unquoted(value) for key, value in _LINE.findall(fence[1]) if key in KEYS}
    return (fence.end(), facts) if facts else (0, {})


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
