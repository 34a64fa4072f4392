"""Kill -9 at random moments, again and again, and count what was lost, doubled or broken.

`python -m tests.kills 100 [SEED] [--real]`: with `--real` reports are read as ever, without by a stand-in that reads
nothing and tells how often it was asked. The whole group of processes is killed, as a machine would end it.

A run is killed, continued, killed again, until it ends by itself; then the folder is checked and another one begins.
Between kills every file that is there must be whole; at the end the dataset must be that of a run which nobody killed,
byte for byte.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

REPO = Path(__file__).parent.parent
REPORTS = 600
_RUN = """
import sys
from pathlib import Path
from mapper import batch
from tests import standin
if __name__ == "__main__":
    print("here I am", flush=True)
    opener = batch.opened if sys.argv[3] == "real" else standin.slow
    batch.run([sys.argv[1]], Path(sys.argv[2]), opener=opener, workers=2, resume=True,
              settings=batch.Settings(formats=("geojson",)))
"""
TOWNS = ("Kerman", "Kharkiv", "Lyon", "Recife", "Nairobi", "Multan", "Osaka", "Tucson")


def kill(times, folder, *, seed=1, reports=REPORTS, real=False, longest_s=2.5):
    """Kill runs `times` times; how often each thing happened. `lost`, `doubled` and `broken` must stay 0."""
    rng = random.Random(seed)
    seen = Counter(kills=0, runs=0, lost=0, doubled=0, broken=0, different=0, read_again=0)
    (folder / "run.py").write_text(_RUN)
    marks, source = folder / "marks", folder / "a.jsonl"
    texts = {
        f"r{i:04}": told(i) if real else f"Blast {i} TOUCH {marks} " + "FAIL" * (i % 97 == 0) for i in range(reports)
    }
    source.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    how = "real" if real else "stand-in"
    _ends(folder, source, folder / "whole", how, after=0, seen=seen, done=True)
    whole = contents(folder / "whole")
    while seen["kills"] < times:
        out = folder / f"out{seen['runs']}"
        marks.unlink(missing_ok=True)
        while not _ends(
            folder, source, out, how, after=rng.uniform(0, longest_s), seen=seen, done=seen["kills"] >= times
        ):
            seen["broken"] += _broken(out)
        seen["runs"] += 1
        seen["broken"] += _broken(out)
        rows = ds.dataset(out / "incidents", partitioning="hive").to_table(columns=["report", "feature_id"]).to_pylist()
        each = Counter((row["report"], row["feature_id"]) for row in rows)
        seen["doubled"] += sum(number - 1 for number in each.values())
        seen["lost"] += len(texts.keys() - {row["report"] for row in rows})
        seen["different"] += contents(out) != whole
        if not real:
            read = len(marks.read_text().splitlines())
            seen["read_again"] += read - sum("FAIL" not in text for text in texts.values())
        shutil.rmtree(out)
    return seen


def told(number):
    """A short report of its own, and one in fifty that can't be read."""
    town, day = TOWNS[number % len(TOWNS)], ("Monday", "Tuesday", "Wednesday")[number // 8 % 3]
    where = f"{2 + number % 7} km north of {town}" if number % 3 else f"some {2 + number % 7}00 metres from the station"
    said = f"{town.upper()} - A bomb went off {where} on {day}, killing {1 + number % 9} people, report {number} says."
    return said if number % 50 else ""


def contents(out):
    """What the files of a dataset hold, by their place."""
    files = sorted((out / "incidents").rglob("*.parquet"))
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _ends(folder, source, out, how, *, after, seen, done):
    """Whether the run ended before it was killed."""
    command = [sys.executable, str(folder / "run.py"), str(source), str(out), how]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = subprocess.Popen(command, env=environment, start_new_session=True, **pipes)
    running.stdout.readline()  # the clock starts once the run does
    try:
        _, said = running.communicate(timeout=None if done else after)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        seen["kills"] += 1
        return False
    assert running.returncode == 0, said
    return True


def _broken(out):
    """How many files of the output can't be read whole; what is still being written has another name."""
    broken = 0
    for path in out.rglob("*"):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(out).parts):
            continue
        try:
            if path.suffix == ".parquet":
                pq.read_table(path)
            elif path.suffix in {".json", ".geojson"}:
                json.loads(path.read_text("utf-8"))
            elif path.suffix == ".html":
                assert path.read_text("utf-8").endswith("</html>\n")
        except (OSError, ValueError, AssertionError):
            broken += 1
    return broken


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("kills", type=int)
    asked.add_argument("seed", type=int, nargs="?", default=1)
    asked.add_argument("--real", action="store_true")
    asked.add_argument("--reports", type=int, default=REPORTS)
    asked.add_argument("--longest", type=float, default=2.5)
    given = asked.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        how = {"real": given.real, "reports": given.reports, "longest_s": given.longest}
        found = kill(given.kills, Path(scratch), seed=given.seed, **how)
    print(", ".join(f"{name} {number}" for name, number in found.items()), f"in {time.monotonic() - started:.0f} s")
