"""Reading as a program does it that stays up: reports a second on one core, and how time grows with the text.

Processor time of one process, the best of several: what else the machine does counts little.
"""

import sys
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import mapper
from mapper.extract import extract
from mapper.markup import readable
from mapper.pipeline import opened

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SIZES = (1_000, 10_000, 100_000, 1_000_000)  # characters
AIM = 400  # reports of 2.5 kB a second


def seconds(function, *, rounds):
    """The processor time that one call takes, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        function()
        best = min(best, time.process_time() - started)
    return best


def a_second(report, sources):
    """How many such reports are extracted, and how many are read in whole, in a second."""
    words = readable(report)
    mapper.read(report, sources=sources)
    return (
        1 / seconds(lambda: extract(words, gazetteers=sources), rounds=50),
        1 / seconds(lambda: mapper.read(report, sources=sources), rounds=50),
    )


def text_of(size):
    """The seeds' own sentences, again and again, cut at a size."""
    once = "\n\n".join(mapper.Report.from_file(path).readable.strip() for path in SEEDS)
    return "\n\n".join([once] * (size // len(once) + 1))[:size]


def main():
    sources = opened()
    print("| report | characters | extracted a second | read a second | aim |\n|---|---|---|---|---|")
    for path in SEEDS:
        report = mapper.Report.from_file(path)
        extracted, read = a_second(report, sources)
        print(f"| `{path.name}` | {len(report.text)} | {extracted:.0f} | {read:.0f} | {AIM} |")
    took = {}
    for size in SIZES:
        report = mapper.Report(text_of(size))
        rounds = max(1, 30_000 // size)
        took[size] = seconds(lambda report=report: mapper.read(report, sources=sources), rounds=rounds)
    print("\n| characters | read in | beside the size before it | aim |\n|---|---|---|---|")
    growth = {size: f"{took[size] / took[before]:.1f} ×" for before, size in pairwise(SIZES)}
    for size in SIZES:
        print(f"| {size:,} | {took[size]:.3f} s | {growth.get(size, '')} | {'≤ 12 ×' if size in growth else ''} |")


main()
