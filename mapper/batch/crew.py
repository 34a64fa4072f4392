"""Plain work shared out: tasks in, what came of them out in the same order; by threads, or by processes.

Unlike the `pool`, nothing here is expected to die: work that ends its process ends the run, which can be continued.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import connection
from typing import Any, TypeVar

from mapper.batch.pool import context
from mapper.errors import MapperError

_THREADS = 4
_AHEAD = 2  # tasks for each thread on their way, so that none waits

Task = tuple[Any, ...]
T = TypeVar("T")


def in_threads(work: Callable[..., T], tasks: Iterable[Task]) -> Iterator[T]:
    """For work that mostly waits."""
    with ThreadPoolExecutor(_THREADS) as threads:
        waiting: deque[Future[T]] = deque()
        for task in tasks:
            waiting.append(threads.submit(work, *task))
            if len(waiting) > _AHEAD * _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def in_processes(work: Callable[..., T], tasks: Iterable[Task], *, workers: int) -> Iterator[T]:
    """For work that mostly counts; `work` is a function of a module, tasks and results can be pickled.

    A worker is given its next task only once its answer is here: two that both write to a full pipe, one a task and
    the other an answer, would wait for each other for ever.

    Raises:
        MapperError: what the work met, or that a worker died.
    """
    crew = [_started(work) for _ in range(workers)]
    pipes = [pipe for pipe, _ in crew]
    free = deque(pipes)
    held: dict[Any, int] = {}
    done: dict[int, T] = {}
    sent = told = 0
    try:
        left = iter(tasks)
        more = True
        while more or told < sent:
            while more and free:
                task = next(left, None)
                if task is None:
                    more = False
                else:
                    pipe = free.popleft()
                    pipe.send(task)
                    held[pipe] = sent
                    sent += 1
            for pipe in connection.wait(list(held)) if held else ():
                done[held.pop(pipe)] = _answer(pipe)
                free.append(pipe)
            while told in done:
                told += 1
                yield done.pop(told - 1)
    except (EOFError, OSError) as error:
        raise MapperError(
            f"a process that made files ended ({error}); the same command with --resume goes on"
        ) from error
    finally:
        for pipe, process in crew:
            pipe.close()
            process.terminate()
            process.join()


def _answer(pipe: Any) -> Any:
    error, made = pipe.recv()
    if error is not None:
        raise error
    return made


def _started(work: Callable[..., Any]) -> tuple[Any, Any]:
    ours, theirs = context().Pipe()
    process = context().Process(target=_work, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _work(pipe: Any, work: Callable[..., Any]) -> None:
    """A worker's life: task by task until the pipe ends, which it does with the parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        while True:
            task = pipe.recv()
            try:
                pipe.send((None, work(*task)))
            except MapperError as error:
                pipe.send((error, None))
    except (EOFError, OSError):
        return
