"""What other languages are told by: how much likelier each word is in them than in Swedish.

Swedish is taken both as it is and as engines read it, so that `for`, `ar`, `pa` speak for it, too.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.uncompiled import Buffer

UNIT = 1 / 16  # nats a stored step
LEAST, MOST = -5.0, 4.5  # nats that one word can say
UNSEEN = 1e-7  # the probability of a form that Swedish does not have
MISREAD = 0.01  # the least probability of a confusion that counts
DIACRITICS = "åäö"
REMEMBERED = 200_000  # look-ups kept
NEWLINE = cython.declare(cython.uchar, ord("\n"))


@dataclass(frozen=True, eq=False)
class Languages:
    """log P(form | language) − log P(form | Swedish), stored in steps of `UNIT` nats.

    A row of `steps` for each line of `spelt`, and a last one, of zeros, for all other forms; a
    column for each of `names`.  `floor` is log P of a form that is in no list, by language.
    """

    names: tuple[str, ...]
    floor: tuple[float, ...]
    spelt: Buffer  # forms in lower case, in order, a line each, in UTF-8
    steps: Buffer  # 8 bits
    _rows: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def unlisted(self) -> int:
        """The row of the forms that are listed nowhere."""
        return len(self._starts) - 1

    def row_of(self, form: str) -> int:
        """The row of a form that is listed in some language or is common Swedish; or `unlisted`.

        >>> from svfix import lexicon
        >>> table = lexicon.default().languages
        >>> [table.row_of(form) == table.row[form] for form in ("about", "även", "über")]
        [True, True, True]
        >>> table.row_of("uppféljningen") == table.unlisted
        True
        """
        row = self._rows.get(form)
        if row is None:
            if len(self._rows) >= REMEMBERED:
                self._rows.clear()
            found = line_of(self.spelt, self._starts, form.encode("utf-8", "surrogatepass"))
            row = self._rows[form] = found if found >= 0 else self.unlisted
        return row

    @cached_property
    def row(self) -> dict[str, int]:
        """The rows of all forms that are listed, where all are asked for."""
        forms = self.spelt.tobytes().decode().split("\n")
        return {form: i for i, form in enumerate(forms)}

    @cached_property
    def _starts(self) -> Buffer:
        """Where each line of `spelt` starts, and where one behind the last would (32 bits)."""
        text: cython.const[cython.uchar][::1] = self.spelt
        found = array("i", bytes(4 * (2 + self.spelt.tobytes().count(b"\n"))))
        start: cython.int[::1] = found
        line: cython.Py_ssize_t = 0
        i: cython.Py_ssize_t
        for i in range(len(text)):
            if text[i] == NEWLINE:
                line += 1
                start[line] = i + 1
        start[line + 1] = len(text) + 1
        return found


def line_of(lines: Buffer, starts: Buffer, sought: bytes) -> int:
    r"""The number of a line among lines in order, or -1.

    >>> lines, starts = memoryview(b"en\nett\ntre"), array("i", [0, 3, 7, 11])
    >>> line_of(lines, starts, b"ett"), line_of(lines, starts, b"et")
    (1, -1)
    """
    text: cython.const[cython.uchar][::1] = lines
    start: cython.const[cython.int][::1] = starts
    wanted: cython.const[cython.uchar][::1] = sought
    size: cython.Py_ssize_t = len(wanted)
    low: cython.Py_ssize_t = 0
    high: cython.Py_ssize_t = len(start) - 1
    middle: cython.Py_ssize_t
    at: cython.Py_ssize_t
    end: cython.Py_ssize_t
    i: cython.Py_ssize_t
    while low < high:
        middle = (low + high) // 2
        at, end, i = start[middle], start[middle + 1] - 1, 0
        while i < size and at + i < end and text[at + i] == wanted[i]:
            i += 1
        if i == size and at + i == end:
            return middle
        if at + i == end or (i < size and text[at + i] < wanted[i]):
            low = middle + 1
        else:
            high = middle
    return -1


def misreadings(confusions: Mapping[str, list[list[Any]]]) -> dict[str, dict[str, float]]:
    """What engines read å, ä and ö as, with the highest probability that any engine gives it."""
    found: dict[str, dict[str, float]] = {letter: {letter: 1.0} for letter in DIACRITICS}
    for rows in confusions.values():
        for truth, observed, count, seen in rows:
            if truth in found and observed and count >= MISREAD * seen:
                found[truth][observed] = max(found[truth].get(observed, 0.0), count / seen)
    return found
