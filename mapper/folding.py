"""How a name is compared: one folded form for the gazetteer's keys and for the words of a report.

Case, accents, hyphens, dots, apostrophes and spaces fall away; "Saint", "Mount" and "Fort" meet their short
forms; letters that Arabic and Persian write differently meet too. What it cannot know: other spellings of one
sound ("Qassem", "Ghasem") stay different names.
"""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "e",
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ـ": None, "\u200c": None,
})  # fmt: skip
_DROPPED = "'’‘ʼʻ`´ʹ′.\u00ad\u200b\u200d\u200e\u200f"
_SPACES = "-‐‑‒–—―_/,\u00a0\u2007\u2009\u202f\t\n\r()"
_PUNCTUATION = str.maketrans({**dict.fromkeys(_DROPPED), **dict.fromkeys(_SPACES, " ")})
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "sainte": "ste"}


def folded(name: str) -> str:
    """The form of `name` under which a gazetteer keeps it.

    >>> folded("Saint-Étienne"), folded("Côte d’Ivoire"), folded("U.S."), folded("كرمان")
    ('st etienne', 'cote divoire', 'us', 'کرمان')
    """
    if name.isascii() and name.isalpha():
        text = name.lower()
        return _SHORT.get(text, text)
    text = name.lower().translate(_PUNCTUATION)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_LETTERS)
        text = "".join([c for c in text if not unicodedata.combining(c)]).casefold().translate(_PUNCTUATION)
    words = text.split()
    return " ".join([_SHORT.get(word, word) for word in words])
