"""The maps' own words, one file a language (`words/<language>.json`); English stands in for what one lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mapper.writers import _measures

FOLDER = Path(__file__).parent / "words"


def languages() -> tuple[str, ...]:
    """The languages that there are words in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def filled(sentence: str, slots: Mapping[str, str | float]) -> str:
    """A sentence with its slots filled, a number being a length; what fills one slot is never read as another.

    >>> filled("{low} from {anchor}", {"low": 700.0, "anchor": "{low}"})
    '700 m (0.43 mi) from {low}'
    """

    def one(match: re.Match[str]) -> str:
        value = slots.get(match[1], match[0])
        return value if isinstance(value, str) else _measures.length(value)

    return re.sub(r"\{(\w+)\}", one, sentence)


@cache
def words(language: str) -> dict[str, str]:
    """The words in a language, by their keys.

    >>> words("en")["legend"]
    'How to read the map'
    """
    known = language if language in languages() else "en"
    found: dict[str, str] = json.loads((FOLDER / f"{known}.json").read_text("utf-8"))
    return found if known == "en" else words("en") | found
