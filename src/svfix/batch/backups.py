"""Backups: what a file was before it was repaired in its place."""

from __future__ import annotations

import os
from pathlib import Path

from svfix.batch import BACKUP
from svfix.io import files
from svfix.io.files import FileError


def back_up(path: Path) -> None:
    """Keep a file under another name beside it. Raises FileError where another has that name."""
    path = path.resolve()
    kept = path.with_name(path.name + BACKUP)
    try:
        if kept.exists():
            if kept.read_bytes() != path.read_bytes():
                raise FileError(f"{kept} is there already and is no backup of {path}; move it")
            return
        try:
            os.link(path, kept)  # at once, and without a copy: what replaces `path` is another file
        except OSError:  # not on every kind of disk
            files.write(kept, path.read_bytes(), str(kept.parent))
    except OSError as error:
        raise FileError(f"{path} cannot be backed up: {error.strerror}") from None
