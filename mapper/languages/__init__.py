"""How a language says things: one TOML file of rules and word lists, with its examples in a file beside it.

`en.toml` is read at run time: `[breaks]` (where sentences end), `[classes]` (words), and lists of rules by
section, as `mapper.grammar` describes them. `en.corpus.toml` holds sentences with their printed meaning, negatives
included; only the tests read it. A language is a file named by its BCP 47 tag, registered here in one line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

NAMES: dict[str, str] = {"en": "en.toml"}

_HERE = Path(__file__).parent


@cache
def tables(tag: str = "en") -> Mapping[str, Any]:
    """The word lists and rules of the language that serves a tag; English where none does.

    >>> "breaks" in tables("en-GB")
    True
    """
    name = NAMES.get(tag.lower()) or NAMES.get(tag.lower().split("-")[0]) or NAMES["en"]
    return tomllib.loads((_HERE / name).read_text("utf-8"))


def corpus(tag: str = "en") -> Mapping[str, Any]:
    """The examples of a language: lists of tables by section ("space", "time", "claim")."""
    file = _HERE / NAMES[tag].replace(".toml", ".corpus.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
