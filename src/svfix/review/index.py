"""The index: what was found out about the pages of a batch, kept for the next session.

It is a hidden file of JSON lines beside the journal, and no record of anything: without it all is
worked out anew.  Its head says under which version and options it was made; under others it begins
anew.  A line of a page goes by the size and the time of its file.
"""

from __future__ import annotations

import json
from contextlib import suppress
from io import BufferedRandom
from pathlib import Path
from typing import Any

from svfix import __version__
from svfix.io import files
from svfix.review.pages import Stamp
from svfix.review.queue import Estimate


class Index:
    """The index in a file; where that cannot be written, there is none, and nobody misses it."""

    def __init__(self, path: Path, options: str) -> None:
        self._lines: dict[str, int] = {}  # where the last line of a page begins
        self._file: BufferedRandom | None = None
        with suppress(OSError):
            self._file = files.unlinked(path)
            if not self._load(_head(options)):
                self.reset(options)

    def reset(self, options: str) -> None:
        """Begin anew, under other options."""
        self._lines.clear()
        if self._file:
            with suppress(OSError):
                self._file.seek(0)
                self._file.truncate()
                self._put(_head(options))

    def get(self, name: str, stamp: Stamp) -> Estimate | None:
        """What is known of a page whose file is as it was."""
        if name not in self._lines or self._file is None:
            return None
        with suppress(OSError, ValueError, TypeError):
            self._file.seek(self._lines[name])
            _, then, words, before, after, original, places, items = json.loads(
                self._file.readline()
            )
            if Stamp(*then) == stamp:
                rows = [tuple(item) for item in items]
                return Estimate(words, before, after, original, places, rows)
        return None

    def add(self, name: str, stamp: Stamp, estimate: Estimate) -> None:
        """Keep what was found out about a page."""
        if self._file:
            with suppress(OSError):
                self._lines[name] = self._put([name, stamp, *estimate])

    def forget(self, name: str) -> None:
        """Let what is known of a page be found out anew."""
        self._lines.pop(name, None)

    def close(self) -> None:
        """Leave it for the next session."""
        if self._file:
            self._file.close()

    def _load(self, head: dict[str, Any]) -> bool:
        """Whether it was made under the same version and options; then its lines are known."""
        assert self._file is not None
        at = 0
        for line in self._file:
            if not at:
                if _parsed(line) != head:
                    return False
            elif line.endswith(b"\n") and (name := _name(line)) is not None:
                self._lines[name] = at
            at += len(line)
        return at > 0

    def _put(self, row: Any) -> int:
        assert self._file is not None
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        at = self._file.seek(0, 2)
        self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()
        return at


def _head(options: str) -> dict[str, Any]:
    return {"svfix": __version__, "options": options}


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _name(line: bytes) -> str | None:
    """The name that a line begins with, without reading all of it."""
    try:
        name, _ = json.JSONDecoder().raw_decode(line[1:NAME].decode("utf-8", "ignore"))
    except ValueError:
        return None
    return name if isinstance(name, str) else None


NAME = 5_000  # bytes in which the name of a page ends
