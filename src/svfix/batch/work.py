"""One file repaired: read, fixed, and written beside its output, ready to be put in its place."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from svfix import files
from svfix.batch.inputs import STANDARD
from svfix.batch.outputs import Task
from svfix.files import DiskFull, FileError
from svfix.pipeline import Fixer, Result

if TYPE_CHECKING:
    from svfix.decoder import Profile

PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP", b"\xff\x4f\xff\x51", b"GIF8",
    b"AT&TFORM", b"RIFF", b"PK\3\4", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ",
)  # fmt: skip
"""What pictures and archives begin with, which lie beside the texts of a scan."""

SUFFIXES = {"text": ".txt"}
"""What the outputs end in of documents that are written as another format than they are."""

TEXTUAL = ("text", "jsonl", "csv", "tsv")
"""Formats that do not say what their encoding is."""


@dataclass(frozen=True)
class Job:
    """How the files of a batch are to be repaired, the same for each.

    `trail` says that edits are to be kept, `diff` that the difference is wanted,
    `judging` that nothing is but the profiles; `run` is the
    process that puts outputs in their places.
    """

    fixer: Fixer
    format: str = "auto"
    field: str | None = None
    encoding: str | None = None
    trail: bool = False
    diff: bool = False
    in_place: bool = False
    judging: bool = False
    run: int = dataclasses.field(default_factory=os.getpid)


@dataclass
class Outcome:
    """What became of a task.

    `read` and `written` are the hashes of the file as it was and as it is repaired; `quality` is
    the number of words with the shares expected to be wrong before and after; `rules` has the
    number of edits by rule with the sum of their confidences; `profiles` are those of the texts
    with their sizes; `suffix` is what the output is called beyond the task's target; `temporary` is
    the file to be put in its place, None if that is as it
    should be; `data` is the repaired file, for standard output.  A `failure` says what was wrong;
    `full` that it would be wrong for every file.
    """

    source: str
    suffix: str = ""
    format: str = ""
    read: str = ""
    written: str = ""
    texts: int = 0
    quality: tuple[int, float, float] = (0, 0.0, 0.0)
    rules: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    edits: list[dict[str, Any]] | None = None
    splices: list[list[Any]] | None = None
    profiles: list[tuple[Profile, int]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    failure: str = ""
    full: bool = False
    is_picture: bool = False
    is_done: bool = False
    temporary: Path | None = None
    data: bytes | None = None
    diff: bytes = b""

    @property
    def changed(self) -> bool:
        """Whether the repaired file is another than the one read, or has edits if it has to be."""
        return bool(self.rules) if self.suffix else self.read != self.written


class Before(NamedTuple):
    """What an earlier run did with a file: see `Outcome`."""

    read: str
    written: str
    suffix: str


Item = tuple[Task, Before | None]
"""A task with what an earlier run did."""


def alone(items: Iterable[Item], job: Job) -> Iterator[Outcome]:
    """The outcomes of tasks done by this process."""
    for task, before in items:
        try:
            yield attempt(task, job, before)
        except BaseException:
            discard(task, job)
            raise


def discard(task: Task, job: Job) -> None:
    """Take away what may be left of a task that was not ended."""
    if task.target not in (None, STANDARD):
        for end in ("", *SUFFIXES.values()):
            path = Path(f"{task.target}{end}")
            with suppress(OSError):
                files.temporary(path.resolve(), job.run).unlink(missing_ok=True)


def attempt(task: Task, job: Job, before: Before | None = None) -> Outcome:
    """Repair a file; what goes wrong with it is in the outcome, and the next can be done.

    A file that still is as an earlier run left it is not repaired again.
    """
    try:
        return _repair(task, job, before)
    except FileError as error:
        return Outcome(task.source, failure=str(error), full=isinstance(error, DiskFull))
    except MemoryError:
        return Outcome(task.source, failure=f"{task.source} is too large for the memory there is")
    except Exception as error:  # whatever one file does, the others are to be done
        fault = f"{type(error).__name__}: {error}"
        return Outcome(task.source, failure=f"{task.source} cannot be repaired: {fault}")


def _repair(task: Task, job: Job, before: Before | None) -> Outcome:
    data = bytes_of(task.source)
    outcome = Outcome(task.source, read=digest(data))
    if before and _is_done(task, job, outcome.read, before):
        outcome.is_done = True
        return outcome
    if not task.named and data.startswith(PICTURES):
        outcome.is_picture = True
        return outcome
    document, outcome.notes = open_document(data, task.source, job)
    results = [job.fixer.explain(text) for text in document.texts]
    if job.judging:
        outcome.profiles = [(r.profile, len(r.original)) for r in results if r.profile]
        return outcome
    repaired = _written(document, results, task.source)
    outcome.format, outcome.texts = document.format, len(results)
    outcome.suffix = suffix_of(document.format, task.target or "")
    outcome.written = digest(repaired)
    outcome.quality, outcome.rules = quality(results), rules(results)
    if job.trail:
        from svfix.batch import patches

        outcome.edits = [*edits(document, results)]
        if not suffix_of(document.format, ""):  # else the original stays where it is
            outcome.splices = [
                [s.start, s.removed.decode("utf-8", "surrogateescape"), len(s.inserted)]
                for s in patches.splices(data, repaired)
            ]
    if job.diff:
        outcome.diff = _diff(task.source, data, repaired, job)
    if task.target == STANDARD:
        outcome.data = repaired
    elif task.target is not None and (outcome.changed or not job.in_place):
        outcome.temporary = files.prepare(Path(task.target + outcome.suffix), repaired, job.run)
    return outcome


def _is_done(task: Task, job: Job, read: str, before: Before) -> bool:
    if job.in_place and not before.suffix:
        return read == before.written
    try:
        there = Path(f"{task.target}{before.suffix}").read_bytes()
    except OSError:
        return False
    return (read, digest(there)) == (before.read, before.written)


def bytes_of(source: str) -> bytes:
    """What a file or standard input holds. Raises FileError."""
    if source == STANDARD:
        if sys.stdin is None:
            raise FileError("standard input is closed")
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except IsADirectoryError:
        raise FileError(f"{source} is a directory") from None
    except OSError as error:
        raise FileError(f"{source} cannot be read: {error.strerror}") from None
    except ValueError as error:  # a NUL in the name
        raise FileError(f"{source!r} cannot be read: {error}") from None


def open_document(data: bytes, source: str, job: Job) -> tuple[Any, list[str]]:
    """The document in some bytes, and what is to be told of how it was read. Raises FileError."""
    from svfix import formats

    name = "standard input" if source == STANDARD else source
    notes = []
    kind = formats.detect(data, job.field) if job.format == "auto" else job.format
    encoding = job.encoding or "utf-8"
    if encoding == "auto":
        encoding = "utf-8"
        if kind in TEXTUAL:
            encoding = files.decode(data, name, "auto").encoding
            notes = [f"{source}: read as {encoding}"]
    elif job.encoding and encoding.lower() == "utf-8":
        encoding = "utf8"  # the user named it: what looks binary is text all the same
    try:
        return formats.read(data, kind, field=job.field, encoding=encoding), notes
    except formats.FormatError as error:
        fault = str(error)
        known = fault.startswith("the document ")
        raise FileError(
            fault.replace("the document", name, 1) if known else f"{name}: {fault}"
        ) from None


def _written(document: Any, results: Sequence[Result], source: str) -> bytes:
    from svfix.formats import FormatError

    try:
        return bytes(document.write(results))
    except FormatError as error:
        raise FileError(f"{source}: {error}") from None


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
        for edit in result.edits:
            yield {
                **document.place(number, edit.start, edit.end),
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
                "rule": edit.rule,
                "confidence": round(edit.confidence, 6),
            }


def _diff(source: str, data: bytes, repaired: bytes, job: Job) -> bytes:
    from svfix.batch import patches

    if job.encoding and job.encoding != "auto":  # a diff has one encoding: that of the output
        with suppress(UnicodeError, LookupError):
            data = data.decode(job.encoding).encode("utf-8", "replace")
    return patches.unified(source, data, repaired)


def suffix_of(kind: str, target: str) -> str:
    """What an output is called beyond its input: that of a format written as another says so."""
    from svfix.formats import FORMATS

    suffix = next((SUFFIXES[row.writes] for row in FORMATS if row.name == kind and row.writes), "")
    return "" if target.endswith(suffix) else suffix


def digest(data: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(data).hexdigest()
