"""Outputs: where each input goes, settled before anything is written.

What would lose a text is refused here: two inputs of one place, and an output that is an input.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from svfix.batch.inputs import Input
from svfix.io.files import STANDARD


class UsageError(ValueError):
    """What was asked for cannot be done without losing a text, or makes no sense."""


class Task(NamedTuple):
    """One file to repair, and where to.

    `target` is None where nothing is to be written; `place` names the task in the manifest;
    `reference` is the truth, where it is known, and `page` where the comparison with it goes;
    `as_pdf` says that a PDF is to come out as one, not as its text: what its output is called;
    `others` are further readings of what it is read from, and `lacking` where there was none;
    `root` is the directory of the outputs, out of which no link may lead.
    """

    source: str
    target: str | None
    place: str
    size: int
    named: bool
    reference: str | None = None
    page: str | None = None
    as_pdf: bool = False
    others: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    root: str | None = None


def in_place(inputs: Sequence[Input]) -> list[Task]:
    """Each file once, under whichever name; a link stays and what it points to is replaced."""
    known: dict[str, Input] = {}
    for one in inputs:
        known.setdefault(os.path.realpath(one.path), one)
    return [_task(one, to, to) for to, one in known.items()]


def _task(one: Input, target: str, place: str) -> Task:
    as_pdf = target.lower().endswith(".pdf")
    return Task(one.path, target, place, one.size, one.named, as_pdf=as_pdf)


def nowhere(inputs: Sequence[Input], instead: Sequence[Task] = ()) -> list[Task]:
    """Nothing is to be written, where `instead` might have been."""
    pdfs = {task.source for task in instead if task.as_pdf}
    return [
        Task(one.path, None, one.path, one.size, one.named, as_pdf=one.path in pdfs)
        for one in inputs
    ]


def single(one: Input, output: str | None) -> list[Task]:
    """One file: to standard output, to a file, or into a directory that is there."""
    target = output or STANDARD
    if target != STANDARD and one.path != STANDARD and is_directory(target):
        root, target = target, str(Path(target) / Path(one.path).name)
        return kept([_task(one, target, one.place)._replace(root=root)])
    return kept([_task(one, target, one.place)])


def mirrored(inputs: Sequence[Input], output: str) -> list[Task]:
    """Each file at its place in a directory."""
    root = output.rstrip("/") or "/"
    tasks = [_task(one, f"{root}/{one.place}", one.place)._replace(root=root) for one in inputs]
    taken: dict[str, str] = {}
    for task in tasks:
        other = taken.setdefault(os.path.normcase(task.place), task.source)
        if other != task.source:
            raise UsageError(
                f"{other} and {task.source} would both be written to {task.target}; name the "
                "directory they are in, or repair them in two runs"
            )
    return kept(tasks)


def keep_folders(paths: Sequence[str], output: str | None) -> None:
    """Raise UsageError if the output is one of the directories whose files are repaired."""
    folders = [path for path in paths if path != STANDARD and os.path.isdir(path)]  # noqa: PTH112
    if output not in (None, STANDARD) and folders:
        keep_inputs(folders, [str(output)], advice="name another directory, or --in-place")


def is_directory(output: str) -> bool:
    return output.endswith("/") or Path(output).is_dir()


def kept(tasks: list[Task]) -> list[Task]:
    """The tasks, if none of their outputs is an input. Raises UsageError."""
    keep_inputs((t.source for t in tasks), (t.target for t in tasks if t.target))
    return tasks


def keep_inputs(
    sources: Iterable[str],
    targets: Iterable[str],
    what: str = "input",
    advice: str = "name another file, or --in-place",
) -> None:
    """Raise UsageError if a target is one of the sources, under whichever name."""
    known = {_identity(source): source for source in sources if source != STANDARD}
    for target in targets:
        if target != STANDARD and (source := known.get(_identity(target))) is not None:
            raise UsageError(f"{target} would overwrite the {what} {source}; {advice}")


def _identity(path: str) -> object:
    """What tells a file from others; of one that is not there, its path without links."""
    try:
        found = os.stat(path)  # noqa: PTH116 (a Path for each file is slow)
    except (OSError, ValueError):
        return os.path.realpath(path)
    return found.st_dev, found.st_ino
