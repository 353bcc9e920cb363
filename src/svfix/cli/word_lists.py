"""Lists of a user's own words."""

from __future__ import annotations

from pathlib import Path

from svfix.io import files
from svfix.io.files import FileError


def read_words(path: str) -> list[str]:
    """The words of a list: one a line, empty lines and lines that begin with # left out."""
    try:
        text = files.read(Path(path)).text
    except FileError as error:  # --encoding is of the text, not of the list
        advice = "A word list must be UTF-8 text: convert it" if error.advice else ""
        raise FileError(error.fault, advice) from None
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
