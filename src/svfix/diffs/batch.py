"""Batches: files compared pair by pair, from two or three files or directories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from svfix.alignment.folding import Folder
from svfix.diffs.given import Given, read_text
from svfix.diffs.page import Page, compare
from svfix.diffs.result import Comparison
from svfix.diffs.warnings import warnings
from svfix.edits import Edit
from svfix.io.files import STANDARD, FileError


class Files(NamedTuple):
    """The files of a page; one of them may be ``-``, standard input."""

    name: str
    hypothesis: str
    reference: str
    observed: str | None


def pair(hypothesis: str, reference: str, observed: str | None) -> tuple[list[Files], list[str]]:
    """The files to compare, and a sentence for each that has no counterpart.

    Directories are paired by the names of the files in them; where no two have the same name, by
    what comes before the first dot. Raises FileError for a file beside a directory, and for
    directories without a pair.
    """
    named = [path for path in (hypothesis, reference, observed) if path is not None]
    given = [Path(path) for path in named if path != STANDARD]
    for path in given:
        if not path.exists():
            raise FileError(f"{path} cannot be read: No such file or directory")
    if not any(path.is_dir() for path in given):
        name = "standard input" if hypothesis == STANDARD else Path(hypothesis).name
        return [Files(name, hypothesis, reference, observed)], []
    if len(given) < len(named) or not all(path.is_dir() for path in given):
        raise FileError("a directory is compared with directories, a file with files")
    for key in (_whole_name, _stem):
        found = [_by_key(path, key) for path in given]
        common = set.intersection(*map(set, found))
        if common:
            lone = [f"{path} has no counterpart" for path in _lone(found, common)]
            return [_files(found, name) for name in sorted(common)], lone
    raise FileError(f"no file of {hypothesis} has the name of one in {reference}")


def _files(found: Sequence[dict[str, Path]], name: str) -> Files:
    paths = [str(by_key[name]) for by_key in found]
    return Files(name, paths[0], paths[1], paths[2] if len(paths) > 2 else None)


def _lone(found: Sequence[dict[str, Path]], common: set[str]) -> list[Path]:
    return [by_key[name] for by_key in found for name in sorted(by_key.keys() - common)]


def _by_key(folder: Path, key: Callable[[Path], str]) -> dict[str, Path]:
    """The files of a directory by a name that only one of them has."""
    paths = [
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    times = Counter(map(key, paths))
    return {key(path): folder / path for path in paths if times[key(path)] == 1}


def _whole_name(path: Path) -> str:
    return path.as_posix()


def _stem(path: Path) -> str:
    return (path.parent / path.name.split(".")[0]).as_posix()


def compare_files(
    found: Files, folder: Folder, encoding: str | None = None, given: Given | None = None
) -> tuple[Page, list[str]]:
    """Compare the files of a page; what is doubtful comes with it, a sentence each.

    Raises FileError for a file that is no text, or empty of truth.
    """
    paths = {"reference": found.reference, "hypothesis": found.hypothesis}
    if found.observed is not None:
        paths["observed"] = found.observed
    texts = {name: read_text(path, encoding) for name, path in paths.items()}
    edits: Sequence[Edit] = ()
    doubts = []
    if given and "observed" in texts:
        try:
            edits = given.of(texts["observed"], texts["hypothesis"])
        except FileError as error:
            doubts = [str(error)]
    page = compare(found.name, [read.text for read in texts.values()], folder, edits)
    if not page.texts[0].folded:
        raise FileError(f"{found.reference} has no words, so there is nothing to measure by")
    page.files.update(paths)
    return page, doubts + [f"{found.hypothesis}: {warning}" for warning in warnings(page)]


def compare_all(
    found: Sequence[Files],
    names: tuple[str, ...],
    encoding: str | None = None,
    given: Given | None = None,
) -> tuple[Comparison, list[str]]:
    """Compare all pages; a sentence for each that failed or is doubtful comes with the result."""
    folder = Folder(names)
    pages: list[Page] = []
    complaints = []
    for one in found:
        try:
            page, doubts = compare_files(one, folder, encoding, given)
        except FileError as error:
            complaints.append(str(error))
        else:
            pages.append(page)
            complaints += doubts
    return Comparison(tuple(pages), names), complaints
