"""Workers on other machines, through Dask distributed: the same bundles out, the same outcomes back, as they come.

The workers have this package installed in the same version; the user's gazetteers travel to each of them, also to
those that join later, so that no disk need be shared. What a dead worker held, Dask gives to another; a report that
takes several workers with it becomes a row with that error. One that never ends holds its worker: threads have no
alarm (`Settings.longest_s` works on this machine's own workers).
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, WorkerPlugin, as_completed, get_worker

from mapper.batch.items import Item
from mapper.batch.work import Opener, Outcome, Reader, Settings, failed, outcome, settle
from mapper.errors import MapperError, SourceUnreachable, UnreadableInput, UsageError
from mapper.version import __version__

_PATIENCE_S = 30  # for the scheduler to answer, and for a first worker to be there
_AHEAD = 2  # bundles on their way for each thread of the cluster, so that none waits for the network
_FOLDER = "mapper-gazetteers"
_UNWATCHED, _WATCH = "mapper-unwatched", "profile"

_readers: dict[Any, Reader] = {}
_alone = threading.Lock()
"""Reports of one process are read one at a time, however many threads it has: more gain nothing, Python runs one."""


def engine(address: str) -> Callable[..., Iterator[list[Outcome]]]:
    """What `batch.run` takes as its engine to work on the cluster whose scheduler is at `address`.

    Raises, once it works: SourceUnreachable, if no scheduler or no worker is there.
    """

    def outcomes(
        bundles: Iterable[Sequence[Item]], *, opener: Opener, settings: Settings, workers: int
    ) -> Iterator[list[Outcome]]:
        with _client(address) as client:
            carried = _carried(settings.gazetteers)
            client.register_plugin(Carrier(carried), name=f"mapper-{_digest(carried)}")
            settings = replace(settings, gazetteers=tuple(carried))
            with _unwatched(client):
                yield from _run(client, iter(bundles), opener, settings)

    return outcomes


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        client = Client(address, timeout=_PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise SourceUnreachable(
            f"no Dask scheduler answers at {address} ({error}); start one: dask scheduler"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE_S)
        except TimeoutError:
            raise SourceUnreachable(
                f"the scheduler at {address} has no workers; start some: dask worker {address}"
            ) from None
        yield client


@contextlib.contextmanager
def _unwatched(client: Any) -> Iterator[None]:
    client.register_plugin(Unwatched(), name=_UNWATCHED)
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # the cluster may be gone, and the watch with it
            client.unregister_worker_plugin(_UNWATCHED)


def _run(client: Any, bundles: Iterator[Sequence[Item]], opener: Opener, settings: Settings) -> Iterator[list[Outcome]]:
    again: deque[tuple[Item, ...]] = deque()
    suspects: list[Item] = []
    holds: dict[str, tuple[Item, ...]] = {}
    arriving: Any = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def submitted(bundle: tuple[Item, ...]) -> Any:
        return client.submit(_task, bundle, opener, settings, __version__, pure=False)

    def send() -> None:
        while len(holds) < _AHEAD * max(sum(client.nthreads().values()), 1):
            bundle = again.popleft() if again else tuple(next(bundles, ()))
            if not bundle:
                return
            future = submitted(bundle)
            holds[future.key] = bundle
            arriving.add(future)

    send()
    for future in arriving:
        bundle = holds.pop(future.key)
        answer = _answer(future)
        if answer is None and len(bundle) == 1:
            suspects += bundle
        elif answer is None:
            again.extend((item,) for item in bundle)
        send()
        if answer:
            yield answer
    for item in suspects:  # Dask suspects all that a dead worker had waiting; alone, it is the report or it is not
        alone = _answer(submitted((item,)))
        yield alone if alone is not None else [failed(item, "reading it ended every worker that tried")]


def _answer(future: Any) -> list[Outcome] | None:
    """What came of a bundle; None where its workers died."""
    error = future.exception()
    outcomes: list[Outcome] | None = future.result() if error is None else None
    future.release()
    if error is not None and not isinstance(error, KilledWorker):
        raise error if isinstance(error, MapperError) else MapperError(f"a worker failed: {error!r}")
    return outcomes


def _task(bundle: Sequence[Item], opener: Opener, settings: Settings, version: str) -> list[Outcome]:
    """On a worker: the outcomes of a bundle. What reading needs is opened once in its process."""
    if version != __version__:
        raise UsageError(f"this worker has version {__version__}, the command {version}; install the same on both")
    key = (opener, settings)
    with _alone:
        if key not in _readers:
            _readers.clear()
            here = tuple(str(_arrived(name)) for name in settings.gazetteers)
            _readers[key] = opener(replace(settings, gazetteers=here))
            settle()
        return [outcome(item, _readers[key], settings) for item in bundle]


@dataclass(frozen=True)
class _Files:
    """A gazetteer on its way: the file and what belongs to it, by name."""

    contents: Mapping[str, bytes]


def _carried(gazetteers: Sequence[str]) -> dict[str, _Files]:
    """The user's gazetteers by what they will be called on the workers: a digest, so that two never mix."""
    found = {}
    for name in gazetteers:
        path = Path(name)
        beside = sorted(path.parent.glob(f"{path.stem}.*")) if path.suffix.lower() == ".shp" else [path]
        try:
            contents = {one.name: one.read_bytes() for one in beside}
        except OSError as error:
            raise UnreadableInput(f"{path} can't be read: {error.strerror or error}") from error
        known = hashlib.sha256(b"\0".join(contents[key] for key in sorted(contents))).hexdigest()[:16]
        found[f"{known}/{path.name}"] = _Files(contents)
    return found


def _digest(carried: Mapping[str, object]) -> str:
    return hashlib.sha256("\0".join(sorted(carried)).encode()).hexdigest()[:16]


def _arrived(name: str) -> Path:
    return Path(get_worker().local_directory) / _FOLDER / name


class Carrier(WorkerPlugin):
    """A plugin of the workers: puts the user's gazetteers on the disk of each, when it is sent or when it joins."""

    idempotent = True

    def __init__(self, carried: Mapping[str, _Files]) -> None:
        self.carried = carried

    def setup(self, worker: Any) -> None:
        """Write the files into the worker's own folder."""
        for name, files in self.carried.items():
            folder = Path(worker.local_directory) / _FOLDER / name.partition("/")[0]
            folder.mkdir(parents=True, exist_ok=True)
            for file, content in files.contents.items():
                (folder / file).write_bytes(content)


class Unwatched(WorkerPlugin):
    """A plugin of the workers: while a batch runs, Dask does not watch what they do.

    It looks at the stack of every thread a hundred times a second, for its page of where time goes; where stacks are
    deep, as in reading, that took from nothing to a quarter of the work (measured on a busy machine).
    """

    idempotent = True

    def setup(self, worker: Any) -> None:
        """Stop the watch, also one that has not begun."""
        self.watch = worker.periodic_callbacks.pop(_WATCH, None)
        if self.watch is not None:
            self.watch.stop()

    def teardown(self, worker: Any) -> None:
        """Let it go on."""
        if self.watch is not None:
            worker.periodic_callbacks[_WATCH] = self.watch
            self.watch.start()
