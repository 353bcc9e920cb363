"""Decisions: what holds of all that was decided, once some of it was undone.

Rows of the journal are of these kinds, told by a field that only they have:

- a decision on a place, `start` to `end` of a text of a page, says what is to stand there: `after`;
- a decision on a form, wherever it stands, has `form` and `after`;
- `undo` takes back an earlier row, of any kind, by its number;
- `learned` are words that are right, `profile` is how a page was misread, as corrections showed;
- `done` says whether a page was read through;
- `drawn` are the places of a spot check, and `checked` is the answer to one.

Every row has its `id`, who wrote it (`by`) and when (`at`, UTC).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Row = dict[str, Any]


class Place(NamedTuple):
    """A stretch of a text of a page."""

    page: str
    text: int
    start: int
    end: int


class Form(NamedTuple):
    """A form as it was read, and what svfix made of it."""

    before: str
    proposed: str


class Decisions:
    """What holds, kept up with row by row.

    >>> known = Decisions()
    >>> row = {"id": 1, "page": "a", "original": "", "text": 0, "start": 3, "end": 5, "after": "är"}
    >>> known.add(row)
    >>> [row["after"] for row in known.on_page("a")]
    ['är']
    >>> known.add({"id": 2, "undo": 1})
    >>> list(known.on_page("a"))
    []
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows: dict[int, Row] = {}
        self._undone: set[int] = set()
        self._by_page: dict[str, list[Row]] = {}
        self._forms: list[Row] = []
        self._others: list[Row] = []
        for row in rows:
            self.add(row)

    @property
    def last(self) -> int:
        """The number of the last row, 0 before the first."""
        return next(reversed(self.rows), 0)

    def add(self, row: Row) -> None:
        """Take a row into account."""
        self.rows[row["id"]] = row
        if "undo" in row:
            self._undone.add(row["undo"])
        elif "form" in row:
            self._forms.append(row)
        elif "page" in row:
            self._by_page.setdefault(row["page"], []).append(row)
        else:
            self._others.append(row)

    def holds(self, row: Row) -> bool:
        """Whether a row was not undone."""
        return row["id"] not in self._undone

    def since(self, number: int) -> list[Row]:
        """The rows after one."""
        return [row for key, row in self.rows.items() if key > number]

    def on_page(self, page: str, original: str | None = None) -> Iterator[Row]:
        """The decisions on places of a page, in their order; with `original` those on that content.

        A place that was decided anew has its last decision alone.
        """
        last = {
            _place(row): row
            for row in self._of_page(page)
            if "after" in row and (original is None or row["original"] == original)
        }
        return iter(last.values())

    def on_forms(self) -> dict[Form, Row]:
        """The decisions on forms, the last of each."""
        return {Form(**row["form"]): row for row in self._forms if self.holds(row)}

    def is_done(self, page: str, original: str | None = None) -> bool:
        """Whether a page was read through; with `original`, as its content is."""
        rows = [row for row in self._of_page(page) if "done" in row]
        return bool(rows and rows[-1]["done"] and original in (None, rows[-1]["original"]))

    def pages(self) -> set[str]:
        """The pages that something was decided of."""
        return {page for page in self._by_page if any(True for _ in self._of_page(page))}

    def learned(self) -> list[str]:
        """The words that were learned, each once, in order."""
        rows = (row for row in self._others if "learned" in row and self.holds(row))
        return list(dict.fromkeys(word for row in rows for word in row["learned"]))

    def profile(self, page: str) -> Row | None:
        """How a page was misread, if that was learned: a profile as JSON has it."""
        rows = [row["profile"] for row in self._of_page(page) if "profile" in row]
        return rows[-1] if rows else None

    def drawn(self) -> Row | None:
        """The last draw of a spot check."""
        rows = [row for row in self._others if "drawn" in row and self.holds(row)]
        return rows[-1] if rows else None

    def checked(self, draw: int) -> list[Row]:
        """The answers to a draw, by its number: the last on each word."""
        pages = (row for rows in self._by_page.values() for row in rows)
        rows = [row for row in pages if "checked" in row and self.holds(row)]
        ours = (row for row in sorted(rows, key=_number) if row["checked"]["draw"] == draw)
        return list({row["checked"]["which"]: row for row in ours}.values())

    def _of_page(self, page: str) -> Iterator[Row]:
        return filter(self.holds, self._by_page.get(page, ()))


def _place(row: Row) -> Place:
    return Place(row["page"], row["text"], row["start"], row["end"])


def _number(row: Row) -> int:
    return int(row["id"])
