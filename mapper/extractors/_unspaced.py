"""Names in Chinese and Japanese, which put no spaces between words: the longest known first.

Nothing there says where a word begins, so a short name is taken only for a place that many know. What it cannot see:
whether the letters of a name are part of two other words. Thai, Khmer and Burmese are not read: their vowels are marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from mapper.extractors._scan import Found, Row
from mapper.folding import folded
from mapper.known import Known
from mapper.senses import DEMONYM, Sense

_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LONGEST = 10  # letters of a name
_KNOWN = {2: 5.0, 3: 4.2}  # how well a name of so few letters must be known; longer ones need less
_ENOUGH = 3.5


def unspaced(row: Row, taken: Collection[int], source: Known) -> list[Found]:
    """The known names inside the words of such scripts, where the whole word is none."""
    found = []
    for i in row.capitals:
        token = row[i]
        if not token.cased and i not in taken and len(token.text) > 2 and _SCRIPT.search(token.text):
            for start, end, key, senses in _inside(token.text, source):
                begin = row.starts[i]
                found.append(Found(i, i, begin + start, begin + end, key, senses))
    return found


def _inside(word: str, source: Known) -> Iterator[tuple[int, int, str, Sequence[Sense]]]:
    at = 0
    while at < len(word) - 1:
        for end in range(min(at + _LONGEST, len(word)), at + 1, -1):
            key = folded(word[at:end])
            senses = source.senses(key)
            least = _KNOWN.get(end - at, _ENOUGH)
            if any(s.sense != DEMONYM and s.weight >= least for s in senses):
                yield at, end, key, senses
                at = end - 1
                break
        at += 1
