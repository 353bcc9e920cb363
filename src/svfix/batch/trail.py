"""The paper trail: every edit of a run in a file of JSON lines, from which each can be taken back.

A file that was repaired has a line of its own, then one for each of its edits.  The edits are what
a reader wants to know; what `svfix revert` goes by are the splices of the file's line: which bytes
were taken out of the original, and how many stand in their place.  So a file of any format comes
back to the byte (`svfix.io.edit_log`), and hashes say whether it is the right one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from svfix import __version__
from svfix.batch.work import Outcome
from svfix.io import attributes, files
from svfix.io.edit_log import SCHEMA, SCHEMA_VERSION
from svfix.io.files import STANDARD, FileError


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
            self._file = files.new(self._ready)
        except OSError as error:
            raise FileError(f"{path} cannot be written: {error.strerror}") from None

    def add(self, outcome: Outcome, output: str | None, others: Sequence[str] = ()) -> None:
        """Note the edits of a file. Raises FileError."""
        try:
            self._file.writelines(lines(outcome, output, others))
        except OSError as error:
            raise files.unwritten(Path(self._path), error) from None

    def close(self) -> None:
        """Put the file in its place. Raises FileError."""
        try:
            self._file.flush()
            if self._ready is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                attributes.keep(Path(self._path), self._ready)
        except OSError as error:
            self.discard()
            raise files.unwritten(Path(self._path), error) from None
        if self._ready is not None:
            files.put(self._ready, Path(self._path))

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._ready is not None:
            self._ready.unlink(missing_ok=True)


def lines(outcome: Outcome, output: str | None, others: Sequence[str] = ()) -> Iterator[bytes]:
    """The lines of a file that was repaired: its own, then one for each edit.

    `others` are the further readings that it was merged with.
    """
    merged = [
        {"file": path, "original": read} for path, read in zip(others, outcome.others, strict=True)
    ]
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
        | ({"others": merged} if merged else {})
        | ({"review": outcome.reviewed} if outcome.reviewed else {})
    )
    for edit in outcome.edits or ():
        yield _line({"file": outcome.source} | edit)


def _line(row: dict[str, Any]) -> bytes:
    # Half a surrogate pair, of a name or of bytes that are no text, goes out as an escape.
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
