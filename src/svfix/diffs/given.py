"""Edits given to a comparison: those of one text, or the trail of a batch.

`svfix explain --json` writes the edits of one text, `svfix fix --edits` those of many.  Which of a
trail are those of a text is told by the hash of what the engine had read, so that files may have
been moved since.  Edits that do not fit the text that they should be of are refused: the rules of
another text would mislead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from svfix import edits
from svfix.edits import Edit
from svfix.io import files
from svfix.io.edit_log import SCHEMA, check
from svfix.io.files import STANDARD, FileError, bytes_of

_FIELDS = {"start": int, "end": int, "before": str, "after": str, "rule": str, "confidence": float}


class Read(NamedTuple):
    """A text as it was read from a file or standard input."""

    path: str
    data: bytes
    text: str


def read_text(path: str, encoding: str | None = None) -> Read:
    """Read a text; ``-`` is standard input. Raises FileError."""
    data = bytes_of(path)
    name = "standard input" if path == STANDARD else path
    return Read(path, data, files.decode(data, name, encoding).text)


class Head(NamedTuple):
    """The line of a file in a trail: hashes of what was read and written, and its place."""

    read: str
    written: str
    format: str
    at: int


class Given:
    """The edits in a file. Raises FileError for one that holds none."""

    def __init__(self, path: str) -> None:
        self._path = path
        text = read_text(path).text
        self._heads: list[Head] = []
        self._one: list[Edit] = []
        try:
            self._read(text)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise FileError(
                f"{path} holds no edits as svfix explain --json or svfix fix --edits writes them"
            ) from None

    @property
    def is_of_one(self) -> bool:
        """Whether the edits are those of one text, whichever it is."""
        return not self._heads

    def of(self, observed: Read, hypothesis: Read) -> Sequence[Edit]:
        """The edits of a text. Raises FileError where they are not known."""
        found = self._one if self.is_of_one else self._in_trail(observed, hypothesis)
        try:
            edits.apply(observed.text, found)
        except ValueError:
            raise FileError(
                f"{self._path} holds edits of another text than {observed.path}"
            ) from None
        return found

    def _read(self, text: str) -> None:
        try:
            whole = json.loads(text)
        except ValueError:
            whole = None
        if whole is not None and whole.get("schema") != SCHEMA:
            self._one = list(_edits(whole.get("edits", [whole])))
            return
        self._lines = [line for line in text.split("\n") if line.strip()]
        for at, line in enumerate(self._lines):
            row = json.loads(line)
            if row.get("schema") == SCHEMA:
                check(row)
                self._heads.append(Head(row["original"], row["fixed"], row["format"], at))
        if not self._lines:
            raise ValueError
        if not self._heads:
            self._one = list(_edits(map(json.loads, self._lines)))

    def _in_trail(self, observed: Read, hypothesis: Read) -> list[Edit]:
        """The edits of the last file with this content, if there is one with this repair."""
        alike = [head for head in self._heads if head.read == files.digest(observed.data)]
        if not alike:
            raise FileError(f"{self._path} has no edits of {observed.path} as it is now")
        written = files.digest(hypothesis.data)
        head = next((one for one in reversed(alike) if one.written == written), alike[-1])
        if head.format != "text":
            raise FileError(f"{self._path} has the edits of {observed.path} as {head.format}; "
                            "svfix diff compares plain text")  # fmt: skip
        after = next((one.at for one in self._heads if one.at > head.at), len(self._lines))
        return list(_edits(map(json.loads, self._lines[head.at + 1 : after])))


def _edits(rows: Iterable[dict[str, Any]]) -> Iterator[Edit]:
    for row in rows:
        yield Edit(**{name: kind(row[name]) for name, kind in _FIELDS.items()})
