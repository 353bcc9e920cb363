"""Batches: files compared pair by pair, from two or three files or directories."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from svfix import files
from svfix.diffs.folding import Folder
from svfix.diffs.page import Page, compare
from svfix.diffs.result import Comparison
from svfix.diffs.warnings import warnings
from svfix.edits import Edit
from svfix.files import FileError


class Files(NamedTuple):
    """The files of a page."""

    name: str
    hypothesis: Path
    reference: Path
    observed: Path | None


def pair(hypothesis: Path, reference: Path, observed: Path | None) -> tuple[list[Files], list[str]]:
    """The files to compare, and a sentence for each that has no counterpart.

    Directories are paired by the names of the files in them; where no two have the same name, by
    what comes before the first dot. Raises FileError for a file beside a directory, and for
    directories without a pair.
    """
    given = [path for path in (hypothesis, reference, observed) if path is not None]
    for path in given:
        if not path.exists():
            raise FileError(f"{path} cannot be read: No such file or directory")
    if not any(path.is_dir() for path in given):
        return [Files(hypothesis.name, hypothesis, reference, observed)], []
    if not all(path.is_dir() for path in given):
        raise FileError("a directory is compared with directories, a file with files")
    for key in (_whole_name, _stem):
        found = [_by_key(path, key) for path in given]
        common = set.intersection(*map(set, found))
        if common:
            lone = [f"{path} has no counterpart" for path in _lone(found, common)]
            return [_files(found, name) for name in sorted(common)], lone
    raise FileError(f"no file of {hypothesis} has the name of one in {reference}")


def _files(found: Sequence[dict[str, Path]], name: str) -> Files:
    paths = [by_key[name] for by_key in found]
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
    found: Files, folder: Folder, encoding: str | None = None, edits: Sequence[Edit] = ()
) -> Page:
    """Compare the files of a page. Raises FileError for one that is no text, or empty of truth."""
    paths = {"reference": found.reference, "hypothesis": found.hypothesis}
    if found.observed is not None:
        paths["observed"] = found.observed
    texts = [files.read(path, encoding).text for path in paths.values()]
    page = compare(found.name, texts, folder, edits)
    if not page.texts[0].folded:
        raise FileError(f"{found.reference} has no words, so there is nothing to measure by")
    page.files.update({name: str(path) for name, path in paths.items()})
    return page


def compare_all(
    found: Sequence[Files],
    names: tuple[str, ...],
    encoding: str | None = None,
    edits: Sequence[Edit] = (),
) -> tuple[Comparison, list[str]]:
    """Compare all pages; a sentence for each that failed or is doubtful comes with the result."""
    folder = Folder(names)
    pages: list[Page] = []
    complaints = []
    for one in found:
        try:
            pages.append(compare_files(one, folder, encoding, edits))
        except FileError as error:
            complaints.append(str(error))
        else:
            complaints += [f"{one.hypothesis}: {warning}" for warning in warnings(pages[-1])]
    return Comparison(tuple(pages), names), complaints


_FIELDS = {"start": int, "end": int, "before": str, "after": str, "rule": str}


def read_edits(path: Path) -> list[Edit]:
    """The edits of a file: the JSON of ``svfix explain --json``, or one edit a line.

    Raises FileError for a file that holds no edits.
    """
    text = files.read(path).text
    try:
        rows = _rows(text)
        return [
            Edit(**{name: kind(row[name]) for name, kind in _FIELDS.items()},
                 confidence=float(row["confidence"]))
            for row in rows
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError):
        raise FileError(f"{path} holds no edits as svfix explain --json writes them") from None


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    found: list[dict[str, Any]] = document.get("edits", [document])
    return found
