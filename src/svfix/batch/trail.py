"""The paper trail: every edit of a run in a file of JSON lines, from which each can be taken back.

A file that was repaired has a line of its own, then one for each of its edits.  The edits are what
a reader wants to know; what `svfix revert` goes by are the splices of the file's line: which bytes
were taken out of the original, and how many stand in their place.  So a file of any format comes
back to the byte, and hashes say whether it is the right one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from svfix import __version__, files
from svfix.batch.inputs import STANDARD
from svfix.batch.patches import undo
from svfix.batch.work import Outcome
from svfix.files import FileError, digest

SCHEMA = "svfix.edits"
SCHEMA_VERSION = 1


class Trail:
    """A file of edits that is being written; it is in its place when it is closed."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._ready: Path | None = None
        if path == STANDARD:
            self._file: IO[bytes] = sys.stdout.buffer
            return
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._ready = files.temporary(Path(path).resolve(), os.getpid())
            self._file = self._ready.open("wb")
        except OSError as error:
            raise FileError(f"{path} cannot be written: {error.strerror}") from None

    def add(self, outcome: Outcome, output: str | None) -> None:
        """Note the edits of a file. Raises FileError."""
        try:
            self._file.writelines(lines(outcome, output))
        except OSError as error:
            raise files.unwritten(Path(self._path), error) from None

    def close(self) -> None:
        """Put the file in its place. Raises FileError."""
        try:
            self._file.flush()
            if self._ready is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                self._ready.chmod(files.mode(Path(self._path)))
        except OSError as error:
            self.discard()
            raise files.unwritten(Path(self._path), error) from None
        if self._ready is not None:
            files.put(self._ready, Path(self._path))

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._ready is not None:
            self._ready.unlink(missing_ok=True)


def lines(outcome: Outcome, output: str | None) -> Iterator[bytes]:
    """The lines of a file that was repaired: its own, then one for each edit."""
    yield _line(
        {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "svfix": __version__,
            "file": outcome.source,
            "output": output,
            "format": outcome.format,
            "edits": len(outcome.edits or ()),
            "original": outcome.read,
            "fixed": outcome.written,
            "splices": outcome.splices,
        }
    )
    for edit in outcome.edits or ():
        yield _line({"file": outcome.source} | edit)


def _line(row: dict[str, Any]) -> bytes:
    # Half a surrogate pair, of a name or of bytes that are no text, goes out as an escape.
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def originals(path: str) -> dict[str, list[dict[str, Any]]]:
    """The lines of the files in a trail, by the hash of the repaired file. Raises FileError."""
    found: dict[str, list[dict[str, Any]]] = {}
    number = 0
    try:
        with Path(path).open("rb") as rows:
            for line in rows:
                number += 1
                row = json.loads(line) if line.strip() else {}
                if row.get("schema") == SCHEMA:
                    check(row)
                    found.setdefault(row["fixed"], []).append(row)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise FileError(f"{path} is no file of edits: line {number}: {error}") from None
    if not found:
        raise FileError(f"{path} is no file of edits: no line of it says {SCHEMA!r}")
    return found


def check(row: dict[str, Any]) -> None:
    """Raise ValueError or KeyError for the line of a file that is not as it should be."""
    if row.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"this svfix reads version {SCHEMA_VERSION} of the schema")
    for start, removed, inserted in row["splices"] or ():
        if not (isinstance(start, int) and isinstance(removed, str) and isinstance(inserted, int)):
            raise ValueError("a splice is not [start, removed, length]")
    if not isinstance(row["fixed"], str) or not isinstance(row["original"], str):
        raise ValueError("a hash is missing")


def revert(name: str, data: bytes, known: dict[str, list[dict[str, Any]]]) -> bytes:
    """The original of a repaired file, byte for byte. Raises FileError if it is not known."""
    rows = known.get(digest(data), [])
    if len({row["original"] for row in rows}) > 1:  # files that were repaired to be the same
        closest = max(_likeness(row, name) for row in rows)
        rows = [row for row in rows if _likeness(row, name) == closest]
    if len({row["original"] for row in rows}) > 1:
        raise FileError(f"{name} may have been {rows[0]['file']} or {rows[1]['file']}")
    if not rows:
        raise FileError(f"{name} is no file that these edits were made to, or it was changed since")
    row = rows[-1]
    if row["splices"] is None:
        raise FileError(f"{name} was made of {row['file']}, which was left as it is")
    made = [(start, _bytes(removed), inserted) for start, removed, inserted in row["splices"]]
    original = undo(data, made)
    if digest(original) != row["original"]:
        raise FileError(f"the edits of {name} do not lead back to its original")
    return original


def _likeness(row: dict[str, Any], name: str) -> int:
    """How much of a file's name, from its end, is that of an output, which may have been moved."""
    pairs = zip(
        reversed(Path(name).parts), reversed(Path(row["output"] or row["file"]).parts), strict=False
    )
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _bytes(removed: str) -> bytes:
    return removed.encode("utf-8", "surrogateescape")
