"""Further readings: what other engines, or the same in other years, made of the same pages.

A file is merged with one of each tree that is named.  Where a tree has none the others serve, and
where there is no other at all the file is repaired by itself; each is told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from os.path import realpath
from pathlib import Path
from typing import Any, NamedTuple

from svfix.batch.documents import AsItIs, explain, open_document
from svfix.batch.inputs import Input, find
from svfix.batch.outputs import Task, UsageError
from svfix.batch.partners import finder, is_picture
from svfix.doubts import LACKING
from svfix.io.files import STANDARD, Fatal, FileError, bytes_of, digest
from svfix.pipeline import Fixer
from svfix.result import Result

BETWEEN = "\n\n"  # the records of a reading of a page that is one text
NAMED = 5  # files without a counterpart that are told of by name


class Paired(NamedTuple):
    """Tasks with their further readings, and what is to be told of those without a counterpart."""

    tasks: list[Task]
    notes: list[str]
    troubles: list[str]


class Other(NamedTuple):
    """A further reading: its bytes, their hash, and the path they were read from."""

    path: str
    data: bytes
    digest: str

    def texts(self, field: str | Sequence[str] | None) -> Sequence[str]:
        """Its texts; it is read by what it is. Raises FileError."""
        document, _ = open_document(self.data, self.path, AsItIs(field))
        texts: Sequence[str] = document.texts
        return texts


def paired(
    tasks: Sequence[Task], inputs: Sequence[Input], base: str, others: list[str], output: str | None
) -> Paired:
    """The tasks, each with what the others have for it: files for a file, trees for a tree.

    For one file a tree may be given too. Raises UsageError.
    """
    is_single = len(inputs) == 1 and inputs[0].named
    finders = [_finder(base, other, is_single) for other in others]
    places = {one.path: one.place for one in inputs}
    found = [_with_partners(task, places[task.source], others, finders) for task in tasks]
    notes: list[str] = []
    troubles: list[str] = []
    taken = {realpath(path) for task in found for path in task.others}
    for other in others if not is_single else ():
        rest = find([other], [], output, [one for one in (base, *others) if one != other])
        notes += _left_out(other, base, rest.inputs, taken)
        troubles += rest.troubles
    return Paired(found, notes, troubles)


def _finder(base: str, other: str, is_single: bool) -> Callable[[str], str | None]:
    if other != STANDARD and Path(other).is_dir():
        return finder(other)
    if is_single:
        return lambda _: other
    if other != STANDARD and not Path(other).exists():
        raise UsageError(f"there is no {other}")
    raise UsageError(f"{other} is a reading of one file, and {base} is not one; name a directory")


def _with_partners(
    task: Task, place: str, others: Sequence[str], finders: Sequence[Callable[[str], str | None]]
) -> Task:
    partners = [find(place) for find in finders]
    there = tuple(path for path in partners if path is not None)
    lacking = tuple(one for one, path in zip(others, partners, strict=True) if path is None)
    size = task.size + sum(_size(path) for path in there)
    return task._replace(others=there, lacking=lacking, size=size)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _left_out(other: str, base: str, there: Sequence[Input], taken: set[str]) -> Iterator[str]:
    """What is to be told of files of a tree that belong to none of the base."""
    rest = [one.path for one in there if realpath(one.path) not in taken]
    rest = [path for path in rest if not is_picture(path)]
    if rest:
        names = ", ".join(rest[:NAMED]) + (", …" if len(rest) > NAMED else "")
        files = f"{len(rest):,} file{'s' if len(rest) > 1 else ''}"
        yield f"{files} of {other} without a counterpart in {base}, left out: {names}"


def lacks(task: Task) -> Iterator[str]:
    """What is to be told of a file that some of the trees have no reading of."""
    if not task.lacking:
        return
    done = f"merged with {_listed(task.others)}" if task.others else "repaired by itself"
    yield f"{task.source} has no counterpart in {_listed(task.lacking)}: {done}"


def left_out(task: Task, results: Sequence[Result]) -> Iterator[str]:
    """What is to be told of words that only other readings have, and that were left out."""
    doubts = [doubt for result in results for doubt in result.doubts]
    lacking = sum(doubt.reason.startswith(LACKING) for doubt in doubts)
    if lacking:
        places = f"{lacking:,} place{'s' if lacking > 1 else ''}"
        yield (
            f"{task.source} lacks words of other readings in {places}; "
            "svfix explain --with --leave-missing says which"
        )


def read(paths: Sequence[str]) -> list[Other]:
    """The readings in some files. Raises FileError."""
    found = [(path, bytes_of(path)) for path in paths]
    return [Other(path, data, digest(data)) for path, data in found]


def results(
    document: Any,
    source: str,
    others: Sequence[Other],
    fixer: Fixer,
    field: str | Sequence[str] | None,
) -> list[Result]:
    """The results of a document's texts, each merged with what the others have for it.

    They have the edits that the document can hold, and no other. Raises FileError where a reading
    cannot be read or is not of the same page.
    """
    if others:
        found = _merged_all(document, source, others, fixer, field)
    else:
        found = explain(document, fixer)
    return document.made(found) if hasattr(document, "made") else found


def _merged_all(
    document: Any,
    source: str,
    others: Sequence[Other],
    fixer: Fixer,
    field: str | Sequence[str] | None,
) -> list[Result]:
    columns = [_matching(document, source, other, field) for other in others]
    rows = list(zip(document.texts, *columns, strict=True))
    made = []
    for number, row in enumerate(rows, 1):
        which = f"text {number} of {source}" if len(rows) > 1 else source
        made.append(_merged(row, which, others, fixer))
    return made


def _matching(
    document: Any, source: str, other: Other, field: str | Sequence[str] | None
) -> Sequence[str]:
    """A reading's texts, one for each of a document's. Raises FileError."""
    texts, count = other.texts(field), len(document.texts)
    if len(texts) == count:
        return texts
    if count == 1:
        return [BETWEEN.join(texts)]
    raise FileError(
        f"{source} cannot be merged with {other.path}: it has {count:,} texts and the other "
        f"{len(texts):,}; give readings that have the same"
    )


def _merged(texts: Sequence[str], which: str, others: Sequence[Other], fixer: Fixer) -> Result:
    from svfix.merging import OtherPage

    try:
        return fixer.merge(texts)
    except OtherPage as error:
        names = _listed([other.path for other in others])
        raise FileError(f"{which} cannot be merged with {names}: {error}") from None
    except OSError as error:
        raise Fatal(f"{error.filename or 'svfix'} failed: {error.strerror}") from None


def _listed(names: Sequence[str]) -> str:
    """Names as part of a sentence.

    >>> _listed(["a"]), _listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([*filter(None, [", ".join(names[:-1])]), names[-1]])
