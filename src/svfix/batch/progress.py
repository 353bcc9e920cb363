"""Progress: a bar with rate and time left, on a terminal's standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from svfix.batch.outputs import Task

OVERHEAD = 500  # bytes of text that take as long as what every file takes


class Bar(Protocol):
    """What a run tells of its progress."""

    def advance(self, task: Task) -> None:
        """A file is done."""


class _NoBar:
    def advance(self, task: Task) -> None:
        """Nobody looks."""


def bar(tasks: Sequence[Task], quiet: bool) -> AbstractContextManager[Bar]:
    """A bar on the terminal; none where there is no terminal, and for a file by itself."""
    if quiet or len(tasks) < 2 or not (sys.stderr and sys.stderr.isatty()):
        return nullcontext(_NoBar())
    return _Shown(tasks)


class _Shown:
    """The time a file takes goes by its size, so that is what is left by."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            BarColumn(),
            TextColumn("{task.fields[done]:,} of {task.fields[files]:,} files"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        total = sum(task.size + OVERHEAD for task in tasks)
        self._row = self._progress.add_task("", total=total, done=0, files=len(tasks), rate="")
        self._done = 0

    def __enter__(self) -> _Shown:
        self._progress.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._progress.stop()

    def advance(self, task: Task) -> None:
        """A file is done."""
        self._done += 1
        seconds = self._progress.tasks[0].elapsed or 0
        rate = f"{self._done / seconds:,.0f} files/s" if seconds > 1 else ""
        self._progress.update(self._row, advance=task.size + OVERHEAD, done=self._done, rate=rate)
