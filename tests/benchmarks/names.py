"""Finding and resolving names beside public look-up geoparsers, same texts, same run: `python tests/benchmarks names`.

Each tool runs in a process of its own: it starts, reads every text once, then again three times, of which the best
counts. The others find names and give no position (flashgeotext, geotext) or one position a name whatever the text
says (local-geocode). A tool that is not installed is left out.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("MAPPER_SHARED", HOUSE.parent / "shared"))


def texts() -> list[str]:
    """The articles of the corpus where it is there, else the project's own reports, several times over."""
    corpus = SHARED / "cases" / "geovirus.jsonl"
    if corpus.exists():
        return [json.loads(line)["text"] for line in corpus.read_text("utf-8").splitlines()]
    return [path.read_text("utf-8") for path in sorted((HOUSE / "seeds").glob("*.txt"))] * 50


def ours() -> Callable[[str], object]:
    sys.path.insert(0, str(HOUSE))
    from mapper import Report
    from mapper.extractors import toponyms
    from mapper.pipeline import opened
    from mapper.resolve import resolve

    sources = opened()

    def run(text: str) -> object:
        report = Report(text)
        return resolve(report, toponyms.mentions(report, gazetteers=sources), gazetteers=sources)

    return run


def flashgeotext() -> Callable[[str], object]:
    parser = importlib.import_module("flashgeotext.geotext").GeoText()
    return lambda text: parser.extract(input_text=text)


def geotext() -> Callable[[str], object]:
    parser = importlib.import_module("geotext").GeoText
    return lambda text: parser(text).cities


def local_geocode() -> Callable[[str], object]:
    parser = importlib.import_module("geocode.geocode").Geocode()
    parser.load()
    decode: Callable[[str], object] = parser.decode
    return decode


TOOLS: dict[str, Callable[[], Callable[[str], object]]] = {
    "this project": ours, "flashgeotext": flashgeotext, "geotext": geotext, "local-geocode": local_geocode,
}  # fmt: skip


def child(name: str) -> dict[str, float]:
    """Start, first pass and best pass of one tool, in seconds, and the most memory it held, in MB."""
    logging.disable(logging.CRITICAL)
    articles = texts()
    begin = time.perf_counter()
    run = TOOLS[name]()
    run("Paris")
    started = time.perf_counter() - begin
    passes = []
    for _ in range(4):
        begin = time.process_time()
        for text in articles:
            run(text)
        passes.append(time.process_time() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"start": started, "first": len(articles) / passes[0], "best": len(articles) / min(passes[1:]), "peak": peak}


def main() -> int:
    if len(sys.argv) > 2:
        try:
            print(json.dumps(child(sys.argv[2])))
        except ImportError as error:
            print(json.dumps({"missing": str(error)}))
        return 0
    print(f"{len(texts())} news articles, one core; articles a second of processor time\n")
    print("| | start, s | first pass, articles/s | later passes | peak memory, MB | positions |")
    print("|---|---|---|---|---|---|")
    for name in TOOLS:
        run = subprocess.run([sys.executable, __file__, "--child", name], capture_output=True, text=True, check=True)
        row = json.loads(run.stdout.splitlines()[-1])
        if "missing" in row:
            print(f"| {name} | not installed | | | | |")
            continue
        gives = {"this project": "by context", "local-geocode": "one a name"}.get(name, "none")
        print(f"| {name} | {row['start']:.2f} | {row['first']:.0f} | {row['best']:.0f} | {row['peak']:.0f} | {gives} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
