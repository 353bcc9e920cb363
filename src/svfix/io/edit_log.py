"""Edit logs: what `svfix fix --edits` wrote, read back, and the originals that it leads to."""

from __future__ import annotations

import json
from itertools import takewhile
from pathlib import Path
from typing import Any

from svfix.io.files import FileError, digest
from svfix.io.patches import undo

SCHEMA = "svfix.edits"
SCHEMA_VERSION = 1


def originals(path: str) -> dict[str, list[dict[str, Any]]]:
    """The lines of the files in a trail, by the hash of the repaired file. Raises FileError."""
    found: dict[str, list[dict[str, Any]]] = {}
    number = 0
    try:
        with Path(path).open("rb") as rows:
            for line in rows:
                number += 1
                row = json.loads(line) if line.strip() else {}
                if not isinstance(row, dict):
                    raise ValueError(f"{str(row)[:20]} is no edit")
                if row.get("schema") == SCHEMA:
                    check(row)
                    found.setdefault(row["fixed"], []).append(row)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
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
        _bytes(removed)
    names = row["file"], row["output"] or ""
    if not all(isinstance(name, str) for name in names):
        raise ValueError("the name of a file is missing")
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
