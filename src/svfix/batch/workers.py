"""Workers: processes that repair files, while outcomes come back in the order of the tasks.

A task goes to a worker only when it waits for one, in chunks, so that a small file costs no more
than its repair.  Outcomes that come early wait for the earlier ones; only so many may, which bounds
the memory.  A worker that dies (the system may kill one that takes too much memory) fails the file
it was at, and another takes its place.  When the run itself is killed, its workers go with it.

Workers are forked where that is safe, before the decoder is loaded; each maps the same lexicon,
which is in memory once for all of them.
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
from typing import Any, NamedTuple

from svfix.batch.work import Item, Job, Outcome, attempt, discard

CHUNK_FILES = 32  # a worker is sent so many files at once, or
CHUNK_BYTES = 100_000  # so much text: some 15,000 words, a second or two
AHEAD = 2_000  # outcomes that may wait for an earlier one


class Chunk(NamedTuple):
    """Tasks that go to a worker together, from number `first` on."""

    first: int
    items: list[Item]


def chunks(items: Iterable[Item]) -> Iterator[Chunk]:
    """Cut tasks into chunks; a large file is one by itself."""
    first, size = 0, 0
    rows: list[Item] = []
    for item in items:
        if rows and (len(rows) == CHUNK_FILES or size + item[0].size > CHUNK_BYTES):
            yield Chunk(first, rows)
            first, rows, size = first + len(rows), [], 0
        rows.append(item)
        size += item[0].size
    if rows:
        yield Chunk(first, rows)


class _Worker:
    """A process, our end of the pipe to it, and what it is at."""

    def __init__(self, context: Any, others: Iterable[_Worker]) -> None:
        self.pipe, theirs = context.Pipe()
        ours = [worker.pipe for worker in others] + [self.pipe]
        inherited = ours if context.get_start_method() == "fork" else []
        self.process = context.Process(target=_serve, args=(theirs, inherited), daemon=True)
        with warnings.catch_warnings():  # that of forking beside numpy's idle threads
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        theirs.close()
        self.chunk: Chunk | None = None

    def stop(self, job: Job | None) -> None:
        """End the process, and take away what it leaves half done."""
        self.process.terminate()
        self.process.join()
        self.pipe.close()
        if self.chunk and job:
            for task, _ in self.chunk.items:
                discard(task, job)


class Pool:
    """Some workers; a context manager, which ends them.

    Start it before what is heavy is imported; `run` may be called again and again.
    """

    def __init__(self, size: int) -> None:
        methods = multiprocessing.get_all_start_methods()
        forks = "fork" in methods and sys.platform != "darwin"
        self._context = multiprocessing.get_context("fork" if forks else "spawn")
        self._workers: list[_Worker] = []
        self._job: Job | None = None
        for _ in range(size):
            self._start()

    def _start(self) -> _Worker:
        worker = _Worker(self._context, self._workers)
        self._workers.append(worker)
        return worker

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop(self._job)

    def run(self, items: Iterable[Item], job: Job) -> Iterator[Outcome]:
        """The outcomes of tasks, in their order, whichever comes first."""
        self._job = job
        for worker in self._workers:
            worker.pipe.send(job)
        again: deque[Chunk] = deque()  # what dead workers were at
        coming = chunks(items)
        early: dict[int, Outcome] = {}
        due = sent = 0
        idle = list(self._workers)
        try:
            while True:
                while idle and (again or sent - due < AHEAD):
                    chunk = again.popleft() if again else next(coming, None)
                    if chunk is None:
                        break
                    sent = max(sent, chunk.first + len(chunk.items))
                    self._send(idle.pop(), chunk)
                if due in early:  # put in its place while the workers go on
                    yield early.pop(due)
                    due += 1
                elif len(idle) == len(self._workers):
                    return
                else:
                    for worker in self._ready():
                        early |= self._receive(worker, again)
                    idle = [worker for worker in self._workers if worker.chunk is None]
        finally:
            for outcome in early.values():
                outcome.drop()

    def _send(self, worker: _Worker, chunk: Chunk) -> None:
        worker.chunk = chunk
        with suppress(BrokenPipeError):  # it died waiting: `_receive` will see
            worker.pipe.send(chunk.items)

    def _ready(self) -> list[_Worker]:
        busy = {worker.pipe: worker for worker in self._workers if worker.chunk}
        return [busy[pipe] for pipe in connection.wait(list(busy))]

    def _receive(self, worker: _Worker, again: deque[Chunk]) -> dict[int, Outcome]:
        """The outcomes of a worker's chunk, by number; of a dead one, what it died of."""
        chunk = worker.chunk
        assert chunk is not None
        try:
            outcomes = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            if len(chunk.items) > 1:  # which of them it was shows when each is sent by itself
                again.extend(Chunk(chunk.first + n, [one]) for n, one in enumerate(chunk.items))
                return {}
            source = chunk.items[0][0].source
            fault = f"{source} ended the process that repaired it; the memory may not suffice"
            outcomes = [Outcome(source, failure=fault)]
        worker.chunk = None
        return dict(enumerate(outcomes, chunk.first))

    def _replace(self, worker: _Worker) -> None:
        worker.stop(self._job)
        self._workers.remove(worker)
        self._start().pipe.send(self._job)


def _serve(pipe: Any, inherited: list[Any]) -> None:
    """Repair chunk after chunk, until there are no more or the run is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # that is for the run, which then ends us
    for other in inherited:
        other.close()
    threading.Thread(target=_leave_with_the_run, daemon=True).start()
    job = None
    with suppress(EOFError, OSError):
        while True:
            message = pipe.recv()
            if isinstance(message, Job):
                job = message
            elif job is not None:
                pipe.send([attempt(task, job, before) for task, before in message])


def _leave_with_the_run() -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        connection.wait([run.sentinel])
        os._exit(1)
