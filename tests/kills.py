"""Kill -9 at random moments, again and again, and count what was lost, doubled or broken: `python -m tests.kills 100`.

A run is killed, continued, killed again, until it ends by itself; then the folder is checked and another one begins.
Between kills every file that is there must be whole.
"""

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
    batch.run([sys.argv[1]], Path(sys.argv[2]), opener=standin.slow, workers=2, resume=True,
              settings=batch.Settings(formats=("geojson",)))
"""


def kill(times, folder, *, seed=1, reports=REPORTS):
    """Kill runs `times` times; how often each thing happened. `lost`, `doubled` and `broken` must stay 0."""
    rng = random.Random(seed)
    seen = Counter(kills=0, runs=0, lost=0, doubled=0, broken=0, read_again=0)
    (folder / "run.py").write_text(_RUN)
    marks, source = folder / "marks", folder / "a.jsonl"
    texts = {f"r{i:04}": f"Blast {i} TOUCH {marks} " + ("FAIL" if i % 97 == 0 else "") for i in range(reports)}
    source.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    while seen["kills"] < times:
        out = folder / f"out{seen['runs']}"
        marks.unlink(missing_ok=True)
        while not _ends(folder, source, out, after=rng.uniform(0, 2.5), seen=seen, done=seen["kills"] >= times):
            seen["broken"] += _broken(out)
        seen["runs"] += 1
        seen["broken"] += _broken(out)
        rows = ds.dataset(out / "incidents", partitioning="hive").to_table(columns=["report", "feature_id"]).to_pylist()
        each = Counter((row["report"], row["feature_id"]) for row in rows)
        seen["doubled"] += sum(number - 1 for number in each.values())
        seen["lost"] += len(texts.keys() - {row["report"] for row in rows})
        seen["read_again"] += len(marks.read_text().splitlines()) - sum("FAIL" not in text for text in texts.values())
        shutil.rmtree(out)
    return seen


def _ends(folder, source, out, *, after, seen, done):
    """Whether the run ended before it was killed."""
    command = [sys.executable, str(folder / "run.py"), str(source), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    running.stdout.readline()  # the clock starts once the run does
    try:
        _, said = running.communicate(timeout=None if done else after)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
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
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        found = kill(int(sys.argv[1]), Path(scratch), seed=int([*sys.argv, "1"][2]))
    print(", ".join(f"{name} {number}" for name, number in found.items()), f"in {time.monotonic() - started:.0f} s")
