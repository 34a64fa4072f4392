"""What the scripts of the gazetteer share: a place on its way into the file, and how sources are read."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from mapper.folding import folded  # noqa: E402, F401
from mapper.geocoders._extent import town_m  # noqa: E402, F401

KINDS = ("country", "admin1", "city", "admin2", "region", "continent", "admin3", "facility", "water", "island",
         "mountain", "park")  # fmt: skip
MAIN, ALTERNATE, SHORT, DEMONYM = range(4)  # the senses of a name
KIND_OF = {
    "admin1": "admin1", "admin2": "admin2", "admin3": "admin3", "admin4": "admin3", "admin5": "admin3",
    "admin_other": "admin3", "city": "city", "place": "city", "country": "country", "region": "region",
    "continent": "continent",
}  # fmt: skip
RANK = {"country": 0, "continent": 1, "admin1": 2, "city": 3, "region": 3, "admin2": 4, "water": 3, "admin3": 5,
        "facility": 6, "island": 4, "mountain": 4, "park": 4}  # fmt: skip
EARTH_M = 6_371_008.8
CODE = re.compile(r"[A-Z0-9]{1,4}$")  # airport and other codes among the alternate names
ROMANISED = re.compile(r"[a-z]")  # machine transliterations begin in lower case


@dataclass
class Row:
    """A place on its way into the file."""

    name: str
    lon: float
    lat: float
    kind: str
    source: str
    source_id: str
    country: str = ""
    admin1: Row | None = None
    admin2: Row | None = None
    population: int = 0
    timezone: str = ""
    extent_m: float = 0.0
    extent_source: str = ""
    position_m: float = 500.0
    names: dict[str, int] = field(default_factory=dict)  # name as written -> sense
    capital: bool = False
    known: float = 0.0  # how much better known than others of its kind, in powers of ten of people
    box: tuple[float, float, float, float] | None = None  # west, south, east, north of its towns
    id: int = 0

    def key(self) -> tuple:
        """The order of prominence; ends in the source's id, so that no two rows are equal."""
        return (RANK[self.kind], -self.population, self.source, len(self.source_id), self.source_id)

    def call(self, name: str, sense: int) -> None:
        """Add a name, unless it is there in a better sense."""
        name = " ".join(name.split())
        sound = not any("\ud800" <= c <= "\udfff" for c in name)
        if name and sound and sense < self.names.get(name, 9):
            self.names[name] = sense


def package(name: str, path: str) -> Path:
    """A data file inside an installed package, which is not imported."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"build_gazetteer: install {name} first (see data/README.md)")
    return Path(spec.submodule_search_locations[0]) / path


def metres(a: Row, lon: float, lat: float) -> float:
    """The distance on a sphere: extents need no more."""
    p, q = math.radians(a.lat), math.radians(lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon - a.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(h)))


def kept(name: str) -> bool:
    """Whether an alternate name is a name and no code or transliteration."""
    return not (CODE.match(name.replace(".", "")) or ROMANISED.match(name) or name.startswith("http")) and any(
        map(str.isalpha, name)
    )
