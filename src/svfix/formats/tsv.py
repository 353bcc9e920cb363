"""Tesseract's TSV: a row for each page, block, paragraph, line and word, with its box.

A word that is parted gets rows of its own behind it, and the words after it on its line move up a
number. A word that goes keeps its row, without text. `conf` stays as it is: -1 there would say that
the row is no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svfix.formats.boxes import DIGITS, Box, united, written
from svfix.formats.layout import Change, Layout, Share, Unit
from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.rereading import verified
from svfix.formats.splices import Splice, spliced
from svfix.formats.text import decoded, encoded
from svfix.result import Result

WORD = "5"
"""The level of words."""

COLUMNS = "level page_num block_num par_num line_num word_num left top width height conf text"

_ROW = re.compile(r"[^\r\n]+")
_LEFT, _TOP, _WIDTH, _HEIGHT, _TEXT = 6, 7, 8, 9, 11  # columns
_PAGE, _PAR, _LINE, _NUMBER = 1, 3, 4, 5


class Row(NamedTuple):
    """A word's row: its place in the source, its columns, and its unit."""

    start: int
    end: int
    columns: Sequence[str]
    unit: Unit

    @property
    def box(self) -> Box:
        """The box of the word."""
        left, top, width, height = map(int, self.columns[_LEFT : _HEIGHT + 1])
        return Box(left, top, left + width, top + height)

    def renewed(self, number: int, text: str, box: Box | None) -> str:
        """The row with another number, text and box."""
        columns = list(self.columns)
        columns[_NUMBER], columns[_TEXT] = str(number), text
        if box:
            sides = box.left, box.top, box.right - box.left, box.bottom - box.top
            columns[_LEFT : _HEIGHT + 1] = map(written, sides)
        return "\t".join(columns)


class Tsv:
    """A document in Tesseract's TSV."""

    format = "tsv"

    def __init__(self, source: str, rows: Sequence[Row]) -> None:
        self.source, self.rows = source, rows
        self.layout = Layout([row.unit for row in rows])
        self.texts: Sequence[str] = (self.layout.text,)

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the rows with the edits made in their words, in UTF-8."""
        check(self.texts, results)
        changes = self.layout.changes(results[0].edits)
        written = encoded(spliced(self.source, self._splices(changes)))
        return verified(written, Source(written), results, self.format) if changes else written

    def place(self, text: int, start: int, end: int) -> Place:
        """The page (from 1), the numbers of the words on it, and the box around them."""
        found = [self.rows[number] for number in self.layout.touched(start, end)]
        if not found:
            return {"page": 1 + self.texts[text].count("\f", 0, start)}
        box = united(row.box for row in found)
        ids = " ".join("_".join(row.columns[_PAGE : _NUMBER + 1]) for row in found)
        return {"page": 1 + found[0].unit.page, "word_id": ids, "box": list(box or ())}

    def _splices(self, changes: Mapping[int, Change]) -> Iterator[Splice]:
        shift, line = 0, None
        for number, row in enumerate(self.rows):
            if row.unit.place != line:
                shift, line = 0, row.unit.place
            change = changes.get(number)
            if change is None and not shift:
                continue
            yield Splice(row.start, row.end, self._rewritten(row, change, shift))
            shift += len(change.more) if change else 0

    def _rewritten(self, row: Row, change: Change | None, shift: int) -> str:
        number, text = int(row.columns[_NUMBER]) + shift, row.columns[_TEXT]
        if change is None:
            return row.renewed(number, text, None)
        for start, end, new in reversed(change.edits):
            text = text[:start] + new + text[end:]
        lines = [row.renewed(number, text, self._box(change.shares))]
        for after, token in enumerate(change.more, 1):
            lines.append(row.renewed(number + after, token.text, self._box(token.shares)))
        return self._line_end(row).join(lines)

    def _line_end(self, row: Row) -> str:
        return "\r\n" if self.source.startswith("\r\n", row.end) else "\n"

    def _box(self, shares: Sequence[Share] | None) -> Box | None:
        return united(self.rows[unit].box.part(start, end) for unit, start, end in shares or ())


def read(source: Source) -> Tsv:
    """Read a document in TSV; raises FormatError for rows that are not its own."""
    text = decoded(source)
    if not text.lstrip("\ufeff").startswith("\t".join(COLUMNS.split())):
        raise FormatError(
            f"the first line must name the columns of Tesseract's TSV ({COLUMNS}); "
            "make it anew with `tesseract IMAGE OUT tsv`"
        )
    return Tsv(text, list(_rows(text)))


def _rows(source: str) -> Iterator[Row]:
    count = len(COLUMNS.split())
    last: tuple[Sequence[str], ...] = ()
    page, block, line = -1, -1, -1
    for number, found in enumerate(_ROW.finditer(source), 1):
        columns = found.group().split("\t", count - 1)
        if columns[0] != WORD or not columns[-1].strip():
            continue
        if len(columns) < count or not all(map(_is_number, columns[: _HEIGHT + 1])):
            raise FormatError(
                f"row {number} is not one of Tesseract's TSV: it needs {count} columns, numbers "
                "but for the last two; was the file cut off or changed by hand?"
            )
        here = (columns[_PAGE], columns[: _PAR + 1], columns[: _LINE + 1])
        new = [one != other for one, other in zip(here, last or ("", "", ""), strict=True)]
        page, block, line = page + new[0], block + new[1], line + new[2]
        last = here
        yield Row(*found.span(), columns, Unit(columns[-1], page, block, line))


def _is_number(column: str) -> bool:
    return len(column) <= DIGITS and column.removeprefix("-").isdecimal()
