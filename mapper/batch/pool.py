"""Worker processes of this machine: bundles of items out, outcomes in; a worker's death costs nobody else.

Each worker has a pipe of its own, so that it is known what a dead worker held: a bundle is then read again one by
one, and the report that kills a worker three times becomes a row with that error. Workers end with their parent,
however it ends, because their pipe does.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.context import SpawnProcess
from typing import Any

from mapper.batch.items import Item
from mapper.batch.work import Opener, Outcome, Settings, failed, outcome, settle
from mapper.errors import MapperError

_LIVES = 3  # times that a report may take its worker with it; once may be somebody else's fault
_SHARED = ("mapper.batch.pool", "mapper.extract", "mapper.resolve", "mapper.assemble", "mapper.placing", "shapely")
"""Modules that every worker needs: imported once before they part, their memory is shared."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: connection.Connection
    holds: tuple[Item, ...] = ()
    ready: bool = False


def outcomes(
    bundles: Iterable[Sequence[Item]], *, opener: Opener, settings: Settings, workers: int
) -> Iterator[list[Outcome]]:
    """The outcomes of every bundle, as they come; the order is nobody's promise.

    Raises:
        MapperError: what a worker met while it opened its sources, or that it can't start.
    """
    pool = _Pool(opener, settings)
    try:
        yield from pool.run(iter(bundles), workers)
    finally:
        pool.end()


def context() -> Any:
    """How processes are started; never by fork: a copy of a process with threads may hold their locks for ever."""
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    made: Any = get_context(method)
    if method == "forkserver":
        made.set_forkserver_preload([*_SHARED])
    return made


class _Pool:
    def __init__(self, opener: Opener, settings: Settings) -> None:
        self.context = context()
        self.opener, self.settings = opener, settings
        self.workers: dict[connection.Connection, _Worker] = {}
        self.again: deque[tuple[Item, ...]] = deque()
        self.deaths: dict[str, int] = {}

    def run(self, bundles: Iterator[Sequence[Item]], workers: int) -> Iterator[list[Outcome]]:
        for _ in range(workers):
            self.start()
        more = True
        while self.workers:
            for pipe in connection.wait(list(self.workers)):
                worker = self.workers[pipe]  # type: ignore[index]
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError):
                    yield self.bury(worker)
                    continue
                if isinstance(answer, Exception):
                    raise answer
                worker.holds, worker.ready = (), True
                bundle, more = self.next(bundles, more)
                self.give(worker, bundle)  # before the answer is dealt with: a worker should never wait
                if answer is not None:
                    yield answer
            if (more or self.again) and not self.workers:
                self.start()

    def next(self, bundles: Iterator[Sequence[Item]], more: bool) -> tuple[tuple[Item, ...], bool]:
        if self.again:
            return self.again.popleft(), more
        bundle = tuple(next(bundles, ())) if more else ()
        return bundle, bool(bundle)

    def start(self) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_work, args=(theirs, self.opener, self.settings), daemon=True)
        process.start()
        theirs.close()
        self.workers[ours] = _Worker(process, ours)

    def give(self, worker: _Worker, bundle: tuple[Item, ...]) -> None:
        if not bundle:
            worker.pipe.close()
            del self.workers[worker.pipe]
            worker.process.join()
            return
        worker.holds = bundle
        with suppress(OSError):  # it died while it waited; its pipe says so next, and what it holds is read again
            worker.pipe.send(bundle)

    def bury(self, worker: _Worker) -> list[Outcome]:
        """What is lost with a worker that died: nothing, or the one report that killed it again and again."""
        worker.process.join()
        del self.workers[worker.pipe]
        worker.pipe.close()
        code = worker.process.exitcode or 0
        said = f"signal {-code} ({signal.Signals(-code).name})" if code < 0 else f"exit code {code}"
        if not worker.ready:
            raise MapperError(f"a worker ended with {said} before it could begin; try --workers 1, or make room")
        lost: list[Outcome] = []
        for item in worker.holds:
            died = self.deaths[item.digest] = self.deaths.get(item.digest, 0) + (len(worker.holds) == 1)
            if died < _LIVES:
                self.again.append((item,))
            else:
                lost.append(failed(item, f"reading it ended the worker {died} times, last with {said}"))
        self.start()
        return lost

    def end(self) -> None:
        for worker in self.workers.values():
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()


def _work(pipe: connection.Connection, opener: Opener, settings: Settings) -> None:
    """A worker's life: open once, then bundle by bundle until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        reader = opener(settings)
    except MapperError as error:
        pipe.send(error)
        return
    settle()
    try:
        pipe.send(None)
        while True:
            pipe.send([outcome(item, reader, settings) for item in pipe.recv()])
    except (EOFError, OSError):
        return  # the parent has what it needs, or is gone
