"""Documents of prose: what HTML, TEI and Markdown have in common.

Their text is one, put together of runs; tags and other marks are no part of it, and stay.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from svfix.formats.model import Place, Source, check
from svfix.formats.rereading import verified
from svfix.formats.runs import Piece, Runs
from svfix.formats.splices import spliced
from svfix.result import Result


class Prose:
    """A document of which some stretches of the source are the text.

    `written` says how text is written into the source, with the quote of a piece.
    """

    def __init__(
        self,
        name: str,
        given: Source,
        source: str,
        encoding: str,
        pieces: Iterable[Piece],
        written: Callable[[str, str], str],
    ) -> None:
        self.format, self.given, self.source, self.encoding = name, given, source, encoding
        self.runs, self.written = Runs(pieces), written
        self.texts: Sequence[str] = (self.runs.text,)

    def made(self, results: Sequence[Result]) -> list[Result]:
        """The results without edits that would change what is put between the stretches.

        Such an edit joins the end of a paragraph to the next, say.
        """
        check(self.texts, results)
        return [self.runs.made(result) for result in results]

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the document with the edits made in its prose, in its own encoding."""
        made = self.made(results)
        if not made[0].edits:
            return self.given.data
        source = spliced(self.source, self.runs.splices(made[0].edits, self.written))
        data = source.encode(self.encoding, "xmlcharrefreplace")
        return verified(data, self.given, made, self.format)

    def place(self, text: int, start: int, end: int) -> Place:
        """The page, and the line of the source."""
        line = bisect_right(self._lines, self.runs.source_of(start))
        return {"page": 1 + self.texts[text].count("\f", 0, start), "line": line}

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(at + 1 for at, char in enumerate(self.source) if char == "\n")]
