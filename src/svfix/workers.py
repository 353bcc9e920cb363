"""Workers: processes that work on items, while outcomes come back in the order of the items.

An item goes to a worker only when it waits for one, in chunks, so that a small item costs no more
than its work.  Outcomes that come early wait for the earlier ones; only so many may, which bounds
the memory.  A worker that dies (the system may kill one that takes too much memory) loses the item
it was at, and another takes its place.  When the process that runs them is killed, they go with it.

All workers map the same lexicon, which is in memory once for all of them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection
from typing import Any, NamedTuple, Protocol, TypeVar

Item = TypeVar("Item")
Given = TypeVar("Given", contravariant=True)
Outcome = TypeVar("Outcome")

CHUNK_SIZE = 100_000  # what a worker is sent at once, in bytes or characters: a second or two
CHUNK_ITEMS = 32  # items in a chunk where nobody said
AHEAD = 2_000  # outcomes that may wait for an earlier one, where nobody said
ENDING = "SIGTERM", "SIGHUP"  # the latter is not on Windows

NOT_UP = (
    "the worker processes ended as they started; a program that starts processes does so below "
    "`if __name__ == '__main__':`"
)


class Work(Protocol[Given, Outcome]):
    """What is done with items, the same for all of them; it is pickled once for each worker."""

    def __call__(self, item: Given) -> Outcome:
        """Work on an item; what it raises ends the worker."""

    def size(self, item: Given) -> int:
        """How large an item is, in bytes or characters."""

    def lost(self, item: Given) -> Outcome:
        """The outcome of an item that ended its worker."""

    def discard(self, item: Given) -> None:
        """Take away what may be left of an item that was not ended."""

    def drop(self, outcome: Outcome) -> None:
        """Take away what an outcome left, which nobody will take."""


class Chunk(NamedTuple):
    """Items that go to a worker together, from number `first` on."""

    first: int
    items: list[Any]


def chunks(
    items: Iterable[Item], work: Work[Item, Any], most: int = CHUNK_ITEMS
) -> Iterator[Chunk]:
    """Cut items into chunks of so many at most; a large item is one by itself."""
    first, size = 0, 0
    rows: list[Item] = []
    for item in items:
        more = work.size(item)
        if rows and (len(rows) == most or size + more > CHUNK_SIZE):
            yield Chunk(first, rows)
            first, rows, size = first + len(rows), [], 0
        rows.append(item)
        size += more
    if rows:
        yield Chunk(first, rows)


def quick_method() -> str:
    """The quickest way to start processes that is safe for a program without threads."""
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if forks else "spawn"


def safe_method() -> str:
    """The way of `multiprocessing` to start processes, but none that may hang beside threads.

    A fork has the locks that other threads hold at that moment, such as those of imports, and
    nobody in it to release them.
    """
    method = multiprocessing.get_context().get_start_method()
    if method == "fork" and len(sys._current_frames()) > 1:
        others = multiprocessing.get_all_start_methods()
        return "forkserver" if "forkserver" in others else "spawn"
    return method


class _Worker:
    """A process, our end of the pipe to it, and what it is at."""

    def __init__(self, context: Any, others: Iterable[_Worker]) -> None:
        self.pipe, theirs = context.Pipe()
        ours = [worker.pipe for worker in others] + [self.pipe]
        inherited = ours if context.get_start_method() == "fork" else []
        self.process = context.Process(target=_serve, args=(theirs, inherited), daemon=True)
        try:
            with warnings.catch_warnings():  # that of forking beside idle threads
                warnings.simplefilter("ignore", DeprecationWarning)
                self.process.start()
        finally:
            theirs.close()
        self.chunk: Chunk | None = None
        self.is_up = False  # it has said so

    def stop(self, work: Work[Any, Any] | None) -> None:
        """End the process, and take away what it leaves half done."""
        self.process.terminate()
        self.process.join()
        self.process.close()
        self.pipe.close()
        if self.chunk and work:
            for item in self.chunk.items:
                work.discard(item)


class Pool:
    """Some workers; a context manager, which ends them. `run` may be called again and again.

    `method` is how they are started, that of `safe_method` where nobody says.  Start a pool that
    forks before what is heavy is imported.
    """

    def __init__(self, size: int, method: str | None = None) -> None:
        self._context: Any = multiprocessing.get_context(method or safe_method())
        self._workers: list[_Worker] = []
        self._work: Work[Any, Any] | None = None
        try:
            for _ in range(size):
                self._start()
        except BaseException:
            self.__exit__()
            raise

    def _start(self) -> _Worker:
        worker = _Worker(self._context, self._workers)
        self._workers.append(worker)
        return worker

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        while self._workers:
            self._workers.pop().stop(self._work)

    def run(
        self,
        items: Iterable[Item],
        work: Work[Item, Outcome],
        most: int = CHUNK_ITEMS,
        ahead: int = AHEAD,
    ) -> Iterator[Outcome]:
        """The outcomes of items, in their order, whichever comes first.

        `most` items go to a worker at once, and items are taken `ahead` of the first whose outcome
        is due, and no further.
        """
        self._work = work
        for worker in self._workers:
            worker.pipe.send(work)
        again: deque[Chunk] = deque()  # what dead workers were at
        coming = chunks(items, work, most)
        early: dict[int, Outcome] = {}
        due = sent = 0
        idle = list(self._workers)
        try:
            while True:
                while idle and (again or sent - due < ahead):
                    chunk = again.popleft() if again else next(coming, None)
                    if chunk is None:
                        break
                    sent = max(sent, chunk.first + len(chunk.items))
                    self._send(idle.pop(), chunk)
                if due in early:  # taken while the workers go on
                    yield early.pop(due)
                    due += 1
                elif len(idle) == len(self._workers):
                    return
                else:
                    for worker in self._ready():
                        early |= self._receive(worker, again, work)
                    idle = [worker for worker in self._workers if worker.chunk is None]
        finally:
            for outcome in early.values():
                work.drop(outcome)

    def _send(self, worker: _Worker, chunk: Chunk) -> None:
        worker.chunk = chunk
        with suppress(BrokenPipeError):  # it died waiting: `_receive` will see
            worker.pipe.send(chunk.items)

    def _ready(self) -> list[_Worker]:
        busy = {worker.pipe: worker for worker in self._workers if worker.chunk}
        return [busy[pipe] for pipe in connection.wait(list(busy))]

    def _receive(
        self, worker: _Worker, again: deque[Chunk], work: Work[Item, Outcome]
    ) -> dict[int, Outcome]:
        """The outcomes of a worker's chunk, by number; of a dead one, what it died of."""
        chunk = worker.chunk
        assert chunk is not None
        try:
            outcomes: list[Outcome] = worker.pipe.recv()
            if not worker.is_up:
                worker.is_up = True
                return {}
        except (EOFError, OSError):
            if not worker.is_up:  # nor would others be
                raise RuntimeError(NOT_UP) from None
            self._replace(worker)
            if len(chunk.items) > 1:  # which of them it was shows when each is sent by itself
                again.extend(Chunk(chunk.first + n, [one]) for n, one in enumerate(chunk.items))
                return {}
            outcomes = [work.lost(chunk.items[0])]
        worker.chunk = None
        return dict(enumerate(outcomes, chunk.first))

    def _replace(self, worker: _Worker) -> None:
        worker.stop(self._work)
        self._workers.remove(worker)
        self._start().pipe.send(self._work)


def _serve(pipe: Any, inherited: list[Any]) -> None:
    """Work on chunk after chunk, until there are no more or the process that runs us is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # that is for the run, which then ends us
    for name in ENDING:  # a handler that was forked with us would wait for this thread to wake up
        number = getattr(signal, name, None)
        if number is not None and callable(signal.getsignal(number)):  # nohup has them ignored
            signal.signal(number, signal.SIG_DFL)
    for other in inherited:
        other.close()
    threading.Thread(target=_leave_with_the_run, daemon=True).start()
    work: Any = None
    with suppress(EOFError, OSError):
        pipe.send([])  # we are up
        while True:
            message = pipe.recv()
            if isinstance(message, list):
                pipe.send([work(item) for item in message])
            else:
                work = message


def _leave_with_the_run() -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        connection.wait([run.sentinel])
        os._exit(1)
