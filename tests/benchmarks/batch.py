"""Batches of generated reports: the rate with one worker and two, on a Dask cluster, and from few to many.

`python tests/benchmarks/batch.py [REPORTS ...]`, by default 1,000 and 5,000 reports; the largest number is run with one
worker and on a cluster of two workers as well.
"""

import contextlib
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

REPO = Path(__file__).parent.parent.parent
sys.path.insert(0, str(REPO))

from mapper.datafiles import datafile  # noqa: E402

BEARINGS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
OPENINGS = """
A car bomb exploded about {n} kilometres {b} of {town} on {weekday} afternoon, killing at least {k} people and
injuring {m}, the police said. The blast occurred at {h}:{mm:02} local time near a market.

A magnitude 5.{n} earthquake struck {n}{k} km {b} of {town} at {h}:{mm:02} on {weekday}, the survey said. At
least {k} people were injured in {other} and houses collapsed.

A bus and a lorry collided on the road from {town} to {other} early on {weekday}. {k} passengers were killed, a
rescue service said, and {m} taken to hospitals in {town}.

Floods after two days of rain cut off villages around {town}. The governor said {k} people were missing and more
than {m} families displaced; the river burst its banks {n} km {b} of the town.

Two explosions hit {town} on {weekday}. The first was some {n}00 metres from the town hall and the second one
about one kilometre away, {n} minutes later. An official put the dead at {k}; a reporter estimated {m}.

A cargo ship ran aground {n} nautical miles off {town}, the coastguard said, with {k} people on board.

Officials met in {town} to discuss a budget. Nothing happened, and nobody was hurt.
""".strip().split("\n\n")
MORE = (
    "Residents of {other}, {n}0 km away, said they heard the noise.",
    "The prime minister, speaking in the capital, called it a tragedy and promised help.",
    "Rescue teams from {other} were on their way, the interior ministry said in a statement late on {weekday}.",
    "A spokesman for the emergency service said that the number of the injured had risen to {m} by the evening.",
    "It was not clear what caused it. An investigation has begun.",
    "Schools in {town} will stay closed until further notice, and the road to {other} is blocked.",
)


def generate(number, path, seed=7):
    """Write `number` reports of mixed kinds, with a failing one now and then, as JSON Lines."""
    rng = random.Random(seed)
    with contextlib.closing(
        sqlite3.connect(f"{datafile('gazetteer.sqlite').resolve().as_uri()}?immutable=1", uri=True)
    ) as db:
        rows = db.execute("select name from place where population between 20000 and 900000 order by id limit 4000")
        towns = [name for (name,) in rows]
    with path.open("w", encoding="utf-8") as file:
        for index in range(number):
            day = date(2024, 1, 1) + timedelta(days=rng.randrange(60))
            words = {
                "town": rng.choice(towns),
                "other": rng.choice(towns),
                "b": rng.choice(BEARINGS),
                "n": rng.randint(2, 9),
                "k": rng.randint(1, 9),
                "m": rng.randint(10, 300),
                "h": rng.randint(1, 12),
                "mm": rng.randrange(60),
                "weekday": f"{day - timedelta(days=1):%A}",
            }
            sentences = [rng.choice(OPENINGS), *rng.sample(MORE, rng.randint(2, 6))]
            text = (
                "" if index % 500 == 499 else "\n\n".join(" ".join(each.split()).format(**words) for each in sentences)
            )
            row = {"id": f"r{index:07}", "title": f"Report {index}", "published": day.isoformat(), "text": text}
            file.write(json.dumps(row) + "\n")


class Memory(threading.Thread):
    """The highest resident memory of each process below some, looked at ten times a second; MB by process."""

    def __init__(self, *roots):
        super().__init__(daemon=True)
        self.roots, self.peaks, self.over = roots, {}, threading.Event()

    def run(self):
        while not self.over.wait(0.1):
            for pid in (pid for root in self.roots for pid in below(root)):
                with contextlib.suppress(OSError, IndexError, StopIteration):
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    high = next(line for line in lines if line.startswith("VmHWM"))
                    self.peaks[pid] = int(high.split()[1]) / 1024


def below(root):
    """The process and all that descend from it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            parents.setdefault(rest[1], []).append(pid)
    found, waiting = [], [str(root)]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def measured(source, out, *options, beside=()):
    """(seconds, MB of the command, MB of the largest of its workers) of one batch."""
    command = [sys.executable, "-m", "mapper", "batch", str(source), "--out", str(out), "--quiet", *options]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        memory = Memory(running.pid, *beside)
        memory.start()
        code = running.wait()
        memory.over.set()
        memory.join()
    if code not in (0, 1):
        raise SystemExit(f"{command} ended with {code}")
    own = memory.peaks.pop(str(running.pid), 0)
    return time.perf_counter() - started, own, max(memory.peaks.values(), default=0)


@contextlib.contextmanager
def cluster(folder):
    """A scheduler and two workers with one thread each, started by the commands that the README names."""
    address = "tcp://127.0.0.1:18786"
    dask = [sys.executable, "-m"]
    commands = [
        [*dask, "distributed.cli.dask_scheduler", "--port", "18786", "--no-dashboard"],
        [*dask, "distributed.cli.dask_worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard",
         "--local-directory", str(folder)],
    ]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": REPO}
    running = [subprocess.Popen(command, **quiet) for command in commands]
    try:
        time.sleep(6)
        yield address, running[1].pid
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


def main():
    numbers = sorted(int(said.replace(",", "")) for said in sys.argv[1:]) or [1_000, 5_000]
    print("| reports | how | seconds | a second | MB, command | MB, largest worker |\n|---|---|---|---|---|---|")
    rates = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for number in numbers:
            source = folder / f"{number}.jsonl"
            generate(number, source)
            ways = {"2 workers": ("--workers", "2")}
            if number == numbers[-1]:
                ways["1 worker"] = ("--workers", "1")
            for name, options in ways.items():
                row(rates, number, name, measured(source, folder / f"{number}-{name}", *options))
        with cluster(folder / "dask") as (address, pid):
            result = measured(source, folder / "cluster", "--scheduler", address, beside=[pid])
            row(rates, numbers[-1], "Dask, 2 workers", result)
    two, one, dask = (rates[numbers[-1], name] for name in ("2 workers", "1 worker", "Dask, 2 workers"))
    print(f"\ntwo workers to one: {two / one:.2f} (aim 1.85); the cluster to the pool: {dask / two:.2f} (aim 0.8)")
    print(f"largest to smallest number: {two / rates[numbers[0], '2 workers']:.2f} (aim 1)")


def row(rates, number, name, result):
    """Print one line of the table."""
    seconds, own, worker = result
    rates[number, name] = number / seconds
    print(f"| {number:,} | {name} | {seconds:.1f} | {number / seconds:.0f} | {own:.0f} | {worker:.0f} |", flush=True)


if __name__ == "__main__":
    main()
