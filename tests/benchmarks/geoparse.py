"""Measures finding and resolving names on a corpus of news, and prints how far a confidence can be trusted.

    python tests/benchmarks/geoparse.py CORPUS.jsonl [--out predictions.jsonl] [--given] [--pipeline]

CORPUS lines: {"doc_id", "text", "toponyms": [{"start", "end", "lat", "lon"}]}. The documents are split in two
halves by a hash of their id: "worked on" is what the rules were set with, "unseen" was only ever measured. `--given`
hands over the gold spans and measures resolution alone; `--pipeline` measures `mapper.read` instead of the two rooms.
A place is right within 161 km of the gold point, as the literature has it; 25 km is told beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import mapper
from mapper.extractors import toponyms
from mapper.pipeline import opened
from mapper.resolve import resolve
from mapper.senses import distance_m

SHARED = Path(os.environ.get("MAPPER_SHARED", Path(__file__).parents[3] / "shared"))
FAR_KM = 20_039.0  # half the equator: the error of a name that was not found
HALVES = ("worked on", "unseen")
STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def half(doc_id: str) -> str:
    """Which half a document belongs to, for good."""
    return HALVES[hashlib.sha256(doc_id.encode()).digest()[0] % 2]


def predicted(document: dict, gazetteers: tuple, *, given: bool, pipeline: bool) -> list[dict]:
    """The spans with positions and confidences that the tool gives for one document."""
    spans = [(t["start"], t["end"]) for t in document["toponyms"]] if given else None
    report = mapper.Report(document["text"])
    found = (
        toponyms.given(report, spans, gazetteers=gazetteers)
        if spans is not None
        else toponyms.mentions(report, gazetteers=gazetteers)
    )
    named = {(mention.start, mention.end) for mention in found if mention.sort == "toponym"}
    places = (
        mapper.read(report, mentions=spans).places
        if pipeline
        else resolve(report, found, gazetteers=gazetteers, given=given)
    )
    return [
        {
            "start": span.start, "end": span.end, "lat": place.lat, "lon": place.lon, "name": place.name,
            "radius_km": place.uncertainty_m and place.uncertainty_m / 1000, "confidence": place.confidence,
            "toponym": (span.start, span.end) in named,
        }
        for place in places
        for span in place.mentions
    ]  # fmt: skip


def paired(gold: list[dict], found: list[dict]) -> dict[int, int]:
    """Gold and predicted spans that overlap, one to one, the largest overlap first."""
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            overlap = min(g["end"], p["end"]) - max(g["start"], p["start"])
            if overlap > 0:
                pairs.append((-overlap, abs(g["start"] - p["start"]) + abs(g["end"] - p["end"]), i, j))
    result: dict[int, int] = {}
    for _, _, i, j in sorted(pairs):
        if i not in result and j not in result.values():
            result[i] = j
    return result


def error_km(gold: dict, found: dict | None) -> float:
    """How far a prediction is from the gold point."""
    if found is None or found["lat"] is None:
        return FAR_KM
    return distance_m(gold["lon"], gold["lat"], found["lon"], found["lat"]) / 1000


def scores(documents: list[dict], found: dict[str, list[dict]]) -> dict[str, float]:
    """Recognition by overlap, and accuracies matched and end to end."""
    hits = gold_count = found_count = 0
    matched, all_ = [], []
    for document in documents:
        gold, mine = document["toponyms"], found[document["doc_id"]]
        pairs = paired(gold, mine)
        hits, gold_count, found_count = hits + len(pairs), gold_count + len(gold), found_count + len(mine)
        for i, g in enumerate(gold):
            if g["lat"] is None:
                continue
            p = mine[pairs[i]] if i in pairs else None
            all_.append(error_km(g, p))
            if p is not None and p["lat"] is not None:
                matched.append(all_[-1])
    precision, recall = hits / max(found_count, 1), hits / max(gold_count, 1)

    def within(errors: list[float], km: float) -> float:
        return sum(error < km for error in errors) / max(len(errors), 1)

    return {
        "documents": len(documents), "gold": gold_count, "P": precision, "R": recall,
        "F1": 2 * precision * recall / max(precision + recall, 1e-9),
        "matched acc@161": within(matched, 161), "matched acc@25": within(matched, 25),
        "end-to-end acc@161": within(all_, 161), "end-to-end acc@25": within(all_, 25),
    }  # fmt: skip


def trusted(documents: list[dict], found: dict[str, list[dict]]) -> list[tuple[float, bool]]:
    """(confidence, right) of every predicted place that the annotators could have seen.

    Right is within 161 km of their point, or where the place's own doubt holds it: a country's middle is a convention.
    What they saw no name in is wrong, but for words that they do not annotate (peoples, organisations).
    """
    rows = []
    for document in documents:
        gold, mine = document["toponyms"], found[document["doc_id"]]
        gold_of = {j: i for i, j in paired(gold, mine).items()}
        for j, one in enumerate(mine):
            seen = gold[gold_of[j]] if j in gold_of else None
            if (
                one["lat"] is None
                or (seen is None and not one["toponym"])
                or (seen is not None and seen["lat"] is None)
            ):
                continue
            rows.append((one["confidence"], seen is not None and error_km(seen, one) < max(161.0, one["radius_km"])))
    return rows


def calibration(rows: list[tuple[float, bool]]) -> str:
    """Said against right, by steps of confidence."""
    lines = ["  said        places   mean said   right"]
    for low, high in pairwise(STEPS):
        here = [row for row in rows if low <= row[0] < high]
        if here:
            said, right = sum(r[0] for r in here) / len(here), sum(r[1] for r in here) / len(here)
            lines.append(f"  {low:.2f}-{min(high, 1):.2f}   {len(here):6}      {said:.3f}    {right:.3f}")
    return "\n".join(lines)


def main() -> None:
    """Predict, score both halves, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus", type=Path, nargs="?", default=SHARED / "cases" / "geovirus.jsonl")
    parser.add_argument("--out", type=Path, help="where predictions go, as JSON Lines")
    parser.add_argument("--given", action="store_true", help="hand over the gold spans")
    parser.add_argument("--pipeline", action="store_true", help="measure mapper.read as a whole")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not given.corpus.exists():
        print(f"no corpus at {given.corpus}: name one, or set MAPPER_SHARED")
        return
    documents = [json.loads(line) for line in given.corpus.read_text("utf-8").splitlines() if line]
    sources = opened()
    begin = time.perf_counter()
    found = {d["doc_id"]: predicted(d, sources, given=given.given, pipeline=given.pipeline) for d in documents}
    seconds = time.perf_counter() - begin
    if given.out:
        lines = [json.dumps({"doc_id": key, "toponyms": value}) for key, value in found.items()]
        given.out.write_text("\n".join(lines) + "\n", "utf-8")
    result = {name: scores([d for d in documents if half(d["doc_id"]) == name], found) for name in HALVES}
    if given.json:
        print(json.dumps(result, indent=1))
        return
    for name, values in result.items():
        print(
            f"{name}: " + ", ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in values.items())
        )
        print(calibration(trusted([d for d in documents if half(d["doc_id"]) == name], found)))
    print(f"{len(documents) / seconds:.0f} documents a second, {math.floor(seconds * 1000)} ms in all")


if __name__ == "__main__":
    main()
