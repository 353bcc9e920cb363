"""A pipe: texts in, results out, one for each and in their order, as they come.

    texts ──▶ [shared profile] ──▶ one process, or workers ──▶ Result | Unrepaired | None

Nothing is held but what the workers are at, and the first texts where their profile is asked for.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from svfix.options import kind_of
from svfix.result import Result, Unrepaired
from svfix.rows import shared
from svfix.rows.shared import Explains
from svfix.workers import Pool

if TYPE_CHECKING:
    pass

BATCH = 256  # rows that a worker is sent at once: a tenth of a second to one second
CHUNKS_AHEAD = 4  # for each worker: one that it is at, and some that wait for an earlier one
ENDED = "item {} ended the process that repaired it; the memory may not suffice"
TOO_LARGE = "item {} is too large for the memory there is"

Given = Result | Unrepaired | None


@dataclass(frozen=True)
class How:
    """How a pipe runs; raises TypeError and ValueError for what cannot be."""

    shared_profile: bool = False
    n_process: int = 1
    batch_size: int = BATCH
    errors: str = "report"

    def __post_init__(self) -> None:
        if not isinstance(self.shared_profile, bool):
            raise TypeError(f"shared_profile must be True or False, not {self.shared_profile!r}")
        for name in ("n_process", "batch_size"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"{name} must be a whole number, not {kind_of(value)}")
        if self.n_process < 1 and self.n_process != -1:
            raise ValueError(f"n_process must be 1 or more, or -1, not {self.n_process}")
        if self.batch_size < 1:
            raise ValueError(f"batch_size must be 1 or more, not {self.batch_size}")
        if self.errors not in ("report", "raise"):
            raise ValueError(f"errors must be 'report' or 'raise', not {self.errors!r}")

    @property
    def processes(self) -> int:
        """How many processes work: -1 is one for each core that this one may use."""
        if self.n_process > 0:
            return self.n_process
        usable = getattr(os, "sched_getaffinity", None)  # which not every system has
        return len(usable(0)) if usable else os.cpu_count() or 1


def pipe(fixer: Explains, texts: Iterable[Any], how: How) -> Iterator[Given]:
    """The results of texts: see `svfix.Fixer.pipe`."""
    if how.shared_profile:
        profile, texts = shared.before_all(fixer, texts)
        fixer = fixer.with_profile(profile)
    found = _alone(fixer, texts) if how.processes == 1 else _by_workers(fixer, texts, how)
    with closing(found):  # however it ends, and whoever still has this frame
        for result in found:
            if how.errors == "raise" and isinstance(result, Unrepaired):
                raise _raised(result)
            yield result


def _raised(result: Unrepaired) -> Exception:
    return (RuntimeError if isinstance(result.original, str) else TypeError)(result.error)


def _alone(fixer: Explains, texts: Iterable[Any]) -> Generator[Given, None, None]:
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            yield _without(text, index)
            continue
        try:
            result: Given = fixer.explain(text)
        except MemoryError:
            result = Unrepaired(text, index, TOO_LARGE.format(index))
        yield result


def _without(item: object, index: int) -> Unrepaired | None:
    """What is given for an item that is no text."""
    if item is None:
        return None
    return Unrepaired(item, index, f"item {index} is {kind_of(item)}, not str")


@dataclass(frozen=True)
class _Repair:
    """The work of the workers: texts with their indices, None for what is no text."""

    fixer: Explains

    def __call__(self, item: tuple[int, str | None]) -> Given | Exception:
        index, text = item
        if text is None:
            return None
        try:
            return self.fixer.explain(text)
        except MemoryError:
            return Unrepaired(text, index, TOO_LARGE.format(index))
        except Exception as error:  # no text makes it raise: what is wrong is so for all
            return error

    def size(self, item: tuple[int, str | None]) -> int:
        return len(item[1] or "")

    def lost(self, item: tuple[int, str | None]) -> Given:
        return Unrepaired(item[1], item[0], ENDED.format(item[0]))

    def discard(self, item: object) -> None:
        """Nothing of an item is anywhere but in its outcome."""

    drop = discard


def _by_workers(fixer: Explains, texts: Iterable[Any], how: How) -> Generator[Given, None, None]:
    others: deque[tuple[int, object]] = deque()  # what is no text never leaves this process

    def numbered() -> Iterator[tuple[int, str | None]]:
        for index, text in enumerate(texts):
            is_text = isinstance(text, str)
            if not is_text:
                others.append((index, text))
            yield index, str.__str__(text) if is_text else None

    with Pool(how.processes) as pool:
        ahead = how.processes * how.batch_size * CHUNKS_AHEAD
        results = pool.run(numbered(), _Repair(fixer), how.batch_size, ahead)
        for index, result in enumerate(results):
            if isinstance(result, Exception):
                raise result
            if others and others[0][0] == index:
                yield _without(others.popleft()[1], index)
            else:
                yield result
