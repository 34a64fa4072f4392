"""Whole processes, measured side by side: wall time (best of several, turn about) and peak memory."""

import os
import subprocess
import sys
import time


def once(command):
    """(seconds, peak MB) of one run of a command, its output thrown away; bytecode is kept, as ever."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {child.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def side_by_side(commands, *, rounds=7):
    """The best of each command by name; every round runs all of them, so that a busy machine is busy for all."""
    best = {name: (float("inf"), float("inf")) for name in commands}
    for _ in range(rounds + 1):  # the first round warms the file cache and counts only if it is the best
        for name, command in commands.items():
            seconds, memory = once(command)
            best[name] = (min(best[name][0], seconds), min(best[name][1], memory))
    return best


def python(code):
    return [sys.executable, "-c", code]
