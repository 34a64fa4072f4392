"""Batches of generated reports, really read: from few to many, two workers beside one, a Dask cluster beside the pool.

`python tests/benchmarks/batch.py [REPORTS ...] [--compare N] [--mix short|long|mixed]`: the curve over the numbers of
reports (by default 1,000, 10,000 and 100,000) with two workers; at `--compare` reports (10,000) one worker and a local
Dask cluster of two as well, turn about.

Three rates are said of each run: whole (everything, from the start of the command to its end), steady (reports a second
from the first bundle that came back to the last, so without start-up and without the writing of the dataset), and by
processor time (reports for each second that the workers themselves were running: what a busy machine changes least).
"""

import argparse
import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from string import Template

REPO = Path(__file__).parent.parent.parent
sys.path.insert(0, str(REPO))

from mapper.datafiles import datafile  # noqa: E402

BEARINGS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
WORDS = Path(__file__).with_name("batch_reports.txt")
MIXES = {"short": (1.0, 0.0, 0.0), "long": (0.0, 0.0, 1.0), "mixed": (0.5, 0.3, 0.2)}
SENTENCES = ((2, 4), (6, 10), (15, 22))  # a bulletin, a report, a long story


def generate(number, path, mix, seed=7):
    """Write `number` reports of mixed kinds, with a failing one now and then, as JSON Lines; their mean length."""
    rng = random.Random(seed)
    with contextlib.closing(
        sqlite3.connect(f"{datafile('gazetteer.sqlite').resolve().as_uri()}?immutable=1", uri=True)
    ) as db:
        rows = db.execute(
            "select name from place where kind = 2 and population between 20000 and 900000 order by id limit 4000"
        )
        towns = [name for (name,) in rows]
    openings, more = (
        [Template(" ".join(each.split())) for each in part.split("\n\n")]
        for part in WORDS.read_text("utf-8").strip().split("\n\n---\n\n")
    )
    characters = 0
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
                "mm": f"{rng.randrange(60):02}",
                "weekday": f"{day - timedelta(days=1):%A}",
            }
            (low, high), *_ = rng.choices(SENTENCES, MIXES[mix])
            said = [rng.choice(openings), *rng.sample(more, min(rng.randint(low, high), len(more)))]
            text = "" if index % 500 == 499 else "\n\n".join(each.substitute(words) for each in said)
            characters += len(text)
            row = {"id": f"r{index:07}", "title": f"Report {index}", "published": day.isoformat(), "text": text}
            file.write(json.dumps(row) + "\n")
    return characters / number


class Watched(threading.Thread):
    """Every process below some, looked at twice a second: its highest resident memory, its processor time."""

    def __init__(self, *roots):
        super().__init__(daemon=True)
        self.roots, self.memory_mb, self.processor_s, self.over = roots, {}, {}, threading.Event()

    def run(self):
        tick = os.sysconf("SC_CLK_TCK")
        while not self.over.wait(0.5):
            for pid in (pid for root in self.roots for pid in below(root)):
                with contextlib.suppress(OSError, IndexError, StopIteration):
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    high = next(line for line in lines if line.startswith("VmHWM"))
                    self.memory_mb[pid] = int(high.split()[1]) / 1024
                    ran = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    self.processor_s[pid] = (int(ran[11]) + int(ran[12])) / tick


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


def worked(source, out, workers, address):
    """In a process of its own: the batch, and when what happened; seconds from the start of the command."""
    from mapper import batch

    engine = None
    if address:
        from mapper.batch.cluster import engine as on_cluster

        engine = on_cluster(address)
    began = time.time() - time.perf_counter()
    seen = {"first": None, "last": None, "first_count": 0, "reports": 0}

    def watch(things, *, total=None, what=""):
        for thing in things:
            now = time.perf_counter()
            if what == "reports":
                seen["reports"] += 1
                if seen["first"] is None:
                    seen["first"] = now
                if now - seen["first"] < 0.02:
                    seen["first_count"] = seen["reports"]
                seen["last"] = now
            yield thing

    summary = batch.run([source], Path(out), workers=workers, engine=engine, watch=watch)
    ended = time.perf_counter()
    print(json.dumps(seen | {"ended": ended, "began": began, "total": summary.total, "failed": summary.failed}))


def measured(source, out, *, workers=2, address="", beside=()):
    """What one batch took."""
    command = [sys.executable, str(Path(__file__).resolve()), "--work", str(source), str(out), str(workers), address]
    started = time.time()
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    before = processor(beside)
    with subprocess.Popen(command, cwd=REPO, **quiet) as running:
        watched = Watched(running.pid, *beside)
        watched.start()
        said, _ = running.communicate()
        watched.over.set()
        watched.join()
    if running.returncode:
        raise SystemExit(f"{command} ended with {running.returncode}")
    seen = json.loads(said)
    offset = started - seen["began"]  # the command's own clock, as seconds since it was started
    own = str(running.pid)
    others = {pid: value - before.get(pid, 0) for pid, value in watched.processor_s.items() if pid != own}
    return {
        "whole": seen["ended"] - offset,
        "start": seen["first"] - offset,
        "steady": (seen["reports"] - seen["first_count"]) / max(seen["last"] - seen["first"], 1e-9),
        "after": seen["ended"] - seen["last"],
        "own_s": watched.processor_s.get(own, 0),
        "workers_s": sum(others.values()),
        "own_mb": watched.memory_mb.pop(own, 0),
        "worker_mb": max(watched.memory_mb.values(), default=0),
    }


def processor(roots):
    """The processor time so far of processes that were there before."""
    watched = Watched(*roots)
    watched.start()
    time.sleep(0.75)
    watched.over.set()
    watched.join()
    return watched.processor_s


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
        yield address, [process.pid for process in running]
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


HEAD = ("reports", "how", "seconds", "a second", "steady", "by processor", "start s", "dataset s",
        "processor s: command", "workers", "MB: command", "largest worker")  # fmt: skip


def row(number, how, run):
    """Print one line of the table, and give its rates."""
    rates = {"whole": number / run["whole"], "steady": run["steady"], "processor": number / max(run["workers_s"], 1e-9)}
    cells = [f"{number:,}", how, f"{run['whole']:.1f}", *(f"{rate:.0f}" for rate in rates.values()),
             f"{run['start']:.1f}", f"{run['after']:.1f}", f"{run['own_s']:.1f}", f"{run['workers_s']:.1f}",
             f"{run['own_mb']:.0f}", f"{run['worker_mb']:.0f}"]  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)
    return rates


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("reports", nargs="*", type=lambda said: int(said.replace(",", "")))
    asked.add_argument("--compare", type=int, default=10_000, help="0: the curve alone")
    asked.add_argument("--mix", choices=MIXES, default="mixed")
    options = asked.parse_args()
    numbers = sorted(options.reports) or [1_000, 10_000, 100_000]
    rates = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for number in {*numbers, options.compare} - {0}:
            length = generate(number, folder / f"{number}.jsonl", options.mix)
        print(
            f"Reports of {length:,.0f} characters on average ({options.mix}); load before: {os.getloadavg()[0]:.1f}\n"
        )
        print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
        compared, source = options.compare, folder / f"{options.compare}.jsonl"
        if compared:
            run = measured(source, folder / "one", workers=1)
            rates["one"] = row(compared, "1 worker", run)
            rates["two"] = row(compared, "2 workers", measured(source, folder / "two"))
            with cluster(folder / "dask") as (address, pids):
                run = measured(source, folder / "cluster", address=address, beside=pids)
                rates["dask"] = row(compared, "Dask, 2 workers", run)
        for number in numbers:
            again = measured(folder / f"{number}.jsonl", folder / f"{number}") if number != compared else None
            rates[number] = row(number, "2 workers", again) if again else rates["two"]
    if compared:
        print(f"\n| at {compared:,} reports | whole | steady | by processor | aim |\n|---|---|---|---|---|")
        told("two workers to one", rates["two"], rates["one"], "1.85", share=2)
        told("the cluster to the pool", rates["dask"], rates["two"], "0.8")
    for number in numbers[:-1]:
        told(f"{numbers[-1]:,} reports to {number:,}", rates[numbers[-1]], rates[number], "1")


def told(what, rates, other, aim, *, share=1):
    """Print the ratios of two runs; `share` is how much more the first could do by processor time."""
    ratios = (rates["whole"] / other["whole"], rates["steady"] / other["steady"],
              share * rates["processor"] / other["processor"])  # fmt: skip
    print(f"| {what} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} | {aim} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        worked(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
    else:
        main()
