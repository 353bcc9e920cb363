"""Plain text: one text, with form feeds between its pages.

A document is repaired whole, so a word broken over two pages is one word, and what the pages show
of the engine together serves each of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from svfix.formats.model import FormatError, Place, Source, check
from svfix.io import files
from svfix.result import Result


def decoded(source: Source) -> str:
    """The text of a source in the encoding the user named, every character of it kept.

    Raises FormatError for bytes that are not text in it.

    >>> decoded(Source("f\\u00f6r\\r\\n".encode()))
    'för\\r\\n'
    """
    encoding = None if source.encoding == "utf-8" else source.encoding
    try:
        return files.decode(source.data, "the document", encoding).text
    except files.FileError as error:
        raise FormatError(str(error)) from None


_COUNTED = (("page", "\f"), ("line", "\n"))


class Text:
    """A plain text."""

    format = "text"

    def __init__(self, text: str) -> None:
        self.texts: Sequence[str] = (text,)
        self._ends: dict[str, list[int]] = {}  # where pages and lines end, once that is asked

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the repaired text in UTF-8."""
        check(self.texts, results)
        return encoded(results[0].text)

    def place(self, text: int, start: int, end: int) -> Place:
        """The page and the line, counted from 1; lines count through the whole text."""
        if not self._ends:
            for mark in "\f\n":
                self._ends[mark] = [at for at, char in enumerate(self.texts[text]) if char == mark]
        return {name: 1 + bisect_left(self._ends[mark], start) for name, mark in _COUNTED}


def encoded(text: str) -> bytes:
    """The text in UTF-8; raises FormatError for half a surrogate pair, which is no text."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise FormatError(
            f"the text has half a surrogate pair at character {error.start}; take it out first"
        ) from None


def read(source: Source) -> Text:
    """Read a plain text; raises FormatError."""
    return Text(decoded(source))
