"""One file repaired: read, fixed, and written beside its output, ready to be put in its place."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from svfix.batch import decided, readings
from svfix.batch.documents import SUFFIXES, open_document, suffix_of, written
from svfix.batch.interrupts import held
from svfix.batch.outputs import Task
from svfix.batch.truth import Measured, is_current, measure
from svfix.formats.detection import is_index
from svfix.io import files
from svfix.io.files import STANDARD, Fatal, FileError, bytes_of, digest
from svfix.io.signatures import is_beside
from svfix.pipeline import Fixer
from svfix.result import Result
from svfix.rows import shared

SAMPLE = "Metoden for uppféljningen."


@dataclass(frozen=True)
class Job:
    """How the files of a batch are to be repaired, the same for each.

    `trail` says that edits are to be kept, `diff` that the difference is wanted, `judging` that
    nothing is but a sample; `formats` are those of files whose names match a pattern, `review` is
    what people decided of the files, and `run` is the process that puts outputs in their places.
    """

    fixer: Fixer
    format: str = "auto"
    field: str | Sequence[str] | None = None
    encoding: str | None = None
    formats: Mapping[str, str] = dataclasses.field(default_factory=dict)
    trail: bool = False
    diff: bool = False
    in_place: bool = False
    judging: bool = False
    review: decided.Review | None = None
    run: int = dataclasses.field(default_factory=os.getpid)


@dataclass
class Outcome:
    """What became of a task.

    `read` and `written` are the hashes of the file as it was and is repaired, `others` those of the
    readings that it was merged with; `quality` is
    the number of words with the shares expected to be wrong before and after; `rules` has the
    number of edits by rule with the sum of their confidences; `sample` is what is read of the
    texts where that shows how they were misread; `suffix` is what the output is called beyond the
    task's target; `reviewed` is the account of what people decided; `measured` is the comparison
    with the truth, if that was asked for.  `temporary` is the file to be put in its place, None if
    that is as it should be, and `page` that of the comparison; `data` is the repaired file, for
    standard output.  A `failure` says what was wrong; `is_fatal` that it would be for every file.
    """

    source: str
    suffix: str = ""
    format: str = ""
    read: str = ""
    written: str = ""
    others: list[str] = dataclasses.field(default_factory=list)
    texts: int = 0
    quality: tuple[int, float, float] = (0, 0.0, 0.0)
    rules: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    edits: list[dict[str, Any]] | None = None
    splices: list[list[Any]] | None = None
    reviewed: dict[str, Any] = dataclasses.field(default_factory=dict)
    measured: Measured | None = None
    sample: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    failure: str = ""
    is_fatal: bool = False
    is_picture: bool = False
    is_done: bool = False
    temporary: Path | None = None
    page: Path | None = None
    data: bytes | None = None
    diff: bytes = b""

    @property
    def changed(self) -> bool:
        """Whether the repaired file is another than the one read, or has edits if it has to be."""
        return bool(self.rules) if self.suffix else self.read != self.written

    def drop(self) -> None:
        """Take away what was to be put in its place, and was not."""
        for ready in (self.temporary, self.page):
            if ready:
                ready.unlink(missing_ok=True)


class Before(NamedTuple):
    """What an earlier run did with a file: see `Outcome`."""

    read: str
    written: str
    suffix: str
    measured: Measured | None = None
    others: Sequence[str] = ()


Item = tuple[Task, Before | None]
"""A task with what an earlier run did."""


@dataclass(frozen=True)
class Repair:
    """The work of the processes of a batch: a job on file after file."""

    job: Job

    def __call__(self, item: Item) -> Outcome:
        task, before = item
        return attempt(task, self.job, before)

    def size(self, item: Item) -> int:
        return item[0].size

    def lost(self, item: Item) -> Outcome:
        source = item[0].source
        fault = f"{source} ended the process that repaired it; the memory may not suffice"
        return Outcome(source, failure=fault)

    def discard(self, item: Item) -> None:
        discard(item[0], self.job)

    def drop(self, outcome: Outcome) -> None:
        outcome.drop()


def alone(items: Iterable[Item], job: Job) -> Iterator[Outcome]:
    """The outcomes of tasks done by this process."""
    with held():
        job.fixer.explain(SAMPLE)  # which loads all that a repair needs
    for task, before in items:
        try:
            yield attempt(task, job, before)
        except BaseException:
            discard(task, job)
            raise


def discard(task: Task, job: Job) -> None:
    """Take away what may be left of a task that was not ended."""
    paths = [task.page] if task.page else []
    if task.target not in (None, STANDARD):
        paths += [f"{task.target}{end}" for end in ("", *SUFFIXES.values())]
    for path in paths:
        with suppress(OSError):
            files.temporary(Path(path).resolve(), job.run).unlink(missing_ok=True)


def attempt(task: Task, job: Job, before: Before | None = None) -> Outcome:
    """Repair a file; what goes wrong with it is in the outcome, and the next can be done.

    A file that still is as an earlier run left it is not repaired again.
    """
    try:
        return _repair(task, job, before)
    except FileError as error:
        failed = Outcome(task.source, failure=str(error), is_fatal=isinstance(error, Fatal))
    except MemoryError:
        failed = Outcome(task.source, failure=f"{task.source} is too large for the memory there is")
    except Exception as error:  # whatever one file does, the others are to be done
        fault = f"{task.source} cannot be repaired: {_told(error)}; please report this"
        failed = Outcome(task.source, failure=fault)
    discard(task, job)
    return failed


def _told(error: Exception) -> str:
    """What went wrong, and where, for who is to mend it."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = ", ".join(f"{Path(frame.filename).name} line {frame.lineno}" for frame in last)
    return f"{error} (a fault of svfix's, in {where})" if str(error) else f"a fault in {where}"


def _repair(task: Task, job: Job, before: Before | None) -> Outcome:
    data = bytes_of(task.source)
    outcome = Outcome(task.source, read=digest(data))
    if not task.named and (is_beside(data) or is_index(data)):
        outcome.is_picture = True
        return outcome
    others = readings.read(task.others)
    outcome.others = [other.digest for other in others]
    if before and _is_done(task, job, outcome, before):
        outcome.is_done = True
        return outcome
    document, outcome.notes = open_document(data, task.source, job, task.as_pdf)
    if job.judging:
        outcome.sample = shared.sample(document.texts)
        return outcome
    outcome.notes += readings.lacks(task)
    results = decided.results(
        job.review, document, task.source, outcome.read, others, job.fixer, job.field
    )
    outcome.notes += readings.left_out(task, results)
    repaired = written(document, results, task.source)
    outcome.format, outcome.texts = document.format, len(results)
    outcome.suffix = suffix_of(document.format, task.target or "")
    outcome.written = digest(repaired)
    outcome.quality, outcome.rules = quality(results), rules(results)
    if job.trail:
        outcome.edits = [*edits(document, results)]
        outcome.reviewed = decided.sign(
            job.review, task.source, outcome.read, results, outcome.edits
        )
        if not suffix_of(document.format, ""):  # else the original stays where it is
            outcome.splices = _splices(data, repaired)
    if job.diff:
        outcome.diff = _diff(task.source, *_compared(document, results, data, repaired), job)
    if task.page:
        outcome.measured, page = measure(task, results, job.field)
        to = Path(task.page)
        outcome.page = files.prepare(to, page, job.run, str(to.parent)) if page else None
    if task.target == STANDARD:
        outcome.data = repaired
    elif task.target is not None and (outcome.changed or not job.in_place):
        target, same = Path(task.target + outcome.suffix), job.in_place and not outcome.suffix
        outcome.temporary = files.prepare(target, repaired, job.run, task.root, same)
    return outcome


def _splices(data: bytes, repaired: bytes) -> list[list[Any]]:
    from svfix.io import patches

    return [
        [s.start, s.removed.decode("utf-8", "surrogateescape"), len(s.inserted)]
        for s in patches.splices(data, repaired)
    ]


def _is_done(task: Task, job: Job, now: Outcome, before: Before) -> bool:
    if now.others != list(before.others):
        return False
    if job.in_place and not before.suffix:  # what the page compares is there no longer
        return now.read == before.written
    try:
        there = Path(f"{task.target}{before.suffix}").read_bytes()
    except OSError:
        return False
    return (now.read, digest(there)) == (before.read, before.written) and is_current(
        task, before.measured
    )


def quality(results: Sequence[Result]) -> tuple[int, float, float]:
    """How many words were weighed, and the shares expected to be wrong before and after."""
    from svfix.quality import merged

    found = merged(result.quality for result in results if result.quality)
    return found.words, round(found.before, 6), round(found.after, 6)


def rules(results: Sequence[Result]) -> dict[str, list[float]]:
    """The number of edits by rule, with the sum of their confidences."""
    counts: dict[str, list[float]] = {}
    for result in results:
        for edit in result.edits:
            row = counts.setdefault(edit.rule, [0, 0.0])
            row[0] += 1
            row[1] = round(row[1] + edit.confidence, 6)
    return counts


def edits(document: Any, results: Sequence[Result]) -> Iterator[dict[str, Any]]:
    """Each edit as it goes into the paper trail: what, why and where."""
    for number, result in enumerate(results):
        for edit, had in zip_longest(result.edits, result.readings):
            yield {
                **document.place(number, edit.start, edit.end),
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
                "rule": edit.rule,
                "confidence": round(edit.confidence, 6),
            } | ({"readings": list(had)} if had else {})


def _compared(
    document: Any, results: Sequence[Result], data: bytes, repaired: bytes
) -> tuple[bytes, bytes]:
    """What a difference is shown of: the file before and after, or the text, of a PDF."""
    if not document.format.startswith("pdf"):
        return data, repaired
    texts = ((result.original, result.text) for result in results)
    before, after = zip(*texts, strict=True)
    return "".join(before).encode(), "".join(after).encode()


def _diff(source: str, data: bytes, repaired: bytes, job: Job) -> bytes:
    from svfix.io import patches

    if job.encoding and job.encoding != "auto":  # a diff has one encoding: that of the output
        with suppress(UnicodeError, LookupError):
            data = data.decode(job.encoding).encode("utf-8", "replace")
    return patches.unified(source, data, repaired)
