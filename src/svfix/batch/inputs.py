"""Inputs: the files that paths, directories, patterns and lists name, each with its place.

A file's place is where it goes in a directory of outputs: its name alone, or its path below the
directory that was named.  In a directory, what is hidden is passed over, and so is all that svfix
wrote itself: its manifests, its backups, files of decisions and the directory of the outputs.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from svfix.batch import BACKUP, REVIEW
from svfix.io.files import STANDARD, FileError

Identity = tuple[int, int]
"""A file's device and its number there."""


class Input(NamedTuple):
    """A file to repair: its path, its place among the outputs, its size in bytes.

    `named` says whether the user named it, rather than the directory it is in.
    """

    path: str
    place: str
    size: int
    named: bool


class Found(NamedTuple):
    """The inputs, in order, what is wrong with some of what was named, and the links left out."""

    inputs: list[Input]
    troubles: list[str]
    links: Sequence[str] = ()


@dataclass
class _Seen:
    """What is looked at in directories: `own` are those of svfix, which are none of the inputs.

    `links` are those passed over, None where they are followed; `alone` says that a file with
    further names counts as one.
    """

    own: frozenset[Identity]
    troubles: list[str] = field(default_factory=list)
    links: list[str] | None = None
    alone: bool = False

    def passes_over(self, path: str) -> bool:
        """Whether a path is a link that is not to be followed."""
        if self.links is None:
            return False
        found = os.lstat(path)
        further = self.alone and stat.S_ISREG(found.st_mode) and found.st_nlink > 1
        if further or stat.S_ISLNK(found.st_mode):
            self.links.append(path)
            return True
        return False


def find(
    paths: list[str],
    listed: list[str],
    output: str | None,
    others: Sequence[str] = (),
    links: bool = True,
    alone: bool = False,
) -> Found:
    """The files that `paths` and the lines of a list name, each once, in order.

    `output` is the directory of the outputs, which is no input wherever it lies, and `others` are
    those of further readings. Without `links` those in directories are left out, and so are files
    with further names if each has to stand `alone`.
    """
    apart = len(paths) + len(listed) > 1
    found = map(_identity, filter(None, (output, *others)))
    seen = _Seen(frozenset(one for one in found if one), links=None if links else [], alone=alone)
    inputs = [one for path in paths for one in _named(path, apart, seen)]
    inputs += [_file(path, _below(path), named=True) for path in listed]
    return Found(list(dict.fromkeys(inputs)), seen.troubles, seen.links or ())


def read_list(path: str) -> list[str]:
    """The paths of a list, one a line, or with a NUL after each as `find -print0` writes them."""
    try:
        data = sys.stdin.buffer.read() if path == STANDARD else Path(path).read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    except AttributeError:
        raise FileError("standard input is closed") from None
    rows = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(row) for row in rows if row]


def _named(path: str, apart: bool, seen: _Seen) -> Iterator[Input]:
    if os.path.isdir(path):  # noqa: PTH112 (a Path raises for a name that is too long)
        root = Path(os.path.abspath(path)).name if apart else ""  # noqa: PTH100 (links stay)
        yield from _walk(path, root, seen)
    elif glob.has_magic(path) and not os.path.lexists(path):
        yield from _matching(path, seen)
    else:
        yield _file(path, Path(path).name, named=True)


def _matching(pattern: str, seen: _Seen) -> Iterator[Input]:
    """The files that match a pattern; their places are below the part of it that is no pattern."""
    parts = Path(pattern).parts
    fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    matching = glob.iglob(pattern, recursive=True)  # noqa: PTH207 (any pattern, from any root)
    found = sorted(path for path in matching if not Path(path).is_dir())
    kept = [p for p in found if not _is_own(p) and not _is_below(p, seen.own)]
    if not kept:
        seen.troubles.append(f"no file matches {pattern}")
    for path in kept:
        if seen.passes_over(path):
            continue
        yield _file(path, _below(str(Path(path).relative_to(root))), named=False)


def _walk(path: str, place: str, seen: _Seen) -> Iterator[Input]:
    """The files in a directory and below, by name; a directory is not entered within itself."""
    waiting: list[tuple[str, str, tuple[Identity, ...]]] = [(path, place, ())]
    while waiting:
        path, place, above = waiting.pop()
        try:
            here = _identity(path)
            if here in seen.own or here in above:
                continue
            with os.scandir(path) as entries:
                rows = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            seen.troubles.append(f"{path} cannot be read: {error.strerror}")
            continue
        inside = above if here is None else (*above, here)
        folders = []
        for row in rows:
            if row.name.startswith(".") or _is_own(row.name) or seen.passes_over(row.path):
                continue
            to = os.path.join(place, row.name)  # noqa: PTH118 (a Path for each file is slow)
            if row.is_dir():
                folders.append((row.path, to, inside))
            elif not _is_special(row):
                yield _file(row.path, to, named=False)
        waiting += reversed(folders)


def _is_own(path: str) -> bool:
    return path.endswith((BACKUP, REVIEW))


def _is_below(path: str, own: frozenset[Identity]) -> bool:
    return any(_identity(str(parent)) in own for parent in Path(path).parents)


def _is_special(row: os.DirEntry[str]) -> bool:
    """Whether it is a pipe, a socket or a device, which might never end."""
    try:
        return not stat.S_ISREG(row.stat().st_mode)
    except OSError:
        return False  # a link to nothing: told of when it is read


def file_at(path: str, place: str) -> Input:
    """A file that a document names, with its place among the outputs, which stays below them."""
    return _file(path, _below(place), named=False)


def _file(path: str, place: str, named: bool) -> Input:
    try:
        size = os.stat(path).st_size  # noqa: PTH116 (a Path for each file is slow)
    except (OSError, ValueError):
        size = 0
    return Input(path, place, size, named)


def _below(path: str) -> str:
    """The place of a file of a list: its path, without what would lead out of the directory.

    >>> _below("scans/a/1.txt"), _below("../b/./1.txt"), _below("/home/c/1.txt")
    ('scans/a/1.txt', 'b/1.txt', 'home/c/1.txt')
    """
    parts = [part for part in Path(path).parts if part != ".."]
    return str(Path(*parts[bool(Path(path).anchor) :]))


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
