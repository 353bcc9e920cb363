"""Partners: the file of another tree that belongs to a place, whatever its format.

It has the same path there, or its name is the same up to the first dot, as `svfix diff` pairs
files: `1.eng.hocr` and `1.gt.txt`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from svfix.batch import BACKUP
from svfix.io.signatures import HEAD, is_beside


def finder(root: str) -> Callable[[str], str | None]:
    """Finds the partner of a place below a directory; where two may be meant there is none."""

    @cache
    def by_stem(folder: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        if os.path.isdir(folder):  # noqa: PTH112 (a Path for each file is slow)
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.is_file():
                        found.setdefault(_stem(entry.name), []).append(entry.path)
        return found

    def find(place: str) -> str | None:
        path = os.path.join(root, place)  # noqa: PTH118
        if os.path.isfile(path):  # noqa: PTH113
            return path
        folder, name = os.path.split(path)
        alike = [one for one in by_stem(folder).get(_stem(name), []) if not one.endswith(BACKUP)]
        if len(alike) > 1:  # the scan may lie beside its text
            alike = [one for one in alike if not is_picture(one)]
        return alike[0] if len(alike) == 1 else None

    return find


def is_picture(path: str) -> bool:
    """Whether a file is one that lies beside texts and is none, such as a scan."""
    try:
        with Path(path).open("rb") as file:
            return is_beside(file.read(HEAD))
    except OSError:
        return False


def _stem(name: str) -> str:
    return name.partition(".")[0]
