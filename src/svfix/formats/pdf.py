"""PDF with a text layer, read as plain text: its pages with form feeds between them.

Reading needs pypdfium2, the extra ``svfix[pdf]``. What is written is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import accumulate, pairwise
from statistics import median
from typing import Any

from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.text import encoded
from svfix.result import Result

NEW_PAGE = "\n\f"

GAP = 1.5
"""From how many times the usual distance of its lines on a page has a new paragraph."""

SAMPLE = 8
"""How many letters of a line are asked where they stand: some reach below it, most do not."""

# PDFium ends lines in CR LF, with the space before, and writes U+FFFE (or 2) for a hyphen there.
_HYPHEN = re.compile("[\ufffe\x02](?=[ ]*\r?\n|[ ]*\\Z)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


class Pdf:
    """The text of a PDF."""

    format = "pdf"

    def __init__(self, pages: Sequence[str]) -> None:
        text = NEW_PAGE.join(pages) + "\n"
        self.texts: Sequence[str] = (text,)
        lengths = (len(page) + len(NEW_PAGE) for page in pages)
        self._starts = list(accumulate(lengths, initial=0))[:-1]

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the repaired text, in UTF-8."""
        check(self.texts, results)
        return encoded(results[0].text)

    def place(self, text: int, start: int, end: int) -> Place:
        """The page and its line, both from 1."""
        page = max(1, bisect_right(self._starts, start))
        line = self.texts[text].count("\n", self._starts[page - 1], start) + 1
        return {"page": page, "line": line}


def read(source: Source) -> Pdf:
    """Read the text of a PDF.

    Raises FormatError without pypdfium2, for a PDF that is broken or locked, and for one whose
    pages are pictures only.
    """
    try:
        import pypdfium2
    except ImportError:
        raise FormatError("a PDF needs pypdfium2 to be read: pip install 'svfix[pdf]'") from None
    try:
        with closing(pypdfium2.PdfDocument(source.data)) as document:
            pages = list(_pages(document))
    except pypdfium2.PdfiumError as error:
        raise FormatError(
            f"the PDF cannot be read ({error}); open it in a reader to see whether it is whole, "
            "or locked with a password"
        ) from None
    if not any(page.strip() for page in pages):
        raise FormatError(
            "the PDF has no text, only pictures of it; read those with an OCR engine first, such "
            "as ocrmypdf"
        )
    return Pdf(pages)


def _pages(document: Any) -> Iterator[str]:
    for page in document:
        with closing(page), closing(page.get_textpage()) as text:
            lines = [_HYPHEN.sub("-", line) for line in _LINE.findall(text.get_text_range())]
            yield _paragraphs([line.rstrip(" \r\n") for line in lines], _heights(lines, text))


def _heights(lines: Sequence[str], text: Any) -> list[float]:
    """How high on the page each line stands; none where the letters cannot be told."""
    if sum(map(len, lines)) != text.count_chars():
        return []
    heights, position = [], 0
    for line in lines:
        letters = range(position, position + max(1, min(SAMPLE, len(line.rstrip()))))
        heights.append(median(text.get_charbox(at)[1] for at in letters))
        position += len(line)
    return heights


def _paragraphs(lines: Sequence[str], heights: Sequence[float]) -> str:
    """The lines of a page, with an empty one where they stand further apart than usual.

    >>> _paragraphs(["ett", "två", "tre", "fyra"], [400, 390, 380, 360])
    'ett\\ntvå\\ntre\\n\\nfyra'
    """
    apart = [above - below for above, below in pairwise(heights)]
    usual = median([distance for distance in apart if distance > 0] or [0])
    pieces = list(lines[:1])
    for number, line in enumerate(lines[1:]):
        far = number < len(apart) and apart[number] > GAP * usual
        pieces.append(("\n\n" if far else "\n") + line)
    return "".join(pieces).strip("\n ")
