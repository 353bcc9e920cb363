"""Truth: each repaired file against its reference, where a tree of references is given.

A reference is found by the place of its file, or by what comes before the first dot of its name, as
`svfix diff` does it, and may be of any format: text is compared with text.  What was found is a few
numbers for the report, and a page of its own for each file, which lies beside the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from svfix.batch.documents import AsItIs, open_document
from svfix.batch.inputs import Input
from svfix.batch.outputs import Task, UsageError
from svfix.batch.partners import finder
from svfix.edits import Edit
from svfix.io import files
from svfix.io.files import FileError, bytes_of
from svfix.result import Result

PAGES = ".diffs"  # what the directory of the pages ends in, which is called as the report is
BETWEEN = "\n\n"  # the texts of a document, such as its records

COUNTS = (
    "words", "words_before", "words_after",
    "characters", "characters_before", "characters_after",
)  # fmt: skip
"""The fields of `Measured` that add up."""


class Measured(NamedTuple):
    """How near a file is to its reference.

    `reference` and `page` are the hashes of the reference and of the page written; `words` and
    `characters` are those of the reference, each with the errors as read and as repaired; `doubt`
    says why a file was not compared, or what is doubtful about it.
    """

    reference: str = ""
    page: str = ""
    words: int = 0
    words_before: int = 0
    words_after: int = 0
    characters: int = 0
    characters_before: int = 0
    characters_after: int = 0
    doubt: str = ""

    @property
    def wer(self) -> tuple[float, float]:
        """The share of words that were wrong as read, and are as repaired."""
        return self.words_before / self.words, self.words_after / self.words

    @property
    def cer(self) -> tuple[float, float]:
        """The same of characters."""
        return (
            self.characters_before / self.characters,
            self.characters_after / self.characters,
        )


def paired(
    tasks: Sequence[Task], inputs: Iterable[Input], reference: str, report: str
) -> list[Task]:
    """The tasks, each with its reference, if there is one, and with the place of its page.

    `reference` is a directory, or for one task a file. Raises UsageError.
    """
    if not Path(reference).exists():
        raise UsageError(f"--reference: there is no {reference}")
    is_file = Path(reference).is_file()
    if is_file and len(tasks) > 1:
        raise UsageError(f"{reference} is the reference of one file; name a directory of them")
    find: Callable[[str], str | None] = (lambda _: reference) if is_file else finder(reference)
    places = {one.path: one.place for one in inputs}
    pages = Path(report).with_suffix(PAGES)
    known: dict[str, str] = {}
    found = []
    for task in tasks:
        place = places[task.source]
        other = known.setdefault(place, task.source)
        if other != task.source:
            raise UsageError(
                f"{other} and {task.source} would have one reference, {place}; name the directory "
                "they are in, or repair them in two runs"
            )
        found.append(task._replace(reference=find(place), page=str(pages / f"{place}.html")))
    return found


def measure(
    task: Task, results: Sequence[Result], field: str | Sequence[str] | None
) -> tuple[Measured, bytes | None]:
    """How near a repaired document is to its reference, and the page that shows it.

    Without a reference that can be read there is no page, and the doubt says why.
    """
    if task.reference is None:
        return Measured(doubt=f"{task.source} has no reference"), None
    digest = ""
    try:
        data = bytes_of(task.reference)
        digest = files.digest(data)
        document, _ = open_document(data, task.reference, AsItIs(field))
        return _compared(task, results, BETWEEN.join(document.texts), digest)
    except FileError as error:
        return Measured(digest, doubt=f"{task.source} was not compared: {error}"), None


def _compared(
    task: Task, results: Sequence[Result], reference: str, digest: str
) -> tuple[Measured, bytes]:
    from svfix.diffs import diff
    from svfix.diffs.warnings import warnings

    hypothesis, observed = (
        BETWEEN.join(texts) for texts in ([r.text for r in results], [r.original for r in results])
    )
    found = diff(hypothesis, reference, observed, edits=_shifted(results), name=task.source)
    before, after = found.score.observed, found.score.hypothesis
    assert before is not None
    if not found.words:
        raise FileError(f"{task.reference} has no words, so there is nothing to measure by")
    doubt = "; ".join(warnings(found.pages[0]))
    page = found.html().encode("utf-8", "replace")
    return (
        Measured(
            digest,
            files.digest(page),
            found.words,
            before.word_errors,
            after.word_errors,
            found.score.characters,
            before.character_errors,
            after.character_errors,
            f"{task.source}: {doubt}" if doubt else "",
        ),
        page,
    )


def _shifted(results: Iterable[Result]) -> list[Edit]:
    """The edits of all texts of a document, as those of one."""
    found, at = [], 0
    for result in results:
        found += [
            Edit(e.start + at, e.end + at, e.before, e.after, e.rule, e.confidence)
            for e in result.edits
        ]
        at += len(result.original) + len(BETWEEN)
    return found


def is_current(task: Task, before: Measured | None) -> bool:
    """Whether a comparison is still that of these references, and its page is there."""
    if task.page is None or before is None:
        return task.page is None and before is None
    if _digest_of(task.reference) != before.reference:
        return False
    return not before.page or _digest_of(task.page) == before.page


def _digest_of(path: str | None) -> str:
    """The hash of a file, "" for one that cannot be read."""
    try:
        return files.digest(Path(path).read_bytes()) if path else ""
    except OSError:
        return ""
