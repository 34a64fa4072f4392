"""Builds `data/name_words.txt`: words that are names of places and something else besides.

    python data/build_name_words.py

needs the Python packages english-words (Webster's Second, public domain) and names (the 1990 census of the United
States, public domain), and `data/gazetteer.sqlite`. Three lines, words parted by spaces: given names; surnames that are
also places; common words that are also places.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
SURNAMES = 6000  # the most frequent; beyond them a name of a place is more often just that


class Plain(pickle.Unpickler):
    """Unpickles sets and strings; anything else is refused."""

    def find_class(self, module: str, name: str) -> type:
        """Nothing but the built-in set."""
        if (module, name) in {("builtins", "set"), ("builtins", "frozenset")}:
            return set
        raise pickle.UnpicklingError(f"{module}.{name}")


def inside(package: str, path: str) -> Path:
    """A data file of a package, which is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"build_name_words: install {package} first")
    return Path(spec.submodule_search_locations[0]) / path


def column(path: Path) -> list[str]:
    """The names of a census table, most frequent first."""
    return [line.split()[0].lower() for line in path.read_text("ascii").splitlines() if line.strip()]


def main() -> None:
    """Read, intersect, write."""
    db = sqlite3.connect(HERE / "gazetteer.sqlite")
    places = {key for (key,) in db.execute("SELECT key FROM name") if key.isascii() and " " not in key}
    given = {*column(inside("names", "dist.male.first")), *column(inside("names", "dist.female.first"))}
    surnames = set(column(inside("names", "dist.all.last"))[:SURNAMES])
    english = Plain(io.BytesIO(inside("english_words", "data/web2.pickle").read_bytes())).load()
    # The dictionary lists few inflected forms.
    common = {w for w in places if w in english or w.removesuffix("s") in english or w.removesuffix("ing") in english}
    common = {w for w in common if len(w) > 2}
    lines = [" ".join(sorted(words)) for words in (given, surnames & places, common)]
    (HERE / "name_words.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(given):,} given names, {len(surnames & places):,} surnames, {len(common):,} common words")


if __name__ == "__main__":
    main()
