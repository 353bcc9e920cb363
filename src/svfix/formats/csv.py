"""CSV: tables with a row of names; the fields of one column, or of several, are the texts.

The dialect stays as it is: the delimiter, line ends, and which fields are in quotes. A field comes
into quotes only when its new text needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svfix.formats.model import FormatError, Place, Source, check
from svfix.formats.rereading import verified
from svfix.formats.splices import Splice, spliced
from svfix.formats.text import decoded, encoded
from svfix.result import Result

DELIMITERS = (",", ";", "\t", "|")
"""What stands between fields, told by the row of names."""

DEFAULT = "text"
"""The column that is taken where none is named."""


class Field(NamedTuple):
    """A field: its place in the source, and its text. In quotes they are part of the place."""

    start: int
    end: int
    text: str
    quoted: bool


def rows(source: str, delimiter: str) -> Iterator[list[Field]]:
    r"""Read a table; lines with nothing on them are no rows.

    >>> for row in rows('namn;text\r\n1;"en ""sak"";\n till"\r\n', ";"):
    ...     print([field.text for field in row])
    ['namn', 'text']
    ['1', 'en "sak";\n till']
    """
    mark = re.escape(delimiter)
    pattern = re.compile(rf'"((?:[^"]|"")*)"(?={mark}|\r?\n|\r|\Z)|[^{mark}\r\n]*')
    row: list[Field] = []
    position = len(source) - len(source.lstrip("\ufeff"))
    while position <= len(source):
        found = pattern.match(source, position)
        assert found is not None  # the second alternative matches nothing too
        start, end = found.span()
        quoted = found[1] is not None
        text = found[1].replace('""', '"') if quoted else found.group()
        row.append(Field(start, end, text, quoted))
        if source.startswith(delimiter, end):
            position = end + 1
            continue
        position = end + (2 if source.startswith("\r\n", end) else 1)
        if len(row) > 1 or row[0].text or quoted:
            yield row
        row = []


Placed = tuple[int, str, Field]
"""A field with the number of its record, and the name of its column."""


class Table:
    """A table, of which one column or several are the texts."""

    format = "csv"

    def __init__(
        self, given: Source, source: str, fields: Sequence[Placed], delimiter: str, is_odd: bool
    ) -> None:
        self.given, self.source, self.fields = given, source, fields
        self.delimiter, self.is_odd = delimiter, is_odd
        self.texts: Sequence[str] = [field.text for _, _, field in fields]

    def write(self, results: Sequence[Result]) -> bytes:
        """Return the table with the repaired texts, in UTF-8.

        Raises FormatError where a quote that is never closed makes other fields of them.
        """
        check(self.texts, results)
        splices = [
            Splice(field.start, field.end, self._written(field, result.text))
            for (_, _, field), result in zip(self.fields, results, strict=True)
            if result.edits
        ]
        data = encoded(spliced(self.source, splices))
        if self.is_odd and splices:
            return verified(data, self.given._replace(encoding="utf-8"), results, self.format)
        return data

    def _written(self, field: Field, text: str) -> str:
        special = any(char in text for char in (self.delimiter, "\n", "\r")) or text[:1] == '"'
        if field.quoted or special:
            return '"' + text.replace('"', '""') + '"'
        return text

    def place(self, text: int, start: int, end: int) -> Place:
        """The number of the record (from 1, without the row of names), and the column."""
        record, name, _ = self.fields[text]
        return {"record": record, "field": name}


def read(source: Source) -> Table:
    """Read a table; raises FormatError for one without the columns."""
    text = decoded(source)
    head = text.lstrip("\ufeff\r\n").splitlines()[:1] or [""]
    delimiter = max(DELIMITERS, key=head[0].count)
    table = rows(text, delimiter)
    head_row = next(table, [])
    names = [field.text for field in head_row]
    is_odd = any(not field.quoted and field.text[:1] == '"' for field in head_row)
    columns = []
    for name in source.fields or (DEFAULT,):
        if name not in names:
            raise FormatError(
                f"the table has no column {name!r}; name the one with the text with --field, out "
                "of: " + ", ".join(names)
            )
        columns.append(names.index(name))
    fields = []
    for number, row in enumerate(table, 1):
        is_odd |= any(not field.quoted and field.text[:1] == '"' for field in row)
        chosen = (column for column in sorted(set(columns)) if column < len(row))
        fields += [(number, names[column], row[column]) for column in chosen]
    return Table(source, text, fields, delimiter, is_odd)
