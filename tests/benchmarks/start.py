"""The commands as a person meets them: how long, how much memory, how large the page."""

import gzip
import sys
import tempfile
from pathlib import Path

from _processes import python, side_by_side

SEED = Path(__file__).parent.parent.parent / "seeds" / "kerman-2024-01-03.txt"


def main():
    with tempfile.TemporaryDirectory() as out:
        mapper = [sys.executable, "-m", "mapper"]
        best = side_by_side(
            {
                "python": python("pass"),
                "import folium": python("import folium"),
                "mapper read": [*mapper, "read", str(SEED)],
                "mapper map": [*mapper, "map", str(SEED), "--out", out],
            }
        )
        page = (Path(out) / "kerman-2024-01-03.html").read_bytes()
    print("| what | time | beside | ratio | aim | peak memory |\n|---|---|---|---|---|---|")
    for name, other, aim in (
        ("mapper map", "import folium", "≤ 1.25 ×"),
        ("mapper read", "python", "< 0.35 s"),
        ("import folium", "python", ""),
        ("python", "python", ""),
    ):
        (seconds, memory), (beside, _) = best[name], best[other]
        times = f"{seconds:.2f} s | `{other}` {beside:.2f} s | {seconds / beside:.2f}"
        print(f"| `{name}` | {times} | {aim} | {memory:.0f} MB |")
    packed = len(gzip.compress(page, 9))
    print(f"\nThe page: {len(page) / 1000:.0f} kB, {packed / 1000:.0f} kB gzipped (aim: at most 250 and 80).")


main()
