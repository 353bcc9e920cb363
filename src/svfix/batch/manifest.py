"""The manifest of a run: what was done with each file, so that a run that was stopped can go on.

It is a file of JSON lines among the outputs.  The first says with which version and options it was
made, and what profile the files had in common; under others it does not count.  Then comes a line a
file, written before its output is put in its place: whatever is killed when, the files without a
line are those that are as they were.  Each line begins with a hash of what follows in it: one that
was half written, or is not as it was written, is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import fields
from errno import ELOOP
from io import BufferedRandom
from pathlib import Path
from typing import Any

from svfix.batch.truth import Measured
from svfix.batch.work import Before, Outcome
from svfix.io import files
from svfix.io.files import FileError

NAME = ".svfix-manifest.jsonl"
SCHEMA = "svfix.manifest"
SCHEMA_VERSION = 2
TRANSIENT = (
    "is_done", "is_picture", "failure", "is_fatal", "temporary", "page", "data", "diff",
    "notes", "sample",
)  # fmt: skip
"""What of an outcome concerns the run alone that it came about in."""

_HEAD = b'{"sha256": "%s", '
"""How a line begins: with the hash of what stands behind it."""

KEPT = tuple(field.name for field in fields(Outcome) if field.name not in TRANSIENT)


class Manifest:
    """The manifest in a directory, open. Raises FileError where it cannot be read or written."""

    def __init__(self, folder: Path, options: dict[str, Any], resume: bool) -> None:
        self.path = folder / NAME
        self._head: dict[str, Any] = {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "options": options,
            "profile": None,
        }
        self._lines: dict[str, int] = {}  # where the line of a place begins
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file: BufferedRandom = files.unlinked(self.path)
            if not (resume and self._load()):
                self._file.seek(0)
                self._file.truncate()
                self._put(self._head)
        except OSError as error:
            raise self._fault(error) from None

    @property
    def profile(self) -> dict[str, Any] | None:
        """The profile that the files have in common, if it was estimated from them."""
        found: dict[str, Any] | None = self._head["profile"]
        return found

    def set_profile(self, profile: dict[str, Any]) -> None:
        """Note the profile that the files have in common: before the first of them."""
        self._head["profile"] = profile
        self._file.seek(0)
        self._file.truncate()
        self._put(self._head)

    def before(self, place: str) -> Before | None:
        """What was done with the file at a place."""
        if place not in self._lines:
            return None
        row = self._row(self._lines[place])
        return Before(row["read"], row["written"], row["suffix"], _measured(row), row["others"])

    def outcome(self, place: str) -> Outcome:
        """All that is known of what was done with the file at a place."""
        row = self._row(self._lines[place])
        known = {name: row[name] for name in KEPT} | {"measured": _measured(row)}
        return Outcome(**known, is_done=True)

    def add(self, place: str, outcome: Outcome) -> None:
        """Note what was done with a file. Raises FileError."""
        row = {name: getattr(outcome, name) for name in KEPT}
        try:
            at = self._file.seek(0, 2)
            self._put({"place": place} | row)
        except OSError as error:
            raise self._fault(error) from None
        self._lines[place] = at

    def close(self) -> None:
        """Leave the manifest as it is, for a later run."""
        self._file.close()

    def remove(self) -> None:
        """Take the manifest away: all is done."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def settle(self, places: Iterable[str]) -> None:
        """Leave a line a file, in the order of the files, as a run that was not stopped does."""
        ready = files.temporary(self.path.resolve(), os.getpid())
        try:
            with files.new(ready) as settled:
                settled.write(_line(self._head))
                for place in places:
                    if place in self._lines:
                        self._file.seek(self._lines[place])
                        settled.write(self._file.readline())
                settled.flush()
                os.fsync(settled.fileno())
        except BaseException as error:
            ready.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise self._fault(error) from None
            raise
        self._file.close()
        files.put(ready, self.path)

    def _load(self) -> bool:
        """Whether there is a manifest of this version and options, which is then known."""
        at = 0
        for line in self._file:
            row = _read(line)
            if not at:
                if row is None or _known(row) != _known(self._head):
                    return False
                self._head = row
            elif row is not None:
                self._lines[row["place"]] = at
            at += len(line)
        if at:
            self._file.seek(-1, 2)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")
        return at > 0

    def _row(self, at: int) -> dict[str, Any]:
        self._file.seek(at)
        row: dict[str, Any] = json.loads(self._file.readline())
        return row

    def _put(self, row: dict[str, Any]) -> None:
        self._file.write(_line(row))
        self._file.flush()

    def _fault(self, error: OSError) -> FileError:
        kind = files.Fatal if error.errno in files.NO_ROOM else FileError
        if error.errno == ELOOP:
            return kind(f"{self.path} is a link, which svfix does not write to; take it away")
        return kind(f"{self.path} cannot be written: {error.strerror}")


def _measured(row: dict[str, Any]) -> Measured | None:
    return Measured(*row["measured"]) if row["measured"] else None


def _known(head: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in head.items() if name != "profile"}


def _line(row: dict[str, Any]) -> bytes:
    said = json.dumps(row).encode()[1:] + b"\n"
    return _HEAD % files.digest(said).encode() + said


def _read(line: bytes) -> dict[str, Any] | None:
    """What a line says, None if it is not as it was written."""
    said = line[len(_HEAD % bytes(64)) :]
    if line != _HEAD % files.digest(said).encode() + said:
        return None
    row: dict[str, Any] = json.loads(b"{" + said)
    return row
