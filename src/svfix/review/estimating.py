"""Estimating: what is to be expected of each page, worked out while nothing else is asked for."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from svfix.batch.inputs import Input
from svfix.io.files import FileError
from svfix.options import as_json
from svfix.review.index import Index
from svfix.review.pages import Stamp, open_page
from svfix.review.queue import Entry, Estimate
from svfix.review.session import Session

REST = 0.01  # s, while somebody waits for an answer
PATIENCE = 2.0  # s, for the page at hand at the end
IDLE = 0.2  # s, when there is nothing to do


class Estimator:
    """The thread that goes through the pages of a session; `path` is that of the index."""

    def __init__(self, session: Session, path: Path) -> None:
        self.session = session
        self._options = as_json(session.fixer.options)
        self._path = path
        self._waiting: deque[Entry] = deque(session.queue.entries)
        self._companions = deque(session.companions.values())
        self._busy = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="estimates", daemon=True)

    @property
    def waiting(self) -> int:
        """How many pages are still to be found out about."""
        return len(self._waiting) + len(self._companions) + self.session.again

    def start(self) -> None:
        """Begin with the pages."""
        self._thread.start()

    def end(self) -> None:
        """End after the page at hand, or without it if that takes long: nothing is lost with it."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Rest while somebody waits for an answer."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1

    def _run(self) -> None:
        self._index = Index(self._path, self._options)
        while not self._ended.is_set():
            self._take_again()
            if self._busy:
                self._ended.wait(REST)
            elif self._waiting:
                self._estimate(self._waiting.popleft())
                time.sleep(0)  # others may have waited for it
            elif self._companions:
                self._tell_apart(self._companions.popleft())
            else:
                self._ended.wait(IDLE)
        self._index.close()

    def _take_again(self) -> None:
        """Put pages in front that are to be found out about anew, once something was learned."""
        again = self.session.take_again()
        if not again:
            return
        options = as_json(self.session.fixer.options)
        if options != self._options:
            self._index.reset(options)
            self._options = options
        for entry in again:
            self._index.forget(entry.name)
        numbers = {entry.number for entry in again}
        rest = [entry for entry in self._waiting if entry.number not in numbers]
        self._waiting = deque([*again, *rest])

    def _tell_apart(self, companion: Input) -> None:
        """Let a file be a page of its own if it has another text than the one it goes with."""
        try:
            entry = self.session.told_apart(companion)
        except FileError:  # of one that cannot be read there is nothing to look at
            return
        if entry:
            self._waiting.append(entry)

    def _estimate(self, entry: Entry) -> None:
        session = self.session
        try:
            stamp = Stamp.of(entry.path)
            estimate = self._index.get(entry.name, stamp)
            if estimate is None:
                fixer = session.fixer_of(entry)
                page = open_page(entry.name, entry.path, fixer, session.reading, False)
                estimate = Estimate.of(page)
                self._index.add(entry.name, page.stamp, estimate)
        except (FileError, OSError) as error:
            entry.fault = str(error)
            return
        session.know(entry, estimate)
