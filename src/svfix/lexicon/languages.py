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
NEWLINE = cython.declare(cython.uchar, ord("\n"))
PAIRS = cython.declare(cython.Py_ssize_t, 256 * 256)  # of bytes


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
    rows: dict[str, int] = field(default_factory=dict, repr=False)  # of forms asked for before

    @cached_property
    def unlisted(self) -> int:
        """The row of the forms that are listed nowhere."""
        return len(self._lines)

    def row_of(self, form: str) -> int:
        """The row of a form that is listed in some language or is common Swedish; or `unlisted`.

        >>> from svfix import lexicon
        >>> table = lexicon.default().languages
        >>> [table.row_of(form) == table.row[form] for form in ("about", "även", "über")]
        [True, True, True]
        >>> table.row_of("uppféljningen") == table.unlisted
        True
        """
        found: int = self._lines.find(form.encode("utf-8", "surrogatepass"))
        return found if found >= 0 else self.unlisted

    @cached_property
    def row(self) -> dict[str, int]:
        """The rows of all forms that are listed, where all are asked for."""
        forms = self.spelt.tobytes().decode().split("\n")
        return {form: i for i, form in enumerate(forms)}

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.spelt)


@cython.final
@cython.cclass
class Lines:
    """The lines of a text, which are in order; line `i` stands from `start[i]` on.

    `first[a << 8 | b]` is the first line that begins with these two bytes or with later ones, a
    `\\n` at the end of a line of one byte among them, so that few are compared.
    """

    size: cython.Py_ssize_t
    text: cython.const[cython.uchar][::1]
    start: cython.int[::1]
    first: cython.int[::1]

    def __init__(self, text: Buffer) -> None:
        i: cython.Py_ssize_t
        self.text, self.size = text, 1
        self.start = array("i", bytes(4 * (2 + text.tobytes().count(b"\n"))))
        for i in range(len(self.text)):
            if self.text[i] == NEWLINE:
                self.start[self.size] = i + 1
                self.size += 1
        self.start[self.size] = len(self.text) + 1
        self.first = array("i", [self.size]) * (PAIRS + 1)
        pair: cython.Py_ssize_t
        done: cython.Py_ssize_t = 0  # pairs whose first line is known
        for i in range(self.size):
            if self.start[i] + 1 < len(self.text):
                pair = self.text[self.start[i]] << 8 | self.text[self.start[i] + 1]
                while done <= pair:
                    self.first[done] = i
                    done += 1

    def __len__(self) -> int:
        return self.size

    def find(self, sought: bytes) -> int:
        r"""The number of a line, or -1.

        >>> lines = Lines(memoryview(b"en\nett\ntre"))
        >>> lines.find(b"ett"), lines.find(b"et")
        (1, -1)
        """
        size: cython.Py_ssize_t = len(sought)
        low: cython.Py_ssize_t = 0
        high: cython.Py_ssize_t = self.size
        middle: cython.Py_ssize_t
        at: cython.Py_ssize_t
        end: cython.Py_ssize_t
        i: cython.Py_ssize_t
        letter: cython.uchar
        if size > 1:
            at = cython.cast(cython.uchar, sought[0]) << 8 | cython.cast(cython.uchar, sought[1])
            low, high = self.first[at], self.first[at + 1]
        while low < high:
            middle = (low + high) // 2
            at, end, i = self.start[middle], self.start[middle + 1] - 1, 0
            letter = 0
            while i < size and at + i < end:
                letter = sought[i]
                if self.text[at + i] != letter:
                    break
                i += 1
            if i == size and at + i == end:
                return middle
            if at + i == end or (i < size and self.text[at + i] < letter):
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
