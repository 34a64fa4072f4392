"""Builds `data/calibration.csv`: how often a place is right, by its share among the candidates of its name.

    python data/build_calibration.py CORPUS.jsonl

reads the half of a corpus that the rules were set with (`tests/benchmarks/geoparse.py` says which and measures the
other half). A prediction is right where annotators saw a name too and the place is within 161 km of theirs or
its doubt holds it; demonyms and organisations, which they do not annotate, are left out. The curve is made to
rise by pooling neighbours that fall (isotonic regression), in groups of at least `LEAST`.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "tests" / "benchmarks"))
import geoparse  # noqa: E402

import mapper  # noqa: E402
from mapper.extractors import toponyms  # noqa: E402
from mapper.pipeline import opened  # noqa: E402
from mapper.resolve import calibration, resolve  # noqa: E402

LEAST = 30


def rows(corpus: Path) -> list[tuple[float, bool]]:
    """(share, right) of every predicted name of the half that was worked on."""
    calibration.table = lambda: ((0.0, 0.0), (1.0, 1.0))
    sources, result = opened(), []
    for line in corpus.read_text("utf-8").splitlines():
        document = json.loads(line)
        if geoparse.half(document["doc_id"]) != geoparse.HALVES[0]:
            continue
        report = mapper.Report(document["text"])
        mentions = [m for m in toponyms.mentions(report, gazetteers=sources) if m.sort == "toponym"]
        named = {(m.start, m.end) for m in mentions}
        found = [
            {"start": s.start, "end": s.end, "lat": p.lat, "lon": p.lon, "confidence": p.confidence,
             "radius_km": (p.uncertainty_m or 0) / 1000}
            for p in resolve(report, toponyms.mentions(report, gazetteers=sources), gazetteers=sources)
            for s in p.mentions
            if (s.start, s.end) in named and p.lon is not None and p.resolved_to == "self"
        ]  # fmt: skip
        gold_of = {j: i for i, j in geoparse.paired(document["toponyms"], found).items()}
        for j, one in enumerate(found):
            gold = document["toponyms"][gold_of[j]] if j in gold_of else None
            if gold is not None and gold["lat"] is None:
                continue
            right = gold is not None and geoparse.error_km(gold, one) < max(161.0, one["radius_km"])
            result.append((one["confidence"], right))
    return sorted(result)


def rising(pairs: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Means of groups of neighbours, pooled until they rise."""
    pools: list[list[float]] = [[0.0, 0.0, 0.0]]  # sum of shares, of right, count
    for share, ties in groupby(pairs, key=lambda pair: round(pair[0], 2)):
        group = [right for _, right in ties]
        if pools[-1][2] >= LEAST:
            pools.append([0.0, 0.0, 0.0])
        pools[-1] = [pools[-1][0] + share * len(group), pools[-1][1] + sum(group), pools[-1][2] + len(group)]
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2]:
            last = merged.pop()
            merged[-1] = [a + b for a, b in zip(merged[-1], last, strict=True)]
    return [(shares / count, right / count) for shares, right, count in merged]


def main() -> None:
    """Read, pool, write."""
    curve = rising(rows(Path(sys.argv[1])))
    curve = [(0.0, round(curve[0][1] / 2, 4)), *curve, (1.0, curve[-1][1])]
    lines = [f"{share:.4f},{right:.4f}" for share, right in curve]
    (HERE / "calibration.csv").write_text("\n".join(["share,right", *dict.fromkeys(lines)]) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
