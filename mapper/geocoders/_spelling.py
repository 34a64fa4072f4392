"""Other spellings under which a gazetteer may keep a name: written letters, Arabic articles, words spelt in many ways.

Asked only where a name is not known as it stands. "Utoeya" and "Koeln" are ways to write ø and ö; "al-", "el-" and
"Ash" are one article; "Deir" and "Dayr" one word (`data/place_words.toml`). What it cannot know: whether two spellings
are one name, so it only ever proposes keys, and what a place is called in its own gazetteer decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, product

from mapper.datafiles import table

_DIGRAPHS = {"oe": "o", "ue": "u", "ae": "a", "aa": "a"}
MARKED = frozenset("øöőüűäåæœØÖŐÜŰÄÅÆŒ")
_ARTICLES = frozenset(
    ("al", "el", "il", "ul", "ad", "ed", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez")
)
_ENGLISH = frozenset(("an", "as", "at", "ash", "en", "et"))  # words that stand before a name and are no part of it
_SUN = ("sh", "th", "dh", "t", "d", "r", "z", "s", "n")  # an article before these takes their sound
_MOST = 60  # spellings that are tried


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    groups = table("place_words.toml")["spelt"]
    return {word: tuple(group) for group in groups for word in group}


def letters(key: str) -> Iterator[str]:
    """The folded name with its digraphs read as one letter: the caller asks whether the place has that letter.

    >>> list(letters("hoenefoss"))
    ['honefoss']
    """
    plain = key
    for pair, letter in _DIGRAPHS.items():
        if pair in key:
            yield key.replace(pair, letter)
            plain = plain.replace(pair, letter)
    if plain != key and sum(pair in key for pair in _DIGRAPHS) > 1:
        yield plain


def words(key: str) -> Iterator[str]:
    """The folded name with its articles and its words of many spellings in other forms.

    >>> list(words("deir al balah"))[:2], list(words("al shati"))[1:]
    (['deir el balah', 'deir balah'], ['ash shati', 'esh shati', 'shati'])
    """
    parts = key.split(" ")
    alike = _alike()
    ways = []
    for i, word in enumerate(parts):
        if word in _ARTICLES and i + 1 < len(parts):
            if i == 0 and word in _ENGLISH:
                return
            sun = next((s for s in _SUN if parts[i + 1].startswith(s)), "l")
            ways.append(dict.fromkeys((word, "al", "el", f"a{sun}", f"e{sun}", "")))
        else:
            ways.append(dict.fromkeys((word, *alike.get(word, ()))))
    if all(len(way) == 1 for way in ways):
        return
    for chosen in islice(product(*ways), 1, _MOST):
        yield " ".join(word for word in chosen if word)
