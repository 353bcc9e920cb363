"""The journal: what was decided, in a file of JSON lines that only grows.

Each row is on the disk before it is answered for.  A row that was half written when something was
killed is as good as none.  One process at a time writes to a journal; any may read it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable, Mapping
from io import BufferedRandom
from pathlib import Path
from typing import Any

from svfix import __version__
from svfix.io import files
from svfix.io.files import FileError

SCHEMA = "svfix.review"
SCHEMA_VERSION = 1
TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)  # what a lock that another has is told by

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """The rows of a journal, without its head; none where there is no file. Raises FileError."""
    try:
        return rows(path.read_bytes().splitlines(), path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None


def settings(path: Path) -> dict[str, Any]:
    """What a journal was begun under; nothing where that is not known."""
    try:
        with path.open("rb") as lines:
            head = _parsed(next(lines, b""))
    except OSError:
        return {}
    found = head.get("settings") if isinstance(head, dict) else None
    return found if isinstance(found, dict) else {}


def rows(lines: Iterable[bytes], path: Path) -> list[Row]:
    """The rows in some lines; those that are not whole are left out. Raises FileError."""
    found = [row for line in lines if isinstance(row := _parsed(line), dict)]
    if not found:
        return []
    head = found[0]
    if head.get("schema") != SCHEMA:
        raise FileError(f"{path} is no review of svfix's; name another file with --decisions")
    if head.get("schema_version") != SCHEMA_VERSION:
        raise FileError(f"{path} was written by another svfix: this one reads version "
                        f"{SCHEMA_VERSION} of the schema")  # fmt: skip
    return [row for row in found[1:] if isinstance(row.get("id"), int)]


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


class Journal:
    """A journal that is open for writing. Raises FileError where it cannot be, or already is.

    `settings` are what it is begun under, if it is.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any] | None = None) -> None:
        self.path = path
        try:
            self._file = files.unlinked(path)
        except OSError as error:
            raise self._fault(error) from None
        try:
            _lock(self._file)
        except OSError as error:
            if error.errno in TAKEN:  # on some disks there are no locks, and nobody to ask
                self._file.close()
                raise FileError(
                    f"{path} is open in another svfix review; go on there, or end that first"
                ) from None
        try:
            data = self._file.read()
            self.rows = rows(data.splitlines(), path)
            if data and not data.endswith(b"\n"):  # half a row
                self._file.write(b"\n")
            if not data:
                head = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "svfix": __version__}
                self._write(head | {"settings": dict(settings or {})})
        except (OSError, FileError) as error:
            self._file.close()
            raise self._fault(error) if isinstance(error, OSError) else error from None

    def append(self, row: Row) -> None:
        """Write a row, which is on the disk when this returns. Raises FileError."""
        try:
            self._write(row)
        except OSError as error:
            raise self._fault(error) from None
        self.rows.append(row)

    def close(self) -> None:
        """Let others write to it."""
        self._file.close()

    def _write(self, row: Row) -> None:
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self._file.seek(0, 2)
        self._file.write(line + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _fault(self, error: OSError) -> FileError:
        if error.errno == errno.ELOOP:
            return FileError(f"{self.path} is a link, which svfix does not write to; take it away")
        return FileError(
            f"{self.path} cannot be written: {error.strerror}; "
            "name another place with --decisions FILE"
        )


def _lock(file: BufferedRandom) -> None:
    """Keep others from writing; the lock goes with the process. Raises OSError if it is taken."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
